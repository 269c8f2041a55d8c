// Kannel's smsbox (userguide 1.4.5, tables 7-16 and 7-17): sendsms, and its own calls for reports and
// for messages from phones.
//
// It answers without an id: the reference is ours, and its reports bring it back in the URL that each
// message gives it. It signs nothing.
import { setting, type Values } from '../../config/table.ts'
import { text, whole } from '../../config/types.ts'
import type { Outcome, Outgoing } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { form, within } from './calls.ts'
import { timeOf, withPlus, withoutPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { isOurs, reporting, type Fates } from './news.ts'
import type { ProviderType } from './provider.ts'
import { credential, senderSetting, urlSetting } from './settings.ts'
import { refused } from './verdicts.ts'

const table = {
  url: urlSetting('http://127.0.0.1:13013'),
  user: credential('The username of the sendsms-user in kannel.conf.'),
  password: credential('Its password.'),
  smsc: setting(
    text(),
    '',
    'The smsc-id that takes the messages; nothing is whichever Kannel chooses.',
  ),
  urgency: setting(whole(0, 3), '0', 'The priority that messages have at the SMSC.'),
  sender: senderSetting,
} as const

// Delivered, undelivered, queued, handed to the SMSC, refused by it.
const allReports = '31'

export const kannel: ProviderType<typeof table> = {
  name: 'kannel',
  settings: table,
  needs: [['user', 'password']],
  build: (settings, { clock }) => ({
    url: settings.url,
    capabilities: { flash: true, validity: true, senderName: true, senderNumber: true },
    call: ([message], callback) => callOf(settings, message, callback),
    read: (answer, [message]) => [outcomeOf(answer, message, clock())],
    webhook: { read: newsOf },
  }),
}

function callOf(
  settings: Values<typeof table>,
  message: Outgoing,
  callback: string | undefined,
): HttpCall {
  const { user, password, smsc, urgency, sender } = settings
  const from = withoutPlus(message.sender ?? sender)
  const query = form({
    username: user,
    password,
    from: from === '' ? undefined : from,
    to: message.phone,
    text: message.text,
    charset: 'UTF-8',
    coding: message.encoding === 'ucs2' ? '2' : '0',
    mclass: message.flash ? '0' : undefined,
    validity: within(message.validity, { unit: 60_000, least: 1 })?.toString(),
    priority: urgency === 0 ? undefined : String(urgency),
    smsc: smsc === '' ? undefined : smsc,
    'dlr-mask': callback === undefined ? undefined : allReports,
    'dlr-url': callback && `${callback}?ref=${referenceOf(message)}&report=%d&said=%A`,
  })
  return { method: 'GET', path: `/cgi-bin/sendsms?${query}`, headers: {} }
}

function referenceOf({ id, attempt }: Outgoing): string {
  return `${id}.${attempt}`
}

function outcomeOf(answer: HttpAnswer, message: Outgoing, now: number): Outcome {
  return answer.status === 202
    ? { kind: 'accepted', references: [referenceOf(message)] }
    : refused(answer, now)
}

const fates: Fates = {
  '1': 'delivered',
  '2': 'undelivered',
  '4': 'buffered',
  '16': 'undelivered',
}

function newsOf(request: WebhookRequest): WebhookNews | undefined {
  const { query, now } = request
  const reference = query.get('ref')
  if (reference !== null) return reportOf(query, reference, now)
  const [phone, to] = [query.get('phone') ?? '', query.get('to') ?? '']
  const [id, raw] = [query.get('id') ?? '', rawValue(request.url, 'text')]
  if (phone === '' || id === '' || raw === undefined) return undefined
  const message = {
    reference: id,
    phone: withPlus(phone),
    to: withPlus(to),
    text: query.get('coding') === '2' ? utf16(raw) : raw.toString('utf8'),
    at: timeOf(`${query.get('time') ?? ''}Z`, now),
  }
  return { incoming: [message] }
}

function reportOf(query: URLSearchParams, reference: string, at: number): WebhookNews | undefined {
  const [id] = reference.split('.')
  if (!isOurs(id)) return undefined
  const fate = fates[query.get('report') ?? '']
  const reason = fate === 'undelivered' ? (query.get('said') ?? '') : ''
  return reporting({ reference, fate, at, id, reason })
}

/** A value of the query as bytes: Kannel writes UCS-2 there, which is no UTF-8. */
function rawValue(url: string, name: string): Buffer | undefined {
  const pair = url
    .slice(url.indexOf('?') + 1)
    .split('&')
    .find((one) => one.startsWith(`${name}=`))
  if (pair === undefined) return undefined
  const value = pair.slice(name.length + 1).replaceAll('+', ' ')
  const bytes = value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}

function utf16(bigEndian: Buffer): string {
  const even = bigEndian.subarray(0, bigEndian.length & ~1)
  return Buffer.from(even).swap16().toString('utf16le')
}
