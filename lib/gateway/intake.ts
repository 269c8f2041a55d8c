// Stores what mails ask for. Mails that arrive together share one commit; a promise is fulfilled only
// after its commit is on the disk.
//
// Idempotence: a message is taken once for each (account, Message-ID, phone, text) within five days.
// A client that lost our 250 and tries again gets its 250, and nothing is sent twice. What is held for
// the rest of its mail takes its fingerprint only when it is released: of two attempts, one goes out.
import { createHash, randomUUID } from 'node:crypto'
import type { Account } from '../store/accounts.ts'
import { writeConversations, type Conversation } from '../store/conversations.ts'
import { insertOutbox } from '../store/outbox.ts'
import {
  insertMails,
  insertMessages,
  takeFingerprints,
  takenFingerprints,
  type NewMessage,
} from '../store/submissions.ts'
import type { Knex, Store } from '../store/store.ts'
import { Batcher } from './batcher.ts'
import type { ReportContent, ShortenedContent } from './outbox-content.ts'
import { makeTag } from './secrets.ts'

/** How long a message is remembered for which the same one is a repeat. */
export const rememberFor = 5 * 86_400_000

export interface SubmittedMessage {
  /** The recipient as written, keys masked: what a report shows. */
  readonly recipient: string
  readonly phone: string
  readonly domain: string
  /** The account's own number or name; undefined where a pool number is to stand for it. */
  readonly own: string | undefined
  readonly poolNumber: string | undefined
  readonly text: string
  readonly encoding: 'gsm7' | 'ucs2'
  readonly parts: number
  readonly route: string
  readonly flash: boolean
  readonly validity: number | undefined
  readonly dueAt: number | undefined
  /** The key that it came by: the answers of its conversation last as long as the key does. */
  readonly keyId: number | undefined
}

export interface Submission {
  /** The SMTP transaction. */
  readonly ref: string
  readonly account: Account
  readonly held: boolean
  readonly envelopeFrom: string
  readonly messageId: string | undefined
  /** What stands for the Message-ID in the fingerprint when there is none. */
  readonly identity: string
  readonly subject: string
  readonly headers: string
  readonly messages: readonly SubmittedMessage[]
  /** What the sender must hear by a report, as the mail as a whole is accepted. */
  readonly report: ReportContent | undefined
  readonly shortened: ShortenedContent | undefined
}

export interface Stored {
  /** How many messages are new; none when the mail had come before. */
  readonly messages: number
}

export interface Intake {
  submit(submission: Submission): Promise<Stored>
  idle(): Promise<void>
}

export function createIntake(
  store: Store,
  options: { maxAge: number; clock: () => number },
): Intake {
  const batcher = new Batcher<Submission, Stored>(
    async (submissions) => {
      const stored = await store.transaction((trx) =>
        storeAll(trx, store, submissions, options.maxAge, options.clock()),
      )
      store.wake('queue')
      store.wake('change')
      if (submissions.some((one) => one.report ?? one.shortened)) store.wake('outbox')
      return stored
    },
    2_000,
    (submission) => submission.messages.length,
  )
  return { submit: (submission) => batcher.add(submission), idle: () => batcher.idle() }
}

/** Nothing could be taken of the mail, but its ordinary recipients must not suffer for it. */
function isReportAlone(submission: Submission): boolean {
  return submission.messages.length === 0 && submission.report !== undefined
}

interface Fresh {
  readonly submission: Submission
  readonly message: SubmittedMessage
  readonly digest: string
}

async function storeAll(
  trx: Knex.Transaction,
  store: Store,
  submissions: readonly Submission[],
  maxAge: number,
  now: number,
): Promise<Stored[]> {
  const fresh = await takeFresh(trx, store, submissions, now)
  const counts = new Map<Submission, number>()
  for (const { submission } of fresh) counts.set(submission, (counts.get(submission) ?? 0) + 1)
  const conversations = await meetAll(trx, store, fresh, now)
  const mails = await insertMails(
    trx,
    store.dialect,
    submissions
      .filter((one) => counts.has(one) || isReportAlone(one))
      .map((one) => mailRow(one, now)),
  )
  const mailIds = new Map(mails.map(({ ref, id }) => [ref, id]))
  await insertMessages(
    trx,
    store.dialect,
    fresh.map((one) =>
      messageRow(one, conversations, mailIds.get(one.submission.ref), maxAge, now),
    ),
  )
  for (const submission of submissions)
    await noteMails(trx, submission, mailIds.get(submission.ref), now)
  return submissions.map((submission) => ({ messages: counts.get(submission) ?? 0 }))
}

/** The messages that nobody took before. */
async function takeFresh(
  trx: Knex.Transaction,
  store: Store,
  submissions: readonly Submission[],
  now: number,
): Promise<Fresh[]> {
  const wanted = submissions.flatMap((submission) =>
    submission.messages.map((message): Fresh => {
      return { submission, message, digest: fingerprint(submission, message) }
    }),
  )
  const firstOf = new Map<string, Fresh>()
  for (const one of wanted)
    if (!one.submission.held && !firstOf.has(one.digest)) firstOf.set(one.digest, one)
  const taken = await take(trx, store, [...firstOf.values()], now)
  const held = wanted.filter(({ submission }) => submission.held)
  const digests = held.map(({ digest }) => digest)
  const gone = await takenFingerprints(trx, store.dialect, digests, now)
  return wanted.filter((one) =>
    one.submission.held
      ? !gone.has(one.digest)
      : firstOf.get(one.digest) === one && taken.has(one.digest),
  )
}

function take(
  trx: Knex.Transaction,
  store: Store,
  fresh: readonly Fresh[],
  now: number,
): Promise<Set<string>> {
  const rows = fresh.map(({ digest, submission }) => ({
    digest,
    mail_ref: submission.ref,
    expires_at: now + rememberFor,
  }))
  return takeFingerprints(trx, store.dialect, rows.sort(byDigest), now)
}

/** One order everywhere, so that two transactions never wait for each other in a ring. */
function byDigest(a: { digest: string }, b: { digest: string }): number {
  return a.digest < b.digest ? -1 : 1
}

function fingerprint(submission: Submission, message: SubmittedMessage): string {
  const { account, messageId, identity } = submission
  return createHash('sha256')
    .update(JSON.stringify([account.id, messageId ?? identity, message.phone, message.text]))
    .digest('hex')
}

/** The conversation of each message, by `account phone`. */
async function meetAll(
  trx: Knex.Transaction,
  store: Store,
  fresh: readonly Fresh[],
  now: number,
): Promise<Map<string, Conversation>> {
  const rows = new Map<string, Parameters<typeof writeConversations>[2][number]>()
  for (const { submission, message } of fresh) {
    rows.set(pairOf(submission, message), {
      account_id: submission.account.id,
      phone: message.phone,
      tag: makeTag(),
      domain: message.domain,
      own: message.poolNumber ?? null,
      key_id: message.keyId ?? null,
      last_out_at: now,
      created_at: now,
    })
  }
  const ordered = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  const conversations = await writeConversations(trx, store.dialect, ordered)
  return new Map(conversations.map((one) => [`${one.account_id} ${one.phone}`, one]))
}

function pairOf(submission: Submission, message: SubmittedMessage): string {
  return `${submission.account.id} ${message.phone}`
}

function mailRow(submission: Submission, now: number): Parameters<typeof insertMails>[2][number] {
  return {
    ref: submission.ref,
    account_id: submission.account.id,
    held: submission.held ? 1 : 0,
    envelope_from: submission.envelopeFrom,
    message_id: submission.messageId ?? null,
    subject: submission.subject,
    headers: submission.headers,
    created_at: now,
  }
}

function messageRow(
  { submission, message, digest }: Fresh,
  conversations: ReadonlyMap<string, Conversation>,
  mailId: number | undefined,
  maxAge: number,
  now: number,
): NewMessage {
  const conversation = conversations.get(pairOf(submission, message))
  const due = message.dueAt ?? now
  return {
    direction: 'out',
    account_id: submission.account.id,
    group_id: submission.account.group_id,
    conversation_id: conversation?.id ?? null,
    mail_id: mailId ?? null,
    mail_message_id: submission.messageId ?? null,
    recipient: message.recipient,
    phone: message.phone,
    own: message.own ?? conversation?.own ?? null,
    text: message.text,
    encoding: message.encoding,
    parts: message.parts,
    state: submission.held ? 'held' : due > now ? 'scheduled' : 'queued',
    reason: null,
    route: message.route,
    due_at: due,
    expires_at: due + maxAge,
    attempts: 0,
    flash: message.flash ? 1 : 0,
    validity: message.validity ?? null,
    digest: submission.held ? digest : null,
    created_at: now,
    changed_at: now,
  }
}

async function noteMails(
  trx: Knex.Transaction,
  submission: Submission,
  mailId: number | undefined,
  now: number,
): Promise<void> {
  if (mailId === undefined) return
  for (const kind of ['report', 'shortened'] as const) {
    const content = submission[kind]
    if (content === undefined) continue
    await insertOutbox(trx, {
      kind,
      account_id: submission.account.id,
      message_id: null,
      mail_id: mailId,
      content: JSON.stringify(content),
      ref: `${kind}.${randomUUID()}`,
      state: submission.held ? 'held' : 'queued',
      now,
    })
  }
}
