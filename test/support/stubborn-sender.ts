// A mail client that never gives up: each mail is handed in again, with the same Message-ID, until it is
// answered 250. Every text says its number, so that what came of each can be told afterwards.
import { setTimeout as delay } from 'node:timers/promises'
import { SmtpClient } from '../../lib/cli/smtp-client.ts'
import type { Endpoint } from '../../lib/cli/profile.ts'

export const stubbornAddress = 'stubborn@example.test'

export class StubbornSender {
  readonly accepted: number[] = []
  /** Replies other than 250, by code, and 0 for connections that broke. */
  readonly setbacks = new Map<number, number>()
  readonly #server: Endpoint
  readonly #pause: number
  readonly #working: Promise<unknown>
  #next = 0
  #over = false

  /** Starts at once, on `connections` that each rest for `pause` milliseconds between mails. */
  constructor(server: Endpoint, { connections, pause }: { connections: number; pause: number }) {
    this.#server = server
    this.#pause = pause
    this.#working = Promise.all(Array.from({ length: connections }, () => this.#work()))
  }

  /** Fulfilled when the last mail that was begun has its 250. */
  async end(): Promise<void> {
    this.#over = true
    await this.#working
  }

  async #work(): Promise<void> {
    let client: SmtpClient | undefined
    while (!this.#over) {
      const n = this.#next++
      while (!(await this.#attempt(n, (client ??= await this.#connect())))) {
        client?.hangUp()
        client = undefined
        await delay(30)
      }
      this.accepted.push(n)
      await delay(this.#pause)
    }
    await client?.quit()
  }

  async #connect(): Promise<SmtpClient | undefined> {
    try {
      const client = await SmtpClient.connect(this.#server, 40_000)
      await client.command('EHLO stubborn.example.test')
      return client
    } catch {
      return undefined
    }
  }

  async #attempt(n: number, client: SmtpClient | undefined): Promise<boolean> {
    const code = (await client?.sendMail(stubbornMail(n)).catch(() => undefined))?.code ?? 0
    if (code !== 250) this.setbacks.set(code, (this.setbacks.get(code) ?? 0) + 1)
    return code === 250
  }
}

export function textOf(n: number): string {
  return `stubborn ${n}`
}

function stubbornMail(n: number): { from: string; to: string[]; data: string } {
  const phone = `4670${String(1_000_000 + n)}`
  const headers = [
    `From: ${stubbornAddress}`,
    `To: ${phone}@sms.test`,
    `Message-ID: <stubborn.${n}@example.test>`,
  ]
  return {
    from: stubbornAddress,
    to: [`${phone}@sms.test`],
    data: `${headers.join('\n')}\n\n${textOf(n)}\n`,
  }
}
