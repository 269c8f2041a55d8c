// The tree of groups. One function a statement.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all } from './rows.ts'

export interface Group {
  readonly id: number
  readonly parent_id: number | null
  readonly name: string
}

export const masterGroup = 1

/** Until the transaction ends nobody else counts in this group. */
export async function lockGroup(trx: Knex, groupId: number): Promise<void> {
  await trx.raw('update groups set name = name where id = ?', [groupId])
}

export function listGroups(db: Knex): Promise<Group[]> {
  return db<Group>('groups').orderBy('id')
}

export async function findGroup(
  db: Knex,
  parentId: number,
  name: string,
): Promise<Group | undefined> {
  return db<Group>('groups').where({ parent_id: parentId, name }).first()
}

/** The group at a path below Master; '' and Master itself are the root. Undefined when there is none. */
export async function groupAtPath(db: Knex, path: string): Promise<number | undefined> {
  let id = masterGroup
  for (const name of path.split('/').map((part) => part.trim())) {
    if (name === '' || (id === masterGroup && name === 'Master')) continue
    const group = await findGroup(db, id, name)
    if (group === undefined) return undefined
    id = group.id
  }
  return id
}

export async function insertGroup(
  db: Knex,
  group: { parent_id: number; name: string; created_at: number },
): Promise<number> {
  const [row] = await db('groups').insert(group).returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the database gave no id for a new group')
  return row.id
}

export async function updateGroup(
  db: Knex,
  id: number,
  columns: Partial<Pick<Group, 'parent_id' | 'name'>>,
): Promise<void> {
  await db('groups').where({ id }).update(columns)
}

/** What keeps a group from being removed, by table, and what people call it. */
const usesOfGroups = [
  ['groups', 'parent_id', 'groups below it'],
  ['accounts', 'group_id', 'accounts (removed ones count)'],
  ['keys', 'group_id', 'keys'],
  ['numbers', 'group_id', 'numbers'],
  ['number_ranges', 'group_id', 'ranges of numbers'],
  ['sender_names', 'group_id', 'sender names'],
  ['keywords', 'group_id', 'keywords'],
  ['domains', 'group_id', 'domains'],
  ['balances', 'group_id', 'balance'],
  ['blocks', 'group_id', 'blocked phones'],
  ['block_links', 'group_id', 'links by which phones say no'],
  ['messages', 'group_id', 'messages in the log'],
] as const

/** What is in a group and what it has done, each counted to 1,000. */
export async function groupUses(db: Knex, id: number): Promise<{ what: string; count: number }[]> {
  const uses: { what: string; count: number }[] = []
  for (const [table, column, what] of usesOfGroups) {
    const [row] = await all<{ count: number }>(
      db,
      `select count(*) as count from (select 1 from ${table} where ${column} = ? limit 1000) as first_ones`,
      [id],
    )
    if (row !== undefined && row.count > 0) uses.push({ what, count: row.count })
  }
  return uses
}

/** With its settings, stock phrases and counters. Those above it see what was done in it. */
export async function deleteGroup(db: Knex, id: number, parentId: number): Promise<void> {
  for (const column of ['group_id', 'other_group_id'])
    await db('audit_log')
      .where({ [column]: id })
      .update({ [column]: parentId })
  await db('group_settings').where({ scope: 'group', scope_id: id }).delete()
  await db('counters').where({ group_id: id }).delete()
  await db('phrases').where({ group_id: id }).delete()
  await db('groups').where({ id }).delete()
}

/** The group and all groups above it, the nearest first. */
export async function groupAndAbove(db: Knex, groupId: number): Promise<number[]> {
  return (await namedGroupsAbove(db, groupId)).map(({ id }) => id)
}

/** The groups of `groupAndAbove`, with their names. */
export function namedGroupsAbove(db: Knex, groupId: number): Promise<Group[]> {
  return all<Group>(
    db,
    `with recursive up (id, parent_id, name, depth) as (
       select id, parent_id, name, 0 from groups where id = ?
       union all
       select g.id, g.parent_id, g.name, up.depth + 1 from groups g join up on g.id = up.parent_id
       where up.depth < 100
     ) select id, parent_id, name from up order by depth`,
    [groupId],
  )
}

/** Each of the groups with those above it, by its id. */
export async function groupsAbove(
  db: Knex,
  dialect: Dialect,
  groups: readonly number[],
): Promise<Map<number, number[]>> {
  const rows = await all<{ origin: number; id: number }>(
    db,
    `with recursive up (origin, id, parent_id, depth) as (
       select g.id, g.id, g.parent_id, 0 from ${dialect.rows({ group_id: 'bigint' })}
       join groups g on g.id = r.group_id
       union all
       select up.origin, g.id, g.parent_id, up.depth + 1 from groups g join up on g.id = up.parent_id
       where up.depth < 100
     ) select origin, id from up`,
    [JSON.stringify(groups.map((group_id) => ({ group_id })))],
  )
  const above = new Map<number, number[]>()
  for (const { origin, id } of rows) above.set(origin, [...(above.get(origin) ?? []), id])
  return above
}

/** The group and all groups below it. */
export async function groupAndBelow(db: Knex, groupId: number): Promise<number[]> {
  const rows = await all<{ id: number }>(
    db,
    `with recursive below (id, depth) as (
       select id, 0 from groups where id = ?
       union all
       select g.id, below.depth + 1 from groups g join below on g.parent_id = below.id
       where below.depth < 100
     ) select id from below`,
    [groupId],
  )
  return rows.map(({ id }) => id)
}
