// A name server for tests: it answers TXT, MX and A questions from tables, that it cannot tell (SERVFAIL)
// about names that are to fail, and that a name does not exist to everything else (RFC 1035, UDP alone).
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

const types = { address: 1, exchange: 15, text: 16 } as const

export class DnsAnswerer {
  /** The text of each name, in lower case. */
  readonly texts = new Map<string, string>()
  /** The host that takes the mail of each name, and the IPv4 address of each host. */
  readonly exchanges = new Map<string, string>()
  readonly addresses = new Map<string, string>()
  /** Names that cannot be asked about, in lower case. */
  readonly failing = new Set<string>()
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
    const isFailing = this.failing.has(name.toLowerCase())
    const record = isFailing
      ? undefined
      : this.#record(question.readUInt16BE(end), name.toLowerCase())
    const header = Buffer.alloc(12)
    question.copy(header, 0, 0, 2)
    // RFC 1035 4.1.1: an authoritative answer; NXDOMAIN where there is none.
    header.writeUInt16BE(isFailing ? 0x8582 : record === undefined ? 0x8583 : 0x8580, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(record === undefined ? 0 : 1, 6)
    return Buffer.concat([header, asked, ...(record === undefined ? [] : [record])])
  }

  #record(type: number, name: string): Buffer | undefined {
    const [text, host, address] = [this.texts, this.exchanges, this.addresses].map((table) =>
      table.get(name),
    )
    if (type === types.text && text !== undefined) return textRecord(text)
    if (type === types.exchange && host !== undefined)
      return resourceRecord(type, Buffer.concat([Buffer.of(0, 10), nameOctets(host)]))
    if (type === types.address && address !== undefined)
      return resourceRecord(type, Buffer.from(address.split('.').map(Number)))
    return undefined
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
  return resourceRecord(types.text, Buffer.concat(strings))
}

/** About the name that was asked for: a pointer to it (RFC 1035 4.1.4). */
function resourceRecord(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function nameOctets(name: string): Buffer {
  const labels = name.split('.').map((label) => [label.length, ...Buffer.from(label, 'latin1')])
  return Buffer.from([...labels.flat(), 0])
}
