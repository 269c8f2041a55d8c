#!/usr/bin/env node
// The command haraka-sms. Each file of lib/cli adds its own commands; nothing else is decided here.
import { Command } from 'commander'
import { Complaint } from '../gateway/accounts.ts'
import { addAdminCommands } from './admin.ts'
import { addDispatchCommand } from './dispatch.ts'
import { UsageError } from './installation.ts'
import { addPduCommands } from './pdu.ts'

const program = new Command('haraka-sms').description('SMS for the Haraka mail server')
addAdminCommands(program)
addDispatchCommand(program)
addPduCommands(program)
try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof Complaint || error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
