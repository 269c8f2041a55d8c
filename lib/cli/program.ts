// The whole of haraka-sms as one tree of commands, and how what goes wrong is said: what the person can mend
// as a sentence, a fault of ours with its stack.
//
// Each file *-commands.ts describes some of them and loads none of what does their work: an action imports
// that when it runs. So --help, and every command, loads no more than it needs.
import { readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { Complaint } from '../gateway/administration/complaint.ts'
import { addAccountCommands } from './account-commands.ts'
import { addContactCommands } from './contact-commands.ts'
import { addCreditCommands, addPriceCommands } from './credit-commands.ts'
import { addDomainCommands } from './domain-commands.ts'
import { addGroupCommands } from './group-commands.ts'
import { addKeyCommands } from './key-commands.ts'
import { addKeywordCommands } from './keyword-commands.ts'
import { addBlockCommands, addUsageCommand } from './limit-commands.ts'
import { addMessageCommands } from './message-commands.ts'
import { addModemCommands } from './modem-commands.ts'
import { addMobileCommands, addNumberCommands, addSenderCommands } from './number-commands.ts'
import { addPartsCommand, addPduCommands } from './pdu-commands.ts'
import { addPhraseCommands } from './phrase-commands.ts'
import { addRightsCommands } from './rights-commands.ts'
import { addRouteCommands } from './route-commands.ts'
import { Sentence } from './sentence.ts'
import {
  addDemoCommand,
  addDispatchCommand,
  addDoctorCommand,
  addPreviewCommand,
  addStartCommand,
} from './server-commands.ts'
import { addAuditCommand, addSettingCommands } from './setting-commands.ts'
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
  addAdministration(program)
  addDoctorCommand(program)
  addDispatchCommand(program)
  addRouteCommands(program.command('route').description('ways to phones'))
  addModemCommands(program.command('modem').description('a GSM modem by hand, without the server'))
  addPduCommands(program.command('pdu').description('decode and encode PDUs as modems speak them'))
  addPartsCommand(program)
  addPreviewCommand(program)
  return program
}

function addAdministration(program: Verb): void {
  addGroupCommands(
    program.command('group').description('groups of accounts, as a tree below Master'),
  )
  addAccountCommands(
    program.command('account').description('accounts: who may send, by mail address'),
  )
  addContactCommands(
    program.command('contact').description('what accounts call phones, and groups of them'),
  )
  addKeyCommands(program.command('key').description('keys: secrets that prove a group'))
  addDomainCommands(
    program
      .command('domain')
      .description('mail domains whose addresses become accounts of a group'),
  )
  addRightsCommands(program.command('admin').description('who may do what on the pages'))
  addSettingCommands(
    program.command('setting').description('what groups and accounts set for themselves'),
  )
  addAuditCommand(program.command('audit').description('who changed what'))
  addKeywordCommands(
    program.command('keyword').description('words by which phones say whom they write to'),
  )
  addPhraseCommands(
    program.command('phrase').description('stock phrases: texts that are written again and again'),
  )
  addMessageCommands(
    program
      .command('message')
      .description('messages: what became of them, and what you do to them'),
  )
  addUsageCommand(program)
  addCreditCommands(program.command('credit').description('prepaid credit of groups'))
  addPriceCommands(program.command('price').description('what one part costs, by prefix'))
  addBlockCommands(program.command('block').description('phones that want no more SMS'))
  addNumberCommands(program.command('number').description('numbers of ours, that phones answer to'))
  addSenderCommands(program.command('sender').description('names that may stand as the sender'))
  addMobileCommands(program.command('mobile').description('mobiles that accounts may send from'))
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
    process.stderr.write(`${await wordsOf(error)}\n`)
    process.exitCode = 1
  }
}

/** Throws what nobody foresaw. */
async function wordsOf(error: unknown): Promise<string> {
  if (error instanceof Sentence || error instanceof Complaint) return error.message
  const { troubleOf } = await import('./trouble.ts')
  const trouble = troubleOf(error)
  if (trouble === undefined) throw error
  return trouble
}

function ownVersion(): string {
  const file = new URL('../../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
