// The contacts of accounts. Names are compared by `key`, which the gateway makes.
import type { Knex } from 'knex'
import { phonePart } from '../sms/phone-part.ts'
import type { Dialect } from './dialect.ts'
import { all, insertRows, rowsBinding, literally } from './rows.ts'

export interface Contact {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly phone: string
  /** Own columns, as JSON. */
  readonly fields: string | null
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
  /** In the key, or digits in the phone; '' for all. */
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
  const containing = (text: string): string => `%${literally(text)}%`
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
      ...(search === '' ? [] : [containing(search), containing(phonePart(search) ?? search)]),
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
     cross join contacts c where c.account_id = ? and c.key = r.name_key`,
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

/** Whether it was there. It stays in its groups. No contact may have the new key. contacts_key. */
export async function moveContact(
  trx: Knex,
  accountId: number,
  key: string,
  to: Pick<Contact, 'key' | 'name'>,
): Promise<boolean> {
  const { key: newKey, name } = to
  return (
    (await trx('contacts').where({ account_id: accountId, key }).update({ key: newKey, name })) > 0
  )
}

/** Whether it was there. Its memberships go with it. */
export async function deleteContact(trx: Knex, accountId: number, key: string): Promise<boolean> {
  return (await trx('contacts').where({ account_id: accountId, key }).delete()) > 0
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
     cross join contacts c where c.phone = r.phone and c.account_id = ? order by c.key desc`,
    [rowsBinding(phones.map((phone) => ({ phone }))), accountId],
  )
  return [...new Map(found.map((contact) => [contact.phone, contact])).values()]
}
