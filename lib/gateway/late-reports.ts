// Senders who want to hear of it are told by the clock that a message waits long, with us or in the network,
// or that it was sent and no report came from the phone in time. Each is told once, by whichever process is first.
import { wants } from '../mail/dsn/notify.ts'
import { takeUntold, type UntoldMessage } from '../store/reports.ts'
import type { Store } from '../store/store.ts'
import { reportProgress } from './sender-reports.ts'

const atOnce = 500

export async function tellLate(store: Store, now: number): Promise<void> {
  const told = await store.transaction(async (trx) => {
    const untold = await takeUntold(trx, store.dialect, now, atOnce)
    const gone = untold.filter(isAllThatIsKnown)
    const late = untold.filter((one) => one.state !== 'sent' && !gone.includes(one))
    await reportProgress(trx, store.dialect, 'relayed', gone, now)
    await reportProgress(trx, store.dialect, 'delayed', late, now)
    return gone.length + late.length
  })
  if (told > 0) store.wake('outbox')
}

/** That it was sent. Who wants to hear of delays hears that the phone cannot be reached. */
function isAllThatIsKnown({ state, notify }: UntoldMessage): boolean {
  const isBuffered = state === 'buffered' && !wants(notify, 'DELAY')
  return (state === 'sent' || isBuffered) && wants(notify, 'SUCCESS')
}
