// Stores what mails ask for, all that came together in one transaction.
//
// Idempotence: a message is taken once for each (account, Message-ID, phone, text) within five days.
// A client that lost our 250 and tries again gets its 250, and nothing is sent twice. What is held for
// the rest of its mail takes its fingerprint only when it is released: of two attempts, one goes out.
//
// Whether a message may be sent is judged in the same transaction. What may not is a row as well,
// refused, with no parts; a mail of which nothing may be sent is forgotten, so that a later attempt
// is judged anew.
import { atOnce } from '../store/at-once.ts'
import { insertOutbox } from '../store/outbox.ts'
import { forgetDigests } from '../store/fingerprints.ts'
import { insertLastMessages, insertMails, type NewMessage } from '../store/submissions.ts'
import type { Program } from '../store/program.ts'
import type { Allowed, Arrived, Commit, Refused } from './commit.ts'
import { alertOfLowBalance } from './credit-alert.ts'
import { personalTexts } from './block-link.ts'
import { routeOf, type Wish } from './choose-route.ts'
import { takeFresh, type Fresh, type Taken } from './fresh.ts'
import {
  mailRow,
  meetAll,
  messageRow,
  pairOf,
  refusedRow,
  reportRows,
  toldOf,
} from './intake-rows.ts'
import { charge, judge, type Judgement } from './judging/judge.ts'
import { sameNumbers } from './same-number.ts'
import type { RefusedRecipient } from './target.ts'
import type { RuledSubmission, Stored, Submission, SubmittedMessage } from './submission.ts'

export const storeSubmissions: Program<Arrived, Stored[]> = {
  name: 'store submissions',
  run: (trx, store, arrived) => {
    const routeTo = (wish: Wish): string | undefined => routeOf(arrived.routes, wish)
    return storeAll({ trx, store, routeTo, ...arrived })
  },
}

/** Who would be refused, and why; it takes digests and locks, so the transaction must not stand. */
export async function foreseeRefusals(
  commit: Pick<Commit, 'trx' | 'store' | 'submissions' | 'prices' | 'now'>,
): Promise<Map<SubmittedMessage, RefusedRecipient['refusal']>> {
  const { taken, judgement } = await judgeAll(commit)
  return new Map(
    taken.fresh.flatMap(({ message }, index) => {
      const verdict = judgement.verdicts[index]
      return verdict !== undefined && 'refusal' in verdict ? [[message, verdict.refusal]] : []
    }),
  )
}

async function judgeAll(
  commit: Pick<Commit, 'trx' | 'store' | 'submissions' | 'prices' | 'now'>,
): Promise<{ taken: Taken; judgement: Judgement }> {
  const { trx, store, submissions, now } = commit
  const taken = await takeFresh(trx, store.dialect, submissions, now)
  const wishes = taken.fresh.map((one) => wishOf(one, taken))
  return { taken, judgement: await judge({ dialect: store.dialect, ...commit }, wishes) }
}

async function storeAll(commit: Commit): Promise<Stored[]> {
  const { trx, store, submissions, now } = commit
  const court = { dialect: store.dialect, ...commit }
  const { taken, judgement } = await judgeAll(commit)
  const outcomes = withEchoes(outcomesOf(submissions, taken, judgement), taken)
  const allowed = [...outcomes.values()].flatMap((outcome) => outcome.allowed)
  const sent = allowed.map(({ fresh }) => fresh)
  const stays = [...outcomes].filter(([, outcome]) => outcome.isKept)
  const [, , conversations, texts, mailIds] = await atOnce(
    charge(court, judgement),
    forgetRefused(commit, taken, outcomes),
    meetAll(commit, sent),
    personalTexts(commit, allowed),
    mailsOf(
      commit,
      stays.map(([{ submission }]) => submission),
    ),
  )
  const numbers = await sameNumbers(commit, sent, (one) => conversations.get(pairOf(one)))
  const rows = [...outcomes].flatMap(([{ submission }, outcome]) => {
    const mailId = mailIds.get(submission.ref)
    const facts = { conversations, texts, numbers, mailId }
    return [
      ...outcome.allowed.map((one) => messageRow(commit, one, facts)),
      ...outcome.refused.map((one) => refusedRow(commit, one, mailId)),
    ]
  })
  await insertLastMessages(trx, store.dialect, rows)
  for (const low of judgement.low)
    await alertOfLowBalance(court, low, numberOf(rows, low.wish.accountId))
  const told = new Set<Submission>()
  for (const [{ submission }, outcome] of stays) {
    const mailId = mailIds.get(submission.ref)
    if (mailId === undefined || submission.slice?.isLast === false) continue
    for (const row of reportRows(submission, outcome.refused, mailId, now)) {
      await insertOutbox(trx, row)
      told.add(submission)
    }
  }
  const isAlert = judgement.low.length > 0
  return submissions.map((one) => ({
    mailId: mailIds.get(one.submission.ref),
    ...storedOf(outcomes.get(one), isAlert || told.has(one.submission)),
  }))
}

/** The ids of the mails, by their refs; what no earlier slice has written is written. */
async function mailsOf(
  { trx, store, now }: Commit,
  submissions: readonly Submission[],
): Promise<Map<string, number>> {
  const known = submissions.flatMap(({ ref, slice }) =>
    slice?.mailId === undefined ? [] : [{ ref, id: slice.mailId }],
  )
  const fresh = submissions.filter(({ slice }) => slice?.mailId === undefined)
  const written = await insertMails(
    trx,
    store.dialect,
    fresh.map((submission) => mailRow(submission, now)),
  )
  return new Map([...known, ...written].map(({ ref, id }) => [ref, id]))
}

/** The number that an account writes from. */
function numberOf(rows: readonly NewMessage[], accountId: number): string | null {
  return rows.find(({ account_id, own }) => account_id === accountId && own !== null)?.own ?? null
}

function wishOf(fresh: Fresh, { duplicates }: Taken): Parameters<typeof judge>[1][number] {
  const { from, message } = fresh
  const { account } = from.submission
  return {
    accountId: account.id,
    groupId: account.group_id,
    phone: message.phone,
    parts: message.parts,
    rules: from.rules,
    isDuplicate: duplicates.has(fresh),
  }
}

interface Outcome {
  readonly allowed: Allowed[]
  readonly refused: Refused[]
  /** Something of it stays in the database besides refusals, so that it is a mail there. */
  readonly isKept: boolean
  readonly isRefused: boolean
}

function outcomesOf(
  submissions: readonly RuledSubmission[],
  { fresh, repeated }: Taken,
  { verdicts }: Judgement,
): Map<RuledSubmission, Outcome> {
  const outcomes = new Map(
    submissions.map((one) => [one, { allowed: [] as Allowed[], refused: [] as Refused[] }]),
  )
  for (const [index, one] of fresh.entries()) {
    const verdict = verdicts[index]
    const outcome = outcomes.get(one.from)
    if (verdict === undefined || outcome === undefined) continue
    if ('charge' in verdict) outcome.allowed.push({ fresh: one, charge: verdict.charge })
    else outcome.refused.push({ fresh: one, refusal: verdict.refusal })
  }
  return new Map(
    [...outcomes].map(([one, { allowed, refused }]) => {
      const { held, report, messages, slice } = one.submission
      const isNone = allowed.length === 0 && refused.length > 0
      const isRefused = isNone && !held && !repeated.has(one) && slice?.isTaken !== true
      // Nothing could be taken of the mail, but its ordinary recipients must not suffer for it.
      const isReportAlone =
        report !== undefined && (messages.length === 0 || slice?.mailId !== undefined)
      const isKept = !isRefused && (allowed.length + refused.length > 0 || isReportAlone)
      return [one, { allowed, refused, isKept, isRefused }]
    }),
  )
}

/** A mail that repeats one which came together with it, and was refused, is refused as well. */
function withEchoes(
  outcomes: ReadonlyMap<RuledSubmission, Outcome>,
  { echoes }: Taken,
): Map<RuledSubmission, Outcome> {
  const all = new Map(outcomes)
  for (const [fresh, first] of echoes) {
    const outcome = all.get(fresh.from)
    const firsts = outcomes.get(first.from)
    const refusal = firsts?.refused.find((one) => one.fresh === first)?.refusal
    if (outcome === undefined || firsts?.isRefused !== true || refusal === undefined) continue
    if (outcome.allowed.length > 0 || outcome.isKept) continue
    const refused = [...outcome.refused, { fresh, refusal }]
    const isRefused = refused.length === fresh.from.submission.messages.length
    all.set(fresh.from, { ...outcome, refused, isRefused })
  }
  return all
}

/** What was never sent may come again; what was answered with a report may not. */
async function forgetRefused(
  { trx, store }: Commit,
  { duplicates }: Taken,
  outcomes: ReadonlyMap<RuledSubmission, Outcome>,
): Promise<void> {
  const digests: string[] = []
  for (const { refused, isRefused } of outcomes.values()) {
    for (const { fresh } of refused) {
      if (isRefused) digests.push(fresh.digest)
      if (fresh.guard !== undefined && !duplicates.has(fresh)) digests.push(fresh.guard)
    }
  }
  await forgetDigests(trx, store.dialect, digests)
}

function storedOf(outcome: Outcome | undefined, isTold: boolean): Omit<Stored, 'mailId'> {
  const { allowed = [], refused = [], isRefused = false } = outcome ?? {}
  return {
    messages: allowed.length,
    refused: refused.map(({ fresh, refusal }) => ({ shown: fresh.message.recipient, refusal })),
    toTell: toldOf(refused),
    isTold,
    isRefused,
  }
}
