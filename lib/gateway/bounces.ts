// Mails of ours that did not arrive: of those with an SMS the operator hears, of others the log tells.
//
// wasRefused is told by this server's own outbound queue, and passed on once for each mail; cameBack by
// a bounce that another server sent later to the conversation's reply address, which is the envelope
// sender of our mails. Whoever knows that address can write such bounces: so the operator hears of one
// in an hour for each conversation.
import { createHash } from 'node:crypto'
import { readFailure } from '../mail/dsn/read-report.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import { accountById } from '../store/accounts.ts'
import {
  conversationById,
  findConversationByTag,
  type Conversation,
} from '../store/conversations.ts'
import { bounceOutbox, type OutboxKind } from '../store/outbox.ts'
import type { Knex, Store } from '../store/store.ts'
import type { Log } from './log.ts'
import { insertNotice } from './notices.ts'
import type { SmsContent } from './outbox-content.ts'
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
    trx: Knex,
    lost: {
      readonly accountId: number | null
      /** Where it was forwarded to. */
      readonly to?: string | undefined
      readonly reason: string
      readonly name?: string
    },
  ): Promise<void> {
    const { accountId, to, reason, name } = lost
    const account = accountId === null ? undefined : await accountById(trx, accountId)
    if (account === undefined) return
    const params = { address: to ?? account.address, reason: reason.slice(0, 500) }
    const content = { fault: 'mail_bounced', params } as const
    await insertNotice(
      trx,
      { content, accountId: account.id, ...(name !== undefined && { name }) },
      clock(),
    )
  }

  function toldOf(kind: OutboxKind, reason: string): void {
    log.warn(`a mail of ours (${kind}) came back: ${reason}`)
    if (kind === 'sms') store.wake('outbox')
  }

  return {
    async wasRefused(outboxId, reason) {
      const row = await store.transaction(async (trx) => {
        const bounced = await bounceOutbox(trx, outboxId, clock())
        if (bounced?.kind !== 'sms') return bounced
        const { forwardTo: to } = JSON.parse(bounced.content) as SmsContent
        await tell(trx, { accountId: bounced.account_id, to, reason })
        return bounced
      })
      if (row !== undefined) toldOf(row.kind, reason)
    },
    async cameBack(tag, mail) {
      const { recipient, reason = mail.subject } = readFailure(mail)
      const conversation = await store.transaction(async (trx) => {
        const found = await conversationOf(trx, tag)
        if (found === undefined) return found
        const to = found.tag === tag ? undefined : recipient
        const name = nameOf(tag, clock())
        await tell(trx, { accountId: found.account_id, to, reason, name })
        return found
      })
      if (conversation !== undefined) toldOf('sms', reason)
    },
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
