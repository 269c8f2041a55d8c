// Loaded into a server or dispatcher before anything else (node --import): writes down, outside any
// database, what the virtual phones really got, and tells how much the process holds when it is asked.
//
// A line is in the journal before the phone says yes, and stays there whatever kills the process. The
// phone takes its time to say yes, so that a process that is killed leaves some messages half way.
import { appendFileSync, readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { isMainThread } from 'node:worker_threads'
import { runInNewContext } from 'node:vm'
import { PhoneRoute } from '../../lib/routes/phone/phone-route.ts'
import type { Outcome } from '../../lib/routes/route.ts'

/** What a process holds, after the garbage is collected. */
export interface Holdings {
  readonly pid: number
  readonly heap: number
  readonly resident: number
  readonly files: number
  readonly timers: number
}

const journal = process.env['SMS_TEST_JOURNAL']
if (journal !== undefined && isMainThread) {
  keepJournal(journal)
  process.on('SIGUSR2', () =>
    appendFileSync(`${journal}.holdings`, `${JSON.stringify(holdings())}\n`),
  )
}

function keepJournal(file: string): void {
  const takeAtOnce = Object.getOwnPropertyDescriptor(PhoneRoute.prototype, 'submit')
    ?.value as PhoneRoute['submit']
  PhoneRoute.prototype.submit = function (batch) {
    const lines = batch.map(({ id, phone, text }) => JSON.stringify({ id, phone, text }))
    appendFileSync(file, `${lines.join('\n')}\n`)
    return takeAtOnce.call(this, batch).map((outcome) => late(outcome))
  }
}

async function late(outcome: Promise<Outcome>): Promise<Outcome> {
  await delay(5)
  return outcome
}

function holdings(): Holdings {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return {
    pid: process.pid,
    heap: process.memoryUsage().heapUsed,
    resident: process.memoryUsage.rss(),
    files: readdirSync('/proc/self/fd').length,
    timers: process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length,
  }
}
