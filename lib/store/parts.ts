// The parts of messages that went out, by the references that the other side gave them.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all, insertRows } from './rows.ts'

const partColumns = {
  message_id: 'bigint',
  seq: 'int',
  route: 'text',
  reference: 'text',
  gone: 'text',
  sent_at: 'bigint',
} as const

/** gone: `no` and `unknown` stand behind the parts that went out, at most one of each. */
export interface NewPart {
  readonly message_id: number
  readonly seq: number
  readonly route: string
  readonly reference: string
  readonly gone: 'yes' | 'no' | 'unknown'
  readonly sent_at: number
}

/** A part that is named again keeps its time and its fate; one with a new reference has neither. */
export async function insertParts(
  trx: Knex,
  dialect: Dialect,
  parts: readonly NewPart[],
): Promise<void> {
  const same = 'parts.route = excluded.route and parts.reference = excluded.reference'
  const kept = ['fate', 'reason', 'reported_at'].map(
    (column) => `${column} = case when ${same} then parts.${column} end`,
  )
  await insertRows(
    trx,
    dialect,
    'parts',
    partColumns,
    parts,
    `on conflict (message_id, seq) do update set
       route = excluded.route, reference = excluded.reference, gone = excluded.gone,
       sent_at = case when ${same} then parts.sent_at else excluded.sent_at end, ${kept.join(', ')}`,
  )
}

/** The references under which the first parts of messages went out by `route`. parts_pkey. */
export async function partsDone(
  trx: Knex,
  dialect: Dialect,
  route: string,
  messages: readonly number[],
): Promise<Map<number, string[]>> {
  const rows = await all<{ message_id: number; reference: string }>(
    trx,
    `select p.message_id, p.reference from ${dialect.rows({ id: 'bigint' })}
     join parts p on p.message_id = r.id and p.route = ? and p.gone = 'yes' order by p.message_id, p.seq`,
    [JSON.stringify(messages.map((id) => ({ id }))), route],
  )
  const done = new Map<number, string[]>()
  for (const { message_id, reference } of rows)
    done.set(message_id, [...(done.get(message_id) ?? []), reference])
  return done
}
