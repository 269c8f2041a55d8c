// The whole of haraka-sms as one tree of commands. Each file of lib/cli adds its own; nothing else is
// decided here but how what goes wrong is said: what the person can mend as a sentence, a fault of ours
// with its stack.
import { readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { Complaint } from '../gateway/administration/index.ts'
import { addAdminCommands } from './admin.ts'
import { addDemoCommand } from './demo.ts'
import { addDispatchCommand } from './dispatch.ts'
import { addDoctorCommand } from './doctor.ts'
import { addModemCommands } from './modem.ts'
import { addPduCommands } from './pdu.ts'
import { addPreviewCommand } from './preview.ts'
import { addRouteCommands } from './route.ts'
import { Sentence } from './sentence.ts'
import { addStartCommand } from './start.ts'
import { Verb } from './verb.ts'

export function createProgram(): Verb {
  const program = new Verb('haraka-sms')
    .description('SMS for the Haraka mail server')
    .version(ownVersion())
    .exitOverride()
    .example(
      'start',
      'account add anna@example.org --network 192.0.2.0/24',
      'message list --account anna@example.org',
      'doctor -c /etc/haraka',
    )
  addStartCommand(program)
  addDemoCommand(program)
  addAdminCommands(program)
  addDoctorCommand(program)
  addDispatchCommand(program)
  addRouteCommands(program)
  addModemCommands(program)
  addPduCommands(program)
  addPreviewCommand(program)
  return program
}

/** Runs one command and leaves its exit code in process.exitCode. */
export async function runProgram(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) {
      // It has said already what is wrong.
      process.exitCode = error.exitCode
      return
    }
    if (!(error instanceof Sentence || error instanceof Complaint)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

function ownVersion(): string {
  const file = new URL('../../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
