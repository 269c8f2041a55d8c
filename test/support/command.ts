// Runs the command haraka-sms as a person does, in a Haraka directory: either in a process of its own,
// or, since loading it takes most of the time, in one that runs many after each other.
import { execFile, fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Asked } from './command-process.ts'

const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))
const manyCommands = fileURLToPath(new URL('command-process.js', import.meta.url))

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
  const commands = new CommandProcess()
  const run = (...args: string[]): Promise<Ran> => commands.run({ args, cwd: path })
  return {
    path,
    run,
    async json(...args) {
      const { code, out, err } = await run(...args, '--json')
      if (code !== 0) throw new Error(`haraka-sms ${args.join(' ')}: ${err}`)
      return JSON.parse(out) as unknown
    },
    async remove() {
      commands.close()
      await rm(path, { recursive: true, force: true })
    },
  }
}

/** One command after the other. */
class CommandProcess {
  #process: ChildProcess | undefined
  #last: Promise<unknown> = Promise.resolve()

  run(asked: Asked): Promise<Ran> {
    const ran = this.#last.then(() => this.#ask(asked))
    this.#last = ran.catch(() => undefined)
    return ran
  }

  close(): void {
    this.#process?.disconnect()
  }

  async #ask(asked: Asked): Promise<Ran> {
    this.#process ??= fork(manyCommands, { env: ownEnvironment() })
    this.#process.send(asked)
    const [ran] = (await once(this.#process, 'message')) as [Ran]
    return ran
  }
}

/** In a process of its own, of another user where one is named. */
export function runCommand(
  args: readonly string[],
  cwd: string,
  user: { readonly uid?: number; readonly gid?: number } = {},
): Promise<Ran> {
  const options = { cwd, env: ownEnvironment(), ...user }
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], options, (error, out, err) =>
      resolve({ code: exitCode(error), out, err }),
    )
  })
}

function exitCode(error: { code?: unknown } | null): number {
  if (error === null) return 0
  return typeof error.code === 'number' ? error.code : -1
}

/** No Haraka directory but the one that a test names. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env }
  delete env['HARAKA']
  return env
}
