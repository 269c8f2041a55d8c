// websms, now LINK Mobility Austria: JSON over REST, with every answer in an HTTP 200.
//
// One phone in a call: a list gets a single transferId, and its reports do not say for whom they are.
// It signs nothing.
import { setting, type Values } from '../../config/table.ts'
import { oneOf, whole } from '../../config/types.ts'
import type { Outcome, Outgoing } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { bearerOrBasic, postJson, within } from './calls.ts'
import { readJson, textAt, timeOf, withPlus, withoutPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { reporting, type Fates } from './news.ts'
import type { ProviderType } from './provider.ts'
import { credential, senderSetting, token, urlSetting } from './settings.ts'
import { refused, type VerdictTable } from './verdicts.ts'

const table = {
  url: urlSetting('https://api.linkmobility.eu/rest'),
  token: token('The access token; or user and password.'),
  user: credential('The user, where there is no token.'),
  password: credential('Its password.'),
  sender: senderSetting,
  category: setting(
    oneOf('informational', 'advertisement', 'personal'),
    'informational',
    'What kind of messages they are.',
  ),
  urgency: setting(whole(0, 9), '5', 'Their priority at the provider.'),
} as const

const errors: VerdictTable = {
  opted_out: ['4030', '4031'],
  rate: ['4012', '4023', '4024'],
  configuration: ['4001', '4003', '4013-4016', '4018', '4020-4022', '4035', '4040', '4041'],
  permanent: ['4000', '4002', '4004', '4008', '4009', '4017', '4019', '4025-4029', '4042', '4043'],
  temporary: ['5000', '5003'],
}

export const websms: ProviderType<typeof table> = {
  name: 'websms',
  settings: table,
  needs: [['token'], ['user', 'password']],
  build: (settings, { clock }) => ({
    url: settings.url,
    capabilities: { flash: true, validity: true, senderName: true, senderNumber: true },
    call: ([message], callback) => callOf(settings, message, callback),
    read: (answer) => [outcomeOf(answer, clock())],
    webhook: { read: newsOf },
  }),
}

function callOf(
  settings: Values<typeof table>,
  message: Outgoing,
  callback: string | undefined,
): HttpCall {
  const sender = message.sender ?? settings.sender
  const body = {
    messageContent: message.text,
    recipientAddressList: [withoutPlus(message.phone)],
    clientMessageId: String(message.id),
    contentCategory: settings.category,
    priority: settings.urgency,
    maxSmsPerMessage: 0,
    ...(sender === '' ? {} : senderOf(sender)),
    sendAsFlashSms: message.flash ? true : undefined,
    validityPeriode: within(message.validity, { unit: 1_000, least: 60, most: 259_200 }),
    notificationCallbackUrl: callback,
  }
  return postJson('/smsmessaging/text', body, bearerOrBasic(settings))
}

function senderOf(sender: string): { senderAddress: string; senderAddressType: string } {
  const digits = withoutPlus(sender)
  if (!/^\d+$/.test(digits)) return { senderAddress: sender, senderAddressType: 'alphanumeric' }
  const senderAddressType = digits.length < 7 ? 'shortcode' : 'international'
  return { senderAddress: digits, senderAddressType }
}

function outcomeOf(answer: HttpAnswer, now: number): Outcome {
  const said = readJson(answer.body)
  const [code, id] = [textAt(said, 'statusCode'), textAt(said, 'transferId')]
  const parts = Number(textAt(said, 'smsCount'))
  if (/^200[012]$/.test(code) && id !== '')
    return { kind: 'accepted', references: [id], ...(parts > 0 ? { charged: { parts } } : {}) }
  return refused(answer, now, errors, { code, words: textAt(said, 'statusMessage') })
}

// `undelivered` is not the end: the network tries again.
const fates: Fates = {
  delivered: 'delivered',
  undelivered: 'buffered',
  expired: 'expired',
  deleted: 'undelivered',
  rejected: 'undelivered',
}

const taken = {
  type: 'application/json',
  body: '{"statusCode":2000,"statusMessage":"OK"}',
}

function newsOf({ body, now }: WebhookRequest): WebhookNews | undefined {
  const said = readJson(body.toString('utf8'))
  switch (textAt(said, 'messageType')) {
    case 'deliveryReport':
      return { ...reportOf(said, now), answer: taken }
    case 'text':
      return { ...messageOf(said, now), answer: taken }
    case 'binary':
      return { answer: taken }
    default:
      return undefined
  }
}

function reportOf(said: unknown, now: number): WebhookNews {
  const status = textAt(said, 'deliveryReportMessageStatus')
  return reporting({
    reference: textAt(said, 'transferId'),
    fate: fates[status],
    at: timeOf(textAt(said, 'deliveredOn') || textAt(said, 'sentOn'), now),
    id: textAt(said, 'clientMessageId'),
    reason: status,
  })
}

function messageOf(said: unknown, at: number): WebhookNews {
  const [reference, phone] = [textAt(said, 'notificationId'), textAt(said, 'senderAddress')]
  if (reference === '') return {}
  const isNumber = textAt(said, 'senderAddressType') === 'international'
  return {
    incoming: [
      {
        reference,
        phone: isNumber ? withPlus(phone) : phone,
        to: withPlus(textAt(said, 'recipientAddress')),
        text: textAt(said, 'textMessageContent'),
        at,
      },
    ],
  }
}
