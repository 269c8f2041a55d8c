// X-Twilio-Signature: an HMAC over the URL and the sorted form.
import { createHash, createHmac } from 'node:crypto'
import type { WebhookRequest } from '../webhook.ts'
import { isSame } from './proof.ts'

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
  const pairs = isForm(headers) ? [...new URLSearchParams(body.toString('utf8'))] : []
  const sorted = pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const signed = url + sorted.map(([name, value]) => name + value).join('')
  return createHmac('sha1', token).update(signed).digest('base64')
}

/** A body that is no form is signed by its digest in the URL. */
function isBodySigned({ headers, body, query }: WebhookRequest): boolean {
  if (body.length === 0 || isForm(headers)) return true
  const digest = createHash('sha256').update(body).digest('hex')
  return isSame((query.get('bodySHA256') ?? '').toLowerCase(), digest)
}

function isForm(headers: WebhookRequest['headers']): boolean {
  return /urlencoded/i.test(headers['content-type'] ?? '')
}
