// From a mail whose sender is known to the messages that it would send: the phones, the text, the way.
// Nothing is written here, so a preview asks the same.
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import { maskKeys, maskWholeKeys } from '../mail/address/key.ts'
import { readDuration } from '../mail/address/time.ts'
import { notifyOf, together, type ReportWish } from '../mail/dsn/notify.ts'
import type { MailWork } from '../mail/mail-work.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import { wantsLink } from '../mail/text/block-link.ts'
import type { ComposedText } from '../mail/text/compose-text.ts'
import type { Refusal } from '../policy/errors.ts'
import { maxParts } from '../sms/parts.ts'
import { breathe } from '../threads/breathe.ts'
import type { Wish } from './choose-route.ts'
import type { Directory } from './directory.ts'
import { dueTime } from './due-time.ts'
import type { SubmittedMail } from './submitted-mail.ts'
import type { SubmittedMessage } from './submission.ts'
import { numberRulesOf } from './number-rules.ts'
import { textFacts, type Orders } from '../mail/orders.ts'
import { resolveOrders } from './resolve-orders.ts'
import type { RouteTable } from './route-table.ts'
import { senderFor } from './sender.ts'
import { named, type Addressed, type RefusedRecipient, type Target } from './target.ts'
import { mailTextOptions } from './text-options.ts'
import { triesFlash } from './flash-afterwards.ts'
import type { Sender } from './trust.ts'
import { isWrongNumber } from './wrong-numbers.ts'

export interface PrepareOptions {
  readonly directory: Directory
  readonly routes: () => RouteTable
  readonly work: Pick<MailWork, 'read' | 'compose'>
  /** A sender wrote to what cannot get an SMS. */
  readonly noteWrongNumber: (sender: string, recipient: string) => void
  readonly clock: () => number
}

/** A mail whose sender is known. */
export interface Case {
  readonly mail: SubmittedMail
  readonly read: ReadMail
  readonly orders: Orders
  readonly sender: Sender
  readonly settings: Settings
  /** What counts for the account. */
  readonly values: GroupValues
  readonly options: PrepareOptions
}

interface Prepared {
  /** Undefined where there is nothing to send. */
  readonly composed: ComposedText | undefined
  readonly messages: readonly SubmittedMessage[]
  readonly refused: readonly RefusedRecipient[]
  /** What keeps the whole mail from being sent, whoever it is for. */
  readonly reason?: Refusal
}

/** Everything that is only reading: the phones, the text, the way. */
export async function prepare(one: Case): Promise<Prepared> {
  const { orders, sender, settings, values, options, read } = one
  const nothing = (none: readonly RefusedRecipient[]): Prepared => ({
    composed: undefined,
    messages: [],
    refused: none,
  })
  const { targets, refused } = await resolveOrders(orders, {
    directory: options.directory,
    sender,
    now: options.clock(),
    rules: numberRulesOf(values),
    maxRecipients: settings.limits.max_recipients,
  })
  const replies = orders.addressees.filter(({ localPart }) => localPart.kind === 'reply')
  for (const { shown, written, refusal } of refused)
    if (isWrongNumber(refusal.code) && !replies.some((reply) => reply.written === written))
      options.noteWrongNumber(sender.account.address, maskKeys(shown))
  if (targets.length === 0) return nothing(refused)
  const composed = await options.work.compose(
    read,
    mailTextOptions(values, settings),
    textFacts(orders),
  )
  const reason = textRefusal(composed, values)
  if (reason !== undefined) {
    const all = targets.map((target) => ({ ...named(target), refusal: reason }))
    return { ...nothing([...all, ...refused]), reason }
  }
  const { messages, refused: unable } = await messagesFor(targets, composed, one)
  const all = [...refused, ...unable]
  return messages.length === 0 ? nothing(all) : { composed, messages, refused: all }
}

async function messagesFor(
  targets: readonly Target[],
  composed: ComposedText,
  { mail, sender, values, options }: Case,
): Promise<{ messages: SubmittedMessage[]; refused: RefusedRecipient[] }> {
  const messages: SubmittedMessage[] = []
  const refused: RefusedRecipient[] = []
  const choose = await senderFor(sender.account, values, options.directory)
  const { path } = await options.directory.rules(sender.account)
  for (const [index, target] of targets.entries()) {
    await breathe(index)
    const message = await messageFor(target)
    if ('refusal' in message) refused.push(message)
    else messages.push(message)
  }
  return { messages, refused }

  async function messageFor(target: Target): Promise<SubmittedMessage | RefusedRecipient> {
    const no = (refusal: Refusal): RefusedRecipient => ({ ...named(target), refusal })
    const from = await choose(target.phone, target.options.sender)
    if ('code' in from) return no(from)
    const flash = target.options.flash ?? values.format === 'flash'
    const wish: Wish = {
      phone: target.phone,
      group: path,
      sender: from.own ?? from.poolNumber,
      flash,
      unicode: composed.encoding === 'ucs2',
      parts: composed.parts,
      answerable: values.can_receive,
    }
    const route = options.routes().choose(wish)
    if (route === undefined) return no({ code: 'no_route', params: { number: target.phone } })
    const due = dueTime(target.options, options.clock(), values.time_zone)
    if ('code' in due) return no(due)
    const { recipient, notify, originalRecipient } = requested(target, mail, values.reports)
    return {
      recipient,
      phone: target.phone,
      domain: target.domain,
      own: from.own,
      poolNumber: from.poolNumber,
      isUsual: from.isUsual,
      text: composed.text,
      encoding: composed.encoding,
      parts: composed.parts,
      route: route.name,
      wish,
      flash,
      thenFlash:
        target.options.flash === undefined && triesFlash(values.format, route.capabilities),
      validity: target.options.validity ?? readDuration(values.validity),
      urgent: target.options.urgent === true,
      notify,
      originalRecipient,
      dueAt: due.at,
      keyId: keyOf(sender, target),
    }
  }
}

interface Requested {
  readonly recipient: string
  readonly notify: string
  readonly originalRecipient: string | undefined
}

/**
 * What is to be told of a recipient: what the client asked for by DSN, else the account's wish. Of several
 * addresses the first of which anything is wanted stands for all.
 */
export function requested(
  recipient: Addressed & Pick<Target, 'also'>,
  { reports }: SubmittedMail,
  wish: ReportWish,
): Requested {
  const first = askedFor(recipient)
  if (recipient.also === undefined) return first
  const all = [first, ...recipient.also.map(askedFor)]
  const told = all.find(({ notify }) => notify !== notifyOf('none')) ?? first
  return { ...told, notify: together(all.map(({ notify }) => notify)) }

  function askedFor({ shown, written = '' }: Addressed): Requested {
    const { notify = notifyOf(wish), originalRecipient } = reports?.recipients.get(written) ?? {}
    return {
      recipient: shown,
      notify,
      originalRecipient: originalRecipient && maskWholeKeys(originalRecipient),
    }
  }
}

/** A TAG alone proves no more than before: the conversation keeps the key that it came by. */
function keyOf({ proof }: Sender, target: Target): number | undefined {
  if (proof === undefined) return target.keyId
  return proof.kind === 'key' ? proof.key.id : undefined
}

function textRefusal(composed: ComposedText, values: GroupValues): Refusal | undefined {
  if (composed.refused === undefined)
    return wantsLink(composed.text) ? { code: 'block_link_missing', params: {} } : undefined
  // A text is read no further than it could ever be sent, and its parts are counted so far.
  const parts = composed.parts > maxParts ? `${maxParts}+` : String(composed.parts)
  const params = { parts, max: String(values.max_parts) }
  return { code: composed.refused, params }
}
