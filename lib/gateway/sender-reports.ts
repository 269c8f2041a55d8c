// Notes, in the transaction in which messages fail, arrive or wait long, that their senders hear of it,
// where they want to: what they want is kept with each message.
//
// What becomes of a mail to several phones, phone by phone, is gathered for a while: it is answered by few
// mails, not by one a phone.
import { randomUUID } from 'node:crypto'
import { wants } from '../mail/dsn/notify.ts'
import type { Fate } from '../mail/language/reasons.ts'
import { countMessagesOfMail } from '../store/messages.ts'
import { gatheringReport, insertOutbox, rewriteOutbox } from '../store/outbox.ts'
import type { Dialect } from '../store/dialect.ts'
import { stillUncertain } from '../store/settling.ts'
import { tellLater, tellOfDelay, wishesOf, type MovedMessage } from '../store/reports.ts'
import type { Knex } from '../store/store.ts'
import type { ReportContent, Told } from './outbox-content.ts'

/** How long the news of a mail to several phones is gathered. */
const gatherFor = 60_000

export async function reportFailures(
  trx: Knex,
  dialect: Dialect,
  code: Fate | 'opted_out',
  moved: readonly MovedMessage[],
  now: number,
): Promise<void> {
  const what = code === 'uncertain' ? (['FAILURE', 'DELAY'] as const) : (['FAILURE'] as const)
  for (const [mailId, messages] of await byMail(trx, moved, what))
    await tell(trx, dialect, mailId, messages, { failed: { code, messages: idsOf(messages) } }, now)
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
  for (const [mailId, told] of await byMail(trx, messages, [what]))
    await tell(trx, dialect, mailId, told, { told: { action, messages: idsOf(told) } }, now)
}

/** At once where it is all that there is to tell of the mail. */
async function tell(
  trx: Knex,
  dialect: Dialect,
  mailId: number,
  messages: readonly MovedMessage[],
  news: ReportContent,
  now: number,
): Promise<void> {
  for (const { id, content } of await gatheringReport(trx, dialect, mailId, now)) {
    const both = together(JSON.parse(content) as ReportContent, news)
    if (both === undefined) continue
    await rewriteOutbox(trx, id, JSON.stringify(both))
    return
  }
  const isAll = (await countMessagesOfMail(trx, mailId)) <= messages.length
  await note(trx, mailId, messages, news, isAll ? now : now + gatherFor)
}

/** Undefined where they say different things of their messages. */
function together(first: ReportContent, second: ReportContent): ReportContent | undefined {
  const [told, failed] = [first.told, first.failed]
  if (told !== undefined && told.action === second.told?.action)
    return { told: { ...told, messages: [...told.messages, ...second.told.messages] } }
  if (failed !== undefined && failed.code === second.failed?.code)
    return { failed: { ...failed, messages: [...failed.messages, ...second.failed.messages] } }
  return undefined
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
  await tellLater(trx, idsOf(told), hasReports ? now + reportWait : null)
  if (!hasReports) await reportProgress(trx, dialect, 'relayed', told, now)
}

/** Messages that were uncertain went out after all; until then, their reports are waited for. */
export async function reportGoneAfterAll(
  trx: Knex,
  messages: readonly MovedMessage[],
  until: number,
): Promise<void> {
  const told = await thoseWanting(trx, messages, 'SUCCESS')
  if (told.length > 0) await tellLater(trx, told, until)
}

/** The network keeps messages for phones that it cannot reach. */
export async function reportBuffered(
  trx: Knex,
  messages: readonly MovedMessage[],
  delayAfter: number,
): Promise<void> {
  const told = await thoseWanting(trx, messages, 'DELAY')
  if (told.length > 0) await tellOfDelay(trx, told, delayAfter)
}

async function thoseWanting(
  trx: Knex,
  messages: readonly MovedMessage[],
  what: 'SUCCESS' | 'DELAY',
): Promise<number[]> {
  if (messages.length === 0) return []
  const wishes = await wishesOf(trx, idsOf(messages))
  return idsOf(messages).filter((id) => wants(wishes.get(id) ?? null, what))
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
  await reportFailures(trx, dialect, 'uncertain', told, now)
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
