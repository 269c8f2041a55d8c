// Whether the keys of signatures are published for tests only: a signature by such a key counts as none
// (RFC 6376 3.6.1, t=y). Haraka's DKIM plugin finds them right and does not tell, so the record is asked
// for again; the name server has just answered it, and what it says is remembered for a while.
import { inTime } from '../lib/gateway/in-time.ts'

export type ResolveTxt = (name: string) => Promise<string[][]>

const rememberFor = 300_000
const mostRemembered = 1_000
/** In milliseconds: longer than a name server takes that has the record at hand. */
const patience = 5_000

export class DkimKeys {
  readonly #resolve: ResolveTxt
  readonly #clock: () => number
  readonly #known = new Map<string, { readonly isForTests: boolean; readonly until: number }>()

  constructor(resolve: ResolveTxt, clock: () => number) {
    this.#resolve = resolve
    this.#clock = clock
  }

  /** Undefined when the name server does not answer now. */
  async isForTests(selector: string, domain: string): Promise<boolean | undefined> {
    const name = `${selector}._domainkey.${domain}`.toLowerCase()
    const now = this.#clock()
    const known = this.#known.get(name)
    if (known !== undefined && known.until > now) return known.isForTests
    try {
      const records = await inTime(this.#resolve(name), patience, new Error('no answer'))
      const isForTests = records.some((strings) => saysTest(strings.join('')))
      if (this.#known.size >= mostRemembered) this.#known.clear()
      this.#known.set(name, { isForTests, until: now + rememberFor })
      return isForTests
    } catch {
      return undefined
    }
  }
}

/** Flags are separated by colons. */
function saysTest(record: string): boolean {
  const flags = /(?:^|;)t=([^;]*)/.exec(record.replace(/\s+/g, ''))?.[1] ?? ''
  return flags.split(':').includes('y')
}
