// What a server works for: the time on a processor of Haraka's own thread, of the server's other threads
// and of the processes of PostgreSQL. Unlike mails a second it says the same on a busy machine.
//
// Linux only: read from /proc, where each thread has its time in nanoseconds.
import type { ChildProcess } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { all } from '../../lib/store/rows.ts'
import type { Store } from '../../lib/store/store.ts'
import { median, rounded } from './figures.ts'

/** In milliseconds. */
export interface ProcessorTime {
  readonly main: number
  readonly threads: number
  readonly postgres: number
}

/** Of a server, or of another process with a gateway. */
export async function processorTime(
  server: ChildProcess,
  store: Store | undefined,
): Promise<ProcessorTime> {
  const own = await timeOfThreads(server.pid ?? 0)
  const main = own.get(server.pid ?? 0) ?? 0
  const pids =
    store?.dialect.name === 'postgres'
      ? await all<{ pid: number }>(store.db, 'select pid from pg_stat_activity')
      : []
  const backends = await Promise.all(pids.map(({ pid }) => timeOfThreads(pid)))
  return {
    main,
    threads: sum(own.values()) - main,
    postgres: sum(backends.flatMap((times) => [...times.values()])),
  }
}

export function timeBetween(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  return {
    main: after.main - before.main,
    threads: after.threads - before.threads,
    postgres: after.postgres - before.postgres,
  }
}

/** Of so many mails, what one took. */
export function timeForEach(
  { main, threads, postgres }: ProcessorTime,
  mails: number,
): ProcessorTime {
  return { main: main / mails, threads: threads / mails, postgres: postgres / mails }
}

export interface Rate {
  readonly mailsPerSecond: number
  /** For each mail. */
  readonly processor: ProcessorTime
}

export function medianRate(turns: readonly Rate[]): Rate {
  const worked = (part: keyof ProcessorTime): number =>
    rounded(median(turns.map(({ processor }) => processor[part])), 3)
  return {
    mailsPerSecond: rounded(median(turns.map((one) => one.mailsPerSecond))),
    processor: { main: worked('main'), threads: worked('threads'), postgres: worked('postgres') },
  }
}

export function describeTime(time: ProcessorTime, digits: number): string {
  return (['main', 'threads', 'postgres'] as const)
    .filter((part) => time[part] > 0)
    .map((part) => `${part} ${time[part].toFixed(digits)} ms`)
    .join(', ')
}

/** By thread. A process that has ended meanwhile took no time. */
async function timeOfThreads(pid: number): Promise<Map<number, number>> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const times = await Promise.all(threads.map((thread) => timeOfThread(pid, thread)))
  return new Map(threads.map((thread, index) => [Number(thread), times[index] ?? 0]))
}

async function timeOfThread(pid: number, thread: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0')
  return Number(text.split(' ')[0]) / 1e6
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0)
}
