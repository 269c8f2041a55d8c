// Runs the tests: `npm test` all but the long ones, `npm run test:long` the long ones alone, and with
// file names just those. Both databases are there for them.
//
// The exit code is that of node's own runner. A test that hangs is ended and counts as failed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { makeTemplates } from './support/databases.ts'
import { startPostgres } from './support/postgres.ts'
import { writeProcesses } from './support/processes.ts'
import { chooseDatabaseScratch, databaseScratch } from './support/scratch.ts'

const long = process.argv.includes('--long')
const named = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith('--'))
  .map((file) => resolve(file))

/** The runner's own mock timers warn that they are young. */
const quiet = { NODE_OPTIONS: '--disable-warning=ExperimentalWarning' }

process.exitCode = await main()

async function main(): Promise<number> {
  const files = named.length > 0 ? named : await testFiles()
  // Trials that kill and fill are for a disk that takes its time.
  if (!long) await chooseDatabaseScratch()
  const directory = await mkdtemp(join(databaseScratch(), 'sms-template-'))
  const postgres = await startPostgres()
  try {
    const { sqlite } = await makeTemplates(directory, postgres.url)
    // Long ones are alone, one after the other.
    const processes = long ? files : await writeProcesses(directory, files)
    return await runNode(processes, { SMS_TEST_POSTGRES: postgres.url, SMS_TEST_SQLITE: sqlite })
  } finally {
    await postgres.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Found by their sources: what was compiled from a file that is gone is no test any more. */
async function testFiles(): Promise<string[]> {
  const ending = long ? /\.long\.tsx?$/ : /\.test\.tsx?$/
  const sources = await readdir(join(import.meta.dirname, '../../test'), { recursive: true })
  return sources
    .filter((source) => ending.test(source))
    .map((source) => join(import.meta.dirname, source.replace(/\.tsx?$/, '.js')))
}

async function runNode(
  files: readonly string[],
  databases: Readonly<Record<string, string>>,
): Promise<number> {
  const runner = spawn(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${long ? 1 : availableParallelism() + 2}`,
      // Each file of a process is ended earlier.
      '--test-timeout=1800000',
      `--test-reporter=${new URL('support/reporter.js', import.meta.url).href}`,
      '--test-reporter-destination=stdout',
      ...files,
    ],
    { stdio: 'inherit', env: { ...process.env, ...quiet, ...databases } },
  )
  // Ctrl-C reaches the runner too; this process stays to stop PostgreSQL.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
  const [code] = (await once(runner, 'exit')) as [number | null]
  return code ?? 1
}
