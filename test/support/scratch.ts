// Where databases of tests live: in memory, where there is plenty, else among the other temporary files.
// Tests that write much wait for a disk that others use, too, and what survives a power cut is not
// theirs to say. test/run.ts chooses, and names it in SMS_TEST_SCRATCH.
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'

/** Linux's file system in memory. In containers it is often small. */
const memory = '/dev/shm'
const plenty = 2 ** 31

export function databaseScratch(): string {
  return process.env['SMS_TEST_SCRATCH'] ?? tmpdir()
}

export async function chooseDatabaseScratch(): Promise<void> {
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  if (room >= plenty) process.env['SMS_TEST_SCRATCH'] = memory
}
