// The modem's end of the line: takes in commands and PDUs character by character, echoes, prompts, and
// talks at any moment. It can be unplugged at any octet of a PDU.
import type { Duplex } from 'node:stream'
import type { ModemFlags } from './modem-flags.ts'

export interface ModemLineOptions {
  readonly flags: ModemFlags
  readonly onCommand: (command: string) => void
  readonly onPdu: (pdu: string) => void
  /** The port is gone. */
  readonly onUnplug: () => void
}

export class ModemLine {
  /** As AT+E says. */
  echoes = true
  readonly #options: ModemLineOptions
  #stream: Duplex | undefined
  #input = ''
  #prompted = false

  constructor(options: ModemLineOptions) {
    this.#options = options
  }

  attach(stream: Duplex): void {
    this.#stream = stream
    this.begin()
    stream.on('data', (bytes: Buffer) => this.#hear(stream, bytes))
    stream.on('error', () => undefined)
  }

  /** As a modem that was just switched on. */
  begin(): void {
    this.#input = ''
    this.#prompted = false
    this.echoes = true
  }

  close(): void {
    this.#stream?.destroy()
  }

  say(...lines: string[]): void {
    if (this.#options.flags.silent) return
    this.#stream?.write(lines.map((line) => `\r\n${line}\r\n`).join(''), 'latin1')
  }

  prompt(): void {
    const { prompt } = this.#options.flags
    if (prompt === 'never') return
    this.#prompted = true
    this.#stream?.write(prompt === 'whole' ? '\r\n> ' : '\r\n>', 'latin1')
  }

  /** As a modem that talks at any moment. */
  chat(): void {
    const { chatter, garbage } = this.#options.flags
    if (chatter) this.say('RING', '^RSSI:17', '+CREG: 1')
    if (garbage) this.#stream?.write('\r\n\x00\xff~{]\r\n%%0gar+CM\r\n', 'latin1')
  }

  unplug(): void {
    this.#options.flags.unplugAt = undefined
    this.#stream = undefined
    this.#prompted = false
    this.#options.onUnplug()
  }

  #hear(stream: Duplex, bytes: Buffer): void {
    for (const character of bytes.toString('latin1')) {
      if (stream !== this.#stream) return
      if (this.#prompted) this.#hearPdu(character)
      else this.#hearCommand(character)
    }
  }

  #hearCommand(character: string): void {
    const { echo, silent } = this.#options.flags
    if (this.echoes && echo && !silent) this.#stream?.write(character, 'latin1')
    if (character === '\x1b') this.#input = ''
    else if (character !== '\r') this.#input += character
    else {
      const command = this.#take().trim()
      if (command !== '') this.#options.onCommand(command)
    }
  }

  #hearPdu(character: string): void {
    if (character === '\x1b') {
      this.#prompted = false
      this.#input = ''
      return
    }
    if (character === '\x1a') {
      this.#prompted = false
      this.#options.onPdu(this.#take())
      return
    }
    this.#input += character
    const { unplugAt } = this.#options.flags
    if (unplugAt !== undefined && this.#input.length / 2 >= unplugAt) this.unplug()
  }

  #take(): string {
    const input = this.#input
    this.#input = ''
    return input
  }
}
