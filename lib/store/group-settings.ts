// What groups and accounts set for themselves, and the record of every change.
import type { Knex } from 'knex'
import type { Openness } from '../policy/inherit.ts'
import type { Dialect } from './dialect.ts'
import { all, literally } from './rows.ts'

export interface SettingRow {
  readonly scope: 'group' | 'account'
  readonly scope_id: number
  readonly name: string
  readonly value: string | null
  readonly open: Openness | null
  /** 1: `open` was said by somebody who administers groups above, too. */
  readonly from_above: number
}

/** Everything that these groups and this account set. group_settings_pkey. */
export function settingsAlong(
  db: Knex,
  groups: readonly number[],
  accountId: number | undefined,
): Promise<SettingRow[]> {
  return all<SettingRow>(
    db,
    `select scope, scope_id, name, value, open, from_above from group_settings
     where (scope = 'group' and scope_id in (${[-1, ...groups].join(', ')}))
        or (scope = 'account' and scope_id = ?)`,
    [accountId ?? -1],
  )
}

/** What groups set under one name, with their ids. */
export function groupsThatSet(
  db: Knex,
  name: string,
): Promise<{ scope_id: number; value: string | null }[]> {
  return all(db, `select scope_id, value from group_settings where scope = 'group' and name = ?`, [
    name,
  ])
}

/** The different values that groups set under some names. */
export function settingsNamed(
  db: Knex,
  names: readonly string[],
): Promise<Pick<SettingRow, 'name' | 'value'>[]> {
  return all(
    db,
    `select distinct name, value from group_settings
     where scope = 'group' and name in (${names.map(() => '?').join(', ')})`,
    names,
  )
}

/** The different values that groups and accounts set under one name. */
export async function everyValue(db: Knex, name: string): Promise<string[]> {
  const rows = await all<{ value: string }>(
    db,
    'select distinct value from group_settings where name = ? and value is not null',
    [name],
  )
  return rows.map(({ value }) => value)
}

export async function writeSetting(db: Knex, row: SettingRow): Promise<void> {
  await db('group_settings')
    .insert(row)
    .onConflict(['scope', 'scope_id', 'name'])
    .merge(['value', 'open', 'from_above'])
}

export async function deleteSetting(
  db: Knex,
  row: Pick<SettingRow, 'scope' | 'scope_id' | 'name'>,
): Promise<void> {
  await db('group_settings').where(row).delete()
}

export interface AuditRow {
  readonly at: number
  /** Who did it: a mail address, or `cli:USER`. */
  readonly actor: string
  readonly action: string
  /** What it was done to, such as `group Office/Sales`. */
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
}

/** Whether any group has set it so. */
export async function isSetAnywhere(db: Knex, name: string, value: string): Promise<boolean> {
  const rows = await all(
    db,
    `select 1 from group_settings where scope = 'group' and name = ? and value = ? limit 1`,
    [name, value],
  )
  return rows.length > 0
}

/** `group_id`, `other_group_id`: whose administrators may see it; null: only the operator. */
export interface NewAuditRow extends AuditRow {
  readonly group_id: number | null
  readonly other_group_id?: number | null
}

export async function writeAudit(db: Knex, row: NewAuditRow): Promise<void> {
  await db('audit_log').insert(row)
}

/** False where the same actor wrote one with this `once` before. audit_log_once. */
export async function writeAuditOnce(db: Knex, row: NewAuditRow, once: string): Promise<boolean> {
  const rows = await db('audit_log')
    .insert({ ...row, once })
    .onConflict(['actor', 'once'])
    .ignore()
    .returning('id')
  return rows.length > 0
}

/**
 * The latest first, of some groups or of all; `before` an id, and with a part of who or of what.
 * audit_log_pkey, audit_log_group, audit_log_other_group.
 */
export function latestAudit(
  db: Knex,
  dialect: Dialect,
  wish: {
    readonly groups: readonly number[] | undefined
    readonly filter: string
    readonly before: number
    readonly most: number
  },
): Promise<(AuditRow & { readonly id: number })[]> {
  const { groups, filter, before, most } = wish
  const like = `%${literally(filter.toLowerCase())}%`
  const found =
    filter === ''
      ? ''
      : `and (lower(a.actor) like ? escape '\\' or lower(a.subject) like ? escape '\\')`
  const columns = 'a.id, a.at, a.actor, a.action, a.subject, a.before, a.after'
  const last = `order by a.id desc limit ${most}`
  const bindings = filter === '' ? [] : [like, like]
  if (groups === undefined)
    return all(db, `select ${columns} from audit_log a where a.id < ? ${found} ${last}`, [
      before,
      ...bindings,
    ])
  const theirs = `(select v from ${dialect.rows({ v: 'bigint' })})`
  const ids = JSON.stringify(groups.map((v) => ({ v })))
  return all(
    db,
    `select ${columns} from audit_log a
     where (a.group_id in ${theirs} or a.other_group_id in ${theirs}) and a.id < ? ${found} ${last}`,
    [ids, ids, before, ...bindings],
  )
}
