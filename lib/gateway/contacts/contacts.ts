// Contacts and contact groups of an account: changed in one transaction, and told what is wrong as values.
//
// A name is either a contact's or a group's. A phone that an organisation has blocked is in no contact
// group of it.
import type { Account } from '../../store/accounts.ts'
import {
  deleteContactGroup,
  deleteMember,
  isContactGroup,
  leaveBlocked,
  writeContactGroups,
  writeMembers,
} from '../../store/contact-groups.ts'
import { deleteContact, findContact, moveContact, writeContacts } from '../../store/contacts.ts'
import type { Dialect } from '../../store/dialect.ts'
import type { Knex } from '../../store/store.ts'
import { organisationWith } from '../sending-rules.ts'
import { writeFields } from './fields.ts'
import { judgeContacts, type ContactTrouble, type ReadContact } from './judge-contacts.ts'
import { nameKey, readName } from './name.ts'

export interface ContactWorld {
  readonly trx: Knex
  readonly dialect: Dialect
  readonly now: number
}

/** Stores those with which nothing is wrong; answers what became of each, in order. For a slice of many. */
export async function saveContacts(
  world: ContactWorld,
  account: Account,
  sound: readonly ReadContact[],
): Promise<ReadContact[]> {
  const { trx, dialect, now } = world
  const read = await judgeContacts(world, account, sound)
  const good = read.flatMap((one) => ('fault' in one ? [] : [one]))
  const row = { account_id: account.id, created_at: now }
  const groups = new Map(good.flatMap((one) => one.groups).map((group) => [group.key, group]))
  const contacts = good.map(({ key, name, phone, fields }) => ({
    ...{ key, name, phone, ...row },
    fields: writeFields(fields),
  }))
  await writeContacts(trx, dialect, contacts)
  await writeContactGroups(
    trx,
    dialect,
    [...groups.values()].map((group) => ({ ...group, ...row })),
  )
  const members = good.flatMap(({ key, groups }) =>
    groups.map((group) => ({ contact: key, contact_group: group.key })),
  )
  await writeMembers(trx, dialect, account.id, members)
  await withoutBlocked(trx, account)
  return read
}

/** The names of those that were taken out of contact groups. */
async function withoutBlocked(trx: Knex, account: Account): Promise<string[]> {
  const organisation = await organisationWith(trx, account.group_id)
  return (await leaveBlocked(trx, account.id, organisation)).map(({ name }) => name)
}

export async function removeContact(
  trx: Knex,
  account: Account,
  name: string,
): Promise<ContactTrouble | undefined> {
  const isThere = await deleteContact(trx, account.id, nameKey(name))
  return isThere ? undefined : { fault: 'contact_unknown', detail: name }
}

/** It keeps what it has, its groups too. */
export async function renameContact(
  trx: Knex,
  account: Account,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<ContactTrouble | undefined> {
  const name = readName(to)
  if (name === undefined) return { fault: 'name_unusable', detail: to }
  const [key, old] = [nameKey(name), nameKey(from)]
  const isTaken =
    key !== old &&
    ((await isContactGroup(trx, account.id, key)) ||
      (await findContact(trx, account.id, key)) !== undefined)
  if (isTaken) return { fault: 'name_taken', detail: name }
  const isThere = await moveContact(trx, account.id, old, { key, name })
  return isThere ? undefined : { fault: 'contact_unknown', detail: from }
}

export async function addContactGroup(
  { trx, dialect, now }: ContactWorld,
  account: Account,
  written: string,
): Promise<ContactTrouble | undefined> {
  const name = readName(written)
  if (name === undefined) return { fault: 'group_unusable', detail: written }
  const key = nameKey(name)
  const isTaken =
    (await isContactGroup(trx, account.id, key)) ||
    (await findContact(trx, account.id, key)) !== undefined
  if (isTaken) return { fault: 'name_taken', detail: name }
  await writeContactGroups(trx, dialect, [{ account_id: account.id, key, name, created_at: now }])
  return undefined
}

export async function removeContactGroup(
  trx: Knex,
  account: Account,
  name: string,
): Promise<ContactTrouble | undefined> {
  const isThere = await deleteContactGroup(trx, account.id, nameKey(name))
  return isThere ? undefined : { fault: 'group_unknown', detail: name }
}

/** Puts a contact into a group that is there. */
export async function joinContactGroup(
  { trx, dialect }: ContactWorld,
  account: Account,
  wish: { readonly contact: string; readonly group: string },
): Promise<ContactTrouble | undefined> {
  const contact = await findContact(trx, account.id, nameKey(wish.contact))
  if (contact === undefined) return { fault: 'contact_unknown', detail: wish.contact }
  const group = nameKey(wish.group)
  if (!(await isContactGroup(trx, account.id, group)))
    return { fault: 'group_unknown', detail: wish.group }
  await writeMembers(trx, dialect, account.id, [{ contact: contact.key, contact_group: group }])
  const left = await withoutBlocked(trx, account)
  return left.includes(contact.name) ? { fault: 'phone_blocked', detail: contact.name } : undefined
}

export async function leaveContactGroup(
  trx: Knex,
  account: Account,
  wish: { readonly contact: string; readonly group: string },
): Promise<ContactTrouble | undefined> {
  const member = { contact: nameKey(wish.contact), contact_group: nameKey(wish.group) }
  return (await deleteMember(trx, account.id, member))
    ? undefined
    : { fault: 'contact_unknown', detail: wish.contact }
}
