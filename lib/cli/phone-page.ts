// The page /phone as a program sees it: what phones and mailbox hold, answering, and waiting for either.
import { z } from 'zod'

const message = z.object({
  id: z.number(),
  direction: z.enum(['to-phone', 'from-phone']),
  peer: z.string(),
  text: z.string(),
  parts: z.number(),
  encoding: z.string(),
})

const mail = z.object({
  id: z.number(),
  recipient: z.string(),
  from: z.object({ name: z.string(), address: z.string() }),
  replyTo: z.string(),
  subject: z.string(),
  messageId: z.string().optional(),
  inReplyTo: z.string().optional(),
  references: z.array(z.string()),
  text: z.string(),
})

const page = z.object({
  phones: z.array(z.object({ phone: z.string(), messages: z.array(message) })),
  mails: z.array(mail),
})

export type PageMail = z.infer<typeof mail>
export type Page = z.infer<typeof page>

export class PhonePage {
  readonly #url: string

  /** `url` as http://127.0.0.1:8025. */
  constructor(url: string) {
    this.#url = url
  }

  async read(): Promise<Page> {
    const response = await fetch(`${this.#url}/phone.json`)
    if (!response.ok) throw new Error(`/phone.json answered ${response.status}`)
    return page.parse(await response.json())
  }

  /** The phone writes `text` to the number `to`. */
  async answer(answer: { phone: string; to: string; text: string }): Promise<void> {
    const response = await fetch(`${this.#url}/phone/answer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
    })
    if (!response.ok) throw new Error(`/phone/answer said: ${await response.text()}`)
  }

  /** Looks at each change until `find` finds something; gives up when `signal` says so. */
  async until<T>(find: (page: Page) => T | undefined, signal: AbortSignal): Promise<T> {
    const events = await fetch(`${this.#url}/phone/events`, { signal })
    if (events.body === null) throw new Error('/phone/events answered nothing')
    // The first event comes at once, so what was there before is seen as well.
    const changes = events.body.getReader()
    try {
      while (!(await changes.read()).done) {
        const found = find(await this.read())
        if (found !== undefined) return found
      }
    } finally {
      await changes.cancel()
    }
    throw new Error('/phone/events ended')
  }
}
