// Twilio Programmable Messaging. Reports bring our id back in the query of the callback; calls are
// signed over the URL and the sorted form (X-Twilio-Signature).
//
// There is no reference of ours to ask by: an uncertain message is looked for among those to its phone
// by its text and time.
import { createHash, createHmac } from 'node:crypto'
import { setting, type Values } from '../../config/table.ts'
import { text } from '../../config/types.ts'
import type { Asked, Outcome, Outgoing, Report } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { excerpt, listAt, readForm, readJson, textAt, timeOf, withPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { isSame } from './is-same.ts'
import { basic, credential, form, senderSetting, urlSetting, withQuery } from './provider.ts'
import type { Provider, ProviderType } from './provider.ts'
import { refusal, verdictIn, verdictOfStatus, type VerdictTable } from './verdicts.ts'

const sid = (what: string, letters: string) =>
  text(what, new RegExp(`^(${letters}[0-9a-zA-Z]{32})?$`))

const table = {
  url: urlSetting('https://api.twilio.com'),
  account: setting(sid('an SID that begins with AC', 'AC'), '', 'The SID of the account.'),
  token: credential('Its auth token: it signs their calls, also where an API key sends.'),
  key: setting(sid('an SID that begins with SK', 'SK'), '', 'An API key that sends in its place.'),
  key_secret: credential('The secret of the API key.'),
  service: setting(
    sid('an SID that begins with MG', 'MG'),
    '',
    'The messaging service that chooses a sender where the message has none.',
  ),
  sender: senderSetting,
} as const

type Settings = Values<typeof table>

const errors: VerdictTable = {
  opted_out: ['21610'],
  permanent: [
    '21211',
    '21214',
    '21217',
    '21421',
    '21602',
    '21604',
    '21612',
    '21614',
    '21617',
    '30004',
    '30006',
  ],
  rate: ['20429', '21611', '30001'],
  temporary: ['21730', '20503'],
  configuration: [
    '20003',
    '20404',
    '21212',
    '21408',
    '21603',
    '21606',
    '21608',
    '21659-21661',
    '21703-21705',
    '30002',
  ],
}

export const twilio: ProviderType<typeof table> = {
  name: 'twilio',
  settings: table,
  build: (settings, { clock }) => ({
    url: settings.url,
    // Body holds 1,600 characters.
    capabilities: {
      flash: false,
      validity: true,
      senderName: true,
      senderNumber: true,
      maxParts: 10,
    },
    call: ([message], callback) => callOf(settings, message, callback),
    read: (answer, messages) => messages.map(() => outcomeOf(answer, clock())),
    lookUp: {
      call: ({ phone }) => get(settings, `.json?${form({ To: phone, PageSize: '50' })}`),
      read: (answer, asked) => found(answer, asked, clock()),
    },
    fate: {
      call: (reference) => get(settings, `/${encodeURIComponent(reference)}.json`),
      read: (answer) => reportOf(fieldsOfMessage(readJson(answer.body)), undefined, clock()),
    },
    webhook: webhookOf(settings),
  }),
}

function authorization({ account, token, key, key_secret: secret }: Settings): string {
  return key === '' ? basic(account, token) : basic(key, secret)
}

function resource({ account }: Settings): string {
  return `/2010-04-01/Accounts/${account}/Messages`
}

function get(settings: Settings, rest: string): HttpCall {
  const headers = { authorization: authorization(settings) }
  return { method: 'GET', path: resource(settings) + rest, headers }
}

function callOf(
  settings: Settings,
  message: Outgoing | undefined,
  callback: string | undefined,
): HttpCall {
  const { service, sender } = settings
  const from = message?.sender ?? (sender === '' ? undefined : sender)
  const seconds = Math.round((message?.validity ?? 0) / 1_000)
  const body = form({
    To: message?.phone,
    ...(from === undefined && service !== '' ? { MessagingServiceSid: service } : { From: from }),
    Body: message?.text,
    ValidityPeriod: seconds === 0 ? undefined : String(Math.min(Math.max(seconds, 1), 36_000)),
    StatusCallback: withQuery(callback, { id: String(message?.id) }),
  })
  const headers = {
    authorization: authorization(settings),
    'content-type': 'application/x-www-form-urlencoded',
  }
  return { method: 'POST', path: `${resource(settings)}.json`, headers, body }
}

function outcomeOf(answer: HttpAnswer, now: number): Outcome {
  const said = readJson(answer.body)
  const id = textAt(said, 'sid')
  if (answer.status < 300 && id !== '') return acceptedAs(said, id)
  const code = textAt(said, 'code')
  const verdict = verdictIn(errors, code) ?? verdictOfStatus(answer.status)
  const words = textAt(said, 'message') || excerpt(answer.body)
  return refusal(verdict, `${code || answer.status} ${words}`.trim(), answer, now)
}

/** `num_segments` is 0 and `price` null while a messaging service has not chosen yet. */
function acceptedAs(said: unknown, id: string): Outcome {
  const parts = Number(textAt(said, 'num_segments'))
  const price = Math.abs(Number(textAt(said, 'price') || 'NaN'))
  const currency = textAt(said, 'price_unit')
  const charged = {
    ...(parts > 0 ? { parts } : {}),
    ...(Number.isFinite(price) && currency !== '' ? { price, currency } : {}),
  }
  return { kind: 'accepted', references: [id], charged }
}

const [before, after] = [5_000, 120_000]

/** Made about when ours was handed on, with its text; one that is not there after a while never came. */
function found(answer: HttpAnswer, asked: Asked, now: number): Outcome | undefined {
  if (answer.status !== 200) return undefined
  const messages = listAt(readJson(answer.body), 'messages').filter((one) => {
    const made = timeOf(textAt(one, 'date_created'), NaN)
    const isThen = made >= asked.at - before && made <= asked.at + after
    return isThen && textAt(one, 'body') === asked.text
  })
  const [only] = messages
  if (messages.length === 1) return acceptedAs(only, textAt(only, 'sid'))
  return messages.length === 0 && now > asked.at + after
    ? { kind: 'temporary', reason: 'Twilio never had it' }
    : undefined
}

function fieldsOfMessage(said: unknown): Record<string, string> {
  return {
    MessageSid: textAt(said, 'sid'),
    MessageStatus: textAt(said, 'status'),
    ErrorCode: textAt(said, 'error_code'),
  }
}

const fates: Readonly<Record<string, Report['fate']>> = {
  sending: 'buffered',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  partially_delivered: 'undelivered',
  failed: 'undelivered',
  canceled: 'undelivered',
}

function reportOf(
  fields: Record<string, string>,
  id: number | undefined,
  at: number,
): Report | undefined {
  const { MessageSid: reference = '', MessageStatus: status = '', ErrorCode: code = '' } = fields
  const said = fates[status]
  if (said === undefined || reference === '') return undefined
  // The queue ran over.
  const fate = said === 'undelivered' && code === '30001' ? 'expired' : said
  const isFailure = fate === 'undelivered' || fate === 'expired'
  return {
    reference,
    fate,
    at,
    ...(id === undefined ? {} : { id }),
    ...(isFailure ? { reason: code === '' ? status : `${status}, Twilio error ${code}` } : {}),
    ...(fate === 'undelivered' && code === '21610' ? { optedOut: true } : {}),
  }
}

function webhookOf({ token }: Settings): NonNullable<Provider['webhook']> {
  return {
    ...(token === '' ? {} : { proof: (request) => signatureFault(token, request) }),
    read: newsOf,
  }
}

/** They sign the URL with or without the port that its scheme has anyway. */
export function signatureFault(token: string, request: WebhookRequest): string | undefined {
  const given = request.headers['x-twilio-signature'] ?? ''
  const withPort = request.url.replace(/^(https:\/\/[^/:]+)(?=\/)/, '$1:443')
  const isRight = [request.url, withPort].some((url) =>
    isSame(given, signature(token, url, request)),
  )
  return isRight && isBodySigned(request) ? undefined : 'X-Twilio-Signature is wrong'
}

function signature(token: string, url: string, { headers, body }: WebhookRequest): string {
  const isForm = /urlencoded/i.test(headers['content-type'] ?? '')
  const pairs = isForm ? [...new URLSearchParams(body.toString('utf8'))] : []
  const sorted = pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const signed = url + sorted.map(([name, value]) => name + value).join('')
  return createHmac('sha1', token).update(signed).digest('base64')
}

/** A body that is no form is signed by its digest in the URL. */
function isBodySigned({ headers, body, query }: WebhookRequest): boolean {
  if (body.length === 0 || /urlencoded/i.test(headers['content-type'] ?? '')) return true
  const digest = createHash('sha256').update(body).digest('hex')
  return isSame((query.get('bodySHA256') ?? '').toLowerCase(), digest)
}

const twiml = { type: 'text/xml', body: '<Response/>' }

function newsOf({ query, body, now }: WebhookRequest): WebhookNews | undefined {
  const fields = readForm(body.toString('utf8'))
  const { MessageSid: reference = '', From: from = '', To: to = '', Body: said } = fields
  if (reference === '') return undefined
  const status = fields['MessageStatus']
  if (status !== undefined) {
    const report = reportOf(fields, Number(query.get('id')) || undefined, now)
    return report === undefined ? {} : { reports: [report] }
  }
  if (from === '' || said === undefined) return undefined
  const message = { reference, phone: withPlus(from), to: withPlus(to), text: said, at: now }
  return { incoming: [message], answer: twiml }
}
