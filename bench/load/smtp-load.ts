// The load, in a process of its own: hands in mails on connections that stay open, and counts.
//
// Told what to do by its parent, one order at a time; ends with the channel. What it needs of the
// processor is part of its answer, so that a reader sees whether the load itself was the limit.
import { setTimeout as delay } from 'node:timers/promises'
import { loadMail, senderAddress, type MailKind } from './mails.ts'
import { SmtpSession, type Handed } from './smtp-session.ts'

export interface LoadOrder {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  readonly kind: MailKind
  readonly run: string
  /** The number of the first mail; the next order goes on behind `handed`. */
  readonly first: number
  /** Mails a second over all connections; without it as fast as they are taken. */
  readonly rate?: number
}

export interface LoadResult {
  readonly handed: number
  readonly accepted: number
  /** How many were refused with which code. */
  readonly refused: Readonly<Record<string, number>>
  readonly seconds: number
  /** Of one processor, in parts of 1. */
  readonly load: number
  /** From the end of data to 250, in milliseconds, in ascending order. */
  readonly waits: readonly number[]
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const sessions = Array.from(
    { length: order.connections },
    () => new SmtpSession('127.0.0.1', order.port),
  )
  await Promise.all(sessions.map((session) => session.opened()))
  const waits: number[] = []
  const refused: Record<string, number> = {}
  let next = order.first
  const began = performance.now()
  const cpu = process.cpuUsage()
  const end = began + order.seconds * 1000
  const turn = async (session: SmtpSession, index: number): Promise<void> => {
    while (performance.now() < end) {
      const n = next++
      if (order.rate !== undefined) {
        const due = began + ((n - order.first) * 1000) / order.rate
        if (due > end) return
        await delay(Math.max(0, due - performance.now()))
      }
      count(await session.hand(loadMail(order.kind, order.run, n, senderAddress(index))))
    }
  }
  const count = ({ code, waited }: Handed): void => {
    if (code === 250) waits.push(waited)
    else refused[code] = (refused[code] ?? 0) + 1
  }
  await Promise.all(sessions.map(turn))
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  for (const session of sessions) session.end()
  return {
    handed: next - order.first,
    accepted: waits.length,
    refused,
    seconds,
    load: (user + system) / 1e6 / seconds,
    waits: waits.sort((a, b) => a - b),
  }
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
