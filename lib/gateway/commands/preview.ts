// What preview@ tells: everything that the mail would do, and nothing of it done.
import { maskKeys } from '../../mail/address/key.ts'
import { isReasonCode } from '../../mail/language/index.ts'
import { sentence, type Refusal } from '../../policy/errors.ts'
import { opensAt } from '../../policy/schedule.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { priceOfAll } from '../conversations/price.ts'
import { noEvidence } from '../evidence.ts'
import type { Intake, SubmittedMessage } from '../intake.ts'
import type { AnswerContent } from '../outbox-content.ts'
import { prepare, type Case, type PrepareOptions } from '../prepare-mail.ts'
import type { RefusedRecipient } from '../resolve-orders.ts'
import type { RouteTable } from '../route-table.ts'
import { masked, submissionOf } from '../submission-of.ts'

export interface PreviewCase extends Case {
  readonly options: PrepareOptions & { readonly intake: Pick<Intake, 'foresee'> }
}

/** A refusal when there is nothing to show, since nothing could be sent to anybody. */
export async function previewOf(one: PreviewCase): Promise<AnswerContent['answer'] | Refusal> {
  const { sender, values, options } = one
  const prepared = await prepare(one)
  const { composed, messages } = prepared
  if (composed === undefined)
    return prepared.refused[0]?.refusal ?? { code: 'recipients_none', params: {} }
  const submission = { ...submissionOf({ ...one, evidence: noEvidence }), messages }
  const foreseen = await options.intake.foresee({
    ...submission,
    ...{ cuts: [], report: undefined, shortened: undefined },
  })
  const going = messages.filter((message) => !foreseen.has(message))
  const rules = await options.directory.rules(sender.account)
  const prices = priceOfAll(going, rules, await options.directory.prices(), options.routes())
  const now = options.clock()
  const times = going.map((message) => timeOf(message, options.routes(), now))
  const refused = [
    ...prepared.refused,
    ...[...foreseen].map(([{ recipient }, refusal]) => ({ shown: recipient, refusal })),
  ]
  return {
    kind: 'preview',
    text: composed.text,
    parts: composed.parts,
    encoding: composed.encoding,
    price: prices.map(shownPrice).join(' + ') || null,
    phones: going.map(({ phone }, index) => ({
      phone: formatPhone(phone),
      at: times[index]?.at ?? null,
    })),
    waits: times.some(({ waits }) => waits),
    timeZone: values.time_zone,
    refused: refused.map(shownRefusal),
    cuts: composed.cuts.flatMap(({ text }) => (text === '' ? [] : [text])),
  }
}

function shownPrice({ amount, unit }: ReturnType<typeof priceOfAll>[number]): string {
  return unit === 'credits' ? amount : `${amount} ${unit}`
}

function shownRefusal({
  shown,
  refusal: { code, params },
}: RefusedRecipient): Extract<AnswerContent['answer'], { kind: 'preview' }>['refused'][number] {
  const reason = isReasonCode(code) ? { code, params: masked(params) } : sentence({ code, params })
  return { shown: maskKeys(shown), reason }
}

interface Time {
  /** Null for at once. */
  readonly at: number | null
  /** Nobody knows for how long: every way that could take it is down. */
  readonly waits: boolean
}

/** When a message would go out: at its own time, and not before a way for it is open. */
function timeOf({ wish, dueAt }: SubmittedMessage, routes: RouteTable, now: number): Time {
  const due = dueAt ?? now
  const ways = routes.weigh(wish).filter(({ no }) => no === undefined)
  const openings = ways.map((way) => ({ ...way, at: opensAt(way.entry.rules.schedule, due) }))
  const first = Math.min(...openings.map(({ at = Infinity }) => at))
  const atFirst = openings.filter(({ at }) => at === first)
  const waits =
    first === Infinity || (first <= now && atFirst.every(({ away }) => away !== undefined))
  return { at: first > now && first !== Infinity ? first : null, waits }
}
