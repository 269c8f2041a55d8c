// Contacts of accounts at the desk: each change is written down, and what is wrong is a sentence.
import type { Account } from '../../store/accounts.ts'
import { listContactGroups, listMemberships } from '../../store/contact-groups.ts'
import { searchContacts, type Contact, type ContactSearch } from '../../store/contacts.ts'
import type { Knex } from '../../store/store.ts'
import {
  addContactGroup as addGroup,
  joinContactGroup as join,
  leaveContactGroup as leave,
  removeContact as remove,
  removeContactGroup as removeGroup,
  renameContact,
  saveContacts,
  type ContactWorld,
} from '../contacts/contacts.ts'
import type { FileColumn } from '../contacts/columns.ts'
import { groupsOf, writeContactFile } from '../contacts/export.ts'
import { readFields, type Fields } from '../contacts/fields.ts'
import type { ImportFault } from '../contacts/import.ts'
import {
  readContacts,
  type ContactFault,
  type ContactTrouble,
  type WrittenContact,
} from '../contacts/judge-contacts.ts'
import { mostRows } from '../contacts/row.ts'
import { nameKey } from '../contacts/name.ts'
import { accountOf } from './accounts.ts'
import { change, Complaint, mustBeWithin, type Desk } from './desk.ts'

export interface ListedContact {
  readonly name: string
  readonly phone: string
  readonly groups: readonly string[]
  /** Own columns. */
  readonly fields: Fields
}

export interface ListedContactGroup {
  readonly name: string
  readonly members: number
}

/** A complaint that pages say in the language of the reader. */
export class ContactComplaint extends Complaint {
  readonly fault: ContactFault | ImportFault
  readonly detail: string
  /** Those of a file, where it is not known which is which. */
  readonly columns: readonly FileColumn[]

  constructor(
    { fault, detail }: { fault: ContactFault | ImportFault; detail: string },
    message: string,
    columns: readonly FileColumn[] = [],
  ) {
    super(message)
    this.fault = fault
    this.detail = detail
    this.columns = columns
  }
}

const sentences: Record<ContactFault, string> = {
  name_unusable:
    '"{}" cannot be the name of a contact: it needs a letter, has 64 characters at most, of letters, digits, spaces and . _ - & \', and is not read as another form of an address, or as a time.',
  name_taken: '"{}" is the name of another contact or contact group.',
  name_twice: '"{}" stands here twice.',
  phone_wrong: '"{}" is no mobile number such as +4520643064.',
  group_unusable: '"{}" cannot be the name of a contact group.',
  group_unknown: 'There is no contact group "{}".',
  contact_unknown: 'There is no contact "{}" there.',
  phone_blocked: 'The phone of "{}" wants no more SMS from the organisation.',
  field_too_long: 'What stands in "{}" is too long: 1,000 characters at most.',
}

export function told({ fault, detail }: ContactTrouble): string {
  return sentences[fault].replace('{}', () => detail)
}

/** Finds the account, sees that it is the actor's to change, changes its contacts and writes it down. */
function changing(
  desk: Desk,
  address: string,
  { action, after }: { readonly action: string; readonly after: string },
  work: (world: ContactWorld, account: Account) => Promise<ContactTrouble | undefined>,
): Promise<void> {
  return change(desk, async (trx, now) => {
    const account = await theirs(trx, desk, address)
    const { dialect } = desk.store
    const trouble = await work({ trx, dialect, now }, account)
    if (trouble !== undefined) throw new ContactComplaint(trouble, told(trouble))
    const subject = `account ${account.address}`
    return { action, subject, group: account.group_id, after }
  })
}

export async function theirs(db: Knex, desk: Desk, address: string): Promise<Account> {
  const account = await accountOf(db, address)
  await mustBeWithin(db, desk, account.group_id)
  return account
}

/** `was`: the name of the one that is changed. */
export function addContact(
  desk: Desk,
  address: string,
  contact: WrittenContact,
  was?: string,
): Promise<void> {
  const after = `${contact.name} ${contact.phone}`
  return changing(desk, address, { action: 'contact add', after }, async (world, account) => {
    const names = was === undefined ? undefined : { from: was, to: contact.name }
    const trouble = names && (await renameContact(world.trx, account, names))
    if (trouble !== undefined) return trouble
    const wished = { db: world.trx, settings: desk.settings() }
    const [read] = await saveContacts(
      world,
      account,
      await readContacts(wished, account, [contact]),
    )
    return read !== undefined && 'fault' in read ? read : undefined
  })
}

export function removeContact(desk: Desk, address: string, name: string): Promise<void> {
  return changing(desk, address, { action: 'contact remove', after: name }, ({ trx }, account) =>
    remove(trx, account, name),
  )
}

export function addContactGroup(desk: Desk, address: string, name: string): Promise<void> {
  const what = { action: 'contact group add', after: name }
  return changing(desk, address, what, (world, account) => addGroup(world, account, name))
}

export function removeContactGroup(desk: Desk, address: string, name: string): Promise<void> {
  const what = { action: 'contact group remove', after: name }
  return changing(desk, address, what, ({ trx }, account) => removeGroup(trx, account, name))
}

interface Membership {
  readonly contact: string
  readonly group: string
}

export function joinContactGroup(desk: Desk, address: string, wish: Membership): Promise<void> {
  const what = { action: 'contact group join', after: `${wish.contact}: ${wish.group}` }
  return changing(desk, address, what, (world, account) => join(world, account, wish))
}

export function leaveContactGroup(desk: Desk, address: string, wish: Membership): Promise<void> {
  const what = { action: 'contact group leave', after: `${wish.contact}: ${wish.group}` }
  return changing(desk, address, what, ({ trx }, account) => leave(trx, account, wish))
}

export async function listAllContacts(
  desk: Desk,
  address: string,
  group = '',
): Promise<ListedContact[]> {
  const { db } = desk.store
  const { id } = await theirs(db, desk, address)
  const all = { search: '', group: nameKey(group), after: '', most: mostRows }
  const groups = groupsOf(await listMemberships(db, id))
  return (await searchContacts(db, id, all)).map((contact) => listed(contact, groups))
}

function listed(
  { key, name, phone, fields }: Contact,
  groups: ReadonlyMap<string, readonly string[]>,
): ListedContact {
  return { name, phone, groups: groups.get(key) ?? [], fields: readFields(fields) }
}

export interface ContactPage {
  readonly contacts: readonly ListedContact[]
  /** Behind which the next page begins. */
  readonly next: string | undefined
}

const pageSize = 100

export async function searchAllContacts(
  desk: Desk,
  address: string,
  { search, group, after }: Omit<ContactSearch, 'most'>,
): Promise<ContactPage> {
  const { db } = desk.store
  const { id } = await theirs(db, desk, address)
  const wish = { search: nameKey(search), group: nameKey(group), after, most: pageSize + 1 }
  const found = await searchContacts(db, id, wish)
  const contacts = found.slice(0, pageSize)
  const groups = groupsOf(await listMemberships(db, id))
  return {
    contacts: contacts.map((contact) => listed(contact, groups)),
    next: found.length > pageSize ? contacts.at(-1)?.key : undefined,
  }
}

export async function listAllContactGroups(
  desk: Desk,
  address: string,
): Promise<ListedContactGroup[]> {
  const { db } = desk.store
  const { id } = await theirs(db, desk, address)
  return (await listContactGroups(db, id)).map(({ name, members }) => ({ name, members }))
}

export async function exportContacts(desk: Desk, address: string): Promise<string> {
  const { db } = desk.store
  const { id } = await theirs(db, desk, address)
  const all = { search: '', group: '', after: '', most: Number.MAX_SAFE_INTEGER }
  return writeContactFile(await searchContacts(db, id, all), await listMemberships(db, id))
}
