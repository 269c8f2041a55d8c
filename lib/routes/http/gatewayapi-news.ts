// What GatewayAPI calls us with: reports and messages as JSON, which a call carries again as a signed JWT.
// Where a secret is set, only what is inside that counts.
import { createHmac } from 'node:crypto'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { readJson, textAt, timeOf, withPlus } from './fields.ts'
import { reporting, type Fates } from './news.ts'
import { isSame } from './proof.ts'
import type { Provider } from './provider.ts'

export const fates: Fates = {
  BUFFERED: 'buffered',
  DELIVERED: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'undelivered',
  SKIPPED: 'undelivered',
  UNDELIVERABLE: 'undelivered',
  REJECTED: 'undelivered',
}

export function webhookOf(secret: string): NonNullable<Provider['webhook']> {
  if (secret === '')
    return { read: ({ body, now }) => newsOf(readJson(body.toString('utf8')), now) }
  return {
    proof: (request) => signatureFault(secret, request),
    read: ({ headers, now }) => newsOf(signedPart(headers['x-gwapi-signature'] ?? '', 1), now),
  }
}

/** RFC 7519 with HS256; the header must not choose another algorithm. */
export function signatureFault(secret: string, { headers }: WebhookRequest): string | undefined {
  const token = headers['x-gwapi-signature'] ?? ''
  const [head = '', payload = '', signature = ''] = token.split('.')
  const digest = createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url')
  const isRight = isSame(signature, digest) && textAt(signedPart(token, 0), 'alg') === 'HS256'
  return isRight ? undefined : 'X-Gwapi-Signature is wrong'
}

function signedPart(token: string, index: number): unknown {
  return readJson(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8'))
}

function newsOf(said: unknown, now: number): WebhookNews | undefined {
  const [id, msisdn] = [textAt(said, 'id'), textAt(said, 'msisdn')]
  if (id === '' || msisdn === '') return undefined
  const to = textAt(said, 'receiver')
  if (to === '') return reportIn(said, `${id} ${msisdn}`, now)
  const message = {
    reference: id,
    phone: withPlus(msisdn),
    to: withPlus(to),
    text: textAt(said, 'message'),
    at: timeOf(textAt(said, 'senttime'), now),
  }
  return { incoming: [message] }
}

function reportIn(said: unknown, reference: string, now: number): WebhookNews | undefined {
  const status = textAt(said, 'status')
  if (status === '') return undefined
  const why = [textAt(said, 'code'), textAt(said, 'error')].filter(Boolean).join(' ')
  return reporting({
    reference,
    fate: fates[status],
    at: timeOf(textAt(said, 'time'), now),
    id: textAt(said, 'userref'),
    reason: why === '' ? status : why,
  })
}
