// SMSGate (capcom6 android-sms-gateway): an Android phone as the way, by its own address, a private
// server or the cloud.
//
// The id is ours, and the same one again is answered 409: so what is uncertain is simply sent again, by this
// way. It is made of the time, the text and the phone too, so that a database that was begun anew does not
// meet the ids of the old one.
import { createHash } from 'node:crypto'
import { setting, type Values } from '../../config/table.ts'
import { text, whole } from '../../config/types.ts'
import type { Outcome, Outgoing, Report } from '../route.ts'
import { bearerOrBasic, getCall, postJson, within } from './calls.ts'
import { listAt, readJson, textAt } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { reportOf, type Fates } from './news.ts'
import type { ProviderType } from './provider.ts'
import { credential, token, urlSetting } from './settings.ts'
import { newsOf, signatureFault } from './smsgate-news.ts'
import { refused } from './verdicts.ts'

const table = {
  url: urlSetting('https://api.sms-gate.app/3rdparty/v1'),
  user: credential('The user that the app shows.'),
  password: credential('Its password.'),
  token: token('A JWT of /auth/token, in their place.'),
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

type Settings = Omit<Values<typeof table>, 'signing_key'>

export const smsgate: ProviderType<typeof table> = {
  name: 'smsgate',
  settings: table,
  needs: [['token'], ['user', 'password']],
  build: ({ signing_key: key, ...settings }, { clock }) => ({
    url: settings.url,
    capabilities: { flash: false, validity: true, senderName: false, senderNumber: false },
    idempotent: true,
    call: ([message]) => callOf(settings, message),
    read: (answer, [message]) => [outcomeOf(answer, message, clock())],
    lookUp: {
      call: (asked) => get(settings, referenceOf(asked)),
      read: (answer, asked) => found(answer, referenceOf(asked)),
    },
    fate: {
      call: (reference) => get(settings, reference),
      read: ({ body }, reference) => fateOf(readJson(body), reference, clock()),
    },
    webhook: {
      ...(key === '' ? {} : { proof: (request) => signatureFault(key, request) }),
      read: (request) => newsOf(request, settings.number),
    },
  }),
}

function referenceOf({
  id,
  createdAt,
  phone,
  text: content,
}: Pick<Outgoing, 'id' | 'createdAt' | 'phone' | 'text'>): string {
  const own = createHash('sha256').update(`${createdAt} ${phone} ${content}`)
  const digest = own.digest('hex').slice(0, 12)
  return `sms-${id}-${digest}`
}

function get(settings: Settings, reference: string): HttpCall {
  return getCall(`/messages/${encodeURIComponent(reference)}`, bearerOrBasic(settings))
}

function callOf(settings: Settings, message: Outgoing): HttpCall {
  const { device, sim } = settings
  const body = {
    id: referenceOf(message),
    textMessage: { text: message.text },
    phoneNumbers: [message.phone],
    withDeliveryReport: true,
    ttl: within(message.validity, { unit: 1_000, least: 5 }),
    simNumber: sim === 0 ? undefined : sim,
    deviceId: device === '' ? undefined : device,
  }
  return postJson('/messages', body, bearerOrBasic(settings))
}

function outcomeOf(answer: HttpAnswer, message: Outgoing, now: number): Outcome {
  const { status, body } = answer
  const said = readJson(body)
  const isTaken = (status === 202 || status === 200) && textAt(said, 'state') !== ''
  if (isTaken || status === 409) return { kind: 'accepted', references: [referenceOf(message)] }
  return refused(answer, now, {}, { code: String(status), words: textAt(said, 'message') })
}

function found({ status, body }: HttpAnswer, reference: string): Outcome | undefined {
  if (status === 404) return { kind: 'temporary', reason: 'the phone never had it' }
  if (status !== 200 || textAt(readJson(body), 'state') === '') return undefined
  return { kind: 'accepted', references: [reference] }
}

const fates: Fates = {
  Delivered: 'delivered',
  Failed: 'undelivered',
  Cancelled: 'undelivered',
}

function fateOf(said: unknown, reference: string, at: number): Report | undefined {
  const state = textAt(said, 'state')
  const [recipient] = listAt(said, 'recipients')
  const reason = textAt(recipient, 'error') || state
  return reportOf({ reference, fate: fates[state], at, reason })
}
