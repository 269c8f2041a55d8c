// Mails of ours on their way out, through the server's own queue: DKIM, TLS and retries are its own.
//
// Each carries the number of its row in our outbox among its notes, which Haraka keeps in the queue
// file: so a mail that comes back is known as ours even after a restart.
import type { Gateway, SendMail } from '../lib/gateway/gateway.ts'
import { code, type OutboundMail, type Plugin } from './haraka.ts'
import type { Answer } from './hook.ts'

export function sendThrough(plugin: Plugin): SendMail {
  return ({ outboxId, from, to, contents }) =>
    new Promise((resolve, reject) => {
      const outbound = plugin.haraka_require('outbound')
      // Haraka reads skip_plugins of every transaction, and makes these notes the transaction's own.
      const notes = { sms: { outbox: outboxId }, skip_plugins: [] }
      const done = (result: number, message: unknown): void =>
        result === code.ok ? resolve() : reject(new Error(String(message)))
      // Haraka takes lines up to a line break and forgets what stands after the last one.
      const lines = contents.endsWith('\n') ? contents : `${contents}\r\n`
      outbound.send_email(`<${from}>`, `<${to}>`, lines, done, { notes })
    })
}

/** Ours is told to the gateway, and no further mail is written about it. */
export async function bounce(gateway: Gateway, mail: OutboundMail, error: Error): Promise<Answer> {
  const outboxId = mail.todo.notes.sms?.outbox
  if (outboxId === undefined) return undefined
  await gateway.mailBounced(outboxId, error.message)
  return { kind: 'ok' }
}

/** The local mailbox lies behind this server's own listener. */
export function getMx(
  { gateway, listener }: { readonly gateway: Gateway; readonly listener: string },
  domain: string,
): Answer {
  if (domain.toLowerCase() !== gateway.mailbox?.domain) return undefined
  return { kind: 'ok', message: listener }
}
