// What preview@ tells: everything that the mail would do, and nothing of it done.
import { maskKeys, maskWholeKeys } from '../../mail/address/key.ts'
import { isReasonCode } from '../../mail/language/index.ts'
import { sentence, type Refusal } from '../../policy/errors.ts'
import { opensAt } from '../../policy/schedule.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { mapInTurns } from '../../threads/breathe.ts'
import { priceOfAll } from '../conversations/price.ts'
import { noEvidence } from '../evidence.ts'
import type { Intake } from '../intake.ts'
import type { SubmittedMessage } from '../submission.ts'
import type { AnswerContent } from '../outbox-content.ts'
import { prepare, type Case, type PrepareOptions } from '../prepare-mail.ts'
import type { RefusedRecipient } from '../target.ts'
import type { RouteEntry, RouteTable } from '../route-table.ts'
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
  const found = { messages, cuts: [], report: undefined, shortened: undefined }
  const foreseen = await options.intake.foresee(
    submissionOf({ ...one, evidence: noEvidence }, found),
  )
  const going = messages.filter((message) => !foreseen.has(message))
  const rules = await options.directory.rules(sender.account)
  const prices = priceOfAll(going, rules, await options.directory.prices(), options.routes())
  const ways = { routes: options.routes(), opens: openings(), now: options.clock() }
  const times = await mapInTurns(going, (message) => timeOf(message, ways))
  const refused = [
    ...prepared.refused,
    ...[...foreseen].map(([{ recipient }, refusal]) => ({ shown: recipient, refusal })),
  ]
  return {
    kind: 'preview',
    ...whereToSend(one),
    text: maskWholeKeys(composed.text),
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
    cuts: composed.cuts.flatMap(({ text }) => (text === '' ? [] : [maskWholeKeys(text)])),
  }
}

/** The address that does what preview@ shows, with the same options. */
function whereToSend({ orders: { addressees, lists } }: PreviewCase): {
  sendTo: string
  hasList: boolean
} {
  const written = maskKeys(addressees[0]?.written ?? '')
  return { sendTo: written.replace(/^("?)preview/, '$1sms'), hasList: lists.length > 0 }
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

type Opens = (way: RouteEntry, from: number) => number | undefined

/** Each is looked for once, however many messages wait for it: it may take a tenth of a second. */
function openings(): Opens {
  const known = new Map<string, number | undefined>()
  return ({ route, rules }, from) => {
    const key = `${from} ${route.name}`
    if (!known.has(key)) known.set(key, opensAt(rules.schedule, from))
    return known.get(key)
  }
}

interface Ways {
  readonly routes: RouteTable
  readonly opens: Opens
  readonly now: number
}

/** When a message would go out: at its own time, and not before a way for it is open. */
function timeOf({ wish, dueAt }: SubmittedMessage, { routes, opens, now }: Ways): Time {
  const ways = routes
    .weigh(wish)
    .filter(({ no }) => no === undefined)
    .map(({ entry, away }) => ({ away, at: opens(entry, dueAt ?? now) }))
  const first = Math.min(...ways.map(({ at = Infinity }) => at))
  const atFirst = ways.filter(({ at }) => at === first)
  const waits =
    first === Infinity || (first <= now && atFirst.every(({ away }) => away !== undefined))
  return { at: first > now && first !== Infinity ? first : null, waits }
}
