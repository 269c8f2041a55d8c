// The one owner of a modem's byte stream: commands go out one at a time, each gets its answer or a
// time-out, and what the modem says by itself goes to `onUnsolicited`, also in the middle of an answer.
//
// Outcomes are values. Whoever asks with `submit` hears the answer in the turn in which it came, and can
// go on at once. After a time-out nothing else goes out until the modem has answered `AT` again, so that
// a late answer is never taken for that of the next command; a modem that stays silent ends the channel.
// When the stream ends, every command is answered `closed`.
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { Deadline } from './deadline.ts'
import { readError, type ModemError } from './errors.ts'
import { Joined } from './joined.ts'
import { Lines } from './lines.ts'
import { restarted, restartSign } from './restarts.ts'
import { maskedIn, readable, type Trace } from './trace.ts'
import { Turns } from './turns.ts'

export interface CommandOptions {
  /** Milliseconds. */
  readonly timeout?: number
  /** What goes out behind the prompt. */
  readonly pdu?: string
  /** Called when the PDU and its end mark have been written. */
  readonly handedOver?: () => void
  /** In front of what waits. */
  readonly urgent?: boolean
}

/** `sent`: the PDU had left before the answer failed to come, so that its fate is unknown. */
export type Answer =
  | { readonly kind: 'ok'; readonly lines: readonly string[] }
  | { readonly kind: 'error'; readonly error: ModemError; readonly lines: readonly string[] }
  | { readonly kind: 'timeout'; readonly sent: boolean }
  | { readonly kind: 'closed'; readonly sent: boolean }

/** A line that the modem said by itself, with the PDU that followed it. */
export interface Unsolicited {
  readonly line: string
  readonly pdu: string | undefined
}

export interface AtChannelOptions {
  readonly stream: Duplex
  readonly onUnsolicited: (said: Unsolicited) => void
  readonly trace: Trace | undefined
  readonly pace: ChannelPace
}

/** Milliseconds. */
export interface ChannelPace {
  /** How long `AT` may take. */
  readonly attention: number
  /** How long silence must last to be one. */
  readonly quiet: number
  /** How long a command may take that says nothing else, and the prompt. */
  readonly patience: number
}

type Answered = (answer: Answer) => void

interface Running {
  readonly text: string
  readonly options: CommandOptions
  readonly lines: string[]
  readonly answered: Answered
  sent: boolean
}

const announcesPdu = /^\+(CMT|CDS|CBM):/
const unsolicited =
  /^(\+(CMTI?|CDSI?|CBMI?|C[GE5]*REG|CUSD|CRING|CLIP|CIEV|CPIN|CFUN|CTZ\w*|CGEV|CCWA|CSS[IU]|QIND|STIN|PBREADY|NITZ)\b|[\^*]\w+|RING|NO CARRIER|RDY|(Call|SMS|PB) (Ready|DONE)|OVER-VOLTAGE|UNDER-VOLTAGE)/i
const attentionTries = 3
/** More than any answer has: one that goes on is a fault of the line. */
const mostLines = 4_096

export class AtChannel {
  /** Why it ended; fulfilled once. */
  readonly ended: Promise<string>
  readonly #stream: Duplex
  readonly #onUnsolicited: (said: Unsolicited) => void
  readonly #trace: Trace | undefined
  readonly #pace: ChannelPace
  readonly #lines: Lines
  readonly #joined = new Joined((line) => this.#hear(line))
  readonly #deadline = new Deadline(() => this.#giveUp())
  readonly #turns = new Turns()
  #running: Running | undefined
  #settled: (() => void) | undefined
  #hears = false
  #outOfStep = false
  #header: string | undefined
  #heardAt = 0
  #mindsRestarts = false
  /** The last command came back, and those that come back by right. */
  #echoed = false
  #echoes = false
  /** Why it ends when the part is answered that the modem has in hand. */
  #endsFor: string | undefined
  #end: string | undefined
  #tellEnd: (reason: string) => void = () => undefined

  constructor(options: AtChannelOptions) {
    this.#stream = options.stream
    this.#onUnsolicited = options.onUnsolicited
    this.#trace = options.trace
    this.#pace = options.pace
    this.#lines = new Lines(
      (line) => {
        this.#trace?.(`< ${maskedIn(this.#running?.text)(line)}`)
        this.#joined.push(line)
      },
      () => this.#sendPdu(),
    )
    this.ended = new Promise((resolve) => {
      this.#tellEnd = resolve
    })
    this.#stream.on('data', (bytes: Buffer) => this.#take(bytes))
    this.#stream.on('error', (error) => this.close(error.message))
    this.#stream.on('end', () => this.close('the other side hung up'))
    this.#stream.on('close', () => this.close('the port was closed'))
  }

  get isOpen(): boolean {
    return this.#end === undefined
  }

  /** Ends the channel and its stream; what is under way is answered `closed`. */
  close(reason: string): void {
    if (this.#end !== undefined) return
    this.#end = reason
    this.#stream.destroy()
    // Before what was under way is answered: whoever hears of both hears first that the port is lost.
    this.#tellEnd(reason)
    this.#settle({ kind: 'closed', sent: this.#running?.sent ?? false })
    this.#deadline.close()
  }

  /**
   * The modem has been told all that it has to know: from now on one that restarts, and has forgotten
   * it, ends the channel. What comes back though nothing else did is a sign of it, too.
   */
  mindRestarts(): void {
    this.#mindsRestarts = true
    this.#echoes = this.#echoed
  }

  /** The modem answers again, echo or not; false when it stays silent. Also leaves a prompt. */
  attention(tries = attentionTries): Promise<boolean> {
    return new Promise((resolve) => {
      this.#turns.take(true, () => {
        void this.#synchronize(tries).then((answers) => {
          this.#turns.pass()
          resolve(answers)
        })
      })
    })
  }

  command(text: string, options: CommandOptions = {}): Promise<Answer> {
    return new Promise((answered) => this.submit(text, options, answered))
  }

  /** As `command`. `answered` is called once, never before this returns, and must not throw. */
  submit(text: string, options: CommandOptions, answered: Answered): void {
    const finish = (answer: Answer): void => {
      if (answer.kind === 'timeout') this.#outOfStep = true
      this.#turns.pass()
      answered(answer)
    }
    this.#turns.take(options.urgent === true, () => {
      if (this.#outOfStep) void this.#runInStep(text, options, finish)
      else this.#run(text, options, finish)
    })
  }

  async #runInStep(text: string, options: CommandOptions, answered: Answered): Promise<void> {
    if (!(await this.#synchronize(attentionTries))) this.close('the modem does not answer')
    this.#run(text, options, answered)
  }

  #run(text: string, options: CommandOptions, answered: Answered): void {
    if (this.#end !== undefined) {
      queueMicrotask(() => answered({ kind: 'closed', sent: false }))
      return
    }
    this.#joined.end()
    this.#running = { text, options, lines: [], answered, sent: false }
    this.#echoed = false
    const toPrompt = options.pdu !== undefined
    this.#lines.awaitPrompt(toPrompt)
    this.#write(`${text}\r`)
    const { patience } = this.#pace
    this.#deadline.set(toPrompt ? patience : (options.timeout ?? patience))
  }

  #giveUp(): void {
    this.#settle({ kind: 'timeout', sent: this.#running?.sent ?? false })
  }

  #write(text: string, done?: (error?: Error | null) => void): void {
    this.#trace?.(`> ${readable(text)}`)
    this.#stream.write(text, 'latin1', done)
  }

  /** One piece, one way to the modem. The end mark is its last octet: of less than all, nothing is sent. */
  #sendPdu(): void {
    const running = this.#running
    if (running?.options.pdu === undefined) return
    const { pdu, timeout } = running.options
    this.#deadline.set(timeout ?? this.#pace.patience)
    // What came before the prompt is not the answer.
    running.lines.length = 0
    running.sent = true
    this.#write(`${pdu}\x1a`, (error) => {
      if (error) running.sent = false
    })
    running.options.handedOver?.()
  }

  #settle(answer: Answer): void {
    const running = this.#running
    if (running === undefined) return
    this.#running = undefined
    this.#lines.awaitPrompt(false)
    if (this.#endsFor !== undefined) this.close(this.#endsFor)
    this.#settled = () => running.answered(answer)
    if (!this.#hears) this.#tell()
  }

  /** What came in one piece with an answer belongs to nothing that starts behind it. */
  #take(bytes: Buffer): void {
    this.#heardAt = performance.now()
    this.#hears = true
    try {
      this.#lines.push(bytes)
    } catch (error) {
      this.close(String(error))
    }
    this.#hears = false
    this.#tell()
  }

  #tell(): void {
    const settled = this.#settled
    this.#settled = undefined
    settled?.()
    // The next command may be under way, with a limit of its own.
    if (this.#running === undefined) this.#deadline.clear()
  }

  #hear(line: string): void {
    if (this.#isPduOfHeader(line)) return
    const running = this.#running
    if (running !== undefined && line === 'OK') {
      // Nothing has gone out before the prompt, whatever the modem says.
      if (running.options.pdu === undefined || running.sent)
        this.#settle({ kind: 'ok', lines: running.lines })
      return
    }
    if (running === undefined || this.#isByItself(line, running)) {
      this.#hearUnsolicited(line)
      return
    }
    if (isEcho(line, running)) {
      if (line === running.text) this.#hearEcho()
      return
    }
    const error = readError(line)
    if (error === undefined) {
      if (running.lines.length < mostLines) running.lines.push(line)
    } else this.#settle({ kind: 'error', error, lines: running.lines })
  }

  /** The line behind `+CMT:` or `+CDS:`; when it is no PDU, the announcement was cut. */
  #isPduOfHeader(line: string): boolean {
    const header = this.#header
    this.#header = undefined
    if (header === undefined || !/^[0-9A-F]{4,}$/i.test(line)) return false
    this.#onUnsolicited({ line: header, pdu: line })
    return true
  }

  #isByItself(line: string, { text }: Running): boolean {
    if (!unsolicited.test(line)) return false
    const own = /^AT([+^*]\w+)/i.exec(text)?.[1]?.toUpperCase()
    return own === undefined || !line.toUpperCase().startsWith(`${own}:`)
  }

  #hearEcho(): void {
    this.#echoed = true
    if (this.#mindsRestarts && !this.#echoes) this.#closeBehindPart(restarted)
  }

  #hearUnsolicited(line: string): void {
    const sign = this.#mindsRestarts ? restartSign(line) : undefined
    if (sign === 'begins') this.close(restarted)
    else if (sign === 'ready') this.#closeBehindPart(restarted)
    if (announcesPdu.test(line)) this.#header = line
    else this.#onUnsolicited({ line, pdu: undefined })
  }

  #closeBehindPart(reason: string): void {
    if (this.#running?.sent === true) this.#endsFor = reason
    else this.close(reason)
  }

  /** ESC leaves a prompt without sending anything. Late answers pass by until there is silence. */
  async #synchronize(tries: number): Promise<boolean> {
    for (let attempt = 0; attempt < tries && this.#end === undefined; attempt++) {
      this.#write('\x1b\r')
      await this.#silence()
      if (!(await this.#answersAttention())) continue
      await this.#silence()
      this.#outOfStep = false
      return true
    }
    return false
  }

  #answersAttention(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#run('AT', { timeout: this.#pace.attention }, ({ kind }) => resolve(kind === 'ok'))
    })
  }

  async #silence(): Promise<void> {
    const since = performance.now()
    // A modem that never stops talking is not waited for.
    while (performance.now() - since < 10 * this.#pace.quiet && this.#end === undefined) {
      await delay(this.#pace.quiet)
      if (performance.now() - this.#heardAt >= this.#pace.quiet) return
    }
  }
}

function isEcho(line: string, { text, options }: Running): boolean {
  return line === text || (options.pdu !== undefined && line.replace(/^>\s*/, '') === options.pdu)
}
