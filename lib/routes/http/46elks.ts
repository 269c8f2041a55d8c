// 46elks: a form, one phone in a call. Reports bring our id back in the query of the callback. It
// signs nothing, and would send the body of our answer to a phone as an SMS: so that is empty.
import { setting, type Values } from '../../config/table.ts'
import { flag, text } from '../../config/types.ts'
import type { Outcome, Outgoing, Report } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { excerpt, readForm, readJson, textAt, timeOf, withPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { basic, credential, form, senderSetting, urlSetting, withQuery } from './provider.ts'
import type { ProviderType } from './provider.ts'
import { refusal, verdictOfStatus } from './verdicts.ts'

const table = {
  url: urlSetting('https://api.46elks.com/a1'),
  user: credential('The API username.'),
  password: credential('The API password.'),
  sender: senderSetting,
  cost_currency: setting(
    text('three letters, or nothing', /^([A-Z]{3})?$/),
    '',
    'The currency of the account, in which its answers say what a message costs.',
  ),
  log_texts: setting(flag(), 'yes', 'Whether the provider may keep the texts in its log.'),
} as const

type Settings = Values<typeof table>

export const elks: ProviderType<typeof table> = {
  name: '46elks',
  settings: table,
  build(settings, { clock }, complain) {
    if (settings.sender === '') {
      complain('sender', 'this provider wants one for messages that have none of their own')
      return undefined
    }
    return {
      url: settings.url,
      capabilities: { flash: true, validity: false, senderName: true, senderNumber: true },
      call: ([message], callback) => callOf(settings, message, callback),
      read: (answer, messages) => messages.map(() => outcomeOf(settings, answer, clock())),
      fate: {
        call: (reference) => ({
          method: 'GET',
          path: `/sms/${encodeURIComponent(reference)}`,
          headers: { authorization: basic(settings.user, settings.password) },
        }),
        read: (answer) =>
          reportOf((name) => textAt(readJson(answer.body), name), undefined, clock()),
      },
      webhook: { read: newsOf },
    }
  },
}

function callOf(
  { user, password, sender, log_texts: mayLog }: Settings,
  message: Outgoing | undefined,
  callback: string | undefined,
): HttpCall {
  const body = form({
    from: message?.sender ?? (sender === '' ? undefined : sender),
    to: message?.phone,
    message: message?.text,
    flashsms: message?.flash === true ? 'yes' : undefined,
    whendelivered: withQuery(callback, { id: String(message?.id) }),
    dontlog: mayLog ? undefined : 'message',
  })
  const headers = {
    authorization: basic(user, password),
    'content-type': 'application/x-www-form-urlencoded',
  }
  return { method: 'POST', path: '/sms', headers, body }
}

// `cost` is in ten thousandths of the currency.
const costUnit = 10_000

function outcomeOf(
  { cost_currency: currency }: Settings,
  answer: HttpAnswer,
  now: number,
): Outcome {
  const said = readJson(answer.body)
  const id = textAt(said, 'id')
  if (answer.status === 200 && id !== '') {
    const [parts, cost] = [Number(textAt(said, 'parts')), Number(textAt(said, 'cost'))]
    const price = currency === '' ? {} : { price: cost / costUnit, currency }
    return { kind: 'accepted', references: [id], charged: { parts, ...price } }
  }
  return refusal(
    verdictOfStatus(answer.status),
    `${answer.status} ${excerpt(answer.body)}`.trim(),
    answer,
    now,
  )
}

const fates: Readonly<Record<string, Report['fate']>> = {
  delivered: 'delivered',
  failed: 'undelivered',
}

function reportOf(
  field: (name: string) => string,
  id: number | undefined,
  now: number,
): Report | undefined {
  const [reference, fate] = [field('id'), fates[field('status')]]
  if (reference === '' || fate === undefined) return undefined
  const time = field('delivered')
  const at = time === '' ? now : timeOf(/Z$/.test(time) ? time : `${time}Z`, now)
  const reason = fate === 'undelivered' ? { reason: 'the provider could not deliver it' } : {}
  return { reference, fate, at, ...reason, ...(id === undefined ? {} : { id }) }
}

function newsOf({ query, body, now }: WebhookRequest): WebhookNews | undefined {
  const fields = readForm(body.toString('utf8'))
  const { id: reference = '', direction, from = '', to = '', message, status } = fields
  if (reference === '') return undefined
  if (direction === 'incoming' && message !== undefined)
    return {
      incoming: [{ reference, phone: withPlus(from), to: withPlus(to), text: message, at: now }],
    }
  if (status === undefined) return undefined
  const report = reportOf((name) => fields[name] ?? '', Number(query.get('id')) || undefined, now)
  return report === undefined ? {} : { reports: [report] }
}
