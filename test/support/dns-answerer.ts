// A name server for tests: it answers TXT questions from a table, and that a name does not exist to
// everything else (RFC 1035, UDP alone).
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

const textType = 16

export class DnsAnswerer {
  /** The text of each name, in lower case. */
  readonly texts = new Map<string, string>()
  readonly port: number
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
    this.port = socket.address().port
    socket.on('message', (question, from) =>
      socket.send(this.#answer(question), from.port, from.address),
    )
  }

  static async open(): Promise<DnsAnswerer> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new DnsAnswerer(socket)
  }

  /** A Haraka plugin that makes the whole server ask here. */
  get plugin(): string {
    const servers = `['127.0.0.1:${this.port}']`
    return `const dns = require('node:dns')
exports.register = () => { dns.setServers(${servers}); dns.promises.setServers(${servers}) }\n`
  }

  async close(): Promise<void> {
    this.#socket.close()
    await once(this.#socket, 'close')
  }

  #answer(question: Buffer): Buffer {
    const { name, end } = readName(question)
    const asked = question.subarray(12, end + 4)
    const text =
      question.readUInt16BE(end) === textType ? this.texts.get(name.toLowerCase()) : undefined
    const header = Buffer.alloc(12)
    question.copy(header, 0, 0, 2)
    // RFC 1035 4.1.1: an authoritative answer; NXDOMAIN where there is none.
    header.writeUInt16BE(text === undefined ? 0x8583 : 0x8580, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(text === undefined ? 0 : 1, 6)
    return Buffer.concat([header, asked, ...(text === undefined ? [] : [textRecord(text)])])
  }
}

function readName(question: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.'), end: at + 1 }
}

/** RFC 1035 3.3.14: strings of at most 255 octets, which a reader joins. */
function textRecord(text: string): Buffer {
  const strings: Buffer[] = []
  for (let at = 0; at < text.length; at += 255) {
    const piece = Buffer.from(text.slice(at, at + 255), 'latin1')
    strings.push(Buffer.from([piece.length]), piece)
  }
  const data = Buffer.concat(strings)
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(textType, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}
