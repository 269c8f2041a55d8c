// Notes, in the transaction in which messages fail, arrive or wait long, that their senders hear of it,
// where they want to: what they want is kept with each message.
//
// One report for each mail and transaction: a mail to many phones that a route refuses at once is
// answered by few mails, not by one a phone. What arrives, phone by phone, is gathered for a while.
import { randomUUID } from 'node:crypto'
import { wants } from '../mail/dsn/notify.ts'
import type { Fate } from '../mail/language/reasons.ts'
import { countMessagesOfMail } from '../store/messages.ts'
import { gatheringReport, insertOutbox, rewriteOutbox } from '../store/outbox.ts'
import type { Dialect } from '../store/dialect.ts'
import { stillUncertain } from '../store/settling.ts'
import { tellLater, wishesOf, type MovedMessage } from '../store/reports.ts'
import type { Knex } from '../store/store.ts'
import type { ReportContent, Told } from './outbox-content.ts'

/** How long what goes well is gathered, for a mail to several phones. */
const gatherFor = 60_000

export async function reportFailures(
  trx: Knex,
  code: Fate | 'opted_out',
  moved: readonly MovedMessage[],
  now: number,
): Promise<void> {
  const what = code === 'uncertain' ? (['FAILURE', 'DELAY'] as const) : (['FAILURE'] as const)
  for (const [mailId, messages] of await byMail(trx, moved, what))
    await note(trx, mailId, messages, { failed: { code, messages: idsOf(messages) } }, now)
}

/** What arrived, went out for good, or is late. */
export async function reportProgress(
  trx: Knex,
  dialect: Dialect,
  action: Told,
  messages: readonly MovedMessage[],
  now: number,
): Promise<void> {
  const what = action === 'delayed' ? 'DELAY' : 'SUCCESS'
  for (const [mailId, told] of await byMail(trx, messages, [what])) {
    if (await gathered(trx, dialect, mailId, action, idsOf(told), now)) continue
    const dueAt = (await countMessagesOfMail(trx, mailId)) > told.length ? now + gatherFor : now
    await note(trx, mailId, told, { told: { action, messages: idsOf(told) } }, dueAt)
  }
}

/** Whether a report that is not due yet takes them along. */
async function gathered(
  trx: Knex,
  dialect: Dialect,
  mailId: number,
  action: Told,
  ids: readonly number[],
  now: number,
): Promise<boolean> {
  for (const { id, content } of await gatheringReport(trx, dialect, mailId, now)) {
    const { told } = JSON.parse(content) as ReportContent
    if (told?.action !== action) continue
    const more: ReportContent = { told: { action, messages: [...told.messages, ...ids] } }
    await rewriteOutbox(trx, id, JSON.stringify(more))
    return true
  }
  return false
}

/**
 * The route took them. Where no phone reports, that is all that will be known; otherwise the report is
 * waited for.
 */
export async function reportSent(
  trx: Knex,
  dialect: Dialect,
  sent: readonly (MovedMessage & { readonly notify: string | null })[],
  { hasReports, reportWait }: { readonly hasReports: boolean; readonly reportWait: number },
  now: number,
): Promise<void> {
  const told = sent.filter(({ notify }) => wants(notify, 'SUCCESS'))
  if (told.length === 0) return
  if (hasReports) await tellLater(trx, idsOf(told), now + reportWait)
  else await reportProgress(trx, dialect, 'relayed', told, now)
}

/** Of messages that became uncertain: a report from the network may have settled some since. */
export async function reportUncertain(
  trx: Knex,
  dialect: Dialect,
  messages: readonly MovedMessage[],
  now: number,
): Promise<void> {
  const uncertain = await stillUncertain(trx, dialect, idsOf(messages))
  const told = messages.filter(({ id }) => uncertain.has(id))
  await reportFailures(trx, 'uncertain', told, now)
}

function idsOf(messages: readonly MovedMessage[]): number[] {
  return messages.map(({ id }) => id)
}

/** The messages whose senders want to hear one of these, by their mails. */
async function byMail(
  trx: Knex,
  messages: readonly MovedMessage[],
  what: readonly ('SUCCESS' | 'FAILURE' | 'DELAY')[],
): Promise<Map<number, MovedMessage[]>> {
  const mails = new Map<number, MovedMessage[]>()
  const ofMails = messages.filter(({ mail_id }) => mail_id !== null)
  if (ofMails.length === 0) return mails
  const wishes = await wishesOf(trx, idsOf(ofMails))
  for (const message of ofMails) {
    const notify = wishes.get(message.id) ?? null
    if (message.mail_id === null || !what.some((one) => wants(notify, one))) continue
    mails.set(message.mail_id, [...(mails.get(message.mail_id) ?? []), message])
  }
  return mails
}

async function note(
  trx: Knex,
  mailId: number,
  messages: readonly MovedMessage[],
  content: ReportContent,
  dueAt: number,
): Promise<void> {
  await insertOutbox(trx, {
    kind: 'report',
    account_id: messages[0]?.account_id ?? null,
    message_id: null,
    mail_id: mailId,
    content: JSON.stringify(content),
    ref: `report.${randomUUID()}`,
    state: 'queued',
    now: dueAt,
  })
}
