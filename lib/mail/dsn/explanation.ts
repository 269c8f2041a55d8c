// The part of a delivery report that a person reads: what happened to which recipient, and what to do.

import { counted } from '../language/counted.ts'
import { phrases } from '../language/index.ts'
import type { Verdict } from '../language/phrases.ts'
import { fill, plainValue } from '../language/reasons.ts'
import type { DeliveryReport, ReportedRecipient } from './delivery-report.ts'

const verdicts: readonly Verdict[] = ['failed', 'uncertain', 'delayed', 'relayed', 'delivered']
const mostListed = 20

/** The worst that happened to a recipient of the report. */
export function worstVerdict(recipients: readonly ReportedRecipient[]): Verdict {
  return (
    verdicts.find((verdict) => recipients.some((one) => verdictOf(one) === verdict)) ?? 'failed'
  )
}

export function explain(report: DeliveryReport): string {
  const { report: say } = phrases[report.language]
  const paragraphs = verdicts.flatMap((verdict) => aboutVerdict(report, verdict))
  if (report.others > 0) paragraphs.push(fill(say.others, { count: String(report.others) }))
  const { subject, arrived } = report.original
  paragraphs.push(
    fill(say.original, { subject: subject ?? '', date: readableDate(arrived, report) }),
    say.attached,
  )
  return paragraphs.join('\n\n')
}

function verdictOf({ action, reason }: ReportedRecipient): Verdict {
  return action === 'delayed' && reason?.code === 'uncertain' ? 'uncertain' : action
}

function aboutVerdict(report: DeliveryReport, verdict: Verdict): string[] {
  const { report: say } = phrases[report.language]
  const recipients = report.recipients.filter((one) => verdictOf(one) === verdict)
  const [first] = recipients
  if (first === undefined) return []
  const until = untilWhen(recipients, report)
  if (recipients.length === 1) {
    const opening = fill(say.one[verdict], { phone: first.shown, until })
    return [[opening, ...why(first, report)].join('\n')]
  }
  const opening = fill(say.many[verdict], { count: String(recipients.length), until })
  return [opening, ...byReason(recipients, report)]
}

/** Until when all of them are tried at least; empty where it is not known of some. */
function untilWhen(recipients: readonly ReportedRecipient[], report: DeliveryReport): string {
  const times = recipients.map(({ retryUntil }) => retryUntil ?? NaN)
  const until = Math.min(...times)
  return Number.isNaN(until) ? '' : readableDate(until, report)
}

/** Recipients with the same reason share its sentence: a mail to many fails in few ways. */
function byReason(recipients: readonly ReportedRecipient[], report: DeliveryReport): string[] {
  const { report: say } = phrases[report.language]
  const groups = new Map<string, string[]>()
  for (const recipient of recipients.slice(0, mostListed)) {
    const [reason = ''] = why(recipient, report)
    groups.set(reason, [...(groups.get(reason) ?? []), recipient.shown])
  }
  const lists = [...groups].map(([reason, shown]) => {
    const names = shown.map((name) => `  ${plainValue(name)}`)
    return [...names, ...(reason === '' ? [] : [`    ${reason}`])].join('\n')
  })
  const left = recipients.length - mostListed
  const more = counted(say.more, left, report.language)
  return left > 0 ? [...lists, `  ${fill(more, { count: String(left) })}`] : lists
}

function why(recipient: ReportedRecipient, report: DeliveryReport): string[] {
  const { reason } = recipient
  return reason === undefined
    ? []
    : [fill(phrases[report.language].reasons[reason.code], reason.params)]
}

function readableDate(time: number, { language, timeZone }: DeliveryReport): string {
  const locale = language === 'en' ? 'en-GB' : language
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  }).format(time)
}
