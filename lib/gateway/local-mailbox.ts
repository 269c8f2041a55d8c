// The mailbox of the demo: mails to its domain are kept in the database and shown beside the phones.
import { insertMailboxMail, listMailbox } from '../store/mailbox.ts'
import type { Store } from '../store/store.ts'
import type { LocalMailbox } from './gateway.ts'

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
