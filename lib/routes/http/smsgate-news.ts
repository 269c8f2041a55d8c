// What SMSGate calls us with: one event a call, signed with its time.
import { createHmac } from 'node:crypto'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { readJson, textAt, timeOf, valueAt, withPlus } from './fields.ts'
import { reporting, type Fates } from './news.ts'
import { isOfNow, isSame } from './proof.ts'

export function signatureFault(key: string, request: WebhookRequest): string | undefined {
  const { headers, body, now } = request
  const timestamp = headers['x-timestamp'] ?? ''
  const digest = createHmac('sha256', key).update(body).update(timestamp).digest('hex')
  if (!isSame((headers['x-signature'] ?? '').toLowerCase(), digest)) return 'X-Signature is wrong'
  return isOfNow(timestamp, now) ? undefined : 'X-Timestamp is not now'
}

/** By what happened to the message; its time stands in deliveredAt, failedAt, cancelledAt. */
const fates: Fates = { delivered: 'delivered', failed: 'undelivered', cancelled: 'undelivered' }

/** `number` is that of the SIM, where the phone does not know it. */
export function newsOf({ body, now }: WebhookRequest, number: string): WebhookNews | undefined {
  const event = readJson(body.toString('utf8'))
  const [own, name] = [textAt(event, 'id'), textAt(event, 'event')]
  if (own === '' || name === '') return undefined
  const payload = valueAt(event, 'payload')
  const said = (field: string): string => textAt(payload, field)
  const at = (field: string): number => timeOf(said(field), now)
  if (name === 'sms:received') {
    const [phone, to] = [said('sender') || said('phoneNumber'), said('recipient') || number]
    const message = { phone: withPlus(phone), to: withPlus(to), text: said('message') }
    return { incoming: [{ reference: own, ...message, at: at('receivedAt') }] }
  }
  const [, happened = ''] = /^sms:(\w+)$/.exec(name) ?? []
  const reference = said('messageId')
  return reporting({
    reference,
    fate: fates[happened],
    at: at(`${happened}At`),
    id: /^sms-(\d+)-[0-9a-f]{12}$/.exec(reference)?.[1],
    reason: said('reason') || happened,
  })
}
