// The bytes of a modem as lines. CR and LF in any mix end a line; control characters are dropped.
// Guarantees: bounded memory and time whatever comes in: a line that is too long is cut off; and a prompt
// that is waited for is seen though no line end follows it.

const longestLine = 4_096

export class Lines {
  readonly #onLine: (line: string) => void
  readonly #onPrompt: () => void
  #rest = ''
  #awaitsPrompt = false

  constructor(onLine: (line: string) => void, onPrompt: () => void) {
    this.#onLine = onLine
    this.#onPrompt = onPrompt
  }

  /** The next `>` at the beginning of a line is a prompt. */
  awaitPrompt(awaited: boolean): void {
    this.#awaitsPrompt = awaited
  }

  push(bytes: Buffer): void {
    const lines = (this.#rest + bytes.toString('latin1')).split(/[\r\n]/)
    this.#rest = (lines.pop() ?? '').slice(0, longestLine)
    for (const line of lines) this.#say(line)
    if (this.#awaitsPrompt && clean(this.#rest).startsWith('>')) {
      this.#rest = ''
      this.#awaitsPrompt = false
      this.#onPrompt()
    }
  }

  #say(line: string): void {
    const text = clean(line)
    if (text === '') return
    this.#onLine(text.slice(0, longestLine))
  }
}

function clean(line: string): string {
  return line.replace(/[\x00-\x1f\x7f]/g, '').trim()
}
