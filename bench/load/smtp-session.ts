// One SMTP connection that hands in mail after mail and stays open, at the least cost of its own.
//
// Commands are not pipelined, as with Postfix's smtp-source: one write, one reply. A mail that is
// refused is counted under its reply's code; a connection that breaks rejects what is under way. Replies are
// read into one piece of memory, past node's streams, which would cost a third more.
import { connect, type Socket } from 'node:net'
import type { LoadMail } from './mails.ts'

export interface Handed {
  readonly code: number
  /** From the end of data to the reply, in milliseconds. */
  readonly waited: number
  /** The end of data, by performance.now(). */
  readonly sentAt: number
}

type Step = 'greeting' | 'hello' | 'mail' | 'rcpt' | 'data' | 'end' | 'reset' | 'idle'

export class SmtpSession {
  readonly #socket: Socket
  #step: Step = 'greeting'
  readonly #memory = Buffer.allocUnsafe(4096)
  /** Of a reply that has not come to its end. */
  #before = ''
  #mail: LoadMail | undefined
  #sentAt = 0
  #refused = 0
  #settle: ((outcome: Handed | Error) => void) | undefined
  #opened: ((error?: Error) => void) | undefined
  #failed: Error | undefined

  constructor(host: string, port: number) {
    const onread = { buffer: this.#memory, callback: (bytes: number) => this.#take(bytes) }
    this.#socket = connect({ port, host, noDelay: true, onread })
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  /** Fulfilled when the server has answered EHLO. */
  opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#opened = (error) => (error === undefined ? resolve() : reject(error))
      if (this.#failed !== undefined) reject(this.#failed)
      else if (this.#step === 'idle') resolve()
    })
  }

  /** One mail at a time. */
  hand(mail: LoadMail): Promise<Handed> {
    return new Promise((resolve, reject) => {
      if (this.#failed !== undefined) {
        reject(this.#failed)
        return
      }
      this.#mail = mail
      this.#settle = (outcome) => {
        if (outcome instanceof Error) reject(outcome)
        else resolve(outcome)
      }
      if (this.#step === 'idle') this.#begin()
    })
  }

  end(): void {
    this.#failed ??= new Error('the session has ended')
    this.#socket.end('QUIT\r\n')
  }

  #begin(): void {
    if (this.#mail !== undefined) this.#say('mail', `MAIL FROM:<${this.#mail.from}>\r\n`)
  }

  #say(next: Step, text: string): void {
    this.#step = next
    this.#socket.write(text, 'latin1')
  }

  /** Goes on reading, whatever comes. */
  #take(bytes: number): true {
    const received = this.#before + this.#memory.toString('latin1', 0, bytes)
    const end = received.endsWith('\r\n') ? received.length - 2 : -1
    const line = received.lastIndexOf('\n', end - 1) + 1
    const isWhole = end >= 0 && received[line + 3] === ' '
    this.#before = isWhole ? '' : received
    if (isWhole) this.#answered(Number(received.slice(line, line + 3)))
    return true
  }

  #answered(code: number): void {
    if (this.#step === 'reset') this.#done(this.#refused)
    else if (code >= 400 && (this.#step === 'greeting' || this.#step === 'hello'))
      this.#fail(new Error(`the server answered ${code} before any mail`))
    else if (code >= 400 && this.#step !== 'end') this.#reset(code)
    else if (this.#step === 'greeting') this.#say('hello', 'EHLO load.example.test\r\n')
    else if (this.#step === 'hello') this.#ready()
    else if (this.#step === 'mail') this.#say('rcpt', `RCPT TO:<${this.#mail?.to ?? ''}>\r\n`)
    else if (this.#step === 'rcpt') this.#say('data', 'DATA\r\n')
    else if (this.#step === 'data') this.#sendMail()
    else if (this.#step === 'end') this.#done(code)
  }

  #ready(): void {
    this.#step = 'idle'
    this.#opened?.()
    this.#begin()
  }

  #sendMail(): void {
    this.#say('end', this.#mail?.data ?? '')
    this.#sentAt = performance.now()
  }

  #reset(refused: number): void {
    this.#refused = refused
    this.#say('reset', 'RSET\r\n')
  }

  #done(code: number): void {
    const waited = this.#step === 'end' ? performance.now() - this.#sentAt : 0
    this.#step = 'idle'
    this.#mail = undefined
    const settle = this.#settle
    this.#settle = undefined
    settle?.({ code, waited, sentAt: this.#sentAt })
  }

  #fail(error: Error): void {
    this.#failed ??= error
    this.#opened?.(this.#failed)
    this.#settle?.(this.#failed)
    this.#settle = undefined
  }
}
