// SMSGate (capcom6 android-sms-gateway): an Android phone as the way, by its own address, a private
// server or the cloud.
//
// The id is ours, and the same one again is answered 409: so what is uncertain is simply sent again.
// It is made of the text and the phone too, so that a database that was begun anew does not meet the
// ids of the old one.
import { createHash, createHmac } from 'node:crypto'
import { setting, type Values } from '../../config/table.ts'
import { text, whole } from '../../config/types.ts'
import type { Outcome, Outgoing, Report } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { excerpt, listAt, readJson, textAt, timeOf, valueAt, withPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { isSame } from './is-same.ts'
import { basic, credential, urlSetting, type Provider, type ProviderType } from './provider.ts'
import { refusal, verdictOfStatus } from './verdicts.ts'

const table = {
  url: urlSetting('https://api.sms-gate.app/3rdparty/v1'),
  user: credential('The user that the app shows.'),
  password: credential('Its password.'),
  token: credential('A JWT of /auth/token, in their place.'),
  device: setting(text(), '', 'The id of the phone, where the account has several.'),
  sim: setting(
    whole(0, 3),
    '0',
    'The SIM that sends, 1 to 3; 0 is the one that the phone chooses.',
  ),
  number: setting(
    text('a number such as +4520000001, or nothing', /^(\+\d{5,15})?$/),
    '',
    'The number of the SIM: what answers came to where the phone does not know it.',
  ),
  signing_key: credential('The key of Settings, Webhooks, Signing Key in the app.'),
} as const

type Settings = Values<typeof table>

export const smsgate: ProviderType<typeof table> = {
  name: 'smsgate',
  settings: table,
  build: (settings, { clock }) => ({
    url: settings.url,
    capabilities: { flash: false, validity: true, senderName: false, senderNumber: false },
    idempotent: true,
    call: ([message]) => callOf(settings, message),
    read: (answer, messages) => messages.map((message) => outcomeOf(answer, message, clock())),
    lookUp: {
      call: (asked) => get(settings, referenceOf(asked)),
      read: (answer, asked) => found(answer, referenceOf(asked)),
    },
    fate: {
      call: (reference) => get(settings, reference),
      read: (answer, reference) => fateOf(readJson(answer.body), reference, clock()),
    },
    webhook: webhookOf(settings),
  }),
}

function referenceOf({
  id,
  phone,
  text: content,
}: Pick<Outgoing, 'id' | 'phone' | 'text'>): string {
  const digest = createHash('sha256').update(`${phone} ${content}`).digest('hex').slice(0, 12)
  return `sms-${id}-${digest}`
}

function headersOf({ user, password, token }: Settings): Record<string, string> {
  return { authorization: token === '' ? basic(user, password) : `Bearer ${token}` }
}

function get(settings: Settings, reference: string): HttpCall {
  const path = `/messages/${encodeURIComponent(reference)}`
  return { method: 'GET', path, headers: headersOf(settings) }
}

function callOf(settings: Settings, message: Outgoing | undefined): HttpCall {
  const { device, sim } = settings
  const seconds = Math.round((message?.validity ?? 0) / 1_000)
  const body = {
    id: message === undefined ? undefined : referenceOf(message),
    textMessage: { text: message?.text },
    phoneNumbers: [message?.phone],
    withDeliveryReport: true,
    ...(seconds === 0 ? {} : { ttl: Math.max(seconds, 5) }),
    ...(sim === 0 ? {} : { simNumber: sim }),
    ...(device === '' ? {} : { deviceId: device }),
  }
  const headers = { ...headersOf(settings), 'content-type': 'application/json' }
  return { method: 'POST', path: '/messages', headers, body: JSON.stringify(body) }
}

function outcomeOf(answer: HttpAnswer, message: Outgoing, now: number): Outcome {
  const { status, body } = answer
  if (status === 202 || status === 200 || status === 409)
    return { kind: 'accepted', references: [referenceOf(message)] }
  // It may be called again without harm, whatever broke.
  const verdict = status >= 500 ? 'temporary' : verdictOfStatus(status)
  const words = textAt(readJson(body), 'message') || excerpt(body)
  return refusal(verdict, `${status} ${words}`.trim(), answer, now)
}

function found({ status, body }: HttpAnswer, reference: string): Outcome | undefined {
  if (status === 404) return { kind: 'temporary', reason: 'the phone never had it' }
  if (status !== 200 || textAt(readJson(body), 'state') === '') return undefined
  return { kind: 'accepted', references: [reference] }
}

const fates: Readonly<Record<string, Report['fate']>> = {
  Delivered: 'delivered',
  Failed: 'undelivered',
  Cancelled: 'undelivered',
}

function fateOf(said: unknown, reference: string, at: number): Report | undefined {
  const state = textAt(said, 'state')
  const fate = fates[state]
  if (fate === undefined) return undefined
  const [recipient] = listAt(said, 'recipients')
  const reason = textAt(recipient, 'error') || state
  return { reference, fate, at, ...(fate === 'undelivered' ? { reason } : {}) }
}

function webhookOf(settings: Settings): NonNullable<Provider['webhook']> {
  const { signing_key: key } = settings
  return {
    ...(key === '' ? {} : { proof: (request) => signatureFault(key, request) }),
    read: (request) => newsOf(settings, request),
  }
}

const clockSkew = 300_000

export function signatureFault(key: string, request: WebhookRequest): string | undefined {
  const { headers, body, now } = request
  const timestamp = headers['x-timestamp'] ?? ''
  const digest = createHmac('sha256', key).update(body).update(timestamp).digest('hex')
  if (!isSame((headers['x-signature'] ?? '').toLowerCase(), digest)) return 'X-Signature is wrong'
  const isNow = Math.abs(Number(timestamp) * 1_000 - now) <= clockSkew
  return isNow ? undefined : 'X-Timestamp is not now'
}

function newsOf({ number }: Settings, { body, now }: WebhookRequest): WebhookNews | undefined {
  const event = readJson(body.toString('utf8'))
  const payload = valueAt(event, 'payload')
  const [own, reference] = [textAt(event, 'id'), textAt(payload, 'messageId')]
  if (own === '') return undefined
  const id = Number(/^sms-(\d+)-[0-9a-f]{12}$/.exec(reference)?.[1])
  const report = (fate: Report['fate'], time: string, reason?: string): WebhookNews => {
    if (reference === '') return {}
    const at = timeOf(textAt(payload, time), now)
    const why = reason === undefined ? {} : { reason }
    return { reports: [{ reference, fate, at, ...(id > 0 ? { id } : {}), ...why }] }
  }
  switch (textAt(event, 'event')) {
    case 'sms:received':
      return {
        incoming: [
          {
            reference: own,
            phone: withPlus(textAt(payload, 'sender') || textAt(payload, 'phoneNumber')),
            to: withPlus(textAt(payload, 'recipient') || number),
            text: textAt(payload, 'message'),
            at: timeOf(textAt(payload, 'receivedAt'), now),
          },
        ],
      }
    case 'sms:delivered':
      return report('delivered', 'deliveredAt')
    case 'sms:failed':
      return report('undelivered', 'failedAt', textAt(payload, 'reason') || 'the phone failed')
    case 'sms:cancelled':
      return report('undelivered', 'cancelledAt', 'cancelled on the phone')
    case '':
      return undefined
    default:
      return {}
  }
}
