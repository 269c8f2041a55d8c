// What is searched for in the log, and the index from which a search takes its rows.
import { readPhone } from '../../sms/phone-number.ts'
import { findAccount } from '../../store/accounts.ts'
import type { LogOrder } from '../../store/log.ts'
import type { LogFilter, LogPlace, LogScan, LogSource } from '../../store/log-scan.ts'
import { Complaint, type Desk } from './desk.ts'
import { groupsInView, type GroupChoice } from './scope.ts'

export interface LogSearch extends GroupChoice {
  readonly address?: string | undefined
  /** As a person writes it, or a few of its digits. */
  readonly phone?: string | undefined
  readonly direction?: 'in' | 'out' | undefined
  readonly state?: string | undefined
  readonly route?: string | undefined
  readonly parts?: number | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly order?: LogOrder | undefined
  /** From the newest, or from Z to A. */
  readonly descending?: boolean | undefined
  /** Where the last page told to go on. */
  readonly after?: string | undefined
}

/** Undefined when nothing can match. */
export async function scanOf(desk: Desk, search: LogSearch): Promise<LogScan | undefined> {
  const { db } = desk.store
  const groups = await groupsInView(db, desk, search)
  const account = search.address === undefined ? undefined : await findAccount(db, search.address)
  if (search.address !== undefined && account === undefined) return undefined
  const filter: LogFilter = {
    groups,
    ...phoneFilter(search.phone),
    accountId: account?.id,
    direction: search.direction,
    states: search.state === undefined ? undefined : [search.state],
    route: search.route,
    parts: search.parts,
    from: search.from,
    to: search.to,
  }
  const isByTime = (search.order ?? 'time') === 'time'
  return {
    filter,
    source: sourceOf(filter),
    oldestFirst: isByTime && search.descending === false,
    after: isByTime && search.after !== undefined ? readPlace(search.after) : undefined,
  }
}

const failures = new Set(['refused', 'undelivered', 'unsent', 'expired', 'cancelled'])

/** The narrowest first. */
function sourceOf({ phone, accountId, states, groups }: LogFilter): LogSource {
  if (phone !== undefined) return { by: 'phone', values: [phone] }
  if (accountId !== undefined) return { by: 'account', values: [accountId] }
  if (states?.every((state) => failures.has(state)) === true)
    return { by: 'failure', values: states }
  return groups === undefined ? { by: 'time' } : { by: 'group', values: groups }
}

function phoneFilter(written: string | undefined): Pick<LogFilter, 'phone' | 'phonePart'> {
  if (written === undefined || written.trim() === '') return {}
  const reading = readPhone(written, {
    country: '',
    bareNumbers: 'international',
    allowedPrefixes: [],
  })
  if (reading.kind === 'phone') return { phone: reading.phone }
  // A sender that is a name or a short code, or some of the digits.
  const plain = written.replace(/[^\p{L}\p{N}]/gu, '')
  return /^\d+$/.test(plain) ? { phonePart: plain } : { phone: written.trim() }
}

/** How many rows of each value of a source a budget allows. */
export function eachOf(source: LogSource, budget: number): number {
  const sources = source.by === 'time' ? 1 : Math.max(1, source.values.length)
  return Math.max(leastOfEach, Math.ceil(budget / sources))
}

/** With very many groups the budget is exceeded rather than that nothing is found. */
const leastOfEach = 20

function readPlace(text: string): LogPlace {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(text)
  if (match === null) throw new Complaint('This page of the log does not exist.', 'log_place')
  return { at: Number(match[1]), id: Number(match[2]) }
}
