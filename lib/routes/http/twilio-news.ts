// What Twilio calls us with: a form for each report and each message.
import type { Report } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { readForm, withPlus } from './fields.ts'
import { reporting, type Fates } from './news.ts'

const fates: Fates = {
  sending: 'buffered',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  partially_delivered: 'undelivered',
  failed: 'undelivered',
  canceled: 'undelivered',
}

export function fateOf(
  status: string,
  error: string,
): Pick<Report, 'reason' | 'optedOut'> & {
  readonly fate: Report['fate'] | undefined
} {
  const fate = fates[status]
  if (fate === undefined || fate === 'buffered' || fate === 'delivered') return { fate }
  return {
    // The queue ran over.
    fate: error === '30001' ? 'expired' : fate,
    reason: error === '' ? status : `${status}, Twilio error ${error}`,
    optedOut: error === '21610',
  }
}

const twiml = { type: 'text/xml', body: '<Response/>' }

export function newsOf({ query, body, now }: WebhookRequest): WebhookNews | undefined {
  const fields = readForm(body)
  const { MessageSid: reference = '', From: from = '', To: to = '', Body: text } = fields
  const { MessageStatus: status, ErrorCode: error = '' } = fields
  const media = Object.keys(fields).filter((name) => name.startsWith('MediaContentType'))
  if (reference === '') return undefined
  if (status !== undefined)
    return reporting({
      ...{ reference, at: now, id: query.get('id') ?? '' },
      ...fateOf(status, error),
    })
  if (from === '' || text === undefined) return undefined
  const pictures =
    media.length === 0 ? '' : `[MMS: ${media.map((name) => fields[name]).join(', ')}]`
  const message = {
    ...{ reference, phone: withPlus(from), to: withPlus(to), at: now },
    text: [text, pictures].filter((part) => part !== '').join('\n'),
  }
  return { incoming: [message], answer: twiml }
}
