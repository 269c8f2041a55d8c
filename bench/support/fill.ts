// Fills a database with what months of use leave behind, or with what waits to be sent: set-based, in
// one statement for each table and million, so that ten million rows take minutes.
import type { Store } from '../../lib/store/store.ts'
import { countAccounts } from './directory.ts'

/** Messages that wait for the virtual phone, of all senders in turn. */
export async function fillQueue(store: Store, count: number): Promise<void> {
  const now = Date.now()
  await store.transaction(async (trx) => {
    await trx.raw(
      `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
       insert into messages (direction, account_id, group_id, recipient, phone, text, encoding, parts,
         state, route, due_at, expires_at, attempts, flash, created_at, changed_at)
       select 'out', 1 + i % ${countAccounts}, 1, 'phone@sms.test', '+4673' || (1000000 + i % 8999999),
         'We look forward to seeing you on Tuesday at a quarter past ten.', 'gsm7', 1,
         'queued', 'virtual', ${now}, ${now + 86_400_000}, 0, 0, ${now}, ${now} from n`,
    )
  })
}
