// What Vonage calls us with: a query, a form or flat JSON. Long messages from phones come part by part and
// are joined by us.
import type { Incoming } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { readFlat, readForm, readJson, timeOf, withPlus } from './fields.ts'
import { reporting, type Fates } from './news.ts'

const fates: Fates = {
  buffered: 'buffered',
  delivered: 'delivered',
  expired: 'expired',
  failed: 'undelivered',
  rejected: 'undelivered',
}

type Fields = Record<string, string>

export function fieldsOf({ query, headers, body }: WebhookRequest): Fields {
  const source = body.toString('utf8')
  if (source === '') return Object.fromEntries(query)
  if (!/json/i.test(headers['content-type'] ?? '')) return readForm(body)
  return readFlat(readJson(source))
}

export function newsOf(request: WebhookRequest): WebhookNews | undefined {
  const fields = fieldsOf(request)
  const { messageId: reference = '', msisdn, text, status } = fields
  if (reference === '' || msisdn === undefined) return undefined
  const at = timeOf(`${fields['message-timestamp'] ?? ''}Z`, request.now)
  if (status === undefined)
    return text === undefined ? {} : { incoming: [messageOf(fields, reference, at)] }
  const reason = `${status}, Vonage error ${fields['err-code'] ?? '?'}`
  return reporting({ reference, fate: fates[status], at, id: fields['client-ref'], reason })
}

function messageOf(fields: Fields, reference: string, at: number): Incoming {
  const { msisdn = '', to = '', text = '' } = fields
  const part = partOf(fields)
  return {
    ...{ reference, phone: withPlus(msisdn), to: withPlus(to), text, at },
    ...(part === undefined ? {} : { part }),
  }
}

function partOf(fields: Fields): Incoming['part'] {
  const [ref = NaN, total = NaN, seq = NaN] = ['ref', 'total', 'part'].map((name) =>
    Number(fields[`concat-${name}`]),
  )
  const isOne = [ref, total, seq].every(Number.isInteger) && ref >= 0 && seq >= 1 && seq <= total
  if (fields['concat'] !== 'true' || !isOne || ref > 65_535 || total > 255) return undefined
  return { ref, refBits: ref > 255 ? 16 : 8, total, seq }
}
