// A mail at the end of its data, as it was received, without the dots that SMTP adds.
//
// Haraka gives it out by a chain of streams, which for a small mail makes as much garbage as nothing else
// of ours and is a fifth of our work on its thread. So the lines of a small mail are noted as they go
// into the chain. Where a plugin has given Haraka something that did not come by, the chain
// is asked; the header is always Haraka's own list, which plugins change.
import { Writable } from 'node:stream'
import type { MessageStream, Transaction } from './haraka.ts'

/** Larger mails are read by the chain: they are not kept twice, and may be in a file. */
const smallMail = 128 * 1024

/** A class and a text: what is written as `{ lines: [] }` V8 may come to pretenure: to make it among the old. */
class Body {
  /** One character for each octet. */
  text = ''
  isBegun = false
  /** Of all that the chain has got by now. */
  bytes: number

  constructor(bytes: number) {
    this.bytes = bytes
  }
}

export class MailSources {
  /** By stream: a plugin that gives the transaction another one has given it another mail. */
  readonly #bodies = new WeakMap<MessageStream, Body>()

  /** To be called before the client sends its data; the server's own header fields may be there. */
  note(transaction: Transaction): void {
    const stream = transaction.message_stream
    const body = new Body(stream.bytes_read)
    const add = stream.add_line
    // A function that is written where a property is set V8 pretenures, and it would keep the mail.
    const noted: typeof add = (line) => {
      add.call(stream, line)
      noteLine(body, line)
    }
    stream.add_line = noted
    sparingTheDisk(transaction)
    this.#bodies.set(stream, body)
  }

  read(transaction: Transaction): Promise<Buffer> {
    const stream = transaction.message_stream
    const body = this.#bodies.get(stream)
    const { headers, bytes_read } = stream
    const isKnown = body?.bytes === bytes_read && bytes_read <= smallMail && headers.length > 0
    return isKnown ? Promise.resolve(join(headers, body.text)) : pipe(transaction)
  }
}

/**
 * The file of a mail is removed at its end: only large mails have one, unless spool_after is small, and
 * a disk is slow to say so. A mail can have a file before its stream says that it is spooling.
 */
function sparingTheDisk({ message_stream: stream, cfg }: Transaction): void {
  if (Number(cfg?.main?.spool_after) <= smallMail) return
  const destroy = stream.destroy
  const spared: typeof destroy = () => {
    if (stream.bytes_read > smallMail) destroy.call(stream)
  }
  stream.destroy = spared
}

function noteLine(body: Body, line: Buffer | string): void {
  const bytes = typeof line === 'string' ? Buffer.from(line) : line
  body.bytes += bytes.length
  if (body.bytes > smallMail) body.text = ''
  else if (body.isBegun) body.text += bytes.toString('latin1')
  else body.isBegun = isEndOfHeader(bytes)
}

function isEndOfHeader(line: Buffer): boolean {
  return line[0] === 0x0a || (line[0] === 0x0d && line[1] === 0x0a)
}

function join(headers: readonly string[], body: string): Buffer {
  const header = `${headers.join('').replace(/\r?\n/g, '\r\n')}\r\n`
  // RFC 5321 4.5.2.
  const isDotted = body.startsWith('..') || body.includes('\n..')
  const undotted = isDotted ? body.replace(/(^|\n)\.\./g, '$1.') : body
  const source = Buffer.allocUnsafe(Buffer.byteLength(header) + undotted.length)
  source.write(undotted, source.write(header), 'latin1')
  return source
}

function pipe(transaction: Transaction): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const collector = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        chunks.push(chunk)
        done()
      },
    })
    collector.once('finish', () => resolve(Buffer.concat(chunks)))
    collector.once('error', reject)
    transaction.message_stream.pipe(collector)
  })
}
