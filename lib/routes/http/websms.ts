// websms, now LINK Mobility Austria: JSON over REST, with every answer in an HTTP 200.
//
// One phone in a call: a list gets a single transferId, and its reports do not say for whom they are.
// It signs nothing.
import { setting, type Values } from '../../config/table.ts'
import { oneOf, whole } from '../../config/types.ts'
import type { Outcome, Outgoing, Report } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { excerpt, readJson, textAt, timeOf, withPlus, withoutPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { basic, credential, senderSetting, urlSetting, type ProviderType } from './provider.ts'
import { refusal, verdictIn, verdictOfStatus, type VerdictTable } from './verdicts.ts'

const table = {
  url: urlSetting('https://api.linkmobility.eu/rest'),
  token: credential('The access token; or user and password.'),
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
  build: (settings, { clock }) => ({
    url: settings.url,
    capabilities: { flash: true, validity: true, senderName: true, senderNumber: true },
    call: ([message], callback) => callOf(settings, message, callback),
    read: (answer, messages) => messages.map(() => outcomeOf(answer, clock())),
    webhook: { read: newsOf },
  }),
}

const [shortest, longest] = [60, 259_200]

function callOf(
  settings: Values<typeof table>,
  message: Outgoing | undefined,
  callback: string | undefined,
): HttpCall {
  const { token, user, password, category, urgency } = settings
  const sender = message?.sender ?? settings.sender
  const seconds = Math.round((message?.validity ?? 0) / 1_000)
  const body = {
    messageContent: message?.text,
    recipientAddressList: [withoutPlus(message?.phone ?? '')],
    clientMessageId: String(message?.id),
    contentCategory: category,
    priority: urgency,
    maxSmsPerMessage: 0,
    ...(sender === '' ? {} : senderOf(sender)),
    ...(message?.flash === true ? { sendAsFlashSms: true } : {}),
    ...(seconds === 0 ? {} : { validityPeriode: Math.min(Math.max(seconds, shortest), longest) }),
    ...(callback === undefined ? {} : { notificationCallbackUrl: callback }),
  }
  const authorization = token === '' ? basic(user, password) : `Bearer ${token}`
  const headers = { authorization, 'content-type': 'application/json' }
  return { method: 'POST', path: '/smsmessaging/text', headers, body: JSON.stringify(body) }
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
  const verdict = verdictIn(errors, code) ?? verdictOfStatus(answer.status)
  const words = textAt(said, 'statusMessage') || excerpt(answer.body)
  return refusal(verdict, `${code || answer.status} ${words}`.trim(), answer, now)
}

// `undelivered` is not the end: the network tries again.
const fates: Readonly<Record<string, Report['fate']>> = {
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
  const fate = fates[status]
  const id = Number(textAt(said, 'clientMessageId'))
  const reference = textAt(said, 'transferId')
  if (fate === undefined || reference === '') return {}
  const at = timeOf(textAt(said, 'deliveredOn') || textAt(said, 'sentOn'), now)
  const reason = fate === 'undelivered' ? { reason: status } : {}
  return { reports: [{ reference, fate, at, ...reason, ...(id > 0 ? { id } : {}) }] }
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
