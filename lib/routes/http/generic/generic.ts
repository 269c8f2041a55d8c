// Any web service that one call can make send an SMS, described in sms.routes.ini.
import { readJson } from '../fields.ts'
import type { ProviderType } from '../provider.ts'
import { outcomeOf, isReadable } from './answer.ts'
import { caller } from './call.ts'
import { webhookOf } from './news.ts'
import { writtenSecrets } from './secrets.ts'
import { table, type Settings } from './settings.ts'
import { placeholders, unknownPlaceholder } from './template.ts'

export const genericProvider: ProviderType<typeof table> = {
  name: 'http',
  settings: table,
  needs: [],
  build(settings, { clock }, complain) {
    const problems = problemsOf(settings)
    for (const [key, problem] of problems) complain(key, problem)
    if (problems.length > 0) return undefined
    const templates = [settings.url, settings.body, settings.headers].join(' ')
    const asks = (...names: readonly string[]): boolean =>
      names.some((name) => templates.includes(`{${name}}`))
    const [reports, receive] = [settings.report_status !== '', settings.receive_text !== '']
    return {
      url: new URL(settings.url).origin,
      capabilities: {
        flash: asks('flash'),
        validity: asks('validity', 'validity_minutes'),
        senderName: asks('sender'),
        senderNumber: asks('sender'),
        receive,
        reports,
      },
      secrets: writtenSecrets(settings),
      call: caller(settings),
      read: (answer, [message]) => [outcomeOf(settings, answer, message, clock())],
      ...(reports || receive ? { webhook: webhookOf(settings) } : {}),
    }
  },
}

function problemsOf(settings: Settings): [key: string, problem: string][] {
  const { url, body, headers, content, id, code, reason } = settings
  const problems: [key: string, problem: string][] = []
  for (const [key, source] of Object.entries({ url, body, headers })) {
    const name = unknownPlaceholder(source)
    const known = placeholders.map((one) => `{${one}}`).join(' ')
    if (name !== undefined) problems.push([key, `{${name}} is no placeholder; there are ${known}`])
  }
  const isCalled = settings.receive_text !== '' || settings.report_status !== ''
  if (!isCalled && !/\{(?:phone|digits|text)\}/.test([url, body, headers].join(' ')))
    problems.push(['url', 'it sends nothing: write {phone} and {text} into url or body'])
  if (/^https?:\/\/[^/?]*\{/.test(url))
    problems.push(['url', 'nothing is filled in before the first / behind the name of the host'])
  if (content === 'json' && body !== '' && readJson(body) === undefined)
    problems.push(['body', 'it is not JSON'])
  for (const [key, where] of Object.entries({ id, code, reason }))
    if (!isReadable(where)) problems.push([key, `${where} is no regular expression`])
  const isHalf = (settings.signature_header === '') !== (settings.signature_key === '')
  if (isHalf) problems.push(['signature_key', 'signature_header and signature_key belong together'])
  const isAsked = [url, body, headers].some((template) => template.includes('{callback}?'))
  if (isAsked && settings.signature_key !== '')
    problems.push([
      'signature_key',
      'the query behind {callback}? is not signed and would not count; let the service give {id} back in the body',
    ])
  const { report_status, report_id, report_own_id, receive_text, receive_from } = settings
  if (report_status !== '' && report_id === '' && report_own_id === '')
    problems.push(['report_status', 'of which message? Write report_id or report_own_id'])
  if (receive_text !== '' && receive_from === '')
    problems.push(['receive_text', 'from which phone? Write receive_from'])
  return problems
}
