// What the answer to a call means, as the settings say where it holds what.
import type { Outcome, Outgoing } from '../../route.ts'
import { excerpt, readJson, textAt } from '../fields.ts'
import type { HttpAnswer } from '../http.ts'
import { matches, refused } from '../verdicts.ts'
import type { Settings } from './settings.ts'

export function outcomeOf(
  settings: Settings,
  answer: HttpAnswer,
  message: Outgoing,
  now: number,
): Outcome {
  const said = saidAt(answer, settings.code)
  const code = said === '' ? String(answer.status) : said
  if (settings.accepted.some((pattern) => matches(pattern, code)))
    return acceptedAs(settings, answer, message, code)
  const { temporary, throttled: rate, permanent, opted_out, configuration, unknown } = settings
  const table = { permanent, opted_out, rate, configuration, temporary, unknown }
  return refused(answer, now, table, { code, words: saidAt(answer, settings.reason) })
}

/**
 * An answer that lacks its id is none of the service's, such as a page to log in to a network. Where reports name
 * only our id, the message goes by that.
 */
function acceptedAs(
  settings: Settings,
  answer: HttpAnswer,
  message: Outgoing,
  code: string,
): Outcome {
  const ours: Outcome = { kind: 'accepted', references: [String(message.id)] }
  if (settings.id === '') return ours
  const id = saidAt(answer, settings.id)
  const isNamedByOurs = settings.report_id === '' && settings.report_own_id !== ''
  if (id !== '') return isNamedByOurs ? ours : { kind: 'accepted', references: [id] }
  const words = [`${code}, but no id at ${settings.id}`, excerpt(answer.body)]
  return { kind: 'unknown', reason: words.filter(Boolean).join(': ') }
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

export function isReadable(where: string): boolean {
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
