// The mails that a gateway writes, and the links in them.
import { once } from 'node:events'
import type { WrittenMail } from './gateway.ts'

/** The next mail that is written, and the link that stands in it. */
export function mailbox() {
  const mails: WrittenMail[] = []
  const arrivals = new EventTarget()
  return {
    mails,
    sendMail: (mail: WrittenMail) => {
      mails.push(mail)
      arrivals.dispatchEvent(new Event('mail'))
      return Promise.resolve()
    },
    async link(pattern: RegExp): Promise<string> {
      for (;;) {
        const text = mails
          .map(({ contents }) => contents.replace(/=\r\n/g, '').replace(/=3D/g, '='))
          .join('\n')
        const found = pattern.exec(text)?.[0]
        if (found !== undefined) return new URL(found).pathname
        await once(arrivals, 'mail')
      }
    },
  }
}
