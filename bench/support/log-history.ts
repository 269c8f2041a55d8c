// A year of messages in a tree of groups, for the pages of administrators: twenty organisations of
// unlike size with ten groups each, five thousand users, and every kind of end that a message can have.
import type { Store } from '../../lib/store/store.ts'

const organisations = 20
const groupsEach = 10
const users = 5_000
const chunk = 500_000
const year = 365 * 86_400_000

/** The organisation with the fewest messages, and one with the most. */
export const smallOrganisation = 'Org 19'
export const largeOrganisation = 'Org 0'

export async function fillLog(store: Store, count: number, now: number): Promise<void> {
  await store.transaction(async (trx) => {
    for (const statement of people(now)) await trx.raw(statement)
  })
  for (let first = 1; first <= count; first += chunk) {
    const last = Math.min(count, first + chunk - 1)
    await store.transaction(async (trx) => {
      if (store.dialect.name === 'postgres')
        await trx.raw('set local session_replication_role = replica')
      await trx.raw(messages(first, last, count, now))
    })
  }
  if (store.dialect.name === 'sqlite') {
    await store.db.raw('analyze')
    return
  }
  for (const table of ['groups', 'accounts', 'messages'])
    await store.db.raw(`select setval('${table}_id_seq', (select max(id) from ${table}))`)
  await store.db.raw('vacuum analyze messages')
}

const people = (now: number): string[] => [
  `with recursive n (i) as (select 0 union all select i + 1 from n where i < ${organisations - 1})
   insert into groups (id, parent_id, name, created_at) select 100 + i, 1, 'Org ' || i, ${now} from n`,
  `with recursive n (i) as (select 0 union all select i + 1 from n where i < ${organisations * groupsEach - 1})
   insert into groups (id, parent_id, name, created_at)
   select 1000 + i, 100 + i / ${groupsEach}, 'Group ' || i, ${now} from n`,
  `with recursive n (i) as (select 0 union all select i + 1 from n where i < ${users - 1})
   insert into accounts (id, group_id, address, name, active, created_at)
   select 1000 + i, 1000 + i % ${organisations * groupsEach}, 'user' || i || '@example.test', 'User ' || i, 1, ${now} from n`,
]

/** Each organisation has about two thirds of the messages of the one before. */
function messages(first: number, last: number, count: number, now: number): string {
  // A number from 0 to 199 that is mostly low, the same for the account, its group and its phones.
  const group = `((i * 7919) % 200 * ((i * 104729) % 200) / 200)`
  return `with recursive n (i) as (select ${first} union all select i + 1 from n where i < ${last}),
    m (i, g, u, d) as (select i, ${group}, (i * 31) % 25, (i * 2654435) % 10000
      from (select cast(i as bigint) as i from n) n)
   insert into messages (id, direction, account_id, group_id, phone, own, text, encoding, parts, state,
     reason, route, due_at, expires_at, attempts, flash, created_at, sent_at, changed_at)
   select i, case when d < 1500 then 'in' else 'out' end, 1000 + g + 200 * u, 1000 + g,
     '+4673' || (1000000 + (i * 7) % 500000), '+4599' || (1000 + g),
     'We look forward to seeing you on Tuesday at a quarter past ten.', 'gsm7',
     case when d < 1500 then 0 when d > 9990 then 9 when d > 9000 then 2 else 1 end,
     case when d < 1500 then 'incoming' when d < 1600 then 'refused' when d < 1700 then 'undelivered'
       when d < 1701 then 'expired' when d < 1702 then 'cancelled' when d < 2500 then 'sent' else 'delivered' end,
     case when d >= 1500 and d < 1600 then 'Personal:Group' end, case when d % 3 = 0 then 'modem' else 'http' end,
     1, 2, 1, 0, ${now - year} + cast(i * ${year / count} as bigint),
     ${now - year} + cast(i * ${year / count} as bigint) + 900,
     ${now - year} + cast(i * ${year / count} as bigint) + 900 + d * 7 from m`
}
