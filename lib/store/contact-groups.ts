// The contact groups of accounts, and which contact is in which. Names are compared by `key`, which the
// gateway makes.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { masterGroup } from './groups.ts'
import { all, insertRows } from './rows.ts'

export interface ContactGroup {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly members: number
}

export function listContactGroups(db: Knex, accountId: number): Promise<ContactGroup[]> {
  return all<ContactGroup>(
    db,
    `select g.id, g.key, g.name, (select count(*) from contact_members m
       where m.contact_group_id = g.id) as members
     from contact_groups g where g.account_id = ? order by g.key`,
    [accountId],
  )
}

/** Which contact is in which group, by their keys. */
export function listMemberships(
  db: Knex,
  accountId: number,
): Promise<{ contact: string; group_name: string }[]> {
  return all(
    db,
    `select c.key as contact, g.name as group_name from contact_groups g
     join contact_members m on m.contact_group_id = g.id join contacts c on c.id = m.contact_id
     where g.account_id = ? order by c.key, g.key`,
    [accountId],
  )
}

const groupColumns = {
  account_id: 'bigint',
  key: 'text',
  name: 'text',
  created_at: 'bigint',
} as const

/** Those that are there stay as they are. contact_groups_key. */
export async function writeContactGroups(
  trx: Knex,
  dialect: Dialect,
  groups: readonly { account_id: number; key: string; name: string; created_at: number }[],
): Promise<void> {
  const tail = 'on conflict (account_id, key) do nothing'
  await insertRows(trx, dialect, 'contact_groups', groupColumns, groups, tail)
}

/** Whether it was there. Its contacts stay. */
export async function deleteContactGroup(
  trx: Knex,
  accountId: number,
  key: string,
): Promise<boolean> {
  return (await trx('contact_groups').where({ account_id: accountId, key }).delete()) > 0
}

const memberColumns = { contact: 'text', contact_group: 'text' } as const

/**
 * Puts contacts into groups, by their keys. contacts_key, contact_groups_key. The cross joins keep SQLite from
 * going through all members again for each contact.
 */
export async function writeMembers(
  trx: Knex,
  dialect: Dialect,
  accountId: number,
  members: readonly { contact: string; contact_group: string }[],
): Promise<void> {
  if (members.length === 0) return
  await all(
    trx,
    `insert into contact_members (contact_group_id, contact_id)
     select g.id, c.id from ${dialect.rows(memberColumns)} cross join contacts c cross join contact_groups g
     where c.account_id = ? and c.key = r.contact and g.account_id = ? and g.key = r.contact_group
     on conflict (contact_group_id, contact_id) do nothing`,
    [JSON.stringify(members), accountId, accountId],
  )
}

/** Whether the contact was in the group. */
export async function deleteMember(
  trx: Knex,
  accountId: number,
  member: { readonly contact: string; readonly contact_group: string },
): Promise<boolean> {
  const rows = await all(
    trx,
    `delete from contact_members
     where contact_id = (select id from contacts where account_id = ? and key = ?)
       and contact_group_id = (select id from contact_groups where account_id = ? and key = ?)
     returning contact_id`,
    [accountId, member.contact, accountId, member.contact_group],
  )
  return rows.length > 0
}

/** Takes a phone out of the contact groups of an organisation. Master's is that of the accounts directly in it. */
export async function leaveContactGroups(
  trx: Knex,
  { group_id, phone }: { readonly group_id: number; readonly phone: string },
): Promise<void> {
  await all(
    trx,
    `with recursive below (id) as (
       select id from groups where id = ?
       union all
       select g.id from groups g join below on g.parent_id = below.id where below.id <> ${masterGroup}
     )
     delete from contact_members where contact_id in (
       select c.id from contacts c join accounts a on a.id = c.account_id
       where c.phone = ? and a.group_id in (select id from below))`,
    [group_id, phone],
  )
}

/** Takes what an organisation has blocked out of the contact groups of an account; answers the contacts' names. */
export function leaveBlocked(
  trx: Knex,
  accountId: number,
  organisation: number,
): Promise<{ name: string }[]> {
  return all(
    trx,
    `delete from contact_members where contact_id in (
       select c.id from contacts c join blocks b on b.group_id = ? and b.phone = c.phone
       where c.account_id = ?)
     returning (select name from contacts where id = contact_id) as name`,
    [organisation, accountId],
  )
}

/** contact_groups_key. */
export async function isContactGroup(db: Knex, accountId: number, key: string): Promise<boolean> {
  return (
    (await db('contact_groups').where({ account_id: accountId, key }).first('id')) !== undefined
  )
}
