// Any web service that one call can make send an SMS, described in sms.routes.ini: docs/providers.md.
import { createHash, createHmac } from 'node:crypto'
import { setting, type Values } from '../../config/table.ts'
import { list, oneOf, text } from '../../config/types.ts'
import type { Incoming, Outcome, Outgoing, Report } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import { excerpt, listAt, readForm, readJson, textAt, withPlus, withoutPlus } from './fields.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import { isSame } from './is-same.ts'
import { basic, type Provider, type ProviderType, type ProviderWorld } from './provider.ts'
import {
  formTemplate,
  headerTemplate,
  jsonTemplate,
  placeholders,
  plainTemplate,
  unknownPlaceholder,
  xmlTemplate,
  type Filling,
  type Template,
} from './template.ts'
import { matches, refusal, verdictIn, verdictOfStatus } from './verdicts.ts'

const codes = (byDefault: string, about: string) =>
  setting(list('codes such as 0, 4000-4003 or BUSY', /^[\w.:-]+$/), byDefault, about)
const field = (about: string) =>
  setting(text('a path such as messages.0.id, or nothing', /^[^\s]*$/), '', about)

const table = {
  url: setting(
    text('a URL such as https://sms.example.net/send', /^https?:\/\/[^\s/]+\S*$/),
    '',
    'What is called for each message; placeholders may stand in it.',
  ),
  method: setting(oneOf('post', 'get', 'put'), 'post', 'How it is called.'),
  user: setting(text(), '', 'The user of Basic authentication.'),
  password: setting(text(), '', 'Its password.'),
  token: setting(text(), '', 'What stands behind Bearer in the Authorization header.'),
  headers: setting(
    text('Name: value | Name: value, or nothing', /^([\w-]+:[^|]*(\|\s*[\w-]+:[^|]*)*)?$/),
    '',
    'Further headers, with a | between them.',
  ),
  content: setting(oneOf('json', 'form', 'xml', 'text'), 'json', 'What the body is.'),
  body: setting(text(), '', 'The body with placeholders; nothing is no body.'),
  id: setting(
    text('a path such as messages.0.id, header:NAME, /regex/, or nothing'),
    '',
    'Where the answer holds the id of the message; nothing is ours.',
  ),
  code: setting(
    text('a path such as error.code, header:NAME, /regex/, or nothing'),
    '',
    'Where the answer holds the code by which it is sorted; nothing, and where it is missing, the HTTP status.',
  ),
  reason: setting(
    text('a path such as error.message, header:NAME, /regex/, or nothing'),
    '',
    'Where the answer says why not; nothing is the beginning of the answer.',
  ),
  accepted: codes('200-299', 'The codes of messages that were taken.'),
  temporary: codes('', 'The codes of messages that may be tried again.'),
  throttled: codes('429', 'The codes that ask for a slower pace.'),
  permanent: codes('', 'The codes of messages that will never be taken.'),
  opted_out: codes('', 'The codes of phones that have unsubscribed at the provider.'),
  configuration: codes('', 'The codes of faults that a person must mend: credentials, credit.'),
  unknown: codes('', 'The codes after which the message may be out.'),
  webhook_list: field('Where a call of the provider holds a list of reports or messages.'),
  report_id: field('Where a report holds the id that the answer gave.'),
  report_own_id: field('Where a report holds {id}, given back.'),
  report_status: field('Where a report holds what became of the message.'),
  report_reason: field('Where a report says why.'),
  delivered: codes('delivered', 'What a report says of a message that the phone has.'),
  undelivered: codes('undelivered failed rejected', 'Of one that it will not get.'),
  expired: codes('expired', 'Of one whose time is over.'),
  buffered: codes('buffered', 'Of one that waits for the phone.'),
  receive_id: field('Where a message from a phone holds its id; nothing is a digest of the call.'),
  receive_from: field('Where it holds the phone.'),
  receive_to: field('Where it holds the number that it came to.'),
  receive_text: field('Where it holds the text.'),
  webhook_answer: setting(text(), '', 'What the provider wants to read as our answer.'),
  signature_header: setting(
    text('the name of a header, or nothing', /^[\w-]*$/),
    '',
    'The header with the HMAC-SHA256 of the body, in hex or base64; nothing is none.',
  ),
  signature_key: setting(text(), '', 'The key of that HMAC.'),
} as const

type Settings = Values<typeof table>

export const genericProvider: ProviderType<typeof table> = {
  name: 'http',
  settings: table,
  build(settings, world, complain) {
    const problems = problemsOf(settings)
    for (const [key = '', problem = ''] of problems) complain(key, problem)
    if (problems.length > 0) return undefined
    const templates = [settings.url, settings.body, settings.headers].join(' ')
    const asks = (...names: readonly string[]): boolean =>
      names.some((name) => templates.includes(`{${name}}`))
    const isHearing = settings.report_status !== '' || settings.receive_text !== ''
    return {
      url: new URL(settings.url.replace(/[{}]/g, '')).origin,
      capabilities: {
        flash: asks('flash'),
        validity: asks('validity', 'validity_minutes'),
        senderName: asks('sender'),
        senderNumber: asks('sender'),
      },
      call: callOf(settings),
      read: (answer, messages) => messages.map((one) => outcomeOf(settings, answer, one, world)),
      ...(isHearing ? { webhook: webhookOf(settings) } : {}),
    }
  },
}

function problemsOf({ url, body, headers, content, id, code, reason }: Settings): string[][] {
  const problems: string[][] = []
  for (const [key, source] of Object.entries({ url, body, headers })) {
    const name = unknownPlaceholder(source)
    const known = placeholders.map((one) => `{${one}}`).join(' ')
    if (name !== undefined) problems.push([key, `{${name}} is no placeholder; there are ${known}`])
  }
  if (content === 'json' && body !== '' && readJson(body) === undefined)
    problems.push(['body', 'it is not JSON'])
  for (const [key, where] of Object.entries({ id, code, reason }))
    if (!isReadable(where)) problems.push([key, `${where} is no regular expression`])
  return problems
}

function isReadable(where: string): boolean {
  try {
    regexOf(where)
    return true
  } catch {
    return false
  }
}

function regexOf(where: string): RegExp | undefined {
  const source = /^\/(.+)\/$/.exec(where)?.[1]
  return source === undefined ? undefined : new RegExp(source)
}

const contentTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'application/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const

const bodyTemplates = {
  json: jsonTemplate,
  form: formTemplate,
  xml: xmlTemplate,
  text: plainTemplate,
} as const

function callOf(settings: Settings): Provider['call'] {
  const { origin } = new URL(settings.url.replace(/[{}]/g, ''))
  const [path = '', query = ''] = settings.url.slice(origin.length).split('?', 2)
  const pathOf = plainTemplate(path === '' ? '/' : path)
  const queryOf = formTemplate(query)
  const bodyOf = settings.body === '' ? undefined : bodyTemplates[settings.content](settings.body)
  const headersOf = headerTemplates(settings)
  const method = settings.method.toUpperCase() as HttpCall['method']
  return ([message], callback) => {
    const filling = fillingOf(message, callback)
    const tail = queryOf(filling)
    const headers = Object.entries(headersOf).map(([name, of]) => [name, of(filling)])
    const body = bodyOf?.(filling)
    return {
      method,
      path: encodeURI(pathOf(filling)) + (tail === '' ? '' : `?${tail}`),
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(body === undefined ? {} : { body }),
    }
  }
}

function headerTemplates(settings: Settings): Record<string, Template> {
  const { user, password, token, headers, body, content } = settings
  const constant = (value: string) => (): string => value
  const own = headers.split('|').flatMap((line): [string, Template][] => {
    const colon = line.indexOf(':')
    if (colon < 0) return []
    return [
      [line.slice(0, colon).trim().toLowerCase(), headerTemplate(line.slice(colon + 1).trim())],
    ]
  })
  return {
    ...(body === '' ? {} : { 'content-type': constant(contentTypes[content]) }),
    ...(user === '' ? {} : { authorization: constant(basic(user, password)) }),
    ...(token === '' ? {} : { authorization: constant(`Bearer ${token}`) }),
    ...Object.fromEntries(own),
  }
}

function fillingOf(message: Outgoing | undefined, callback: string | undefined): Filling {
  const validity = message?.validity
  return {
    phone: message?.phone ?? '',
    digits: withoutPlus(message?.phone ?? ''),
    sender: withoutPlus(message?.sender ?? ''),
    text: message?.text ?? '',
    id: String(message?.id ?? ''),
    attempt: String(message?.attempt ?? ''),
    flash: message?.flash === true ? '1' : '',
    encoding: message?.encoding ?? '',
    validity: validity === undefined ? '' : String(Math.round(validity / 1_000)),
    validity_minutes: validity === undefined ? '' : String(Math.ceil(validity / 60_000)),
    callback: callback ?? '',
  }
}

function outcomeOf(
  settings: Settings,
  answer: HttpAnswer,
  message: Outgoing,
  { clock }: ProviderWorld,
): Outcome {
  const said = saidAt(answer, settings.code)
  const code = said === '' ? String(answer.status) : said
  if (settings.accepted.some((pattern) => matches(pattern, code))) {
    const id = saidAt(answer, settings.id)
    return { kind: 'accepted', references: [id === '' ? String(message.id) : id] }
  }
  const reason = saidAt(answer, settings.reason) || excerpt(answer.body)
  const { temporary, throttled: rate, permanent, opted_out, configuration, unknown } = settings
  const table = { permanent, opted_out, rate, configuration, temporary, unknown }
  const verdict = verdictIn(table, code) ?? verdictOfStatus(answer.status)
  return refusal(verdict, `${code} ${reason}`.trim(), answer, clock())
}

/** At a path of JSON, in a header (header:NAME), or what a regex finds, its first group if it has one. */
function saidAt({ body, headers }: HttpAnswer, where: string): string {
  const header = /^header:(.+)$/i.exec(where)?.[1]
  if (header !== undefined) return headers[header.trim().toLowerCase()] ?? ''
  const regex = regexOf(where)
  if (regex === undefined) return where === '' ? '' : textAt(readJson(body), where)
  const found = regex.exec(body)
  return found?.[1] ?? found?.[0] ?? ''
}

function webhookOf(settings: Settings): NonNullable<Provider['webhook']> {
  const { signature_header: header, signature_key: key } = settings
  return {
    ...(header === '' || key === '' ? {} : { proof: hmacProof(header.toLowerCase(), key) }),
    read: (request) => newsOf(settings, request),
  }
}

function hmacProof(header: string, key: string) {
  return ({ headers, body }: WebhookRequest): string | undefined => {
    const given = (headers[header] ?? '').replace(/^sha256=/, '')
    const mac = createHmac('sha256', key).update(body)
    const digest = mac.digest()
    const isRight = (['hex', 'base64'] as const).some((form) =>
      isSame(given, digest.toString(form)),
    )
    return isRight ? undefined : 'its signature is wrong'
  }
}

function newsOf(settings: Settings, request: WebhookRequest): WebhookNews | undefined {
  const call = { ...readForm(request.query), ...fieldsOf(request) }
  const items = settings.webhook_list === '' ? [call] : listAt(call, settings.webhook_list)
  const incoming = items.flatMap((item, index) => messageOf(settings, request, item, index) ?? [])
  const reports = items.flatMap((item) => reportOf(settings, request, item) ?? [])
  if (incoming.length + reports.length === 0) return undefined
  const { webhook_answer: body } = settings
  return { incoming, reports, ...(body === '' ? {} : { answer: { type: 'text/plain', body } }) }
}

function fieldsOf({ headers, body }: WebhookRequest): object {
  const source = body.toString('utf8')
  if (/json/i.test(headers['content-type'] ?? '') || /^\s*[[{]/.test(source)) {
    const json = readJson(source)
    return typeof json === 'object' && json !== null ? json : {}
  }
  return readForm(source)
}

const sameCallWithin = 600_000

function messageOf(
  settings: Settings,
  { url, body, now }: WebhookRequest,
  item: unknown,
  index: number,
): Incoming | undefined {
  const phone = textAt(item, settings.receive_from)
  if (settings.receive_text === '' || phone === '') return undefined
  const id = settings.receive_id === '' ? '' : textAt(item, settings.receive_id)
  const digest = createHash('sha256').update(url).update(body)
  const window = Math.floor(now / sameCallWithin)
  return {
    reference: id === '' ? `${digest.digest('base64url')}.${index}.${window}` : id,
    phone: withPlus(phone),
    to: withPlus(textAt(item, settings.receive_to)),
    text: textAt(item, settings.receive_text),
    at: now,
  }
}

const fates = ['delivered', 'undelivered', 'expired', 'buffered'] as const

function reportOf(settings: Settings, { now }: WebhookRequest, item: unknown): Report | undefined {
  if (settings.report_status === '') return undefined
  const status = textAt(item, settings.report_status)
  const fate = fates.find((one) => settings[one].some((pattern) => matches(pattern, status)))
  const ours = textAt(item, settings.report_own_id)
  const reference = textAt(item, settings.report_id) || ours
  if (fate === undefined || reference === '') return undefined
  const id = Number(ours)
  const reason = textAt(item, settings.report_reason)
  return {
    reference,
    fate,
    at: now,
    ...(id > 0 ? { id } : {}),
    ...(reason === '' ? {} : { reason }),
  }
}
