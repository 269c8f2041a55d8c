// A browser for benchmarks: signed in as one person, it asks for pages over connections that stay open.
import { Pool } from 'undici'

export interface Answer {
  readonly status: number
  readonly bytes: number
}

export class WebVisitor {
  readonly #pool: Pool
  #cookies = ''

  constructor(origin: string, connections: number) {
    this.#pool = new Pool(origin, { connections, pipelining: 1, bodyTimeout: 0, headersTimeout: 0 })
  }

  /** By a link that signs in once. */
  async signIn(link: string): Promise<void> {
    const path = link.slice(link.indexOf('/sign-in/'))
    const page = await this.#ask(path, 'GET')
    const token = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const { status } = await this.#ask(
      path,
      'POST',
      new URLSearchParams({ csrf: token }).toString(),
    )
    if (status !== 303) throw new Error(`signing in was answered ${status}`)
  }

  /** Reads the answer to its end and lets it go. */
  async get(path: string): Promise<Answer> {
    const { statusCode, body } = await this.#pool.request({
      method: 'GET',
      path,
      headers: { cookie: this.#cookies, 'accept-language': 'en' },
    })
    let bytes = 0
    for await (const chunk of body) bytes += (chunk as Buffer).length
    return { status: statusCode, bytes }
  }

  async #ask(path: string, method: 'GET' | 'POST', form?: string) {
    const { statusCode, headers, body } = await this.#pool.request({
      path,
      method,
      headers: {
        cookie: this.#cookies,
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        'sec-fetch-site': 'same-origin',
      },
      ...(form !== undefined && { body: form }),
    })
    const set = [headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0] ?? '')
    const kept = this.#cookies.split('; ').filter((one) => one !== '')
    const named = new Map([...kept, ...set].map((one) => [one.split('=')[0] ?? '', one]))
    this.#cookies = [...named.values()].join('; ')
    return { status: statusCode, text: await body.text() }
  }

  close(): Promise<void> {
    return this.#pool.destroy()
  }
}
