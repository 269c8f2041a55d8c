// The contacts of accounts and their groups. Names are compared by `key`, which the gateway makes.
import type { Knex } from 'knex'
import { masterGroup } from './groups.ts'
import type { Dialect } from './dialect.ts'
import { all, insertRows, rowsBinding } from './rows.ts'

export interface Contact {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly phone: string
  /** Own columns, as JSON. */
  readonly fields: string | null
}

export interface ContactGroup {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly members: number
}

const contactColumns = {
  account_id: 'bigint',
  key: 'text',
  name: 'text',
  phone: 'text',
  fields: 'text',
  created_at: 'bigint',
} as const

/**
 * One that is there gets the new name and phone, and own columns where there are any. No key may stand
 * twice. contacts_key.
 */
export async function writeContacts(
  trx: Knex,
  dialect: Dialect,
  contacts: readonly (Omit<Contact, 'id'> & { account_id: number; created_at: number })[],
): Promise<void> {
  await insertRows(
    trx,
    dialect,
    'contacts',
    contactColumns,
    contacts,
    `on conflict (account_id, key) do update set name = excluded.name, phone = excluded.phone,
       fields = coalesce(excluded.fields, contacts.fields)`,
  )
}

export interface ContactSearch {
  /** In name or phone; '' for all. */
  readonly search: string
  /** The key of a contact group; '' for all. */
  readonly group: string
  /** Those behind this key. */
  readonly after: string
  readonly most: number
}

/** In order of their keys. contacts_key, contact_groups_key. */
export function searchContacts(
  db: Knex,
  accountId: number,
  { search, group, after, most }: ContactSearch,
): Promise<Contact[]> {
  const like = `%${search.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`
  const isFound =
    search === '' ? '' : `and (c.key like ? escape '\\' or c.phone like ? escape '\\')`
  const isMember =
    group === ''
      ? ''
      : `and exists (select 1 from contact_groups g join contact_members m on m.contact_group_id = g.id
           where g.account_id = c.account_id and g.key = ? and m.contact_id = c.id)`
  return all<Contact>(
    db,
    `select c.id, c.key, c.name, c.phone, c.fields from contacts c
     where c.account_id = ? and c.key > ? ${isFound} ${isMember} order by c.key limit ?`,
    [
      ...[accountId, after],
      ...(search === '' ? [] : [like, like]),
      ...(group === '' ? [] : [group]),
      most,
    ],
  )
}

/** contacts_key. */
export function findContact(
  db: Knex,
  accountId: number,
  key: string,
): Promise<Contact | undefined> {
  return db<Contact & { account_id: number }>('contacts')
    .where({ account_id: accountId, key })
    .first('id', 'key', 'name', 'phone', 'fields')
}

/** Which of some keys are those of contacts. contacts_key. */
export async function contactsThere(
  db: Knex,
  dialect: Dialect,
  accountId: number,
  keys: readonly string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const rows = await all<{ key: string }>(
    db,
    `select c.key from ${dialect.rows({ name_key: 'text' })}
     join contacts c on c.account_id = ? and c.key = r.name_key`,
    [JSON.stringify(keys.map((name_key) => ({ name_key }))), accountId],
  )
  return new Set(rows.map(({ key }) => key))
}

/** What an account calls a phone. contacts_phone. */
export async function contactName(
  db: Knex,
  accountId: number,
  phone: string,
): Promise<string | undefined> {
  const rows = await all<{ name: string }>(
    db,
    'select name from contacts where phone = ? and account_id = ? order by key limit 1',
    [phone, accountId],
  )
  return rows[0]?.name
}

/** Whether it was there. Its memberships go with it. */
export async function deleteContact(trx: Knex, accountId: number, key: string): Promise<boolean> {
  return (await trx('contacts').where({ account_id: accountId, key }).delete()) > 0
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

/** Puts contacts into groups, by their keys. contacts_key, contact_groups_key. */
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
     select g.id, c.id from ${dialect.rows(memberColumns)}
     join contacts c on c.account_id = ? and c.key = r.contact
     join contact_groups g on g.account_id = ? and g.key = r.contact_group
     where true on conflict (contact_group_id, contact_id) do nothing`,
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

/** The phones that a name stands for, at most so many; none where nothing is called so, or a group is empty. */
export async function phonesNamed(
  db: Knex,
  accountId: number,
  key: string,
  most: number,
): Promise<string[]> {
  const rows = await all<{ phone: string }>(
    db,
    `select phone from contacts where account_id = ? and key = ?
     union
     select c.phone from contact_groups g join contact_members m on m.contact_group_id = g.id
     join contacts c on c.id = m.contact_id where g.account_id = ? and g.key = ? limit ?`,
    [accountId, key, accountId, key, most],
  )
  return rows.map(({ phone }) => phone)
}

/** The contact that a name stands for, or those of a group, in order of their keys, at most so many. */
export function contactsNamed(
  db: Knex,
  accountId: number,
  key: string,
  most: number,
): Promise<Contact[]> {
  return all<Contact>(
    db,
    `select id, key, name, phone, fields from contacts where account_id = ? and key = ?
     union
     select c.id, c.key, c.name, c.phone, c.fields from contact_groups g
     join contact_members m on m.contact_group_id = g.id
     join contacts c on c.id = m.contact_id where g.account_id = ? and g.key = ? order by 2 limit ?`,
    [accountId, key, accountId, key, most],
  )
}

/** What an account calls phones; the first by key where one has several names. contacts_phone. */
export async function contactsWithPhones(
  db: Knex,
  dialect: Dialect,
  accountId: number,
  phones: readonly string[],
): Promise<Contact[]> {
  if (phones.length === 0) return []
  const found = await all<Contact>(
    db,
    `select distinct c.id, c.key, c.name, c.phone, c.fields from ${dialect.rows({ phone: 'text' })}
     join contacts c on c.phone = r.phone and c.account_id = ? order by c.key desc`,
    [rowsBinding(phones.map((phone) => ({ phone }))), accountId],
  )
  return [...new Map(found.map((contact) => [contact.phone, contact])).values()]
}

/** contact_groups_key. */
export async function isContactGroup(db: Knex, accountId: number, key: string): Promise<boolean> {
  return (
    (await db('contact_groups').where({ account_id: accountId, key }).first('id')) !== undefined
  )
}
