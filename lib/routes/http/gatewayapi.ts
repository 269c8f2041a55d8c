// GatewayAPI (OnlineCity): one text for many phones in a call, as many as dispatch hands over at once. One id
// may stand for them all, so a reference is id and phone.
import { setting, type Values } from '../../config/table.ts'
import { oneOf } from '../../config/types.ts'
import type { Outcome, Report } from '../route.ts'
import { basic, getCall, postJson, within } from './calls.ts'
import { listAt, readJson, textAt, textsAt, withoutPlus } from './fields.ts'
import { fates, webhookOf } from './gatewayapi-news.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { reportOf } from './news.ts'
import type { Batch, ProviderType } from './provider.ts'
import { credential, senderSetting, token, urlSetting } from './settings.ts'
import { refused, type VerdictTable } from './verdicts.ts'

const table = {
  url: urlSetting('https://gatewayapi.com/rest'),
  token: token('The API token.'),
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
  phone: ['0x0214'],
  configuration: [
    ...['0x0210', '0x0211', '0x0212', '0x0213', '0x0216', '0x0218', '0x0219', '0x021A', '0x021D'],
    ...['0x021E', '0x0221', '0x0223', '0x0224', '0x0225', '0x0226', '0x0229', '0x022A', '0x0311'],
  ],
}

export const gatewayapi: ProviderType<typeof table> = {
  name: 'gatewayapi',
  settings: table,
  needs: [['token']],
  build: (settings, { clock }) => ({
    url: settings.url,
    capabilities: { flash: true, validity: true, senderName: true, senderNumber: true },
    // It takes ten times as many, and 40 connections from an address.
    perCall: 1_000,
    connections: 40,
    call: (messages, callback) => callOf(settings, messages, callback),
    read: (answer, messages) => outcomesOf(answer, messages, clock()),
    fate: {
      call: (reference) => {
        const [id = ''] = reference.split(' ')
        return getCall(`/mtsms/${encodeURIComponent(id)}`, basic(settings.token, ''))
      },
      read: (answer, reference) => fateIn(readJson(answer.body), reference, clock()),
    },
    webhook: webhookOf(settings.signing_secret),
  }),
}

function callOf(settings: Settings, messages: Batch, callback: string | undefined): HttpCall {
  const [first] = messages
  const sender = withoutPlus(first.sender ?? settings.sender)
  const body = {
    message: first.text,
    recipients: messages.map(({ phone }) => ({ msisdn: withoutPlus(phone) })),
    encoding: first.encoding === 'ucs2' ? 'UCS2' : 'UTF8',
    class: settings.class,
    priority: settings.urgency.toUpperCase(),
    max_parts: 255,
    sender: sender === '' ? undefined : sender,
    userref: messages.length === 1 ? String(first.id) : undefined,
    validity_period: within(first.validity, { unit: 1_000, least: 60 }),
    destaddr: first.flash ? 'DISPLAY' : undefined,
    callback_url: callback,
  }
  return postJson('/mtsms', body, basic(settings.token, ''))
}

function outcomesOf(answer: HttpAnswer, messages: Batch, now: number): readonly Outcome[] {
  const said = readJson(answer.body)
  const ids = textsAt(said, 'ids').filter(Boolean)
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
  const outcome = refusedAs(answer, said, now)
  return messages.map(() => outcome)
}

/** Codes that end in 06 and 09 say that something ran out for a moment. */
function refusedAs(answer: HttpAnswer, said: unknown, now: number): Outcome {
  const code = textAt(said, 'code')
  const table = /^0x..0[69]$/i.test(code) ? { temporary: [code] } : errors
  const variables = textsAt(said, 'variables')
  const words = textAt(said, 'message').replace(
    /%(\d)/g,
    (_, n: string) => variables[Number(n) - 1] ?? '',
  )
  return refused(answer, now, table, { code, words })
}

function fateIn(said: unknown, reference: string, at: number): Report | undefined {
  const [, phone] = reference.split(' ')
  const recipient = (Array.isArray(said) ? said : [said])
    .flatMap((one) => listAt(one, 'recipients'))
    .find((one) => textAt(one, 'msisdn') === phone)
  const fate = fates[textAt(recipient, 'dsnstatus')]
  return reportOf({ reference, fate, at, reason: textAt(recipient, 'dsnerror') })
}
