// The mailbox of the demo: mails to its domain are kept in the database and shown beside the phones.
import { insertMailboxMail, listMailbox } from '../store/mailbox.ts'
import type { Store } from '../store/store.ts'

/** A mail in the local mailbox of the stand-alone server. */
export interface MailboxMail {
  readonly id: number
  readonly at: number
  readonly recipient: string
  readonly raw: Buffer
}

export interface LocalMailbox {
  readonly domain: string
  list(limit?: number): Promise<readonly MailboxMail[]>
  add(recipient: string, raw: Buffer): Promise<void>
}

/** Undefined where no domain is set. */
export function localMailbox(
  store: Store,
  domain: string,
  clock: () => number,
): LocalMailbox | undefined {
  if (domain === '') return undefined
  return {
    domain,
    list: (limit = 100) => listMailbox(store.db, limit),
    async add(recipient, raw) {
      await store.transaction((trx) => insertMailboxMail(trx, { at: clock(), recipient, raw }))
      store.wake('change')
    },
  }
}
