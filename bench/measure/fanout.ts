// One mail to thousands of phones, while other mails come in: how long its sender waits, how the
// worker's memory grows, and how long the others wait meanwhile.
import { setTimeout as delay } from 'node:timers/promises'
import type { LoadGenerator } from '../load/load-generator.ts'
import { listMail, senderAddress } from '../load/mails.ts'
import { SmtpSession } from '../load/smtp-session.ts'
import { percentile } from '../support/figures.ts'
import type { BenchServer } from '../support/server.ts'
import { residentMemory } from '../support/memory.ts'
import { repeat } from '../support/repeat.ts'
import { allAccepted, drained } from './intake.ts'

export interface Fanout {
  /** From the end of data to 250, in milliseconds. */
  readonly accepted: number
  /** How far the resident memory of the process rose above what it was before, in megabytes. */
  readonly memory: number
  /** Of the mails that others sent meanwhile, in milliseconds from the end of data. */
  readonly othersP99: number
  readonly others: number
  /** Until the last phone had its message, in seconds; undefined when that took longer than was waited. */
  readonly sent: number | undefined
}

/** The server is one process. Others send 50 mails a second until every phone has its message, or `patience` is over. */
export async function measureFanout(
  server: BenchServer,
  load: LoadGenerator,
  { phones, first, patience }: { phones: number; first: number; patience: number },
): Promise<Fanout> {
  const before = await residentMemory(server)
  const memory = repeat(async () => {
    await delay(10)
    return residentMemory(server)
  })
  const others = repeat(() => handOthers(server, load))
  const session = new SmtpSession('127.0.0.1', server.port)
  const began = performance.now()
  const { code, waited } = await session.hand(listMail(senderAddress(30), first, phones))
  if (code !== 250) throw new Error(`the mail with the list was answered ${code}`)
  session.end()
  const sent = await drained(server, patience).then(
    () => (performance.now() - began) / 1000,
    () => undefined,
  )
  const waits = (await others.end()).flat().sort((a, b) => a - b)
  return {
    accepted: waited,
    memory: Math.max(...(await memory.end())) - before,
    othersP99: percentile(waits, 0.99),
    others: waits.length,
    sent,
  }
}

async function handOthers(server: BenchServer, load: LoadGenerator): Promise<readonly number[]> {
  const order = { port: server.port, connections: 4, seconds: 0.5, kind: 'text', rate: 50 } as const
  const result = await load.hand(order)
  await allAccepted(server, result)
  return result.waits
}
