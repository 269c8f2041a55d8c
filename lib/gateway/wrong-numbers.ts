// Tells the operator, where that is wished, of recipients that are no numbers.
import type { Settings } from '../config/settings.ts'
import type { Store } from '../store/store.ts'
import { raiseAlarm } from './alarms.ts'
import { describe } from './describe-error.ts'
import type { Log } from './log.ts'

/** Whether a refusal has such a code. */
export function isWrongNumber(code: string): boolean {
  return code.startsWith('number_') || code === 'numbers_joined'
}

/** Never throws: what goes wrong is logged. */
export function createWrongNumbers(world: {
  readonly store: Store
  readonly settings: () => Settings
  readonly clock: () => number
  readonly log: Log
}): (sender: string, recipient: string) => void {
  const { store, settings, clock, log } = world
  return (sender, recipient) => {
    if (!settings().alarms.wrong_numbers) return
    const params = { address: sender, numbers: recipient, count: '1' }
    const detail = `${recipient} (${sender})`
    const alarm = { name: 'numbers_refused', fault: 'numbers_refused', params, detail } as const
    store
      .transaction((trx) => raiseAlarm(trx, alarm, clock(), settings().alarms.quiet))
      .then((told) => told && store.wake('outbox'))
      .catch((error: unknown) => log.warn(`the alarm of wrong numbers: ${describe(error)}`))
  }
}
