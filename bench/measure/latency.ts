// One mail and one SMS at a time on an idle server: how long the mail takes to the virtual phone, and
// the SMS to the outbound queue.
import { setTimeout as delay } from 'node:timers/promises'
import { loadMail, phoneOf, senderAddress, senderNumber } from '../load/mails.ts'
import { SmtpSession } from '../load/smtp-session.ts'
import { median, percentile, rounded } from '../support/figures.ts'
import type { BenchServer } from '../support/server.ts'
import { PhoneWatch, QueueWatch } from '../support/watches.ts'

export interface Latency {
  /** In milliseconds. */
  readonly median: number
  readonly p99: number
}

export interface Latencies {
  /** From the end of data to the page that shows it. */
  readonly mailToPhone: Latency
  /** From the phone's answer to the file in the outbound queue. */
  readonly smsToMail: Latency
}

/** The server must have pages, and hold its mails. `first` is the number of the first phone. */
export async function measureLatency(
  server: BenchServer,
  samples: number,
  first: number,
): Promise<Latencies> {
  const session = new SmtpSession('127.0.0.1', server.port)
  const phones = await PhoneWatch.open(server.pages)
  const queue = new QueueWatch(server.directory)
  const mails: number[] = []
  const messages: number[] = []
  const run = `${process.pid}.${Date.now()}`
  try {
    for (let n = first; n < first + samples + warmUp; n++) {
      // Out of step with every timer of the server.
      await delay((n * 7) % 19)
      const shown = phones.shows(`+${phoneOf(n)}`)
      const { code, sentAt } = await session.hand(loadMail('text', run, n, senderAddress(0)))
      if (code !== 250) throw new Error(`a mail was answered ${code}`)
      const mail = (await shown) - sentAt
      const queued = queue.next()
      const asked = performance.now()
      await answer(server.pages, n)
      const message = (await queued) - asked
      if (n < first + warmUp) continue
      mails.push(mail)
      messages.push(message)
    }
  } finally {
    session.end()
    phones.close()
    queue.close()
  }
  return { mailToPhone: latencyOf(mails), smsToMail: latencyOf(messages) }
}

const warmUp = 20

async function answer(port: number, n: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/phone/answer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ phone: `+${phoneOf(n)}`, to: senderNumber(0), text: `Answer ${n}` }),
  })
  if (!response.ok) throw new Error(`/phone/answer said ${await response.text()}`)
}

function latencyOf(times: number[]): Latency {
  return {
    median: rounded(median(times), 1),
    p99: rounded(
      percentile(
        times.sort((a, b) => a - b),
        0.99,
      ),
      1,
    ),
  }
}
