// Slows down whoever tries keys, without slowing anybody else.
//
// A source that showed some wrong keys gets its turns one after the other, each a little later than
// the one before, whether its next key is right or wrong: the wait tells nothing, and opening more
// connections does not help. Forgotten after ten quiet minutes; bounded, the oldest source goes first.
import { isIPv6 } from 'node:net'
import type { Settings } from '../config/settings.ts'
import { isInside } from '../policy/networks.ts'

const free = 5
const firstPause = 250
const longestPause = 5_000
/** Haraka's hooks end after 30 s: who would have to wait longer is told to come again. */
const patience = 15_000
const forgetAfter = 600_000
const capacity = 10_000

interface Source {
  readonly failures: number
  /** When the next turn is. */
  readonly next: number
  readonly until: number
}

export class KeyGuesses {
  readonly #clock: () => number
  readonly #pause: (ms: number) => Promise<void>
  readonly #sources = new Map<string, Source>()

  constructor(clock: () => number, pause: (ms: number) => Promise<void>) {
    this.#clock = clock
    this.#pause = pause
  }

  /** Waits for the source's turn to show a key; false when that would take too long. */
  async turn(name: string): Promise<boolean> {
    const source = this.#source(name)
    if (source === undefined || source.failures < free) return true
    const now = this.#clock()
    const at = Math.max(now, source.next)
    if (at - now > patience) return false
    const pause = Math.min(longestPause, firstPause * 2 ** (source.failures - free))
    this.#sources.set(name, { ...source, next: at + pause })
    if (at > now) await this.#pause(at - now)
    return true
  }

  wrong(name: string): void {
    const now = this.#clock()
    const { failures = 0, next = now } = this.#source(name) ?? {}
    this.#sources.delete(name)
    this.#sources.set(name, {
      failures: Math.min(failures + 1, 40),
      next: Math.max(next, now + (failures + 1 >= free ? firstPause : 0)),
      until: now + forgetAfter,
    })
    const oldest = this.#sources.keys().next()
    if (this.#sources.size > capacity && oldest.done !== true) this.#sources.delete(oldest.value)
  }

  #source(name: string): Source | undefined {
    const source = this.#sources.get(name)
    if (source === undefined || source.until > this.#clock()) return source
    this.#sources.delete(name)
    return undefined
  }
}

/** Whose guesses are counted together; behind a server in front of ours those of one envelope sender. */
export function guessingSource(
  { remoteIp, envelopeFrom }: { remoteIp: string; envelopeFrom: string },
  { trust: { front_servers } }: Settings,
): string {
  return isInside(remoteIp, front_servers) ? envelopeFrom.toLowerCase() : clientNetwork(remoteIp)
}

/** A client is its address; in IPv6 the network of 64 bits that one customer has. */
export function clientNetwork(ip: string): string {
  if (!isIPv6(ip) || ip.includes('.')) return ip
  const [head = '', tail] = ip.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing =
    tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length
  const all = [...groups, ...Array<string>(missing).fill('0'), ...(tail?.split(':') ?? [])]
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
