// Messages as they stand in the database when they are over, for tests of what is read from there.
import { rowsBinding } from '../../lib/store/rows.ts'
import type { ColumnType } from '../../lib/store/dialect.ts'
import type { Store } from '../../lib/store/store.ts'

const columns = {
  ...{ id: 'bigint', direction: 'text', account_id: 'bigint', group_id: 'bigint', phone: 'text' },
  ...{ own: 'text', text: 'text', encoding: 'text', parts: 'int', state: 'text', reason: 'text' },
  ...{ route: 'text', due_at: 'bigint', expires_at: 'bigint', attempts: 'int', flash: 'int' },
  ...{ created_at: 'bigint', sent_at: 'bigint', changed_at: 'bigint' },
} satisfies Record<string, ColumnType>

interface LogRowFacts {
  readonly id: number
  readonly direction: 'in' | 'out'
  readonly account_id: number | null
  readonly group_id: number | null
  readonly phone: string
  readonly parts: number
  readonly state: string
  readonly route: string | null
  readonly text: string
  readonly created_at: number
  readonly reason?: string
  readonly changed_at?: number
}

export function logRow(facts: LogRowFacts) {
  const { created_at } = facts
  return {
    ...{ own: null, encoding: 'gsm7', reason: null, due_at: null },
    expires_at: Date.now() + 86_400_000,
    ...{ attempts: 1, flash: 0, sent_at: created_at, changed_at: created_at },
    ...facts,
  }
}

export async function insertLog(
  store: Store,
  rows: readonly ReturnType<typeof logRow>[],
): Promise<void> {
  const names = Object.keys(columns).join(', ')
  await store.transaction((trx) =>
    trx.raw(`insert into messages (${names}) select ${names} from ${store.dialect.rows(columns)}`, [
      rowsBinding(rows),
    ]),
  )
}
