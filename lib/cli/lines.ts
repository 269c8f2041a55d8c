// One line in, one line out, in order, however many there are.
// Guarantees: an answer is written before the next line is asked for, and no faster than it is read; a
// reader who has enough, as `head` has, ends it.
// A line ends with LF or CRLF and nothing else: JSON may hold U+2028 as it is.
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'

export async function answerLines(
  input: Readable,
  output: Writable,
  answer: (line: string) => unknown,
): Promise<void> {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  for await (const line of linesOf(input)) {
    const goesOn = output.write(`${JSON.stringify(answer(line))}\n`)
    if (!goesOn) await once(output, 'drain').catch(() => undefined)
    if (output.destroyed) return
  }
}

async function* linesOf(input: Readable): AsyncGenerator<string> {
  let line = ''
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) {
    const [rest = '', ...more] = chunk.split('\n')
    line += rest
    for (const next of more) {
      yield line.replace(/\r$/, '')
      line = next
    }
  }
  if (line !== '') yield line.replace(/\r$/, '')
}
