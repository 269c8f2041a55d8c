// One line in, one line out, in order, however many there are.
// Guarantees: an answer is written before the next line is asked for, and no faster than it is read.
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

export async function answerLines(
  input: Readable,
  output: Writable,
  answer: (line: string) => unknown,
): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (!output.write(`${JSON.stringify(answer(line))}\n`)) await once(output, 'drain')
  }
}
