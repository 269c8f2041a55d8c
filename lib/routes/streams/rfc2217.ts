// Telnet with the COM port option (RFC 2217): the bytes of the line, and its settings beside them.
//
// Speed, 8N1, flow control, DTR and RTS are set once the other side agrees to the option. Whatever else
// is negotiated is declined, but for binary transmission and no go-ahead (RFC 854, 855, 856, 858).
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { SerialLine } from '../route-type.ts'

const iac = 255
const dont = 254
const doIt = 253
const wont = 252
const will = 251
const subnegotiation = 250
const endOfSubnegotiation = 240

const binary = 0
const noGoAhead = 3
const comPort = 44

// RFC 2217 3.
const set = { speed: 1, dataBits: 2, parity: 3, stopBits: 4, control: 5 } as const
const control = { noFlow: 1, hardwareFlow: 3, dtrOn: 8, rtsOn: 11 } as const

export class Rfc2217 extends Duplex {
  readonly #socket: Socket
  readonly #line: SerialLine
  /** Bytes of a command that is not complete yet. */
  #command: number[] = []
  #isSet = false

  constructor(socket: Socket, line: SerialLine) {
    super()
    this.#socket = socket
    this.#line = line
    socket.on('data', (bytes: Buffer) => this.#hear(bytes))
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
    for (const option of [binary, noGoAhead]) this.#say(will, option, doIt, option)
    this.#say(will, comPort)
  }

  override _read(): void {
    // Bytes are pushed as they come: a modem never sends more than a few lines.
  }

  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(doubled(chunk), done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  /** Pairs of command and option. */
  #say(...pairs: number[]): void {
    const bytes: number[] = []
    for (let index = 0; index < pairs.length; index += 2)
      bytes.push(iac, pairs[index] ?? 0, pairs[index + 1] ?? 0)
    this.#socket.write(Buffer.from(bytes))
  }

  #hear(bytes: Buffer): void {
    const data: number[] = []
    for (const byte of bytes) {
      if (this.#command.length > 0) this.#continueCommand(byte, data)
      else if (byte === iac) this.#command = [iac]
      else data.push(byte)
    }
    if (data.length > 0) this.push(Buffer.from(data))
  }

  #continueCommand(byte: number, data: number[]): void {
    const before = this.#command
    if (before.length === 1 && byte === iac) {
      data.push(iac)
      this.#command = []
      return
    }
    before.push(byte)
    if (before[1] === subnegotiation) {
      const isOver = byte === endOfSubnegotiation && before.at(-2) === iac
      if (isOver || before.length > 256) this.#command = []
    } else if (before[1] !== undefined && before[1] < will) {
      this.#command = []
    } else if (before.length === 3) {
      this.#command = []
      this.#negotiate(before[1] ?? 0, byte)
    }
  }

  #negotiate(command: number, option: number): void {
    if (option === comPort) {
      if (command === doIt) this.#setLine()
      return
    }
    if (option === binary || option === noGoAhead) return
    if (command === doIt) this.#say(wont, option)
    if (command === will) this.#say(dont, option)
  }

  #setLine(): void {
    if (this.#isSet) return
    this.#isSet = true
    const speed = Buffer.alloc(4)
    speed.writeUInt32BE(this.#line.speed)
    this.#subnegotiate(set.speed, speed)
    this.#subnegotiate(set.dataBits, Buffer.of(8))
    this.#subnegotiate(set.parity, Buffer.of(1))
    this.#subnegotiate(set.stopBits, Buffer.of(1))
    const flow = this.#line.flow === 'hardware' ? control.hardwareFlow : control.noFlow
    for (const value of [flow, control.dtrOn, control.rtsOn])
      this.#subnegotiate(set.control, Buffer.of(value))
  }

  #subnegotiate(command: number, value: Buffer): void {
    const head = Buffer.of(iac, subnegotiation, comPort, command)
    const tail = Buffer.of(iac, endOfSubnegotiation)
    this.#socket.write(Buffer.concat([head, doubled(value), tail]))
  }
}

/** A byte 255 of the data is written twice. */
function doubled(bytes: Buffer): Buffer {
  return bytes.includes(iac)
    ? Buffer.from([...bytes].flatMap((byte) => (byte === iac ? [iac, iac] : [byte])))
    : bytes
}
