// A mail to subscribe@, unsubscribe@, status@, help@ or preview@: done and answered in one transaction.
//
// Who has proved nothing hears a no inside SMTP, and never gets a mail but the link that a right key
// causes. A mail that comes again does nothing again; a sender is answered once a minute.
import { createHash } from 'node:crypto'
import { findKey } from '../../mail/address/key.ts'
import type { Command } from '../../mail/address/local-part.ts'
import type { ReadMail } from '../../mail/read-mail.ts'
import type { Refusal } from '../../policy/errors.ts'
import { findAccount, type Account } from '../../store/accounts.ts'
import { takeAnswerTurn } from '../../store/auto-answers.ts'
import { takeFingerprints } from '../../store/fingerprints.ts'
import { insertOutbox } from '../../store/outbox.ts'
import type { Knex, Store } from '../../store/store.ts'
import { plainAddress } from '../directory.ts'
import { weighEvidence } from '../evidence.ts'
import { rememberFor } from '../fresh.ts'
import type { SubmittedMail } from '../gateway.ts'
import { guessingSource } from '../key-guesses.ts'
import { mayUseDomains, type MailParts, type SenderOptions } from '../mail-sender.ts'
import type { Orders } from '../orders.ts'
import type { AnswerContent } from '../outbox-content.ts'
import type { Sender } from '../trust.ts'
import { readCommandSender, type CommandReading } from './command-sender.ts'
import { makeLink } from './confirmation-links.ts'
import { CommandRefused, subscribe, unsubscribe, type MembershipWorld } from './membership.ts'
import { statusOf } from './status.ts'

export interface CommandOptions extends SenderOptions {
  readonly store: Store
}

/** What the mail would send, without sending it. */
export type Preview = (sender: Sender) => Promise<AnswerContent['answer'] | Refusal>

export interface CommandOutcome {
  readonly refusal?: Refusal
  /** Whether the sender has proved who it is. */
  readonly isProved: boolean
}

/** The command that a mail is addressed to. */
export function commandOf({ addressees }: Orders): Command | undefined {
  for (const { localPart } of addressees) if (localPart.kind === 'command') return localPart.command
  return undefined
}

export async function answerCommand(
  mail: SubmittedMail,
  parts: MailParts,
  { preview, ...options }: CommandOptions & { readonly preview: Preview },
): Promise<CommandOutcome> {
  const { orders, read, source } = parts
  const [addressee, second] = orders.addressees
  const command = commandOf(orders)
  if (addressee === undefined || command === undefined || second !== undefined)
    return { refusal: { code: 'command_alone', params: {} }, isProved: false }
  const { settings, directory, guesses, keyUses, clock, store } = options
  const keys = keysFor(command, orders, read)
  const client = guessingSource(mail, settings())
  if (keys.length > 0 && !(await guesses.turn(client)))
    return { refusal: { code: 'too_many_at_once', params: {} }, isProved: false }
  const evidence = weighEvidence(
    read.from[0]?.address ?? '',
    { mail, read, source },
    settings(),
    clock(),
  )
  const isMembership = command === 'subscribe' || command === 'unsubscribe'
  const reading = await readCommandSender(
    { ...mail, from: read.from, keys, evidence, written: addressee.written, isMembership },
    directory,
    clock(),
  )
  if (reading.kind === 'refused') {
    if (reading.refusal.code === 'key_unknown') guesses.wrong(client)
    return { refusal: reading.refusal, isProved: false }
  }
  const isProved = reading.kind !== 'to-confirm'
  const groupId = groupOf(reading)
  if (!(await mayUseDomains(groupId, orders, settings(), directory)))
    return {
      refusal: { code: 'sender_not_trusted', params: { sender: mail.envelopeFrom } },
      isProved,
    }
  const publicUrl = settings().main.public_url
  if (reading.kind === 'to-confirm' && publicUrl === '')
    return {
      refusal: { code: 'sender_not_trusted', params: { sender: reading.address } },
      isProved,
    }
  if (reading.kind === 'to-confirm') keyUses.note(reading.key.id)
  const values =
    reading.kind === 'account'
      ? await directory.values(reading.account)
      : await directory.groupValues(groupId)
  const world: MembershipWorld = {
    now: clock(),
    skipLocked: store.dialect.skipLocked,
    values,
    quarantine: settings().numbers.quarantine,
  }
  try {
    const work = await workOf(reading)
    const about = read.messageId === undefined ? {} : { about: read.messageId }
    const content = {
      to: mail.envelopeFrom,
      language: values.language,
      domain: addressee.domain,
      ...about,
    }
    await store.transaction((trx) =>
      answerOnce(trx, { mail, command, read, store, now: world.now, content, work }),
    )
  } catch (error) {
    if (error instanceof CommandRefused) return { refusal: error.refusal, isProved }
    throw error
  }
  if (reading.kind === 'newcomer') directory.forgetAccount(reading.newcomer.address)
  store.wake('outbox')
  store.wake('change')
  return { isProved }

  /** What the transaction has to do; what only has to be read is read before it. */
  async function workOf(reading: Answerable): Promise<Work> {
    if (reading.kind === 'to-confirm') {
      const { address, name, key } = reading
      const asked = {
        command: command === 'unsubscribe' ? command : 'subscribe',
        address,
        name,
        key,
      } as const
      const most = values.new_accounts_per_day
      return async (trx) => {
        const link = await makeLink(
          trx,
          { ...asked, domain: addressee?.domain ?? '' },
          { publicUrl, most, now: world.now },
        )
        return { kind: 'confirm', command: asked.command, address, link }
      }
    }
    if (command === 'subscribe') return (trx) => subscribe(trx, memberOf(reading), world)
    if (command === 'unsubscribe')
      return async (trx) => unsubscribe(trx, await accountIn(trx, reading), world)
    if (command === 'help') return () => Promise.resolve({ kind: 'help' })
    const account = await withAccount(reading, options)
    const answer =
      command === 'status'
        ? await statusOf(account, options)
        : await preview({
            account,
            proof: reading.kind === 'account' ? reading.proof : reading.newcomer.proof,
            envelopeIsOwn: true,
          })
    if ('code' in answer) throw new CommandRefused(answer)
    return () => Promise.resolve(answer)
  }
}

type Answerable = Exclude<CommandReading, { kind: 'refused' }>
type Proved = Exclude<Answerable, { kind: 'to-confirm' }>
type Work = (trx: Knex.Transaction) => Promise<AnswerContent['answer']>

function groupOf(reading: Answerable): number {
  if (reading.kind === 'account') return reading.account.group_id
  return reading.kind === 'newcomer' ? reading.newcomer.groupId : reading.key.group_id
}

function memberOf(reading: Proved): Parameters<typeof subscribe>[1] {
  return reading.kind === 'account' ? { account: reading.account } : { newcomer: reading.newcomer }
}

async function accountIn(trx: Knex, reading: Proved): Promise<Account | undefined> {
  return reading.kind === 'account' ? reading.account : findAccount(trx, reading.newcomer.address)
}

/** Any first mail that is trusted makes an account. */
async function withAccount(reading: Proved, { admit }: CommandOptions): Promise<Account> {
  if (reading.kind === 'account') return reading.account
  const admission = await admit(reading.newcomer)
  if (admission.kind === 'refused') throw new CommandRefused(admission.refusal)
  return admission.account
}

/**
 * The keys that a command shows: in To, in the Subject, and for a membership also in the text. What looks
 * like a mistyped key in the Subject is taken for a wrong one.
 */
function keysFor(command: Command, { keys }: Orders, read: ReadMail): string[] {
  if (command !== 'subscribe' && command !== 'unsubscribe') return [...keys]
  const inSubject = findKey(read.subject) ?? keyLike(read.subject)
  const found = inSubject ?? findKey(read.text ?? '') ?? findKey(read.html ?? '')
  return [...new Set(found === undefined ? keys : [...keys, found])]
}

function keyLike(text: string): string | undefined {
  return text
    .match(/[a-z0-9]{16,}/gi)
    ?.find((word) => /[a-z]/i.test(word))
    ?.toLowerCase()
}

interface Answering {
  readonly mail: SubmittedMail
  readonly command: Command
  readonly read: ReadMail
  readonly store: Store
  readonly now: number
  readonly content: Omit<AnswerContent, 'answer'>
  readonly work: Work
}

async function answerOnce(
  trx: Knex.Transaction,
  { mail, command, read, store, now, content, work }: Answering,
): Promise<void> {
  const identity = read.messageId ?? [read.headers.get('date')?.[0], read.subject, read.text]
  const digest = createHash('sha256')
    .update(JSON.stringify(['command', command, plainAddress(mail.envelopeFrom), identity]))
    .digest('hex')
  const row = { digest, mail_ref: mail.id, expires_at: now + rememberFor }
  // Told to come again by a client that lost our 250, or sent once more by somebody else.
  if (!(await takeFingerprints(trx, store.dialect, [row], now)).has(digest)) return
  if (!(await takeAnswerTurn(trx, plainAddress(mail.envelopeFrom), now)))
    throw new CommandRefused({ code: 'too_many_at_once', params: {} })
  const answer = await work(trx)
  await insertOutbox(trx, {
    ...{ kind: 'answer', account_id: null, message_id: null, mail_id: null },
    content: JSON.stringify({ ...content, answer } satisfies AnswerContent),
    ref: `answer.${digest.slice(0, 32)}`,
    state: 'queued',
    now,
  })
}
