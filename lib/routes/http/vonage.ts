// Vonage's SMS API: a form, one phone in a call, an id for each part.
import { setting, type Values } from '../../config/table.ts'
import { oneOf } from '../../config/types.ts'
import type { Outcome, Outgoing } from '../route.ts'
import { postForm, within } from './calls.ts'
import { excerpt, listAt, readJson, textAt, withoutPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import type { ProviderType } from './provider.ts'
import { credential, senderSetting, urlSetting } from './settings.ts'
import { refused, type VerdictTable } from './verdicts.ts'
import { newsOf } from './vonage-news.ts'
import { signatureFault, signatureMethods } from './vonage-signature.ts'

const table = {
  url: urlSetting('https://rest.nexmo.com/sms'),
  key: credential('The API key.'),
  secret: credential('The API secret.'),
  sender: senderSetting,
  signature_secret: credential('The signature secret of the account.'),
  signature_method: setting(
    oneOf(...signatureMethods),
    'md5hash',
    'How the account signs: the plain MD5 hash, or an HMAC.',
  ),
} as const

type Settings = Values<typeof table>

const errors: VerdictTable = {
  rate: ['1', '10'],
  temporary: ['5'],
  configuration: ['4', '8', '9', '11', '14', '15', '22', '23', '29', '32'],
  permanent: ['2', '3', '6', '7', '12', '33'],
}

export const vonage: ProviderType<typeof table> = {
  name: 'vonage',
  settings: table,
  needs: [['key', 'secret', 'sender']],
  build(settings, { clock }) {
    const { url, signature_secret: secret, signature_method: method } = settings
    const proof = secret === '' ? {} : { proof: signatureFault(secret, method) }
    return {
      url,
      capabilities: {
        ...{ flash: true, validity: true, senderName: true, senderNumber: true },
        partReports: true,
      },
      call: ([message], callback) => callOf(settings, message, callback),
      read: (answer) => [outcomeOf(answer, clock())],
      webhook: { ...proof, read: newsOf },
    }
  },
}

function callOf(
  { key, secret, sender }: Settings,
  message: Outgoing,
  callback: string | undefined,
): HttpCall {
  const ttl = within(message.validity, { unit: 1, least: 20_000, most: 604_800_000 })
  return postForm('/json', {
    api_key: key,
    api_secret: secret,
    from: withoutPlus(message.sender ?? sender),
    to: withoutPlus(message.phone),
    text: message.text,
    type: message.encoding === 'ucs2' ? 'unicode' : 'text',
    ttl: ttl?.toString(),
    'message-class': message.flash ? '0' : undefined,
    'client-ref': String(message.id),
    'status-report-req': String(callback !== undefined),
    callback,
  })
}

/** A message for each part: when one is refused behind others, those are out. */
function outcomeOf(answer: HttpAnswer, now: number): Outcome {
  const parts = listAt(readJson(answer.body), 'messages')
  const failed = parts.find((part) => textAt(part, 'status') !== '0')
  const sent = parts.filter((part) => textAt(part, 'status') === '0')
  const references = sent.map((part) => textAt(part, 'message-id')).filter(Boolean)
  if (failed === undefined && references.length > 0) {
    const prices = sent.map((part) => Number(textAt(part, 'message-price') || 'NaN'))
    const price = prices.reduce((sum, one) => sum + one, 0)
    const charged = {
      parts: sent.length,
      ...(Number.isFinite(price) ? { price, currency: 'EUR' } : {}),
    }
    return { kind: 'accepted', references, charged }
  }
  const code = textAt(failed, 'status')
  const words = textAt(failed, 'error-text')
  if (references.length > 0)
    return { kind: 'unknown', reason: excerpt(`${code} ${words}`), references }
  return refused(answer, now, errors, { code, words })
}
