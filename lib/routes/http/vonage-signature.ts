// Vonage signs the sorted fields of a call, where the account has a signature secret; the time of the call
// is one of them.
import { createHash, createHmac } from 'node:crypto'
import type { WebhookRequest } from '../webhook.ts'
import { isOfNow, isSame } from './proof.ts'
import { fieldsOf } from './vonage-news.ts'

export const signatureMethods = ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const
type Method = (typeof signatureMethods)[number]

export function signatureFault(secret: string, method: Method) {
  return (request: WebhookRequest): string | undefined => {
    const { sig = '', ...fields } = fieldsOf(request)
    if (!isSame(sig.toLowerCase(), signature(secret, method, fields))) return 'sig is wrong'
    return isOfNow(fields['timestamp'], request.now) ? undefined : 'timestamp is not now'
  }
}

function signature(secret: string, method: Method, fields: Record<string, string>): string {
  const signed = Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `&${name}=${value.replace(/[&=]/g, '_')}`)
    .join('')
  const digest =
    method === 'md5hash'
      ? createHash('md5').update(signed + secret)
      : createHmac(method, secret).update(signed)
  return digest.digest('hex')
}
