// The memory of a server. Linux only: it is read from /proc.
import { readFile } from 'node:fs/promises'
import type { BenchServer } from './server.ts'

/** In megabytes, as Linux counts it. */
export async function residentMemory({ haraka }: Pick<BenchServer, 'haraka'>): Promise<number> {
  const status = await readFile(`/proc/${haraka.pid ?? 0}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024
}
