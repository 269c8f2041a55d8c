// One message of the pages: the way of a text to a phone, or why there is none.
import type { GroupValues } from '../../config/group-settings.ts'
import type { Settings } from '../../config/settings.ts'
import { readDuration } from '../../mail/address/time.ts'
import type { ComposedText } from '../../mail/text/compose-text.ts'
import type { Refusal } from '../../policy/errors.ts'
import { readPhone } from '../../sms/phone-number.ts'
import type { Account } from '../../store/accounts.ts'
import { wantsLink } from '../../mail/text/block-link.ts'
import type { Directory } from '../directory.ts'
import { triesFlash } from '../flash-afterwards.ts'
import type { Submission, SubmittedMessage } from '../submission.ts'
import { numberRulesOf } from '../number-rules.ts'
import type { RouteTable } from '../route-table.ts'
import { makeTag } from '../secrets.ts'
import { senderFor, type ChooseSender } from '../sender.ts'
import type { SendingRules } from '../sending-rules.ts'

export interface WriterParts {
  readonly directory: Directory
  readonly routes: RouteTable
  readonly settings: () => Settings
}

/** Whoever writes, with all that is asked for each message, asked once. */
export interface Writer {
  readonly account: Account
  readonly values: GroupValues
  readonly rules: SendingRules
  readonly chooseSender: ChooseSender
}

export async function writerOf(account: Account, { directory }: WriterParts): Promise<Writer> {
  const values = await directory.values(account)
  return {
    account,
    values,
    rules: await directory.rules(account),
    chooseSender: await senderFor(account, values, directory),
  }
}

export function phoneIn(to: string, values: GroupValues): { phone: string } | Refusal {
  const reading = readPhone(to, numberRulesOf(values))
  switch (reading.kind) {
    case 'phone':
      return { phone: reading.phone }
    case 'refused':
      return { code: reading.code, params: { number: reading.detail } }
    case 'not-a-number':
      return { code: 'number_invalid', params: { number: to } }
  }
}

export async function messageFor(
  wished: { readonly phone: string; readonly composed: ComposedText; readonly dueAt?: number },
  { values, rules, chooseSender }: Writer,
  { routes }: WriterParts,
): Promise<SubmittedMessage | Refusal> {
  const { phone, composed, dueAt } = wished
  if (composed.refused !== undefined)
    return {
      code: composed.refused,
      params: { parts: String(composed.parts), max: String(values.max_parts) },
    }
  if (wantsLink(composed.text)) return { code: 'block_link_missing', params: {} }
  const from = await chooseSender(phone, undefined)
  if ('code' in from) return from
  const wish = {
    phone,
    group: rules.path,
    sender: from.own ?? from.poolNumber,
    flash: values.format === 'flash',
    unicode: composed.encoding === 'ucs2',
    parts: composed.parts,
    answerable: values.can_receive,
  }
  const route = routes.choose(wish)
  if (route === undefined) return { code: 'no_route', params: { number: phone } }
  return {
    recipient: phone,
    phone,
    domain: undefined,
    ...from,
    text: composed.text,
    encoding: composed.encoding,
    parts: composed.parts,
    route: route.name,
    wish,
    flash: wish.flash,
    thenFlash: triesFlash(values.format, route.capabilities),
    validity: readDuration(values.validity),
    urgent: false,
    notify: undefined,
    originalRecipient: undefined,
    dueAt,
    keyId: undefined,
  }
}

/** `once`: the number of the form, by which a repeat is known. */
export function submissionFor(
  account: Account,
  once: string,
  messages: readonly SubmittedMessage[],
): Submission {
  return {
    ref: `web.${makeTag()}`,
    account,
    held: false,
    guarded: false,
    envelopeFrom: account.address,
    messageId: undefined,
    identity: `web ${once}`,
    subject: '',
    headers: '',
    ret: undefined,
    envelopeId: undefined,
    cuts: [],
    proof: 'pages',
    messages,
    report: undefined,
    shortened: undefined,
  }
}
