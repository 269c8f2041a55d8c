// What takes mail in: from RCPT to the commit, and what becomes of what is held, dropped or comes back.
import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { maskAddress } from '../../mail/address/local-part.ts'
import { createMailWork, type MailWork } from '../../mail/mail-work.ts'
import { smtpReply } from '../../policy/errors.ts'
import { dropMail, releaseMail } from '../../store/submissions.ts'
import { acceptMail, type AcceptOptions } from '../accept-mail.ts'
import { createBounces } from '../bounces.ts'
import { checkRecipient } from '../check-recipient.ts'
import { readMail } from '../database-programs.ts'
import { comeAgain, describe, describeFully } from '../describe-error.ts'
import { rememberFor } from '../fresh.ts'
import type { Gateway } from '../gateway.ts'
import type { Intake } from '../intake.ts'
import { KeyGuesses } from '../key-guesses.ts'
import { KeyUses } from '../key-uses.ts'
import { createAdmission } from '../newcomers.ts'
import { createWrongNumbers, isWrongNumber } from '../wrong-numbers.ts'
import type { Ground } from './ground.ts'

export interface MailServices extends Pick<
  Gateway,
  'owns' | 'checkRecipient' | 'acceptMail' | 'release' | 'drop' | 'mailBounced'
> {
  close(): Promise<void>
}

const databaseAway = smtpReply({ code: 'database_away', params: {} })

/** Reads mails; in a rush in the thread of the database. */
export function readingOf({ store, log }: Ground): MailWork {
  // PostgreSQL, where it is on this machine, is a third that works: two processors are busy then, and to carry what
  // is soon read is more work.
  const isCrowded = store.dialect.name === 'postgres' && availableParallelism() <= 2
  return createMailWork({
    onDeath: (error) =>
      log.error(`the thread that composes large texts has ended: ${describe(error)}`),
    nearby: (job) => store.assist(readMail, job),
    nearbyFrom: isCrowded ? soonRead : 0,
  })
}

/** In octets. */
const soonRead = 4_096

/** Until `isReady` every mail is told to come again. */
export function wireMail(
  ground: Ground,
  { intake, work }: { readonly intake: Intake; readonly work: MailWork },
  isReady: () => boolean,
): MailServices {
  const { store, directory, settings, routes, clock, log } = ground
  const pause = (ms: number): Promise<void> => delay(ms, undefined, { ref: false })
  const bounces = createBounces(ground)
  const guesses = new KeyGuesses(clock, pause)
  const keyUses = new KeyUses(store, clock, log)
  const noteWrongNumber = createWrongNumbers(ground)
  const options: AcceptOptions = {
    store,
    settings,
    routes: () => routes,
    directory,
    intake,
    work,
    bounced: (tag, read) => bounces.cameBack(tag, read),
    admit: createAdmission(ground),
    guesses,
    keyUses,
    noteWrongNumber,
    pause,
    clock,
    log,
  }
  return {
    owns: ({ user, host }) =>
      settings().domains.has(host.toLowerCase()) && !/^(?:postmaster|abuse)$/i.test(user),
    async checkRecipient(facts) {
      if (!isReady()) return databaseAway
      try {
        const reply = await checkRecipient(facts, { settings, directory, routes, guesses, clock })
        const [, code = ''] = /\((\w+)\)$/.exec(reply?.text ?? '') ?? []
        if (isWrongNumber(code)) noteWrongNumber(facts.envelopeFrom, maskAddress(facts.address))
        return reply
      } catch (error) {
        log.error(`a recipient could not be looked up: ${describeFully(error)}`)
        return comeAgain(error)
      }
    },
    async acceptMail(mail) {
      if (!isReady()) return { kind: 'refused', reply: databaseAway }
      try {
        return await acceptMail(mail, options)
      } catch (error) {
        log.error(
          `a mail could not be taken, its sender is told to try again: ${describeFully(error)}`,
        )
        return { kind: 'refused', reply: comeAgain(error) }
      }
    },
    async release(id) {
      const released = await store.transaction((trx) =>
        releaseMail(trx, store.dialect, id, clock(), clock() + rememberFor),
      )
      if (!released) return
      store.wake('queue', 'outbox')
    },
    drop: (id) => store.transaction((trx) => dropMail(trx, store.dialect, id)),
    mailBounced: (outboxId, reason) => bounces.wasRefused(outboxId, reason),
    async close() {
      await keyUses.flush()
      await work.close()
    },
  }
}
