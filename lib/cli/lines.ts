// One line in, one line out, in order, however many there are.
// Guarantees: an answer is written before the next line is asked for, and no faster than it is read.
// A line ends with LF or CRLF and nothing else: JSON may hold U+2028 as it is.
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'

export async function answerLines(
  input: Readable,
  output: Writable,
  answer: (line: string) => unknown,
): Promise<void> {
  for await (const line of linesOf(input)) {
    if (!output.write(`${JSON.stringify(answer(line))}\n`)) await once(output, 'drain')
  }
}

async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  if (rest !== '') yield rest.replace(/\r$/, '')
}
