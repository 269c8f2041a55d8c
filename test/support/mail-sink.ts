// A small SMTP server that stands for the rest of the world: it takes every mail and shows it.
//
// With `refuse` it says 550 to the recipients that are named there.
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { patient } from './patience.ts'

export interface SunkMail {
  readonly from: string
  readonly to: readonly string[]
  readonly data: string
}

export class MailSink {
  readonly port: number
  readonly mails: SunkMail[] = []
  /** Addresses that get 550 at RCPT. */
  readonly refused = new Set<string>()
  readonly #arrivals = new EventTarget()
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => undefined)
    void this.#converse(socket)
  })

  private constructor(port: number) {
    this.port = port
    this.#server.listen(port, '127.0.0.1')
  }

  static async open(): Promise<MailSink> {
    const [port = 0] = await freePorts(1)
    const sink = new MailSink(port)
    await once(sink.#server, 'listening')
    return sink
  }

  /** The first mail that fits, now or as soon as it comes. */
  async mail(fits: (mail: SunkMail) => boolean = () => true): Promise<SunkMail> {
    const signal = patient()
    for (;;) {
      const found = this.mails.find(fits)
      if (found !== undefined) return found
      await new Promise((resolve, reject) => {
        this.#arrivals.addEventListener('mail', resolve, { once: true, signal })
        signal.addEventListener('abort', () => reject(new Error('no such mail came')))
      })
    }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #converse(socket: Socket): Promise<void> {
    const say = (line: string): void => void socket.write(`${line}\r\n`)
    let from = ''
    let to: string[] = []
    let data: string[] | undefined
    say('220 sink.test')
    for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
      if (data !== undefined) {
        if (line !== '.') {
          data.push(line.replace(/^\./, ''))
          continue
        }
        this.mails.push({ from, to, data: data.join('\n') })
        data = undefined
        say('250 2.0.0 taken')
        this.#arrivals.dispatchEvent(new Event('mail'))
        continue
      }
      const address = /<(.*)>/.exec(line)?.[1] ?? ''
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'MAIL') [from, to] = [address, []]
      if (verb === 'RCPT' && this.refused.has(address)) say('550 5.1.1 nobody here')
      else if (verb === 'RCPT') to.push(address)
      if (verb === 'DATA') {
        data = []
        say('354 go on')
      } else if (verb === 'QUIT') {
        say('221 bye')
        socket.end()
      } else if (!(verb === 'RCPT' && this.refused.has(address))) say('250 ok')
    }
  }
}
