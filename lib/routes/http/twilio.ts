// Twilio Programmable Messaging. Reports bring our id back in the query of the callback.
//
// There is no reference of ours to ask by: an uncertain message is looked for among those to its phone
// by its text and time.
import { setting, type Values } from '../../config/table.ts'
import { text } from '../../config/types.ts'
import type { Asked, Outcome, Outgoing } from '../route.ts'
import { basic, form, getCall, postForm, within, withQuery } from './calls.ts'
import { readJson, textAt, timeOf, valueAt } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { reportOf } from './news.ts'
import type { ProviderType } from './provider.ts'
import { credential, senderSetting, urlSetting } from './settings.ts'
import { fateOf, newsOf } from './twilio-news.ts'
import { signatureFault } from './twilio-signature.ts'
import { refused, type VerdictTable } from './verdicts.ts'

const sid = (letters: string) =>
  text(`an SID that begins with ${letters}`, new RegExp(`^(${letters}[0-9a-zA-Z]{32})?$`))

const table = {
  url: urlSetting('https://api.twilio.com'),
  account: setting(sid('AC'), '', 'The SID of the account.'),
  token: credential('Its auth token: it signs their calls, also where an API key sends.'),
  key: setting(sid('SK'), '', 'An API key that sends in its place.'),
  key_secret: credential('The secret of the API key.'),
  service: setting(
    sid('MG'),
    '',
    'The messaging service that chooses a sender where the message has none.',
  ),
  sender: senderSetting,
} as const

type Settings = Values<typeof table>

const numbers = ['21211', '21214', '21217', '21421', '21604', '21612', '21614', '30004', '30006']
/** A country that is not switched on for the account: one message there must not take the route from all. */
const regions = ['21408']
const senders = ['21212', '21603', '21606', '21659-21661', '21703-21705']
const errors: VerdictTable = {
  opted_out: ['21610'],
  permanent: [...numbers, ...regions, '21602', '21617'],
  rate: ['20429', '21611', '30001'],
  temporary: ['21730', '20503'],
  configuration: [...senders, '20003', '20404', '21608', '30002'],
}

export const twilio: ProviderType<typeof table> = {
  name: 'twilio',
  settings: table,
  needs: [
    ['account', 'token', 'service'],
    ['account', 'token', 'sender'],
  ],
  build(settings, { clock }, complain) {
    const { url, token, key, key_secret: secret } = settings
    if ((key === '') !== (secret === '')) {
      complain('key', 'key and key_secret belong together')
      return undefined
    }
    return {
      url,
      capabilities: {
        ...{ flash: false, validity: true, senderName: true, senderNumber: true },
        // Body holds 1,600 characters.
        maxParts: 10,
      },
      call: ([message], callback) => callOf(settings, message, callback),
      read: (answer) => [outcomeOf(answer, clock())],
      lookUp: {
        call: ({ phone }) =>
          get(settings, `.json?${form({ To: phone, PageSize: String(pageSize) })}`),
        read: (answer, asked) => found(answer, asked, clock()),
      },
      fate: {
        call: (reference) => get(settings, `/${encodeURIComponent(reference)}.json`),
        read: ({ body }) => {
          const said = readJson(body)
          const error = textAt(said, 'error_code')
          const fate = fateOf(textAt(said, 'status'), error)
          return reportOf({ reference: textAt(said, 'sid'), at: clock(), ...fate })
        },
      },
      webhook: { proof: (request) => signatureFault(token, request), read: newsOf },
    }
  },
}

function authorization({ account, token, key, key_secret: secret }: Settings): string {
  return key === '' ? basic(account, token) : basic(key, secret)
}

function resource({ account }: Settings): string {
  return `/2010-04-01/Accounts/${account}/Messages`
}

function get(settings: Settings, rest: string): HttpCall {
  return getCall(resource(settings) + rest, authorization(settings))
}

function callOf(settings: Settings, message: Outgoing, callback: string | undefined): HttpCall {
  const { service, sender } = settings
  const from = message.sender ?? sender
  const fields = {
    To: message.phone,
    ...(from === '' ? { MessagingServiceSid: service } : { From: from }),
    Body: message.text,
    ValidityPeriod: within(message.validity, { unit: 1_000, least: 1, most: 36_000 })?.toString(),
    StatusCallback: withQuery(callback, { id: String(message.id) }),
  }
  return postForm(`${resource(settings)}.json`, fields, authorization(settings))
}

function outcomeOf(answer: HttpAnswer, now: number): Outcome {
  const said = readJson(answer.body)
  const id = textAt(said, 'sid')
  if (answer.status < 300 && id !== '') return acceptedAs(said, id)
  const [code, words] = [textAt(said, 'code'), textAt(said, 'message')]
  return refused(answer, now, errors, { code, words })
}

/** `num_segments` is 0 and `price` null while a messaging service has not chosen yet. */
function acceptedAs(said: unknown, id: string): Outcome {
  const parts = Number(textAt(said, 'num_segments'))
  const price = Math.abs(Number(textAt(said, 'price') || 'NaN'))
  const currency = textAt(said, 'price_unit')
  const charged = {
    ...(parts > 0 ? { parts } : {}),
    ...(Number.isFinite(price) && currency !== '' ? { price, currency } : {}),
  }
  return { kind: 'accepted', references: [id], charged }
}

const [before, after] = [5_000, 120_000]
/** Clocks differ by less. */
const about = 600_000
/** Of a page of the list, as Twilio gives it. */
const pageSize = 50

/**
 * Made about when ours was handed on, with its text, and no other message of ours. It never came only where after
 * a while there is none at all to that phone: Twilio may have changed the text.
 */
function found(answer: HttpAnswer, asked: Asked, now: number): Outcome | undefined {
  const list = valueAt(readJson(answer.body), 'messages')
  // A page of something else in an HTTP 200 does not tell that a message is not there.
  if (answer.status !== 200 || !Array.isArray(list)) return undefined
  const messages = list.filter((one: unknown) => {
    const made = timeOf(textAt(one, 'date_created'), NaN)
    const isThen = made >= asked.at - before && made <= asked.at + after
    const isOther = asked.others.includes(textAt(one, 'sid'))
    return isThen && !isOther && textAt(one, 'body') === asked.text
  })
  const [only] = messages as unknown[]
  if (messages.length === 1 && !asked.hasTwin) return acceptedAs(only, textAt(only, 'sid'))
  const isNone = list.every(
    (one: unknown) => !(Math.abs(timeOf(textAt(one, 'date_created'), NaN) - asked.at) < about),
  )
  return isNone && list.length < pageSize && now > asked.at + after
    ? { kind: 'temporary', reason: 'Twilio never had it' }
    : undefined
}
