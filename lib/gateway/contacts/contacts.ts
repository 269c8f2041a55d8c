// Contacts and contact groups of an account: read, changed in one transaction, and told what is wrong
// as values.
//
// A name is either a contact's or a group's. A phone that an organisation has blocked is in no contact
// group of it.
import { readPhone } from '../../sms/phone-number.ts'
import type { Settings } from '../../config/settings.ts'
import type { Account } from '../../store/accounts.ts'
import { groupAndAbove } from '../../store/groups.ts'
import {
  contactsThere,
  deleteContact,
  deleteContactGroup,
  deleteMember,
  findContact,
  isContactGroup,
  leaveBlocked,
  listContactGroups,
  writeContactGroups,
  writeContacts,
  writeMembers,
} from '../../store/contacts.ts'
import type { Dialect } from '../../store/dialect.ts'
import type { Knex } from '../../store/store.ts'
import { accountValuesIn } from '../account-values.ts'
import { organisationOf } from '../sending-rules.ts'
import { longestValue, writeFields, type Fields } from './fields.ts'
import { nameKey, readName } from './name.ts'

export interface WrittenContact {
  readonly name: string
  readonly phone: string
  /** The names of its groups; those that are not there are made. */
  readonly groups?: readonly string[]
  /** Own columns; those that are there stay where it is undefined. */
  readonly fields?: Fields
}

export type ContactFault =
  | 'name_unusable'
  | 'name_taken'
  | 'name_twice'
  | 'phone_wrong'
  | 'group_unusable'
  | 'group_unknown'
  | 'contact_unknown'
  | 'phone_blocked'
  | 'field_too_long'

export interface ContactTrouble {
  readonly fault: ContactFault
  /** What was written there. */
  readonly detail: string
}

export interface ContactWorld {
  readonly trx: Knex
  readonly dialect: Dialect
  readonly settings: Settings
  readonly now: number
}

/** A contact that can be stored, or what is wrong with it. */
export type ReadContact =
  | {
      readonly key: string
      readonly name: string
      readonly phone: string
      readonly groups: Named[]
      readonly fields?: Fields
    }
  | ContactTrouble

interface Named {
  readonly key: string
  readonly name: string
}

/** Judges contacts in the order in which they are written, and stores nothing. */
export async function readContacts(
  { trx, dialect, settings }: Omit<ContactWorld, 'now'>,
  account: Account,
  written: readonly WrittenContact[],
): Promise<ReadContact[]> {
  const { country, bare_numbers: bareNumbers } = await accountValuesIn(trx, account, settings)
  const rules = { country, bareNumbers, allowedPrefixes: [] }
  const named = new Set(written.flatMap(({ groups = [] }) => groups.map(nameKey)))
  const contacts = await contactsThere(trx, dialect, account.id, [...named])
  const groups = new Set([
    ...(await listContactGroups(trx, account.id)).map(({ key }) => key),
    ...[...named].filter((key) => !contacts.has(key)),
  ])
  const seen = new Set<string>()
  return written.map((contact) => {
    const name = readName(contact.name)
    if (name === undefined) return { fault: 'name_unusable', detail: contact.name }
    const key = nameKey(name)
    if (groups.has(key)) return { fault: 'name_taken', detail: name }
    if (seen.has(key)) return { fault: 'name_twice', detail: name }
    const reading = readPhone(contact.phone, rules)
    if (reading.kind !== 'phone') return { fault: 'phone_wrong', detail: contact.phone }
    const its = readGroups(contact.groups ?? [], contacts)
    if ('fault' in its) return its
    const { fields } = contact
    const long = fields?.find(([, value]) => value.length > longestValue)
    if (long !== undefined) return { fault: 'field_too_long', detail: long[0] }
    seen.add(key)
    return { key, name, phone: reading.phone, groups: its, ...(fields && { fields }) }
  })
}

function readGroups(
  written: readonly string[],
  contacts: ReadonlySet<string>,
): Named[] | ContactTrouble {
  const groups: Named[] = []
  for (const one of written) {
    const name = readName(one)
    if (name === undefined) return { fault: 'group_unusable', detail: one }
    if (contacts.has(nameKey(name))) return { fault: 'name_taken', detail: name }
    groups.push({ key: nameKey(name), name })
  }
  return groups
}

/** Stores those with which nothing is wrong; answers what became of each, in order. */
export async function saveContacts(
  world: ContactWorld,
  account: Account,
  written: readonly WrittenContact[],
): Promise<ReadContact[]> {
  const { trx, dialect, now } = world
  const read = await readContacts(world, account, written)
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
  const organisation = organisationOf(await groupAndAbove(trx, account.group_id))
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
