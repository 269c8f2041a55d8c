// People who sign in to the pages: by password, by a link that is mailed to them, with a second step
// where they want one; and their sessions, which any worker knows.
//
// Nothing here tells whether an address exists: neither what is answered nor how long it takes.
import type { Settings } from '../../config/settings.ts'
import {
  findCredentials,
  findSignInLink,
  forgetAttempts,
  forgetSignInLinks,
  takeSignInLink,
  takeTotpStep,
  writeCredentials,
  type LinkPurpose,
} from '../../store/credentials.ts'
import { forgetAddressProofs } from '../../store/address-proofs.ts'
import { insertOutbox } from '../../store/outbox.ts'
import {
  deleteOtherSessions,
  deleteSession,
  forgetSessions,
  openSessions,
  sessionsOf,
} from '../../store/sessions.ts'
import { accountById, isActive } from '../../store/accounts.ts'
import type { Knex } from '../../store/store.ts'
import { describe } from '../describe-error.ts'
import { plainAddress } from '../directory.ts'
import type { Log } from '../log.ts'
import { attemptPeriod, forgive, mayTry, type Attempt, type Limits } from './attempts.ts'
import {
  digestToken,
  newToken,
  readSession,
  sessionOf,
  startSession,
  type PeopleParts,
} from './open-session.ts'
import { hashPassword, isPassword, isRightPassword } from './passwords.ts'
import type { People, Person, SignInOutcome } from './person.ts'
import { newSecret, stepOfCode } from './second-step.ts'
import { createSignUp } from './sign-up.ts'
import { writePassword } from './write-password.ts'

export interface PeopleOptions extends PeopleParts {
  readonly settings: () => Settings
  readonly log: Log
}

const passwordLimits: Limits = { pair: 10, address: 100, network: 60 }
const codeLimits: Limits = { pair: 6, address: 12, network: 60 }
const mailLimits: Limits = { pair: 3, address: 6, network: 20 }

export function createPeople(options: PeopleOptions): People {
  const { store, directory, settings, clock, log } = options

  async function isRightCode(trx: Knex, accountId: number, secret: string, code: string) {
    const step = stepOfCode(secret, code, clock())
    return step !== undefined && takeTotpStep(trx, accountId, step)
  }

  async function requestLink(address: string, purpose: LinkPurpose, ip: string): Promise<void> {
    if (!(await mayTry(store, { kind: 'mail', address, ip }, mailLimits, clock()))) return
    await mailLinkTo(address, purpose)
  }

  async function mailLinkTo(address: string, purpose: LinkPurpose): Promise<void> {
    const account = await directory.account(address)
    const now = clock()
    if (account === undefined || !isActive(account, now)) return
    await store.transaction((trx) =>
      insertOutbox(trx, {
        kind: purpose === 'sign-in' ? 'sign_in' : 'password',
        account_id: account.id,
        message_id: null,
        mail_id: null,
        content: '{}',
        ref: `${purpose}.${newToken().slice(0, 16).toLowerCase()}`,
        state: 'queued',
        now,
      }),
    )
    store.wake('outbox')
  }

  return {
    signUp: createSignUp({
      ...options,
      mailPasswordLink: (address) => mailLinkTo(address, 'password'),
    }),
    session: (token) => readSession(options, token),
    get canMail() {
      return settings().main.public_url !== ''
    },
    async signIn({ address, password, stays, visitor }) {
      const attempt: Attempt = { kind: 'password', address: plainAddress(address), ip: visitor.ip }
      if (!(await mayTry(store, attempt, passwordLimits, clock()))) return { kind: 'too-many' }
      const account = await directory.account(address)
      const mayEnter = account !== undefined && isActive(account, clock())
      const known = mayEnter ? await findCredentials(store.db, account.id) : undefined
      const isRight = await isRightPassword(password, known?.password)
      if (!isRight || account === undefined) return { kind: 'wrong' }
      await forgive(store, attempt)
      const session = await store.transaction((trx) =>
        startSession(trx, { accountId: account.id, stays, visitor }, clock()),
      )
      return { kind: 'signed-in', session }
    },
    async enterCode({ token, code, visitor }) {
      const half = await sessionOf(store.db, token, clock())
      if (half === undefined) return { kind: 'wrong' }
      const attempt = { kind: 'code', address: String(half.account_id), ip: visitor.ip }
      if (!(await mayTry(store, attempt, codeLimits, clock()))) return { kind: 'too-many' }
      return store.transaction(async (trx): Promise<SignInOutcome> => {
        const { totp = null } = (await findCredentials(trx, half.account_id)) ?? {}
        if (totp === null || !(await isRightCode(trx, half.account_id, totp, code)))
          return { kind: 'wrong' }
        await deleteSession(trx, half.account_id, half.id)
        const owner = { accountId: half.account_id, stays: half.stays === 1, visitor }
        const session = await startSession(trx, { ...owner, hasProvedAll: true }, clock())
        return { kind: 'signed-in', session }
      })
    },
    mailLink({ address, purpose, visitor }) {
      requestLink(plainAddress(address), purpose, visitor.ip).catch((error: unknown) =>
        log.error(`a link to sign in could not be mailed: ${describe(error)}`),
      )
    },
    async isLink(token, purpose) {
      const link = await findSignInLink(store.db, digestToken(token), clock())
      return link?.purpose === purpose
    },
    followLink: ({ token, stays, visitor }) =>
      store.transaction(async (trx): Promise<SignInOutcome> => {
        const accountId = await useLink(trx, token, 'sign-in', clock())
        if (accountId === undefined) return { kind: 'wrong' }
        return {
          kind: 'signed-in',
          session: await startSession(trx, { accountId, stays, visitor }, clock()),
        }
      }),
    async setPassword({ token, password, visitor }) {
      if (!isPassword(password)) return { kind: 'too-short' }
      if ((await findSignInLink(store.db, digestToken(token), clock())) === undefined)
        return { kind: 'wrong' }
      const hash = await hashPassword(password)
      return store.transaction(async (trx): Promise<SignInOutcome> => {
        const accountId = await useLink(trx, token, 'password', clock())
        if (accountId === undefined) return { kind: 'wrong' }
        await writePassword(trx, accountId, hash, undefined)
        const session = await startSession(trx, { accountId, stays: false, visitor }, clock())
        return { kind: 'signed-in', session }
      })
    },
    endSession: (person, id) =>
      store.transaction((trx) =>
        id === 'others'
          ? deleteOtherSessions(trx, person.accountId, person.sessionId)
          : deleteSession(trx, person.accountId, id),
      ),
    openSessions: async (ids) => new Set(await openSessions(store.db, store.dialect, ids, clock())),
    async signOut(token) {
      const session = await sessionOf(store.db, token, clock())
      if (session === undefined) return
      await store.transaction((trx) => deleteSession(trx, session.account_id, session.id))
    },
    async sessions({ accountId, sessionId }) {
      const rows = await sessionsOf(store.db, accountId, clock())
      return rows.map(({ id, ip, agent, created_at, seen_at }) => ({
        id,
        ip,
        agent,
        since: created_at,
        seen: seen_at,
        isThis: id === sessionId,
      }))
    },
    async proofs({ accountId }) {
      const found = await findCredentials(store.db, accountId)
      return {
        hasPassword: (found?.password ?? null) !== null,
        hasSecondStep: (found?.totp ?? null) !== null,
        newSecret: found?.totp_new ?? undefined,
      }
    },
    async changePassword(person, change) {
      const attempt = { kind: 'password', address: person.address, ip: change.ip }
      if (!(await mayTry(store, attempt, passwordLimits, clock()))) return 'too-many'
      const { password = null } = (await findCredentials(store.db, person.accountId)) ?? {}
      if (password !== null && !(await isRightPassword(change.old, password))) return 'wrong'
      if (!isPassword(change.new)) return 'too-short'
      const hash = await hashPassword(change.new)
      await store.transaction((trx) => writePassword(trx, person.accountId, hash, person.sessionId))
      return 'done'
    },
    beginSecondStep: ({ accountId }) =>
      store.transaction(async (trx) => {
        const { totp = null } = (await findCredentials(trx, accountId)) ?? {}
        if (totp === null) await writeCredentials(trx, accountId, { totp_new: newSecret() })
      }),
    confirmSecondStep: ({ accountId }, code) =>
      store.transaction(async (trx) => {
        const { totp_new = null } = (await findCredentials(trx, accountId)) ?? {}
        if (totp_new === null || !(await isRightCode(trx, accountId, totp_new, code))) return false
        await writeCredentials(trx, accountId, { totp: totp_new, totp_new: null })
        return true
      }),
    endSecondStep: (person, code) => endSecondStep(person, code),
  }

  async function endSecondStep(person: Person, code: string): Promise<boolean> {
    const { accountId } = person
    const attempt = { kind: 'code', address: String(accountId), ip: '' }
    if (!(await mayTry(store, attempt, codeLimits, clock()))) return false
    return store.transaction(async (trx) => {
      const { totp = null } = (await findCredentials(trx, accountId)) ?? {}
      if (totp === null || !(await isRightCode(trx, accountId, totp, code))) return false
      await writeCredentials(trx, accountId, { totp: null, totp_new: null })
      return true
    })
  }
}

/** The account of a link that is used up by it. */
async function useLink(
  trx: Knex,
  token: string,
  purpose: LinkPurpose,
  now: number,
): Promise<number | undefined> {
  const digest = digestToken(token)
  const link = await findSignInLink(trx, digest, now)
  if (link?.purpose !== purpose || !(await takeSignInLink(trx, digest))) return undefined
  const account = await accountById(trx, link.account_id)
  return account !== undefined && isActive(account, now) ? account.id : undefined
}

export async function forgetPeople(trx: Knex, now: number): Promise<void> {
  await forgetSessions(trx, now)
  await forgetSignInLinks(trx, now)
  await forgetAddressProofs(trx, now)
  await forgetAttempts(trx, Math.floor(now / attemptPeriod) - 1)
}
