// Where changes are made by whoever runs the server or a part of it: every one is written down.
//
// What cannot be done is a Complaint: a sentence for the person at the command line or the page.
import type { Settings } from '../../config/settings.ts'
import { Complaint } from './complaint.ts'
import { groupAndAbove, groupAtPath, listGroups, type Group } from '../../store/groups.ts'
import { writeAudit, writeAuditOnce } from '../../store/group-settings.ts'
import type { Knex, Store } from '../../store/store.ts'
import type { OptOutWorld } from '../opt-out.ts'

export { Complaint }

export interface Desk {
  readonly store: Store
  readonly settings: () => Settings
  readonly clock: () => number
  /** The route by which a phone is reached. */
  readonly routeTo?: (phone: string) => string | undefined
  /** Who sits at it: a mail address, or `cli:USER`. */
  readonly actor: string
  /** The account whose own messages alone they see and change. */
  readonly account?: number
  /** The groups whose trees they administer; undefined for the operator, who administers all. */
  readonly within?: readonly number[] | undefined
  /** The token of the form that a change comes by: a second change with it is a Complaint. */
  readonly once?: string | undefined
}

export interface Change {
  readonly action: string
  /** What it is done to, such as `group Office/Sales`. */
  readonly subject: string
  readonly before?: string | null
  readonly after?: string | null
  /** The group whose administrators may see that it was changed; without it only the operator. */
  readonly group?: number | null | undefined
  /** Another one whose administrators may see it, too, such as where something came from. */
  readonly otherGroup?: number
}

/** Makes a change and writes it down, both or neither. `work` answers what there is to write. */
export function change(
  desk: Desk,
  work: (trx: Knex, now: number) => Promise<Change>,
): Promise<void> {
  return changeAnswering(desk, async (trx, now) => ({
    change: await work(trx, now),
    result: undefined,
  }))
}

/** The same for a change of which something is to be told. */
export async function changeAnswering<T>(
  { store, clock, actor, once }: Desk,
  work: (trx: Knex, now: number) => Promise<{ change: Change; result: T }>,
): Promise<T> {
  return store.transaction(async (trx) => {
    const now = clock()
    const done = await work(trx, now)
    await record(trx, actor, done.change, now, once)
    return done.result
  })
}

/** Writes a change down, inside the transaction that makes it. */
export async function record(
  trx: Knex,
  actor: string,
  { before = null, after = null, group = null, otherGroup, action, subject }: Change,
  now: number,
  once?: string,
): Promise<void> {
  const groups = { group_id: group, other_group_id: otherGroup ?? null }
  const row = { at: now, actor, action, subject, before, after, ...groups }
  if (once === undefined) await writeAudit(trx, row)
  else if (!(await writeAuditOnce(trx, row, once)))
    throw new Complaint('That was done before, by the same form.', 'done_before')
}

/** Nobody changes what lies outside their own tree. */
export async function mustBeWithin(db: Knex, desk: Desk, groupId: number): Promise<void> {
  if (await isWithin(db, desk, groupId)) return
  throw new Complaint('That belongs to a group that you do not administer.', 'not_yours')
}

export async function isWithin(
  db: Knex,
  { within }: Pick<Desk, 'within'>,
  groupId: number,
): Promise<boolean> {
  if (within === undefined) return true
  return (await groupAndAbove(db, groupId)).some((id) => within.includes(id))
}

/** What is the business of the whole server. */
export function mustBeOperator({ within }: Desk): void {
  if (within === undefined) return
  throw new Complaint('Only the operator of the server can do that.', 'operator_only')
}

/** The group at a path below Master; '' and Master itself are the root. */
export async function groupOf(db: Knex, path: string): Promise<number> {
  const id = await groupAtPath(db, path)
  if (id === undefined)
    throw new Complaint(
      `There is no group ${path}. Make it first with: haraka-sms group add "${path}"`,
      'group_unknown',
      { group: path },
    )
  return id
}

/** The path of each group by its id. */
export async function groupPaths(db: Knex): Promise<Map<number, string>> {
  const children = new Map<number | null, Group[]>()
  for (const group of await listGroups(db)) {
    const siblings = children.get(group.parent_id)
    if (siblings === undefined) children.set(group.parent_id, [group])
    else siblings.push(group)
  }
  const paths = new Map<number, string>()
  const add = (parent: number | null, prefix: string): void => {
    for (const { id, name } of children.get(parent) ?? []) {
      const path = prefix === '' || prefix === 'Master' ? name : `${prefix}/${name}`
      paths.set(id, path)
      add(id, path)
    }
  }
  add(null, '')
  return paths
}

/** Where SMS from phones are given to accounts by hand: they are mailed, and not forwarded to phones. */
export function worldByHand({ store, settings }: Desk): OptOutWorld {
  return { dialect: store.dialect, settings, routes: { choose: () => undefined } }
}
