// Lines that belong together as one: the answer to a USSD code has line breaks in its text, which ends with
// a quote. Memory is bounded: of one that does not end, no more is held back than any answer has.

/** 182 letters (3GPP TS 23.038 6.1.2.3), each in up to four digits, and what stands around them. */
const longest = 800

/** The answer to something else: then the rest of the text was lost. A text may have a line `OK`. */
const answers = /^\+[A-Z]+(?: ERROR)?:/

export class Joined {
  readonly #onLine: (line: string) => void
  #begun: string | undefined

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  push(line: string): void {
    if (answers.test(line)) this.end()
    const whole = this.#begun === undefined ? line : `${this.#begun}\n${line}`
    this.#begun = isOpen(whole) && whole.length <= longest ? whole : undefined
    if (this.#begun === undefined) this.#onLine(whole)
  }

  /** What comes now belongs to something else. */
  end(): void {
    const begun = this.#begun
    this.#begun = undefined
    if (begun !== undefined) this.#onLine(begun)
  }
}

/** `+CUSD: 0,"Balance: 12,50 kr`; closed by a quote, or by one and the coding, at the end of a line. */
function isOpen(line: string): boolean {
  const text = /^\+CUSD:\s*\d+\s*,\s*"(.*)$/s.exec(line)?.[1]
  return text !== undefined && !/"(\s*,\s*\d*)?$/.test(text)
}
