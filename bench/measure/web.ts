// What pages cost: each asked for again and again, one at a time and several at once; and an export of
// everything, with what it does to the server's memory.
import { setTimeout as delay } from 'node:timers/promises'
import { percentile } from '../support/figures.ts'
import { residentMemory } from '../support/memory.ts'
import { repeat } from '../support/repeat.ts'
import type { BenchServer } from '../support/server.ts'
import type { WebVisitor } from '../support/web-visitor.ts'

export interface PageTimes {
  readonly path: string
  /** Milliseconds to the last byte, one at a time. */
  readonly median: number
  readonly p99: number
  readonly kilobytes: number
}

/** The first answers, which open files and connections, do not count. */
const warming = 3

export async function measurePage(
  visitor: WebVisitor,
  path: string,
  samples: number,
): Promise<PageTimes> {
  const times: number[] = []
  let bytes = 0
  for (let n = -warming; n < samples; n++) {
    const began = performance.now()
    const answer = await visitor.get(path)
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`)
    if (n >= 0) times.push(performance.now() - began)
    bytes = answer.bytes
  }
  times.sort((a, b) => a - b)
  return {
    path,
    median: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    kilobytes: bytes / 1024,
  }
}

/** Pages a second, all of `paths` in turn, `atOnce` at a time. */
export async function measureRate(
  visitor: WebVisitor,
  paths: readonly string[],
  { atOnce, seconds }: { atOnce: number; seconds: number },
): Promise<number> {
  const began = performance.now()
  let asked = 0
  const askOn = async (): Promise<void> => {
    while (performance.now() - began < seconds * 1000)
      await visitor.get(paths[asked++ % paths.length] ?? '/')
  }
  await Promise.all(Array.from({ length: atOnce }, askOn))
  return asked / ((performance.now() - began) / 1000)
}

export interface ExportFigures {
  readonly seconds: number
  readonly megabytes: number
  /** How far the resident memory of the server rose above what it was before, in megabytes. */
  readonly memory: number
  /** How far its highest in the second half was above that in the first, in megabytes: 0 is flat. */
  readonly later: number
}

export async function measureExport(
  server: BenchServer,
  visitor: WebVisitor,
  path: string,
): Promise<ExportFigures> {
  const before = await residentMemory(server)
  const memory = repeat(async () => {
    await delay(20)
    return residentMemory(server)
  })
  const began = performance.now()
  const { status, bytes } = await visitor.get(path)
  if (status !== 200) throw new Error(`${path} was answered ${status}`)
  const seconds = (performance.now() - began) / 1000
  const seen = await memory.end()
  const half = Math.floor(seen.length / 2)
  return {
    seconds,
    megabytes: bytes / 1_048_576,
    memory: Math.max(...seen) - before,
    later: Math.max(0, Math.max(...seen.slice(half)) - Math.max(before, ...seen.slice(0, half))),
  }
}
