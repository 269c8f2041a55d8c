// Hands a mail that was written on a page to this server's own listener, as any mail client would.
import type { HandInMail } from '../lib/web/phone/phone-routes.ts'

/** `listener` as 127.0.0.1:2525. */
export function handInTo(listener: () => string): HandInMail {
  return async (mail) => {
    const { createTransport } = await import('nodemailer')
    const transport = createTransport(`smtp://${listener()}/?ignoreTLS=true`)
    try {
      await transport.sendMail(mail)
    } finally {
      transport.close()
    }
  }
}
