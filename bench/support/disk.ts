// How long this machine's disk needs to make a write safe: what every durable commit waits for.
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './figures.ts'

/** The median and the mean of a hundred writes of 4 kB, each made safe, in milliseconds. */
export async function timeDisk(): Promise<{ readonly median: number; readonly mean: number }> {
  const path = join(tmpdir(), `sms-disk-${process.pid}`)
  const file = await open(path, 'w')
  const page = Buffer.alloc(4096)
  const times: number[] = []
  try {
    for (let index = 0; index < 100; index++) {
      const began = performance.now()
      await file.write(page)
      await file.datasync()
      times.push(performance.now() - began)
    }
  } finally {
    await file.close()
    await rm(path)
  }
  return { median: median(times), mean: times.reduce((sum, time) => sum + time) / times.length }
}
