// Faults that the operator was told of, and what has come of each since.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export interface AlarmRow {
  readonly name: string
  readonly fault: string
  /** JSON. */
  readonly params: string
  readonly count: number
  /** JSON: the latest of them. */
  readonly details: string
}

const columns = 'name, fault, params, count, details'

/**
 * Whether the operator is to be told now: nobody has been told of this fault since `quietSince`.
 * Otherwise it is counted, where `counts`. alarms_pkey.
 */
export async function takeAlarm(
  trx: Knex,
  alarm: Pick<AlarmRow, 'name' | 'fault' | 'params'>,
  now: number,
  quietSince: number,
  counts: boolean,
): Promise<AlarmRow | undefined> {
  const { name, fault, params } = alarm
  const rows = await all<AlarmRow & { told_at: number }>(
    trx,
    `insert into alarms (name, fault, params, told_at, count, details) values (?, ?, ?, ?, 0, '[]')
     on conflict (name) do update set fault = excluded.fault, params = excluded.params,
       told_at = case when alarms.told_at <= ? then excluded.told_at else alarms.told_at end,
       count = case when alarms.told_at <= ? then 0 else alarms.count + ? end
     returning ${columns}, told_at`,
    [name, fault, params, now, quietSince, quietSince, counts ? 1 : 0],
  )
  const [row] = rows
  return row?.count === 0 && row.told_at === now ? row : undefined
}

/** alarms_pkey. */
export async function alarmDetails(trx: Knex, name: string): Promise<string> {
  const rows = await all<{ details: string }>(trx, 'select details from alarms where name = ?', [
    name,
  ])
  return rows[0]?.details ?? '[]'
}

export async function writeAlarmDetails(trx: Knex, name: string, details: string): Promise<void> {
  await trx.raw('update alarms set details = ? where name = ?', [details, name])
}

/** What has come since faults were told, where the quiet is over; each is answered once. alarms_untold. */
export async function takeUntoldAlarms(
  trx: Knex,
  now: number,
  quietSince: number,
): Promise<AlarmRow[]> {
  const rows = await all<AlarmRow>(
    trx,
    `select ${columns} from alarms where count > 0 and told_at <= ?`,
    [quietSince],
  )
  const taken: AlarmRow[] = []
  for (const row of rows) {
    const mine = await all(
      trx,
      `update alarms set told_at = ?, count = 0, details = '[]'
       where name = ? and count > 0 and told_at <= ? returning name`,
      [now, row.name, quietSince],
    )
    if (mine.length > 0) taken.push(row)
  }
  return taken
}
