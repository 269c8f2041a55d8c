#!/usr/bin/env node
// The command haraka-sms.
import { runProgram } from './program.ts'

await runProgram(process.argv.slice(2))
