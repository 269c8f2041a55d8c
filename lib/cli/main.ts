#!/usr/bin/env node
// The command haraka-sms. Each file of lib/cli adds its own commands; nothing else is decided here.
import { Command } from 'commander'
import { addPduCommands } from './pdu.ts'

const program = new Command('haraka-sms').description('SMS for the Haraka mail server')
addPduCommands(program)
await program.parseAsync()
