// Notes, in the transaction in which messages fail, that their senders must hear of it.
//
// One report for each mail and transaction: a mail to many phones that a route refuses at once is
// answered by few mails, not by one a phone.
import { randomUUID } from 'node:crypto'
import type { Fate } from '../mail/language/reasons.ts'
import { insertOutbox } from '../store/outbox.ts'
import type { Dialect } from '../store/dialect.ts'
import { stillUncertain } from '../store/queue.ts'
import type { MovedMessage } from '../store/reports.ts'
import type { Knex } from '../store/store.ts'
import type { ReportContent } from './outbox-content.ts'

export async function reportFailures(
  trx: Knex,
  code: Fate | 'opted_out',
  moved: readonly MovedMessage[],
  now: number,
): Promise<void> {
  const mails = new Map<number, MovedMessage[]>()
  for (const message of moved) {
    if (message.mail_id === null) continue
    mails.set(message.mail_id, [...(mails.get(message.mail_id) ?? []), message])
  }
  for (const [mailId, messages] of mails) {
    const content: ReportContent = { failed: { code, messages: messages.map(({ id }) => id) } }
    await insertOutbox(trx, {
      kind: 'report',
      account_id: messages[0]?.account_id ?? null,
      message_id: null,
      mail_id: mailId,
      content: JSON.stringify(content),
      ref: `report.${randomUUID()}`,
      state: 'queued',
      now,
    })
  }
}

/** Of messages that became uncertain: a report from the network may have settled some since. */
export async function reportUncertain(
  trx: Knex,
  dialect: Dialect,
  messages: readonly MovedMessage[],
  now: number,
): Promise<void> {
  const uncertain = await stillUncertain(
    trx,
    dialect,
    messages.map(({ id }) => id),
  )
  const told = messages.filter(({ id }) => uncertain.has(id))
  await reportFailures(trx, 'uncertain', told, now)
}
