// Which processes the tests run in. One that loads the program anew takes half a second of processor
// time, so files of a layer share one; what takes long has its own and begins first, that no long one
// is left over at the end.
//
// Each process gets a file of its own to run, which names the test files: each is a suite there, so that
// its hooks are its own and one that hangs is ended without the others.
import { after, describe } from 'node:test'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'

/** Those that take more than ten seconds on a machine of their own, the longest first. */
const slow = [
  ...['web/people-browser', 'cli/verbs', 'web/admin-browser', 'system/processes'],
  ...['system/stand-alone', 'web/admin-attacks', 'gateway/limits', 'system/package'],
  ...['gateway/leases', 'web/live-browser', 'web/attacks', 'web/sign-in', 'web/phone-browser'],
  ...['cli/admin', 'gateway/ways', 'system/forged'],
]

/** What comes next: the pure layers are quick, and fill the gaps at the end. */
const layers = ['gateway', 'system', 'web', 'cli', 'store']

/** So many files share a process. */
const most = 7

const tests = join(import.meta.dirname, '..')
const require = createRequire(import.meta.url)

/** Writes the files for node's runner into `directory`; it takes them in the order of their names. */
export async function writeProcesses(
  directory: string,
  files: readonly string[],
): Promise<string[]> {
  const groups = shareOut(files.map((file) => relative(tests, file)))
  return Promise.all(
    groups.map(async (group, index) => {
      const path = join(directory, `tests-${String(index).padStart(3, '0')}.mjs`)
      const self = JSON.stringify(import.meta.url)
      await writeFile(
        path,
        `import { runFiles } from ${self}\nrunFiles(${JSON.stringify(group, null, 2)})\n`,
      )
      return path
    }),
  )
}

/**
 * For the process: the files, relative to the compiled tests. One that ends the process before all are done
 * makes it fail, whatever exit code it chose, and so does one that leaves something open.
 *
 * @public
 */
export function runFiles(files: readonly string[]): void {
  let isDone = false
  after(() => {
    isDone = true
  })
  process.on('exit', () => {
    if (!isDone) process.exitCode = 1
  })
  let ending = 0
  for (const file of files)
    describe(file, { timeout: 540_000 }, () => {
      after(() => {
        if (++ending === files.length) setTimeout(giveUp, 60_000).unref()
      })
      void require(join(tests, file))
    })
}

function giveUp(): void {
  console.error(
    `all tests are done, but there is still: ${process.getActiveResourcesInfo().join()}`,
  )
  process.exit(1)
}

function shareOut(files: readonly string[]): string[][] {
  const rank = (file: string): number =>
    slow.indexOf(file.replace(/\.test\.js$/, '').replaceAll(sep, '/'))
  const alone = files.filter((file) => rank(file) >= 0).sort((a, b) => rank(a) - rank(b))
  const folders = new Map<string, string[]>(layers.map((layer) => [layer, []]))
  for (const file of files) {
    if (rank(file) >= 0) continue
    const folder = file.split(sep)[0] ?? ''
    folders.set(folder, [...(folders.get(folder) ?? []), file])
  }
  return [...alone.map((file) => [file]), ...[...folders.values()].flatMap(slices)]
}

function slices(files: readonly string[]): string[][] {
  const count = Math.ceil(files.length / most)
  return Array.from({ length: count }, (_, at) => files.filter((_, index) => index % count === at))
}
