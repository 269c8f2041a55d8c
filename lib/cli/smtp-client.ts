// SMTP line by line: what a test or the demo says is what goes over the wire, and every reply is seen.
//
// Owns its socket. A reply that does not come within `patience`, or a connection that ends, rejects
// whoever waits for it.
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

export interface SmtpReply {
  readonly code: number
  /** The lines without their codes. */
  readonly lines: readonly string[]
}

export class SmtpClient {
  readonly greeting: SmtpReply
  readonly #socket: Socket
  readonly #replies: ReplyReader

  private constructor(socket: Socket, replies: ReplyReader, greeting: SmtpReply) {
    this.#socket = socket
    this.#replies = replies
    this.greeting = greeting
  }

  static async connect(
    { host, ...rest }: { host: string; port: number; localAddress?: string },
    patience = 20_000,
  ): Promise<SmtpClient> {
    const socket = connect({ ...rest, host: host.replace(/^\[|\]$/g, '') })
    const replies = new ReplyReader(socket, patience)
    await once(socket, 'connect')
    return new SmtpClient(socket, replies, await replies.next())
  }

  /** One command, one reply. */
  async command(line: string): Promise<SmtpReply> {
    const [reply] = await this.pipeline([line])
    return reply ?? { code: 0, lines: [] }
  }

  /** RFC 2920: several commands in one write; their replies, in order. */
  async pipeline(lines: readonly string[]): Promise<SmtpReply[]> {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''))
    const replies: SmtpReply[] = []
    while (replies.length < lines.length) replies.push(await this.#replies.next())
    return replies
  }

  /** The mail itself, after 354: line ends become CRLF, dots are doubled (RFC 5321 4.5.2). */
  data(mail: string | Buffer): Promise<SmtpReply> {
    const text = Buffer.isBuffer(mail)
      ? mail.toString('latin1')
      : Buffer.from(mail).toString('latin1')
    const lines = text.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')
    this.#socket.write(`${lines.endsWith('\r\n') ? lines : `${lines}\r\n`}.\r\n`, 'latin1')
    return this.#replies.next()
  }

  /** A whole transaction; the first reply that is no yes, else the one to the end of data. */
  async sendMail(mail: {
    from: string
    to: readonly string[]
    data: string | Buffer
  }): Promise<SmtpReply> {
    for (const line of [
      `MAIL FROM:<${mail.from}>`,
      ...mail.to.map((to) => `RCPT TO:<${to}>`),
      'DATA',
    ]) {
      const reply = await this.command(line)
      if (reply.code >= 400) return reply
    }
    return this.data(mail.data)
  }

  /** RFC 4616. */
  authPlain(user: string, password: string): Promise<SmtpReply> {
    const secret = Buffer.from(`\0${user}\0${password}`).toString('base64')
    return this.command(`AUTH PLAIN ${secret}`)
  }

  async quit(): Promise<void> {
    this.#socket.end('QUIT\r\n')
    if (!this.#socket.closed) await once(this.#socket, 'close')
  }

  /** Hangs up without a word, as a client that crashed. */
  hangUp(): void {
    this.#socket.destroy()
  }
}

/** Cuts what the server says into replies. */
class ReplyReader {
  readonly #patience: number
  readonly #replies: SmtpReply[] = []
  #waiting: ((outcome: SmtpReply | Error) => void) | undefined
  #ended: Error | undefined
  #rest = ''
  #lines: string[] = []

  constructor(socket: Socket, patience: number) {
    this.#patience = patience
    socket.on('data', (chunk) => this.#take(chunk.toString()))
    socket.on('error', (error) => this.#end(error))
    socket.on('close', () => this.#end(new Error('The SMTP server closed the connection.')))
  }

  next(): Promise<SmtpReply> {
    const reply = this.#replies.shift()
    if (reply !== undefined) return Promise.resolve(reply)
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => settle(new Error(`The SMTP server said nothing for ${this.#patience} ms.`)),
        this.#patience,
      )
      const settle = (outcome: SmtpReply | Error): void => {
        clearTimeout(late)
        this.#waiting = undefined
        if (outcome instanceof Error) reject(outcome)
        else resolve(outcome)
      }
      this.#waiting = settle
    })
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\r\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      this.#lines.push(line.slice(4))
      // RFC 5321 4.2.1: a hyphen after the code says that more lines follow.
      if (line[3] === '-') continue
      this.#give({ code: Number(line.slice(0, 3)), lines: this.#lines })
      this.#lines = []
    }
  }

  #give(reply: SmtpReply): void {
    if (this.#waiting === undefined) this.#replies.push(reply)
    else this.#waiting(reply)
  }

  #end(error: Error): void {
    this.#ended ??= error
    this.#waiting?.(this.#ended)
  }
}
