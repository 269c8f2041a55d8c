// GatewayAPI (OnlineCity): up to 10,000 phones with one text in a call. One id may stand for them all,
// so a reference is id and phone.
//
// A call to us carries its whole body again as a signed JWT; where a secret is set, only that counts.
import { createHmac } from 'node:crypto'
import { setting, type Values } from '../../config/table.ts'
import { oneOf } from '../../config/types.ts'
import type { Outcome, Outgoing, Report } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { excerpt, listAt, readJson, textAt, timeOf, withPlus, withoutPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { isSame } from './is-same.ts'
import { basic, credential, senderSetting, urlSetting } from './provider.ts'
import type { Provider, ProviderType } from './provider.ts'
import { refusal, verdictIn, verdictOfStatus, type VerdictTable } from './verdicts.ts'

const table = {
  url: urlSetting('https://gatewayapi.com/rest'),
  token: credential('The API token.'),
  sender: senderSetting,
  class: setting(oneOf('standard', 'premium', 'secret'), 'standard', 'The class of the messages.'),
  urgency: setting(
    oneOf('bulk', 'normal', 'urgent', 'very_urgent'),
    'normal',
    'Their priority at the provider.',
  ),
  signing_secret: credential('The secret of the webhook.'),
} as const

type Settings = Values<typeof table>

const errors: VerdictTable = {
  opted_out: ['0x0215'],
  permanent: ['0x0217', '0x021F', '0x0220', '0x0222', '0x0310', '0x0312'],
  temporary: ['0x0214'],
  configuration: [
    ...['0x0210', '0x0211', '0x0212', '0x0213', '0x0216', '0x0218', '0x0219', '0x021A', '0x021D'],
    ...['0x021E', '0x0221', '0x0223', '0x0224', '0x0225', '0x0226', '0x0229', '0x022A', '0x0311'],
  ],
}

export const gatewayapi: ProviderType<typeof table> = {
  name: 'gatewayapi',
  settings: table,
  build: (settings, { clock }) => ({
    url: settings.url,
    capabilities: { flash: true, validity: true, senderName: true, senderNumber: true },
    perCall: 1_000,
    call: (messages, callback) => callOf(settings, messages, callback),
    read: (answer, messages) => outcomesOf(answer, messages, clock()),
    fate: {
      call: (reference) => ({
        method: 'GET',
        path: `/mtsms/${encodeURIComponent(reference.split(' ')[0] ?? '')}`,
        headers: { authorization: basic(settings.token, '') },
      }),
      read: (answer, reference) => fateIn(readJson(answer.body), reference, clock()),
    },
    webhook: webhookOf(settings),
  }),
}

function callOf(
  settings: Settings,
  messages: readonly Outgoing[],
  callback: string | undefined,
): HttpCall {
  const [first] = messages
  const sender = first?.sender ?? settings.sender
  const seconds = Math.round((first?.validity ?? 0) / 1_000)
  const body = {
    message: first?.text,
    recipients: messages.map(({ phone }) => ({ msisdn: withoutPlus(phone) })),
    encoding: first?.encoding === 'ucs2' ? 'UCS2' : 'UTF8',
    class: settings.class,
    priority: settings.urgency.toUpperCase(),
    max_parts: 255,
    ...(sender === '' ? {} : { sender: withoutPlus(sender) }),
    ...(messages.length === 1 ? { userref: String(first?.id) } : {}),
    ...(seconds === 0 ? {} : { validity_period: Math.max(seconds, 60) }),
    ...(first?.flash === true ? { destaddr: 'DISPLAY' } : {}),
    ...(callback === undefined ? {} : { callback_url: callback }),
  }
  const headers = {
    authorization: basic(settings.token, ''),
    'content-type': 'application/json',
  }
  return { method: 'POST', path: '/mtsms', headers, body: JSON.stringify(body) }
}

function outcomesOf(
  answer: HttpAnswer,
  messages: readonly Outgoing[],
  now: number,
): readonly Outcome[] {
  const said = readJson(answer.body)
  const ids = listAt(said, 'ids').map(String)
  if (answer.status === 200 && ids.length > 0) {
    const price = Number(textAt(said, 'usage.total_cost') || 'NaN') / messages.length
    const currency = textAt(said, 'usage.currency')
    const charged =
      Number.isFinite(price) && currency !== '' ? { charged: { price, currency } } : {}
    return messages.map(({ phone }, index) => ({
      kind: 'accepted',
      references: [`${ids[index] ?? ids[0] ?? ''} ${withoutPlus(phone)}`],
      ...charged,
    }))
  }
  const outcome = refused(answer, said, now)
  return messages.map(() => outcome)
}

/** Codes that end in 06 and 09 say that something ran out for a moment. */
function refused(answer: HttpAnswer, said: unknown, now: number): Outcome {
  const code = textAt(said, 'code')
  const isPassing = /^0x..0[69]$/i.test(code)
  const verdict = isPassing ? 'temporary' : verdictIn(errors, code)
  const variables = listAt(said, 'variables').map(String)
  const words = textAt(said, 'message').replace(
    /%(\d)/g,
    (_, n: string) => variables[Number(n) - 1] ?? '',
  )
  const reason = `${code || answer.status} ${words || excerpt(answer.body)}`.trim()
  return refusal(verdict ?? verdictOfStatus(answer.status), reason, answer, now)
}

const fates: Readonly<Record<string, Report['fate']>> = {
  BUFFERED: 'buffered',
  DELIVERED: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'undelivered',
  SKIPPED: 'undelivered',
  UNDELIVERABLE: 'undelivered',
  REJECTED: 'undelivered',
}

function fateIn(said: unknown, reference: string, now: number): Report | undefined {
  const [, phone] = reference.split(' ')
  const records = Array.isArray(said) ? said : [said]
  const recipient = records
    .flatMap((one) => listAt(one, 'recipients'))
    .find((one) => textAt(one, 'msisdn') === phone)
  const fate = fates[textAt(recipient, 'dsnstatus')]
  if (fate === undefined) return undefined
  const reason = textAt(recipient, 'dsnerror')
  return { reference, fate, at: now, ...(reason === '' ? {} : { reason }) }
}

function webhookOf({ signing_secret: secret }: Settings): NonNullable<Provider['webhook']> {
  if (secret === '')
    return { read: ({ body, now }) => newsOf(readJson(body.toString('utf8')), now) }
  return {
    proof: (request) => signatureFault(secret, request),
    read: ({ headers, now }) => newsOf(signedPart(headers['x-gwapi-signature'] ?? '', 1), now),
  }
}

/** RFC 7519 with HS256; the header must not choose another algorithm. */
export function signatureFault(secret: string, { headers }: WebhookRequest): string | undefined {
  const token = headers['x-gwapi-signature'] ?? ''
  const [head = '', payload = '', signature = ''] = token.split('.')
  const digest = createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url')
  const isRight = isSame(signature, digest) && textAt(signedPart(token, 0), 'alg') === 'HS256'
  return isRight ? undefined : 'X-Gwapi-Signature is wrong'
}

function signedPart(token: string, index: number): unknown {
  return readJson(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8'))
}

function newsOf(said: unknown, now: number): WebhookNews | undefined {
  const [id, msisdn] = [textAt(said, 'id'), textAt(said, 'msisdn')]
  if (id === '' || msisdn === '') return undefined
  const to = textAt(said, 'receiver')
  if (to === '') return reportOf(said, `${id} ${msisdn}`, now)
  const message = {
    reference: id,
    phone: withPlus(msisdn),
    to: withPlus(to),
    text: textAt(said, 'message'),
    at: timeOf(textAt(said, 'senttime'), now),
  }
  return { incoming: [message] }
}

function reportOf(said: unknown, reference: string, now: number): WebhookNews | undefined {
  const status = textAt(said, 'status')
  if (status === '') return undefined
  const fate = fates[status]
  if (fate === undefined) return {}
  const id = Number(textAt(said, 'userref'))
  const why = [textAt(said, 'code'), textAt(said, 'error')].filter(Boolean).join(' ')
  const isFailure = fate === 'undelivered' || fate === 'expired'
  const report = {
    reference,
    fate,
    at: timeOf(textAt(said, 'time'), now),
    ...(isFailure ? { reason: why === '' ? status : why } : {}),
    ...(id > 0 ? { id } : {}),
  }
  return { reports: [report] }
}
