// Which messages of mails are new: those that nobody took within five days for the same account,
// Message-ID, phone and text (or what is signed, see lib/mail/proof/signature-coverage.ts); and which of them
// repeat a text that goes to the phone within 24 hours before or after.
//
// What is held for the rest of its mail takes its digests only when it is released: of two attempts,
// one goes out.
import { guardDigest, guardFor, messageDigest } from '../policy/fingerprint.ts'
import type { Dialect } from '../store/dialect.ts'
import {
  answeredSince,
  byDigest,
  forgetDigests,
  takeFingerprints,
  takenFingerprints,
  type Fingerprint,
} from '../store/fingerprints.ts'
import type { Knex } from '../store/store.ts'
import type { RuledSubmission, SubmittedMessage } from './submission.ts'

/** How long a message is remembered for which the same one is a repeat. */
export const rememberFor = 5 * 86_400_000

export interface Fresh {
  readonly from: RuledSubmission
  readonly message: SubmittedMessage
  /** What it is known by when it comes again. */
  readonly digest: string
  /** What the same text is known by, where it is guarded. */
  readonly guard: string | undefined
}

export interface Taken {
  readonly fresh: readonly Fresh[]
  /** Those of them whose text is sent anyway within 24 hours. */
  readonly duplicates: ReadonlySet<Fresh>
  /** Mails that were taken before, as a whole or in part. */
  readonly repeated: ReadonlySet<RuledSubmission>
  /** Those that came together with the one that they repeat, and that one: they share its fate. */
  readonly echoes: ReadonlyMap<Fresh, Fresh>
}

export async function takeFresh(
  trx: Knex,
  dialect: Dialect,
  submissions: readonly RuledSubmission[],
  now: number,
): Promise<Taken> {
  const wanted = submissions.flatMap(wantedOf)
  const firstOf = new Map<string, Fresh>()
  for (const one of wanted)
    if (!isHeld(one) && !firstOf.has(one.digest)) firstOf.set(one.digest, one)
  const taken = await take(trx, dialect, [...firstOf.values()], now)
  const held = wanted.filter(isHeld)
  const wantedHeld = held.flatMap((one) => fingerprintsOf(one, now))
  const gone = await takenFingerprints(trx, dialect, wantedHeld, now)
  const isFresh = (one: Fresh): boolean =>
    isHeld(one) ? !gone.has(one.digest) : firstOf.get(one.digest) === one && taken.has(one.digest)
  const fresh = wanted.filter(isFresh)
  const rest = wanted.filter((one) => !isFresh(one))
  const isGuarded = ({ guard = '', ...one }: Fresh): boolean =>
    one.from.submission.held ? gone.has(guard) : !taken.has(guard)
  const duplicates = await findDuplicates(trx, dialect, fresh, isGuarded, now)
  await forgetDigests(trx, dialect, unusedGuards(rest, fresh, taken))
  const echoes = new Map(
    rest.flatMap((one) => {
      const first = isHeld(one) ? undefined : firstOf.get(one.digest)
      return first !== undefined && taken.has(one.digest) ? [[one, first] as const] : []
    }),
  )
  return { fresh, duplicates, repeated: new Set(rest.map(({ from }) => from)), echoes }
}

function isHeld({ from }: Fresh): boolean {
  return from.submission.held
}

function fingerprintsOf(one: Fresh, now: number): Fingerprint[] {
  const { digest, guard } = one
  const own = { digest, expires_at: now + rememberFor }
  return guard === undefined ? [own] : [own, { digest: guard, expires_at: guardEnd(one, now) }]
}

function guardEnd(one: Fresh, now: number): number {
  return sentAt(one, now) + guardFor
}

function sentAt({ message }: Fresh, now: number): number {
  return message.dueAt ?? now
}

/** What a repeat took for itself, after the 24 hours. */
function unusedGuards(
  repeats: readonly Fresh[],
  fresh: readonly Fresh[],
  taken: ReadonlySet<string>,
): string[] {
  const used = new Set(fresh.map(({ guard }) => guard))
  return repeats.flatMap(({ guard }) =>
    guard !== undefined && taken.has(guard) && !used.has(guard) ? [guard] : [],
  )
}

function wantedOf(from: RuledSubmission): Fresh[] {
  const { submission, rules } = from
  const accountId = submission.account.id
  const isGuarded = submission.guarded ?? rules.guard
  const identity = submission.messageId ?? submission.identity
  return submission.messages.map((message) => {
    const { phone, text } = message
    return {
      from,
      message,
      digest: messageDigest({ accountId, phone, identity, text: submission.signed ?? text }),
      guard: isGuarded ? guardDigest({ accountId, phone, text }) : undefined,
    }
  })
}

function take(
  trx: Knex,
  dialect: Dialect,
  wanted: readonly Fresh[],
  now: number,
): Promise<Set<string>> {
  const rows = new Map<string, Fingerprint>()
  for (const row of wanted.flatMap((one) => fingerprintsOf(one, now)))
    if (!rows.has(row.digest)) rows.set(row.digest, row)
  return takeFingerprints(trx, dialect, [...rows.values()].sort(byDigest), now)
}

/** The first of those with one text passes, unless it is sent anyway and the phone has been silent. */
async function findDuplicates(
  trx: Knex,
  dialect: Dialect,
  fresh: readonly Fresh[],
  wasSent: (one: Fresh) => boolean,
  now: number,
): Promise<Set<Fresh>> {
  const seen = new Map<string, number>()
  const duplicates = new Set<Fresh>()
  const doubtful: Fresh[] = []
  for (const one of fresh) {
    if (one.guard === undefined) continue
    const at = sentAt(one, now)
    if (Math.abs(at - (seen.get(one.guard) ?? -Infinity)) < guardFor) duplicates.add(one)
    else if (wasSent(one)) doubtful.push(one)
    seen.set(one.guard, at)
  }
  if (doubtful.length === 0) return duplicates
  const answered = new Set(await answeredSince(trx, dialect, doubtful.map(guardRow)))
  await refresh(
    trx,
    dialect,
    doubtful.filter((one) => answered.has(one.guard ?? '')),
    now,
  )
  for (const one of doubtful) if (!answered.has(one.guard ?? '')) duplicates.add(one)
  return duplicates
}

function guardRow({
  guard = '',
  from,
  message,
}: Fresh): Parameters<typeof answeredSince>[2][number] {
  return { digest: guard, account_id: from.submission.account.id, phone: message.phone }
}

/** The 24 hours begin anew. */
async function refresh(
  trx: Knex,
  dialect: Dialect,
  lifted: readonly Fresh[],
  now: number,
): Promise<void> {
  const rows = lifted
    .filter((one) => !isHeld(one))
    .map((one) => ({ digest: one.guard ?? '', expires_at: guardEnd(one, now) }))
  await forgetDigests(
    trx,
    dialect,
    rows.map(({ digest }) => digest),
  )
  await takeFingerprints(trx, dialect, rows.sort(byDigest), now)
}
