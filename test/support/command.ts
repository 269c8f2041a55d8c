// Runs the command haraka-sms as a person does: in a process of its own, in a Haraka directory.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface HarakaDirectory {
  readonly path: string
  run(...args: string[]): Promise<Ran>
  /** Runs it with --json and answers what it printed. */
  json(...args: string[]): Promise<unknown>
  remove(): Promise<void>
}

/** `files`: what stands in its config directory, by name. */
export async function harakaDirectory(
  files: Readonly<Record<string, string>>,
): Promise<HarakaDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'sms-haraka-'))
  await mkdir(join(path, 'config'))
  await writeFile(join(path, 'config', 'smtp.ini'), '')
  for (const [name, content] of Object.entries(files))
    await writeFile(join(path, 'config', name), content)
  const run = (...args: string[]): Promise<Ran> => runCommand(args, path)
  return {
    path,
    run,
    async json(...args) {
      const { code, out, err } = await run(...args, '--json')
      if (code !== 0) throw new Error(`haraka-sms ${args.join(' ')}: ${err}`)
      return JSON.parse(out) as unknown
    },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

export function runCommand(args: readonly string[], cwd: string): Promise<Ran> {
  const env = { ...process.env }
  delete env['HARAKA']
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd, env }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, out, err })
    })
  })
}
