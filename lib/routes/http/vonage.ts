// Vonage's SMS API: a form, one phone in a call, an id for each part. Long messages from phones come
// part by part and are joined by us.
//
// A call to us is signed over its sorted fields where the account has a signature secret, and then
// has to be of now.
import { createHash, createHmac } from 'node:crypto'
import { setting, type Values } from '../../config/table.ts'
import { oneOf } from '../../config/types.ts'
import type { Incoming, Outcome, Outgoing, Report } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import {
  excerpt,
  listAt,
  readFlat,
  readForm,
  readJson,
  textAt,
  timeOf,
  withPlus,
  withoutPlus,
} from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { isSame } from './is-same.ts'
import { credential, form, senderSetting, urlSetting } from './provider.ts'
import type { Provider, ProviderType } from './provider.ts'
import { refusal, verdictIn, verdictOfStatus, type VerdictTable } from './verdicts.ts'

const table = {
  url: urlSetting('https://rest.nexmo.com/sms'),
  key: credential('The API key.'),
  secret: credential('The API secret.'),
  sender: senderSetting,
  signature_secret: credential('The signature secret of the account.'),
  signature_method: setting(
    oneOf('md5hash', 'md5', 'sha1', 'sha256', 'sha512'),
    'md5hash',
    'How the account signs: the plain MD5 hash, or an HMAC.',
  ),
} as const

type Settings = Values<typeof table>

const errors: VerdictTable = {
  rate: ['1', '10'],
  temporary: ['5'],
  configuration: ['4', '8', '9', '11', '14', '15', '22', '23', '29', '32'],
  permanent: ['2', '3', '6', '7', '12', '33'],
}

export const vonage: ProviderType<typeof table> = {
  name: 'vonage',
  settings: table,
  build(settings, { clock }, complain) {
    if (settings.sender === '') {
      complain('sender', 'this provider wants one for messages that have none of their own')
      return undefined
    }
    return {
      url: settings.url,
      capabilities: { flash: true, validity: true, senderName: true, senderNumber: true },
      call: ([message], callback) => callOf(settings, message, callback),
      read: (answer, messages) => messages.map(() => outcomeOf(answer, clock())),
      webhook: webhookOf(settings),
    }
  },
}

const [shortest, longest] = [20_000, 604_800_000]

function callOf(
  { key, secret, sender }: Settings,
  message: Outgoing | undefined,
  callback: string | undefined,
): HttpCall {
  const validity = message?.validity
  const body = form({
    api_key: key,
    api_secret: secret,
    from: withoutPlus(message?.sender ?? sender),
    to: withoutPlus(message?.phone ?? ''),
    text: message?.text,
    type: message?.encoding === 'ucs2' ? 'unicode' : 'text',
    ttl:
      validity === undefined
        ? undefined
        : String(Math.min(Math.max(Math.round(validity), shortest), longest)),
    'message-class': message?.flash === true ? '0' : undefined,
    'client-ref': String(message?.id),
    'status-report-req': callback === undefined ? 'false' : 'true',
    callback,
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return { method: 'POST', path: '/json', headers, body }
}

/** A message for each part: when one is refused behind others, those are out. */
function outcomeOf(answer: HttpAnswer, now: number): Outcome {
  const parts = listAt(readJson(answer.body), 'messages')
  const failed = parts.find((part) => textAt(part, 'status') !== '0')
  const sent = parts.filter((part) => textAt(part, 'status') === '0')
  const references = sent.map((part) => textAt(part, 'message-id')).filter(Boolean)
  if (failed === undefined && references.length > 0) {
    const price = sent.reduce<number>((sum, part) => sum + Number(textAt(part, 'message-price')), 0)
    return { kind: 'accepted', references, charged: { parts: sent.length, price, currency: 'EUR' } }
  }
  const code = textAt(failed, 'status')
  const words = textAt(failed, 'error-text') || excerpt(answer.body)
  const reason = `${code || answer.status} ${words}`.trim()
  if (references.length > 0) return { kind: 'unknown', reason, references }
  return refusal(verdictIn(errors, code) ?? verdictOfStatus(answer.status), reason, answer, now)
}

function webhookOf(settings: Settings): NonNullable<Provider['webhook']> {
  const { signature_secret: secret, signature_method: method } = settings
  return {
    ...(secret === '' ? {} : { proof: (request) => signatureFault(secret, method, request) }),
    read: newsOf,
  }
}

function fieldsOf({ query, headers, body }: WebhookRequest): Record<string, string> {
  const source = body.toString('utf8')
  if (source === '') return readForm(query)
  if (!/json/i.test(headers['content-type'] ?? '')) return readForm(source)
  return readFlat(readJson(source))
}

const clockSkew = 300_000

export function signatureFault(
  secret: string,
  method: Settings['signature_method'],
  request: WebhookRequest,
): string | undefined {
  const { sig = '', ...fields } = fieldsOf(request)
  if (!isSame(sig.toLowerCase(), signature(secret, method, fields))) return 'sig is wrong'
  const isNow = Math.abs(Number(fields['timestamp']) * 1_000 - request.now) <= clockSkew
  return isNow ? undefined : 'timestamp is not now'
}

function signature(
  secret: string,
  method: Settings['signature_method'],
  fields: Record<string, string>,
): string {
  const signed = Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `&${name}=${value.replace(/[&=]/g, '_')}`)
    .join('')
  return method === 'md5hash'
    ? createHash('md5')
        .update(signed + secret)
        .digest('hex')
    : createHmac(method, secret).update(signed).digest('hex')
}

function newsOf(request: WebhookRequest): WebhookNews | undefined {
  const fields = fieldsOf(request)
  const { messageId: reference = '', msisdn, text, status } = fields
  if (reference === '' || msisdn === undefined) return undefined
  const at = timeOf(`${fields['message-timestamp'] ?? ''}Z`, request.now)
  if (status !== undefined) return reportOf(fields, reference, status, at)
  return text === undefined ? {} : { incoming: [messageOf(fields, reference, at)] }
}

const fates: Readonly<Record<string, Report['fate']>> = {
  buffered: 'buffered',
  delivered: 'delivered',
  expired: 'expired',
  failed: 'undelivered',
  rejected: 'undelivered',
}

function reportOf(
  fields: Record<string, string>,
  reference: string,
  status: string,
  at: number,
): WebhookNews {
  const fate = fates[status]
  if (fate === undefined) return {}
  const id = Number(fields['client-ref'])
  const isFailure = fate === 'undelivered' || fate === 'expired'
  const reason = `${status}, Vonage error ${fields['err-code'] ?? '?'}`
  return {
    reports: [{ reference, fate, at, ...(isFailure ? { reason } : {}), ...(id > 0 ? { id } : {}) }],
  }
}

function messageOf(fields: Record<string, string>, reference: string, at: number): Incoming {
  const [ref, total, seq] = ['concat-ref', 'concat-total', 'concat-part'].map((name) =>
    Number(fields[name]),
  )
  const part =
    fields['concat'] === 'true' && ref !== undefined && total !== undefined && seq !== undefined
      ? { part: { ref, refBits: ref > 255 ? (16 as const) : (8 as const), total, seq } }
      : {}
  return {
    reference,
    phone: withPlus(fields['msisdn'] ?? ''),
    to: withPlus(fields['to'] ?? ''),
    text: fields['text'] ?? '',
    at,
    ...part,
  }
}
