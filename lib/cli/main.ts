#!/usr/bin/env node
// The command haraka-sms. Each file of lib/cli adds its own commands; nothing else is decided here but
// how what goes wrong is said: what the person can mend as a sentence, a fault of ours with its stack.
import { Command } from 'commander'
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

const program = new Command('haraka-sms').description('SMS for the Haraka mail server')
addStartCommand(program)
addDemoCommand(program)
addAdminCommands(program)
addDoctorCommand(program)
addDispatchCommand(program)
addRouteCommands(program)
addModemCommands(program)
addPduCommands(program)
addPreviewCommand(program)
try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof Sentence || error instanceof Complaint)) throw error
  console.error(error.message)
  process.exitCode = 1
}
