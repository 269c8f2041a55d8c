// What the refusals of web services ask for, as tables; and the outcome that each becomes.
import { STATUS_CODES } from 'node:http'
import type { Outcome } from '../route.ts'
import { excerpt } from './fields.ts'
import type { HttpAnswer } from './http.ts'

/**
 * temporary: later. phone: later, for it lies with this phone alone. rate: later, more slowly. permanent: never.
 * opted_out: never, for the phone has unsubscribed. configuration: nothing goes before a person has mended the
 * settings or the account. unknown: it may have gone out.
 */
export type Verdict =
  'temporary' | 'phone' | 'rate' | 'permanent' | 'opted_out' | 'configuration' | 'unknown'

/** Codes, and ranges of numbers such as 4000-4003 or 2xx. */
export type VerdictTable = { readonly [V in Verdict]?: readonly string[] }

function verdictIn(table: VerdictTable, code: string): Verdict | undefined {
  const verdicts = Object.keys(table) as Verdict[]
  return verdicts.find((verdict) => table[verdict]?.some((one) => matches(one, code)))
}

/** Whether a code is this one, or lies in this range. */
export function matches(pattern: string, code: string): boolean {
  const [, hundred] = /^(\d)xx$/i.exec(pattern) ?? []
  if (hundred !== undefined) return code.length === 3 && matches(`${hundred}00-${hundred}99`, code)
  const [, from, to] = /^(\d+)-(\d+)$/.exec(pattern) ?? []
  if (from === undefined) return pattern.toLowerCase() === code.toLowerCase()
  return /^\d+$/.test(code) && Number(code) >= Number(from) && Number(code) <= Number(to)
}

/**
 * What a status means where the service itself says no more. A 500, 502 or 504 tells that something
 * broke, not when: the message may be out. So may one that is answered by the way to another page (RFC 9110
 * 15.4.3 and 15.4.4).
 */
function verdictOfStatus(status: number): Verdict {
  if (status === 429) return 'rate'
  if (status === 408 || status === 425 || status === 503) return 'temporary'
  if (status >= 500 || status < 300 || status === 302 || status === 303) return 'unknown'
  if (status < 400 || [401, 402, 403, 404, 405, 407].includes(status)) return 'configuration'
  return 'permanent'
}

const rateWait = 5_000

/** What an answer says that is no acceptance: its code and words, '' where it holds none. */
export interface Refusal {
  readonly code?: string
  readonly words?: string
}

/** Judged by its code, as far as the table knows it, and otherwise by the HTTP status. */
export function refused(
  answer: HttpAnswer,
  now: number,
  table: VerdictTable = {},
  { code = '', words = '' }: Refusal = {},
): Outcome {
  const verdict = verdictIn(table, code) ?? verdictOfStatus(answer.status)
  const said = excerpt(words) || excerpt(answer.body) || STATUS_CODES[answer.status]
  const to = answer.headers['location']
  const why = to === undefined ? said : `${said ?? ''}, to ${excerpt(to)}`
  return refusal(verdict, `${excerpt(code) || answer.status} ${why ?? ''}`.trim(), answer, now)
}

/** `answer` is where the service may say how long to wait. */
function refusal(verdict: Verdict, reason: string, answer: HttpAnswer, now: number): Outcome {
  switch (verdict) {
    case 'permanent':
      return { kind: 'permanent', reason }
    case 'opted_out':
      return { kind: 'permanent', reason, optedOut: true }
    case 'unknown':
      return { kind: 'unknown', reason }
    case 'configuration':
      return { kind: 'configuration', reason }
    case 'rate':
      return { kind: 'temporary', reason, retryAfter: retryAfter(answer, now) ?? rateWait }
    case 'phone':
      return { kind: 'temporary', reason, alone: true }
    case 'temporary': {
      const wait = retryAfter(answer, now)
      return wait === undefined
        ? { kind: 'temporary', reason }
        : { kind: 'temporary', reason, retryAfter: wait }
    }
  }
}

/** RFC 9110 10.2.3: seconds, or a date. */
function retryAfter({ headers }: HttpAnswer, now: number): number | undefined {
  const said = headers['retry-after'] ?? ''
  if (/^\d{1,7}$/.test(said)) return Number(said) * 1000
  const at = said === '' ? NaN : Date.parse(said)
  return Number.isFinite(at) ? Math.max(0, at - now) : undefined
}
