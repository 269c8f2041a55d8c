// 46elks: a form, one phone in a call. Reports bring our id back in the query of the callback. It
// signs nothing, and would send the body of our answer to a phone as an SMS: so that is empty.
import { setting, type Values } from '../../config/table.ts'
import { flag, text } from '../../config/types.ts'
import type { Outcome, Outgoing } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { basic, getCall, postForm, withQuery } from './calls.ts'
import { readForm, readJson, textAt, timeOf, withPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { reporting, reportOf, type Fates, type Said } from './news.ts'
import type { ProviderType } from './provider.ts'
import { credential, senderSetting, urlSetting } from './settings.ts'
import { refused } from './verdicts.ts'

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
  needs: [['user', 'password', 'sender']],
  build: (settings, { clock }) => ({
    url: settings.url,
    capabilities: { flash: true, validity: false, senderName: true, senderNumber: true },
    call: ([message], callback) => callOf(settings, message, callback),
    read: (answer) => [outcomeOf(settings, answer, clock())],
    fate: {
      call: (reference) =>
        getCall(`/sms/${encodeURIComponent(reference)}`, basic(settings.user, settings.password)),
      read: ({ body }) => {
        const said = readJson(body)
        return reportOf(saidIn((name) => textAt(said, name), clock()))
      },
    },
    webhook: { read: newsOf },
  }),
}

function callOf(
  { user, password, sender, log_texts: mayLog }: Settings,
  message: Outgoing,
  callback: string | undefined,
): HttpCall {
  const fields = {
    from: message.sender ?? sender,
    to: message.phone,
    message: message.text,
    flashsms: message.flash ? 'yes' : undefined,
    whendelivered: withQuery(callback, { id: String(message.id) }),
    dontlog: mayLog ? undefined : 'message',
  }
  return postForm('/sms', fields, basic(user, password))
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
    const [parts, cost] = ['parts', 'cost'].map((name) => Number(textAt(said, name) || 'NaN'))
    const charged = {
      ...(parts !== undefined && parts > 0 ? { parts } : {}),
      ...(cost !== undefined && Number.isFinite(cost) && currency !== ''
        ? { price: cost / costUnit, currency }
        : {}),
    }
    return { kind: 'accepted', references: [id], charged }
  }
  return refused(answer, now)
}

const fates: Fates = {
  delivered: 'delivered',
  failed: 'undelivered',
}

function saidIn(field: (name: string) => string, now: number): Said {
  const time = field('delivered')
  return {
    reference: field('id'),
    fate: fates[field('status')],
    at: time === '' ? now : timeOf(/Z$/.test(time) ? time : `${time}Z`, now),
    reason: 'the provider could not deliver it',
  }
}

function newsOf({ query, body, now }: WebhookRequest): WebhookNews | undefined {
  const fields = readForm(body)
  const { id: reference = '', direction, from = '', to = '', message, status } = fields
  if (reference === '') return undefined
  if (direction === 'incoming' && message !== undefined)
    return {
      incoming: [{ reference, phone: withPlus(from), to: withPlus(to), text: message, at: now }],
    }
  if (status === undefined) return undefined
  return reporting({
    ...saidIn((name) => fields[name] ?? '', now),
    id: query.get('id') ?? '',
  })
}
