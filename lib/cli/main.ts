#!/usr/bin/env node
// The command haraka-sms.
import { runProgram } from './program.ts'

// Whoever reads may have read enough: `| head -1`. What was asked for is done all the same.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

await runProgram(process.argv.slice(2))
