// What the operator hears of by mail: each fault at once, and then no more than once in `quiet`, with how
// often it came meanwhile. A storm is one mail.
import type { Settings } from '../config/settings.ts'
import type { Fault } from '../mail/language/phrases.ts'
import { moment } from '../mail/write/moment.ts'
import { alarmDetails, takeAlarm, takeUntoldAlarms, writeAlarmDetails } from '../store/alarms.ts'
import { oldestWaiting } from '../store/due.ts'
import type { Knex, Store } from '../store/store.ts'
import { insertNotice } from './notices.ts'

export interface Alarm {
  /** What is told once: the fault itself, or the fault of one thing. */
  readonly name: string
  readonly fault: Fault
  readonly params: Readonly<Record<string, string>>
  /** What a later mail lists of each time it came. */
  readonly detail?: string
}

const mostDetails = 20
const day = 86_400_000

/** Inside the caller's transaction. Answers whether there is a mail to write. */
export async function raiseAlarm(
  trx: Knex,
  { name, fault, params, detail }: Alarm,
  now: number,
  quiet: number,
  kind: 'comes' | 'lasts' = 'comes',
): Promise<boolean> {
  const row = { name, fault, params: JSON.stringify(params) }
  if ((await takeAlarm(trx, row, now, now - quiet, kind === 'comes')) !== undefined) {
    await insertNotice(trx, { content: { fault, params } }, now)
    return true
  }
  if (detail !== undefined) {
    const details = JSON.parse(await alarmDetails(trx, name)) as string[]
    const latest = [...details.filter((one) => one !== detail), detail].slice(-mostDetails)
    await writeAlarmDetails(trx, name, JSON.stringify(latest))
  }
  return false
}

/** By the clock: what came while it was quiet, and whether messages wait too long. */
export async function watchAlarms(store: Store, settings: Settings, now: number): Promise<void> {
  const { quiet, queue_older_than } = settings.alarms
  const { max_age } = settings.delivery
  const told = await store.transaction(async (trx) => {
    let notices = 0
    for (const { fault, params, count, details } of await takeUntoldAlarms(trx, now, now - quiet)) {
      const first = JSON.parse(params) as Record<string, string>
      const listed = (JSON.parse(details) as string[]).join(', ')
      const numbers = listed === '' ? first['numbers'] : listed
      const more = { ...first, count: String(count), ...(numbers !== undefined && { numbers }) }
      await insertNotice(trx, { content: { fault: fault as Fault, params: more } }, now)
      notices++
    }
    const waiting = await oldestWaiting(trx, { before: now - queue_older_than, maxAge: max_age })
    if (waiting !== undefined) {
      const since = moment(waiting.since, settings.main.time_zone)
      const params = { since, count: String(waiting.count) }
      const alarm = { name: 'queue_old', fault: 'queue_old', params } as const
      // It lasts, so that it is not counted: told again when it is still there a day later.
      if (await raiseAlarm(trx, alarm, now, day, 'lasts')) notices++
    }
    return notices
  })
  if (told > 0) store.wake('outbox')
}
