// A CPU profile of a running server, and what it says: which functions and which parts of the system
// the processor worked for.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Profiler } from 'node:inspector'
import type { StatementTimes, ThreadProfile } from './inspected.ts'

type CpuProfile = Profiler.Profile

/** Profiles all threads of a server (see inspected.ts) while `work` is done; the first is Haraka's own. */
export async function profileWhile(
  server: ChildProcess,
  work: () => Promise<void>,
): Promise<readonly ThreadProfile[]> {
  server.send('begin profile')
  await once(server, 'message')
  await work()
  server.send('end profile')
  const [answer] = (await once(server, 'message')) as [readonly ThreadProfile[]]
  return answer
}

interface Share {
  readonly name: string
  self: number
  total: number
}

/** Milliseconds by function and by part, the largest first. */
export function readProfile(profile: CpuProfile): {
  readonly wall: number
  readonly functions: readonly Share[]
  readonly parts: readonly Share[]
} {
  const times = selfTimes(profile)
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const functions = new Map<string, Share>()
  const parts = new Map<string, Share>()
  const visit = (id: number, above: ReadonlySet<string>): number => {
    const node = nodes.get(id)
    if (node === undefined) return 0
    const self = times.get(id) ?? 0
    const { functionName, url, lineNumber } = node.callFrame
    const part = partOf(url, functionName)
    const name = `${functionName || '(anonymous)'} ${shortUrl(url)}:${lineNumber + 1}`
    const under = new Set([...above, name, part])
    const total = (node.children ?? []).reduce((sum, child) => sum + visit(child, under), self)
    for (const [map, key] of [
      [functions, name],
      [parts, part],
    ] as const) {
      const share = map.get(key) ?? { name: key, self: 0, total: 0 }
      share.self += self
      if (!above.has(key)) share.total += total
      map.set(key, share)
    }
    return total
  }
  const root = profile.nodes[0]
  if (root !== undefined) visit(root.id, new Set())
  const largest = (map: ReadonlyMap<string, Share>): Share[] =>
    [...map.values()].sort((a, b) => b.self - a.self)
  return {
    wall: (profile.endTime - profile.startTime) / 1000,
    functions: largest(functions),
    parts: largest(parts),
  }
}

function selfTimes({ samples = [], timeDeltas = [] }: CpuProfile): Map<number, number> {
  const times = new Map<number, number>()
  for (const [index, id] of samples.entries())
    times.set(id, (times.get(id) ?? 0) + (timeDeltas[index] ?? 0) / 1000)
  return times
}

/** Whose code it is: a folder of ours, a package, node, or what V8 does by itself. */
function partOf(url: string, functionName: string): string {
  const [, ours] = /\/dist\/((?:lib\/)?[a-z]+)\//.exec(url) ?? []
  if (ours !== undefined && !url.includes('node_modules')) return ours
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? []
  if (name !== undefined) return name
  return url.startsWith('node:') ? 'node' : functionName
}

function shortUrl(url: string): string {
  return url.replace(/^.*\/(?:node_modules|dist)\//, '')
}

export function describeProfiles(threads: readonly ThreadProfile[]): string {
  return threads.map((thread) => describeProfile(thread)).join('\n\n')
}

function describeProfile({ thread, profile, statements }: ThreadProfile, most = 40): string {
  const { wall, functions, parts } = readProfile(profile)
  const row = ({ name, self, total }: Share): string =>
    `${percent(self, wall)}${percent(total, wall)}  ${name.slice(0, 90)}`
  return [
    `Thread ${thread}, ${Math.round(wall)} ms; shares of them: by itself, with what it calls`,
    '',
    ...parts.slice(0, 25).map(row),
    '',
    ...functions.slice(0, most).map(row),
    '',
    'Functions of ours, with what they call:',
    ...functions
      .filter(({ name }) => / (?:lib|plugins)\//.test(name) && !name.includes('node_modules'))
      .sort((a, b) => b.total - a.total)
      .slice(0, most)
      .map(row),
    ...describeStatements(statements, wall),
  ].join('\n')
}

function describeStatements(statements: readonly StatementTimes[], wall: number): string[] {
  if (statements.length === 0) return []
  const rows = [...statements]
    .sort((a, b) => b.time - a.time)
    .slice(0, 15)
    .map(
      ({ sql, count, time }) =>
        `${percent(time, wall)}${String(count).padStart(7)} times  ${sql.slice(0, 90)}`,
    )
  return ['', 'Statements of SQLite:', ...rows]
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1).padStart(6)}%`
}
