// The rows that a submission makes.
import { randomUUID } from 'node:crypto'
import { maskKeys } from '../mail/address/key.ts'
import { notifyOf, wants } from '../mail/dsn/notify.ts'
import { refusalName } from '../policy/errors.ts'
import {
  writeConversations,
  type Conversation,
  type NewConversation,
} from '../store/conversations.ts'
import type { insertOutbox } from '../store/outbox.ts'
import { flashAfterwards } from '../store/requeueing.ts'
import type { NewMail, NewMessage } from '../store/submissions.ts'
import type { Fresh } from './fresh.ts'
import type { Submission, SubmittedMessage } from './submission.ts'
import type { ReportContent } from './outbox-content.ts'
import { makeTag } from './secrets.ts'
import type { Allowed, Commit, Refused } from './commit.ts'

/** The conversation of each message, by `pairOf`. */
export async function meetAll(
  { trx, store, now }: Commit,
  fresh: readonly Fresh[],
): Promise<Map<string, Conversation>> {
  const rows = new Map<string, NewConversation>()
  for (const one of fresh) {
    const { submission } = one.from
    rows.set(pairOf(one), {
      account_id: submission.account.id,
      phone: one.message.phone,
      tag: makeTag(),
      domain: one.message.domain ?? '',
      own: one.message.poolNumber ?? null,
      key_id: one.message.keyId ?? null,
      last_out_at: now,
      last_out_own: one.message.own ?? null,
      created_at: now,
    })
  }
  const ordered = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  const conversations = await writeConversations(trx, store.dialect, ordered)
  return new Map(conversations.map((one) => [`${one.account_id} ${one.phone}`, one]))
}

export function pairOf({ from, message }: Fresh): string {
  return `${from.submission.account.id} ${message.phone}`
}

export function mailRow(submission: Submission, now: number): NewMail {
  return {
    ref: submission.ref,
    account_id: submission.account.id,
    held: submission.held ? 1 : 0,
    envelope_from: submission.envelopeFrom,
    message_id: submission.messageId ?? null,
    subject: submission.subject,
    headers: submission.headers,
    ret: submission.ret ?? null,
    envelope_id: submission.envelopeId ?? null,
    cuts: cutsOf(submission),
    proof: submission.proof ?? null,
    created_at: now,
  }
}

const mostShown = 500

/** What a trace shows of them. */
function cutsOf({ cuts }: Submission): string | null {
  if (cuts.length === 0) return null
  return JSON.stringify(
    cuts.map(({ reason, text }) => ({ reason, text: maskKeys(text.slice(0, mostShown)) })),
  )
}

export function messageRow(
  commit: Commit,
  allowed: Allowed,
  facts: {
    readonly conversations: ReadonlyMap<string, Conversation>
    /** Where it is not that of the submission. */
    readonly texts: ReadonlyMap<Allowed, string>
    /** Where it is not the usual one. */
    readonly numbers: ReadonlyMap<Fresh, string>
    readonly mailId: number | undefined
  },
): NewMessage {
  const { fresh, charge } = allowed
  const { message, from } = fresh
  const { now, maxAge } = commit
  const conversation = facts.conversations.get(pairOf(fresh))
  const due = message.dueAt ?? now
  const notify = message.notify ?? notifyOf(from.rules.reports)
  const own = facts.numbers.get(fresh) ?? message.own ?? conversation?.own ?? null
  return rowOf(commit, fresh, facts.mailId, {
    route: routeFrom(commit, message, own),
    text: facts.texts.get(allowed) ?? message.text,
    conversation_id: conversation?.id ?? null,
    own,
    parts: message.parts,
    state: from.submission.held ? 'held' : due > now ? 'scheduled' : 'queued',
    reason: null,
    digest: from.submission.held ? fresh.digest : null,
    due_at: due,
    expires_at: due + maxAge,
    notify,
    tell_at: wants(notify, 'DELAY') ? due + commit.delayAfter : null,
    price: charge.price,
    payer_id: charge.payer,
  })
}

/** A conversation keeps its number, and a number may live on another route than was thought of. */
function routeFrom({ routeTo }: Commit, message: SubmittedMessage, own: string | null): string {
  const { route, wish } = message
  const sender = own ?? undefined
  return sender === wish.sender ? route : (routeTo({ ...wish, sender }) ?? route)
}

/** What may not be sent, for the logs. */
export function refusedRow(
  commit: Commit,
  { fresh, refusal }: Refused,
  mailId: number | undefined,
): NewMessage {
  const { route, text, own } = fresh.message
  return rowOf(commit, fresh, mailId, {
    route,
    text,
    conversation_id: null,
    own: own ?? null,
    parts: 0,
    state: 'refused',
    reason: refusalName(refusal),
    digest: null,
    due_at: null,
    expires_at: null,
    notify: null,
    tell_at: null,
    price: null,
    payer_id: null,
  })
}

/** What was decided about a message; the rest of its row is as it came. */
type Decided = Pick<
  NewMessage,
  | 'route'
  | 'text'
  | 'conversation_id'
  | 'own'
  | 'parts'
  | 'state'
  | 'reason'
  | 'digest'
  | 'due_at'
  | 'expires_at'
  | 'notify'
  | 'tell_at'
  | 'price'
  | 'payer_id'
>

/** Column by column: an object of so many that begins with a spread takes forty times the memory. */
function rowOf(
  { now }: Commit,
  { from: { submission }, message }: Fresh,
  mailId: number | undefined,
  decided: Decided,
): NewMessage {
  return {
    direction: 'out',
    account_id: submission.account.id,
    group_id: submission.account.group_id,
    conversation_id: decided.conversation_id,
    mail_id: mailId ?? null,
    mail_message_id: submission.messageId ?? null,
    recipient: message.recipient,
    original_recipient: message.originalRecipient ?? null,
    phone: message.phone,
    own: decided.own,
    text: decided.text,
    encoding: message.encoding,
    parts: decided.parts,
    state: decided.state,
    reason: decided.reason,
    route: decided.route,
    due_at: decided.due_at,
    expires_at: decided.expires_at,
    attempts: 0,
    flash: message.flash ? 1 : message.thenFlash ? flashAfterwards : 0,
    validity: message.validity ?? null,
    urgent: message.urgent ? 1 : 0,
    notify: decided.notify,
    tell_at: decided.tell_at,
    copy_of: null,
    price: decided.price,
    payer_id: decided.payer_id,
    uncounted: null,
    digest: decided.digest,
    created_at: now,
    changed_at: now,
  }
}

/** What the sender must hear of a mail that is accepted as a whole. */
export function reportRows(
  submission: Submission,
  refused: readonly Refused[],
  mailId: number,
  now: number,
): Parameters<typeof insertOutbox>[1][] {
  const { shortened } = submission
  const report: ReportContent = {
    ...submission.report,
    refused: [...(submission.report?.refused ?? []), ...toldOf(refused)],
  }
  const contents = {
    report: report.refused?.length === 0 ? undefined : report,
    shortened,
  }
  return (['report', 'shortened'] as const).flatMap((kind) =>
    contents[kind] === undefined
      ? []
      : [
          {
            kind,
            account_id: submission.account.id,
            message_id: null,
            mail_id: mailId,
            content: JSON.stringify(contents[kind]),
            ref: `${kind}.${randomUUID()}`,
            state: submission.held ? ('held' as const) : ('queued' as const),
            now,
          },
        ],
  )
}

/** Those of which the sender wants to hear. */
export function toldOf(refused: readonly Refused[]): NonNullable<ReportContent['refused']> {
  return refused.filter(isWanted).map(reported)
}

function isWanted({ fresh: { from, message } }: Refused): boolean {
  return wants(message.notify ?? notifyOf(from.rules.reports), 'FAILURE')
}

function reported({ fresh, refusal }: Refused): NonNullable<ReportContent['refused']>[number] {
  const { recipient, originalRecipient } = fresh.message
  return {
    recipient: maskKeys(recipient),
    ...refusal,
    ...(originalRecipient !== undefined && { originalRecipient }),
  }
}
