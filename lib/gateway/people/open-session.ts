// Makes sessions and finds who they belong to.
//
// A session ends after half a day without use, or after a month where the person wished to stay signed
// in; one that waits for its second step after ten minutes. It gets a new token at each step.
import { createHash, randomBytes } from 'node:crypto'
import { accountById, isActive } from '../../store/accounts.ts'
import { findCredentials } from '../../store/credentials.ts'
import { groupAndAbove } from '../../store/groups.ts'
import { rightsOf } from '../../store/rights.ts'
import { findSession, insertSession, touchSession, type SessionRow } from '../../store/sessions.ts'
import type { Knex, Store } from '../../store/store.ts'
import type { Directory } from '../directory.ts'
import type { NewSession, Person, SessionState, Visitor } from './person.ts'
import { isRight, type GivenRight } from './rights.ts'

const hour = 3_600_000
const shortLife = 12 * hour
const longLife = 30 * 24 * hour
const codeLife = hour / 6
/** Use is noted no more often than this. */
const noteEvery = hour / 12

export interface PeopleParts {
  readonly store: Store
  readonly directory: Directory
  readonly clock: () => number
}

export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function digestToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export async function startSession(
  trx: Knex,
  session: { accountId: number; stays: boolean; visitor: Visitor; hasProvedAll?: boolean },
  now: number,
): Promise<NewSession> {
  const { accountId, stays, visitor, hasProvedAll = false } = session
  const token = newToken()
  const { totp = null } = (await findCredentials(trx, accountId)) ?? {}
  const needsCode = totp !== null && !hasProvedAll
  const life = needsCode ? codeLife : stays ? longLife : shortLife
  await insertSession(trx, {
    digest: digestToken(token),
    account_id: accountId,
    needs_code: needsCode ? 1 : 0,
    stays: stays ? 1 : 0,
    ip: visitor.ip.slice(0, 45),
    agent: visitor.agent.slice(0, 300),
    created_at: now,
    seen_at: now,
    expires_at: now + life,
  })
  return { token, stays: stays && !needsCode ? longLife : undefined, needsCode }
}

export async function readSession(
  { store, directory, clock }: PeopleParts,
  token: string | undefined,
): Promise<SessionState> {
  const row = await sessionOf(store.db, token, clock())
  if (row === undefined) return { kind: 'nobody' }
  if (row.needs_code === 1) return { kind: 'needs-code' }
  const account = await accountById(store.db, row.account_id)
  if (account === undefined || !isActive(account, clock())) return { kind: 'nobody' }
  await noteUse(store, row, clock())
  const { language, time_zone } = await directory.values(account)
  const rights = await givenRights(store.db, account.id)
  const { address, name, group_id } = account
  const person: Person = {
    accountId: account.id,
    groupId: group_id,
    address,
    name,
    language,
    timeZone: time_zone,
    hasTimeZone: time_zone !== 'UTC',
    rights,
    sessionId: row.id,
  }
  return { kind: 'person', person }
}

async function givenRights(db: Knex, accountId: number): Promise<GivenRight[]> {
  const rows = await rightsOf(db, accountId)
  const groups = [...new Set(rows.map(({ group_id }) => group_id))]
  const given = groups.map(async (groupId) => {
    const path = await groupAndAbove(db, groupId)
    return rows.flatMap(({ name, group_id }) =>
      group_id === groupId && isRight(name) ? [{ right: name, groupId, path }] : [],
    )
  })
  return (await Promise.all(given)).flat()
}

export async function sessionOf(
  db: Knex,
  token: string | undefined,
  now: number,
): Promise<SessionRow | undefined> {
  return token === undefined ? undefined : findSession(db, digestToken(token), now)
}

async function noteUse(store: Store, row: SessionRow, now: number): Promise<void> {
  if (now - row.seen_at < noteEvery) return
  const life = row.stays === 1 ? longLife : shortLife
  await store.transaction((trx) =>
    touchSession(trx, row.id, { seen_at: now, expires_at: now + life }),
  )
}
