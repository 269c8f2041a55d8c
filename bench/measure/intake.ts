// One turn of the intake: so many seconds of load on a server, then the wait until its phones have all.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { setRouteMode, type RouteMode } from '../../lib/store/route-states.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { LoadGenerator } from '../load/load-generator.ts'
import type { MailKind } from '../load/mails.ts'
import type { LoadResult } from '../load/smtp-load.ts'
import { cancelWaiting, countWaiting } from '../support/directory.ts'
import { processorTime, timeBetween, type ProcessorTime } from '../support/processor.ts'
import type { BenchServer } from '../support/server.ts'

export interface IntakeTurn {
  readonly result: LoadResult
  readonly mailsPerSecond: number
  /** How long the virtual phone still got messages after the last mail, in seconds. */
  readonly drained: number
  /** In milliseconds: until the last phone had its message, or the last mail was taken while the line rests. */
  readonly worked: ProcessorTime
}

/** Where the line to the phone rests, the phone gets nothing before it is resumed. */
export async function measureIntake(
  server: BenchServer,
  load: LoadGenerator,
  { seconds, kind = 'text' }: { seconds: number; kind?: MailKind },
): Promise<IntakeTurn> {
  const before = await processorTime(server.haraka, server.store)
  const result = await load.hand({ port: server.port, connections: 20, seconds, kind })
  await allAccepted(server, result)
  const ended = performance.now()
  if (!resting.has(server)) await drained(server)
  return {
    result,
    mailsPerSecond: result.accepted / result.seconds,
    drained: (performance.now() - ended) / 1000,
    worked: timeBetween(before, await processorTime(server.haraka, server.store)),
  }
}

const resting = new Set<BenchServer>()

export async function restLine(server: BenchServer): Promise<void> {
  resting.add(server)
  await setLine(server, 'paused')
}

/** What waited meanwhile is cancelled: to send it would take as long again. */
export async function resumeLine(server: BenchServer): Promise<void> {
  resting.delete(server)
  if (server.store !== undefined) await cancelWaiting(server.store)
  await setLine(server, undefined)
  await drained(server)
}

/** The server notices within a second. */
async function setLine({ store }: BenchServer, mode: RouteMode | undefined): Promise<void> {
  if (store === undefined) return
  await store.transaction((trx) => setRouteMode(trx, 'virtual', mode ?? null, Date.now()))
  await delay(1_200)
}

/** A refused mail would make the figures too good. */
export async function allAccepted(server: BenchServer, { refused }: LoadResult): Promise<void> {
  if (Object.keys(refused).length === 0) return
  const log = await readFile(join(server.directory, 'log'), 'utf8')
  throw new Error(`mails were refused: ${JSON.stringify(refused)}\n${log.slice(-3_000)}`)
}

export async function drained({ store }: BenchServer, patience = 300_000): Promise<void> {
  if (store === undefined) return
  await eventually(
    'the virtual phone',
    async () => ((await countWaiting(store)) === 0 ? true : undefined),
    patience,
  )
}
