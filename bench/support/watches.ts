// Two observers of a running server: the page of the phones, as an open browser follows it, and the
// directory of the outbound queue.
import { watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'

/** Follows /phone/events, and looks at /phone.json after each event. */
export class PhoneWatch {
  readonly #url: string
  readonly #stop = new AbortController()
  #sought: { readonly text: string; readonly found: (at: number) => void } | undefined
  #looking = false
  #again = false

  private constructor(url: string) {
    this.#url = url
  }

  static async open(port: number): Promise<PhoneWatch> {
    const phones = new PhoneWatch(`http://127.0.0.1:${port}`)
    await phones.#follow()
    return phones
  }

  /** When the page first held `text`, by performance.now(). */
  shows(text: string): Promise<number> {
    return new Promise((found) => {
      this.#sought = { text, found }
    })
  }

  close(): void {
    this.#stop.abort()
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop
    const events = await fetch(`${this.#url}/phone/events`, { signal })
    if (!events.ok || events.body === null)
      throw new Error(`/phone/events answered ${events.status}: ${await events.text()}`)
    const reader = events.body.getReader()
    await reader.read()
    const readOn = async (): Promise<void> => {
      while (!(await reader.read()).done) this.#look()
    }
    readOn().catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }

  #look(): void {
    this.#again = true
    if (this.#looking || this.#sought === undefined) return
    this.#looking = true
    void this.#lookUntilQuiet().finally(() => {
      this.#looking = false
    })
  }

  async #lookUntilQuiet(): Promise<void> {
    while (this.#again && this.#sought !== undefined) {
      this.#again = false
      const page = await (await fetch(`${this.#url}/phone.json`)).text()
      if (!page.includes(this.#sought.text)) continue
      this.#sought.found(performance.now())
      this.#sought = undefined
    }
  }
}

/** Sees mails come into Haraka's outbound queue. A name that begins with a dot is still being written. */
export class QueueWatch {
  readonly #watcher: FSWatcher
  readonly #seen = new Set<string>()
  #found: ((at: number) => void) | undefined

  constructor(directory: string) {
    this.#watcher = watch(join(directory, 'queue'), (_event, name) => {
      if (name === null || name.startsWith('.') || this.#seen.has(name)) return
      this.#seen.add(name)
      this.#found?.(performance.now())
    })
  }

  /** When the next mail was there, by performance.now(). */
  next(): Promise<number> {
    return new Promise((found) => {
      this.#found = found
    })
  }

  close(): void {
    this.#watcher.close()
  }
}
