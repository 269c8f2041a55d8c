// Mails of ours that did not arrive: the operator hears of it.
//
// wasRefused is told by this server's own outbound queue, and passed on once for each mail; cameBack by
// a bounce that another server sent later to the conversation's reply address, which is the envelope
// sender of our mails. Whoever knows that address can write such bounces: so the operator hears of one
// in an hour for each conversation.
import { createHash } from 'node:crypto'
import type { ReadMail } from '../mail/read-mail.ts'
import { accountById } from '../store/accounts.ts'
import {
  conversationById,
  findConversationByTag,
  type Conversation,
} from '../store/conversations.ts'
import { bounceOutbox } from '../store/outbox.ts'
import type { Knex, Store } from '../store/store.ts'
import type { Log } from './log.ts'
import { insertNotice } from './notices.ts'
import { bounceTag, idInBounceTag } from './secrets.ts'

export interface Bounces {
  wasRefused(outboxId: number, reason: string): Promise<void>
  cameBack(tag: string, mail: ReadMail): Promise<void>
}

export function createBounces(options: {
  readonly store: Store
  readonly clock: () => number
  readonly log: Log
}): Bounces {
  const { store, clock, log } = options

  async function tell(
    find: (trx: Knex) => Promise<number | null | undefined>,
    reason: string,
    name?: string,
  ): Promise<void> {
    const told = await store.transaction(async (trx) => {
      const accountId = await find(trx)
      const account = accountId == null ? undefined : await accountById(trx, accountId)
      if (account === undefined) return false
      const params = { address: account.address, reason: reason.slice(0, 500) }
      const content = { fault: 'mail_bounced', params } as const
      await insertNotice(
        trx,
        { content, accountId: account.id, ...(name !== undefined && { name }) },
        clock(),
      )
      return true
    })
    if (!told) return
    log.warn(`a mail of ours came back: ${reason}`)
    store.wake('outbox')
  }

  return {
    // A notice that bounces is only logged: a second one would go the same way.
    wasRefused: (outboxId, reason) =>
      tell(async (trx) => {
        const row = await bounceOutbox(trx, outboxId, clock())
        return row?.kind === 'notice' ? undefined : row?.account_id
      }, reason),
    cameBack: (tag, mail) =>
      tell(
        async (trx) => (await conversationOf(trx, tag))?.account_id,
        mail.subject,
        nameOf(tag, clock()),
      ),
  }
}

/** By its TAG, or by the one of mails that were forwarded. */
async function conversationOf(trx: Knex, tag: string): Promise<Conversation | undefined> {
  const own = await findConversationByTag(trx, tag)
  if (own !== undefined) return own
  const forwarded = await conversationById(trx, idInBounceTag(tag))
  return forwarded !== undefined && bounceTag(forwarded) === tag ? forwarded : undefined
}

const hour = 3_600_000

/** The same for all of an hour, also for one that is handed in again, as its server missed our 250. */
function nameOf(tag: string, now: number): string {
  return createHash('sha256')
    .update(`${tag} ${Math.floor(now / hour)}`)
    .digest('hex')
    .slice(0, 32)
}
