// A process that has loaded the command haraka-sms once and runs it as often as it is asked to: each
// time a new program in the directory named, with all that it writes.
import { runProgram } from '../../lib/cli/program.ts'
import type { Ran } from './command.ts'

export interface Asked {
  readonly args: readonly string[]
  readonly cwd: string
}

process.on('message', (asked: Asked) => void run(asked).then((ran) => process.send?.(ran)))
process.on('disconnect', () => process.exit())

async function run({ args, cwd }: Asked): Promise<Ran> {
  process.chdir(cwd)
  process.exitCode = 0
  const out = written(process.stdout)
  const err = written(process.stderr)
  try {
    await runProgram(args)
  } catch (error) {
    // What node does with an exception that nobody catches.
    process.stderr.write(error instanceof Error ? String(error.stack) : String(error))
    process.exitCode = 1
  }
  return { code: process.exitCode, out: out(), err: err() }
}

/** Keeps what is written to a stream from now on; answers how to have it, and ends that. */
function written(stream: NodeJS.WriteStream): () => string {
  const chunks: string[] = []
  const write = stream.write.bind(stream)
  stream.write = (chunk: string | Uint8Array): boolean => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
    return true
  }
  return () => {
    stream.write = write
    return chunks.join('')
  }
}
