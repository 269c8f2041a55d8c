// Fills a database with what months of use leave behind, or with what waits to be sent: set-based, in
// one statement for each table and million, so that ten million rows take minutes. The accounts are there
// already.
import type { Store } from '../../lib/store/store.ts'

/** Their ids are 1 to this. */
export const countAccounts = 40

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

const chunk = 1_000_000

/**
 * Two years of messages that are over: nine in ten delivered, some not, some from phones; each with its
 * mail, its part, and a conversation for every ten of them; and what the last days' mails are known by.
 * They are of as many groups, from the first on, as `groups` says.
 */
export async function fillHistory(store: Store, count: number, groups = 1): Promise<void> {
  const now = Date.now()
  const conversations = Math.ceil(count / 10)
  await insertSeries(store, conversations, (series) => [
    conversationsOf(series, createdAt(now, conversations)),
  ])
  const at = createdAt(now, count)
  await insertSeries(store, count, (series) => [
    mailsOf(series, at),
    messagesOf(series, at, { conversations, groups }),
    partsOf(series, at),
    fingerprintsOf(series, now),
  ])
  if (store.dialect.name === 'sqlite') return
  for (const table of ['conversations', 'mails', 'messages'])
    await store.db.raw(`select setval('${table}_id_seq', (select max(id) from ${table}))`)
  // As autovacuum does by and by.
  await store.db.raw('vacuum analyze')
}

/** Without the checks of foreign keys, where they can be left out: they take most of the time. */
async function insertSeries(
  store: Store,
  count: number,
  statements: (series: string) => readonly string[],
): Promise<void> {
  for (let first = 1; first <= count; first += chunk) {
    const last = Math.min(count, first + chunk - 1)
    const series = `with recursive n (i) as (select ${first} union all select i + 1 from n where i < ${last})`
    await store.transaction(async (trx) => {
      if (store.dialect.name === 'postgres')
        await trx.raw('set local session_replication_role = replica')
      for (const statement of statements(series)) await trx.raw(statement)
    })
  }
}

/** Behind the rows that are there, so that the ids of what belongs together are known. */
const firstId = 1_000_000

const span = 2 * 365 * 86_400_000

/** The time of row i. */
function createdAt(now: number, count: number): string {
  return `${now - span} + cast(i as bigint) * ${Math.floor(span / count)}`
}

function conversationsOf(series: string, at: string): string {
  return `insert into conversations (id, account_id, phone, tag, domain, last_out_at, created_at)
    ${series} select ${firstId} + i, 1 + i % ${countAccounts}, '+4673' || (1000000 + i),
      'tag' || i, 'sms.test', ${at}, ${at} from n`
}

function mailsOf(series: string, at: string): string {
  return `insert into mails (id, ref, account_id, held, envelope_from, message_id, subject, headers, created_at)
    ${series} select ${firstId} + i, 'OLD-' || i, 1 + i % ${countAccounts}, 0, 'sender@example.test',
      '<old.' || i || '@example.test>', 'Your appointment',
      'From: Anna Lund <sender@example.test>', ${at} from n`
}

function messagesOf(
  series: string,
  at: string,
  { conversations, groups }: { conversations: number; groups: number },
): string {
  return `insert into messages (id, direction, account_id, group_id, conversation_id, mail_id, mail_message_id,
      recipient, phone, text, encoding, parts, state, route, route_reference, due_at, expires_at, attempts,
      flash, created_at, sent_at, changed_at)
    ${series} select ${firstId} + i, case when i % 20 = 0 then 'in' else 'out' end, 1 + i % ${countAccounts}, 1 + i % ${groups},
      ${firstId} + 1 + i % ${conversations}, ${firstId} + i, '<old.' || i || '@example.test>',
      'phone@sms.test', '+4673' || (1000000 + i % ${conversations}),
      'We look forward to seeing you on Tuesday at a quarter past ten.', 'gsm7', 1,
      case when i % 20 = 0 then 'incoming' when i % 20 = 1 then 'undelivered' else 'delivered' end,
      'virtual', case when i % 20 = 0 then 'in' || i end, ${at}, ${at} + 604800000, 1, 0,
      ${at}, ${at}, ${at} from n`
}

function partsOf(series: string, at: string): string {
  return `insert into parts (message_id, seq, route, reference, fate, reported_at)
    ${series} select ${firstId} + i, 1, 'virtual', 'old' || i, 'delivered', ${at} from n where i % 20 <> 0`
}

function fingerprintsOf(series: string, now: number): string {
  return `insert into fingerprints (digest, expires_at)
    ${series} select 'digest' || i, ${now + 86_400_000} + i from n where i % 20 = 1`
}
