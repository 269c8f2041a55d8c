// Messages as administrators and senders see them: lists, and the trace of one.
//
// A desk sees the messages of its tree, or of its own account alone; for everything else it hears that
// there is no such message.
import { findAccount } from '../../store/accounts.ts'
import { groupAndAbove } from '../../store/groups.ts'
import {
  deskMessage,
  deskMessages,
  waitingIds,
  waitingMessages,
  type WaitingWish,
  type DeskMessage,
} from '../../store/message-desk.ts'
import {
  tracedAttempts,
  tracedChanges,
  tracedMail,
  tracedParts,
  type TracedAttempt,
  type TracedChange,
} from '../../store/message-trace.ts'
import type { Knex } from '../../store/store.ts'
import { accountOf } from './accounts.ts'
import { Complaint, groupOf, groupPaths, type Desk } from './desk.ts'
import { groupsInView, type GroupChoice } from './scope.ts'

export interface MessageFilter {
  /** The address of an account. */
  readonly account?: string
  /** The path of a group, with all below it. */
  readonly group?: string
  readonly phone?: string
  readonly states?: readonly string[]
  readonly direction?: 'out' | 'in'
  /** From phones, and nobody's. */
  readonly unowned?: boolean
  /** Milliseconds since 1970; `until` is not in it any more. */
  readonly since?: number
  readonly until?: number
  /** Only older ones than this id: the next page. */
  readonly before?: number
}

export interface ListedMessage {
  readonly id: number
  readonly at: number
  readonly direction: 'out' | 'in'
  /** Null for a message from a phone that is nobody's. */
  readonly account: string | null
  readonly phone: string
  /** Our side: a number or a name. */
  readonly own: string | null
  readonly state: string
  readonly reason: string | null
  readonly parts: number
  readonly route: string | null
  readonly text: string
}

/** Everything that is known of one message. Times are milliseconds since 1970. */
export interface MessageTrace extends ListedMessage {
  readonly group: string | null
  /** As the sender wrote it. */
  readonly recipient: string | null
  readonly encoding: 'gsm7' | 'ucs2'
  readonly flash: boolean
  readonly urgent: boolean
  readonly validity: number | null
  /** Parts that never came, of a message from a phone. */
  readonly missing: number
  /** What the sender wants to hear, as RFC 3461 names it. */
  readonly notify: string | null
  /** In ten-thousandths of a credit, for each part, and the group that paid. */
  readonly price: number | null
  readonly payer: string | null
  readonly attempts: number
  readonly dueAt: number | null
  readonly expiresAt: number | null
  readonly sentAt: number | null
  readonly changedAt: number
  readonly copyOf: number | null
  /** The mail that it came by; `cuts` is what of its text was not sent. */
  readonly mail:
    | {
        readonly from: string
        readonly subject: string
        readonly messageId: string | null
        readonly at: number
        readonly proof: string | null
        readonly cuts: readonly { readonly reason: string; readonly text: string }[]
        /** Its ordinary recipients are not queued yet. */
        readonly waits: boolean
      }
    | undefined
  /** What a route took, and what was reported of it. */
  readonly handedOver: readonly {
    readonly part: number
    readonly route: string
    readonly reference: string
    readonly gone: 'yes' | 'no' | 'unknown'
    readonly at: number | null
    readonly fate: string | null
    readonly reason: string | null
    readonly reportedAt: number | null
  }[]
  /** Attempts that did not go well. */
  readonly failedAttempts: readonly TracedAttempt[]
  /** What people did to it. */
  readonly changes: readonly TracedChange[]
}

const mostListed = 1_000

export async function listMessages(
  desk: Desk,
  filter: MessageFilter,
  most: number,
): Promise<ListedMessage[]> {
  const { db } = desk.store
  const { account, group, ...rest } = filter
  const groupId = group === undefined ? undefined : await groupOf(db, group)
  const accountId = account === undefined ? undefined : (await accountOf(db, account)).id
  if (groupId !== undefined && !(await isBelow(db, desk, groupId))) return []
  if (desk.account !== undefined && (accountId ?? desk.account) !== desk.account) return []
  const within = groupId === undefined ? desk.within : [groupId]
  const own = accountId ?? desk.account
  const rows = await deskMessages(
    db,
    {
      ...rest,
      ...(within !== undefined && { groupIds: within }),
      ...(own !== undefined && { accountId: own }),
    },
    Math.min(most, mostListed),
  )
  return rows.map(listed)
}

async function isBelow(db: Knex, { within }: Desk, groupId: number): Promise<boolean> {
  return (
    within === undefined || (await groupAndAbove(db, groupId)).some((id) => within.includes(id))
  )
}

export interface WaitingMessage extends ListedMessage {
  readonly dueAt: number | null
  readonly expiresAt: number | null
  readonly attempts: number
}

export interface WaitingSearch extends GroupChoice {
  readonly state?: string | undefined
  readonly route?: string | undefined
  /** Of an account. */
  readonly address?: string | undefined
}

/** What waits or is under way in the desk's trees, what ends first first. */
export async function listWaiting(desk: Desk, search: WaitingSearch): Promise<WaitingMessage[]> {
  const wish = await waitingWish(desk, search)
  if (wish === undefined) return []
  const rows = await waitingMessages(desk.store.db, desk.store.dialect, wish, mostWaiting)
  return rows.map((row) => ({
    ...listed(row),
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    attempts: row.attempts,
  }))
}

const mostWaiting = 200

/** All of it, as far as many can be changed at once. */
export async function allWaiting(desk: Desk, search: WaitingSearch): Promise<number[]> {
  const wish = await waitingWish(desk, search)
  return wish === undefined ? [] : waitingIds(desk.store.db, desk.store.dialect, wish, mostFound)
}

const mostFound = 10_000

/** Undefined when nothing can be found. */
async function waitingWish(
  desk: Desk,
  { state, route, address, ...choice }: WaitingSearch,
): Promise<WaitingWish | undefined> {
  const groups = await groupsInView(desk.store.db, desk, choice)
  if (address === undefined) return { groups, state, route }
  const account = await findAccount(desk.store.db, address)
  return account === undefined ? undefined : { groups, state, route, accountId: account.id }
}

function listed(row: DeskMessage): ListedMessage {
  const { id, direction, phone, own, state, reason, parts, route, text } = row
  const { created_at: at, address: account } = row
  return { id, at, direction, account, phone, own, state, reason, parts, route, text }
}

/** The message, where the desk may see it. */
export async function messageAt(db: Knex, desk: Desk, id: number): Promise<DeskMessage> {
  const row = Number.isSafeInteger(id) ? await deskMessage(db, id) : undefined
  const isOwn = desk.account === undefined || row?.account_id === desk.account
  const isInside =
    desk.within === undefined || (row?.group_id != null && (await isBelow(db, desk, row.group_id)))
  if (row === undefined || !isOwn || !isInside)
    throw new Complaint(
      `There is no message ${id}. See them with: haraka-sms message list`,
      'message_unknown',
      { id },
    )
  return row
}

export async function showMessage(desk: Desk, id: number): Promise<MessageTrace> {
  const { db } = desk.store
  const row = await messageAt(db, desk, id)
  const paths = await groupPaths(db)
  const pathOf = (groupId: number | null): string | null =>
    groupId === null ? null : (paths.get(groupId) ?? null)
  return {
    ...listed(row),
    group: pathOf(row.group_id),
    recipient: row.recipient,
    encoding: row.encoding,
    flash: row.flash === 1,
    urgent: row.urgent === 1,
    validity: row.validity,
    missing: row.missing ?? 0,
    notify: row.notify,
    price: row.price,
    payer: pathOf(row.payer_id),
    attempts: row.attempts,
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    sentAt: row.sent_at,
    changedAt: row.changed_at,
    copyOf: row.copy_of,
    mail: row.mail_id === null ? undefined : await mailOf(db, row.mail_id),
    handedOver: (await tracedParts(db, id)).map((part) => ({
      part: part.seq,
      route: part.route,
      reference: part.reference,
      gone: part.gone,
      at: part.sent_at,
      fate: part.fate,
      reason: part.reason,
      reportedAt: part.reported_at,
    })),
    failedAttempts: await tracedAttempts(db, id),
    changes: await tracedChanges(db, subjectOf(id)),
  }
}

async function mailOf(db: Knex, id: number): Promise<MessageTrace['mail']> {
  const mail = await tracedMail(db, id)
  if (mail === undefined) return undefined
  return {
    from: mail.envelope_from,
    subject: mail.subject,
    messageId: mail.message_id,
    at: mail.created_at,
    proof: mail.proof,
    cuts: JSON.parse(mail.cuts ?? '[]') as NonNullable<MessageTrace['mail']>['cuts'],
    waits: mail.held === 1,
  }
}

export function subjectOf(id: number): string {
  return `message ${id}`
}
