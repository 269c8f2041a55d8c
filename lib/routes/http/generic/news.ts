// What the service calls us with, as the settings say where a call holds what. Where calls are signed only
// the body counts: the query is not covered by the signature.
import { createHash, createHmac } from 'node:crypto'
import type { Incoming, Report } from '../../route.ts'
import type { WebhookNews, WebhookRequest } from '../../webhook.ts'
import { decoderOf, listAt, readForm, readJson, textAt, withPlus } from '../fields.ts'
import { reportOf } from '../news.ts'
import { isSame } from '../proof.ts'
import type { Provider } from '../provider.ts'
import { matches } from '../verdicts.ts'
import type { Settings } from './settings.ts'

export function webhookOf(settings: Settings): NonNullable<Provider['webhook']> {
  const { signature_header: header, signature_key: key } = settings
  return {
    ...(isSigned(settings) ? { proof: hmacProof(header.toLowerCase(), key) } : {}),
    read: (request) => newsOf(settings, request),
  }
}

function isSigned({ signature_key: key }: Settings): boolean {
  return key !== ''
}

function hmacProof(header: string, key: string) {
  return ({ headers, body }: WebhookRequest): string | undefined => {
    if (body.length === 0) return 'it has no body, and its query is not signed'
    const given = (headers[header] ?? '').replace(/^sha256=/, '')
    const digest = createHmac('sha256', key).update(body).digest()
    const isRight =
      isSame(given.toLowerCase(), digest.toString('hex')) ||
      isSame(given, digest.toString('base64'))
    return isRight ? undefined : 'its signature is wrong'
  }
}

function newsOf(settings: Settings, request: WebhookRequest): WebhookNews | undefined {
  const items = itemsOf(settings, request)
  const incoming = items.flatMap((item, index) => messageOf(settings, request, item, index) ?? [])
  const reports = items.flatMap((item) => reportIn(settings, request, item) ?? [])
  // A status that no setting lists is one of a message on its way.
  const isReport = items.some(
    (item) => statusIn(settings, item) !== '' && referenceIn(settings, item) !== '',
  )
  if (incoming.length + reports.length === 0 && !isReport) return undefined
  const { webhook_answer: body } = settings
  return { incoming, reports, ...(body === '' ? {} : { answer: { type: 'text/plain', body } }) }
}

/** The reports and messages of a call: one, or a list where the body is one or holds one. */
function itemsOf(settings: Settings, request: WebhookRequest): readonly unknown[] {
  const fields = fieldsOf(request)
  const { webhook_list: path } = settings
  if (path === '' && Array.isArray(fields)) return fields
  const query = (): object => readForm(request.url.split('?').slice(1).join('?'))
  const call = isSigned(settings) ? fields : { ...query(), ...fields }
  return path === '' ? [call] : listAt(call, path)
}

function fieldsOf({ headers, body }: WebhookRequest): object {
  const type = headers['content-type'] ?? ''
  const source = decoderOf(type, body)(body)
  if (/json/i.test(type) || /^\s*[[{]/.test(source)) {
    const json = readJson(source)
    return typeof json === 'object' && json !== null ? json : {}
  }
  return readForm(body, type)
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
  const digest = createHash('sha256')
    .update(isSigned(settings) ? '' : url)
    .update(body)
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

function reportIn(settings: Settings, { now }: WebhookRequest, item: unknown): Report | undefined {
  const status = statusIn(settings, item)
  if (status === '') return undefined
  return reportOf({
    reference: referenceIn(settings, item),
    fate: fates.find((one) => settings[one].some((pattern) => matches(pattern, status))),
    at: now,
    id: textAt(item, settings.report_own_id),
    reason: textAt(item, settings.report_reason),
  })
}

function referenceIn({ report_id, report_own_id }: Settings, item: unknown): string {
  return textAt(item, report_id) || textAt(item, report_own_id)
}

function statusIn({ report_status: path }: Settings, item: unknown): string {
  return path === '' ? '' : textAt(item, path)
}
