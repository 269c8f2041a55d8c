// Contacts of accounts at the desk: each change is written down, and what is wrong is a sentence.
import type { Account } from '../../store/accounts.ts'
import {
  listContactGroups,
  listMemberships,
  searchContacts,
  type Contact,
  type ContactSearch,
} from '../../store/contacts.ts'
import type { Knex } from '../../store/store.ts'
import {
  addContactGroup as addGroup,
  joinContactGroup as join,
  leaveContactGroup as leave,
  readContacts,
  removeContact as remove,
  removeContactGroup as removeGroup,
  saveContacts,
  type ContactFault,
  type ContactTrouble,
  type ContactWorld,
  type WrittenContact,
} from '../contacts/contacts.ts'
import type { FileColumn } from '../contacts/columns.ts'
import { groupsOf, writeContactFile } from '../contacts/export.ts'
import { readFields, type Fields } from '../contacts/fields.ts'
import { readContactFile, type ContactFile, type ImportFault } from '../contacts/import.ts'
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

export interface ImportedContacts {
  /** How many lines are, or with `dry` would be, stored. */
  readonly stored: number
  /** What each column was taken for. */
  readonly columns: readonly FileColumn[]
  /** The first of them, as they are stored. */
  readonly first: readonly ListedContact[]
  readonly wrong: readonly (ContactTrouble & { readonly line: number; readonly why: string })[]
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
    '"{}" cannot be the name of a contact: it needs a letter, has 64 characters at most, of letters, digits, spaces and . _ - & \', and is not read as another form of an address.',
  name_taken: '"{}" is the name of another contact or contact group.',
  name_twice: '"{}" stands here twice.',
  phone_wrong: '"{}" is no mobile number such as +4520643064.',
  group_unusable: '"{}" cannot be the name of a contact group.',
  group_unknown: 'There is no contact group "{}".',
  contact_unknown: 'There is no contact "{}" there.',
  phone_blocked: 'The phone of "{}" wants no more SMS from the organisation.',
  field_too_long: 'What stands in "{}" is too long: 1,000 characters at most.',
}

function told({ fault, detail }: ContactTrouble): string {
  return sentences[fault].replace('{}', () => detail)
}

const fileSentences: Record<ImportFault, string> = {
  file_too_large: `The file is too large: 5 MB and ${mostRows.toLocaleString('en')} lines at most.`,
  file_unreadable: 'That is no CSV file or Excel workbook with a contact on each line.',
  file_old_excel:
    'That is a workbook of an old Excel, or one with a password. Save it as .xlsx or CSV.',
  columns_unknown: 'Which columns hold the name and the phone? Say it with --name and --phone.',
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
    const trouble = await work({ trx, dialect, settings: desk.settings(), now }, account)
    if (trouble !== undefined) throw new ContactComplaint(trouble, told(trouble))
    const subject = `account ${account.address}`
    return {
      change: { action, subject, group: account.group_id, after },
      result: undefined,
    }
  })
}

async function theirs(db: Knex, desk: Desk, address: string): Promise<Account> {
  const account = await accountOf(db, address)
  await mustBeWithin(db, desk, account.group_id)
  return account
}

export function addContact(desk: Desk, address: string, contact: WrittenContact): Promise<void> {
  const after = `${contact.name} ${contact.phone}`
  return changing(desk, address, { action: 'contact add', after }, async (world, account) => {
    const [read] = await saveContacts(world, account, [contact])
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
  const wish = { search, group: nameKey(group), after, most: pageSize + 1 }
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

const mostShown = 5

export async function importContacts(
  desk: Desk,
  address: string,
  file: ContactFile,
  dry: boolean,
): Promise<ImportedContacts> {
  const reading = await readContactFile(file)
  if ('fault' in reading)
    throw new ContactComplaint(
      { fault: reading.fault, detail: '' },
      fileSentences[reading.fault],
      reading.columns,
    )
  const { contacts, columns } = reading
  const { store } = desk
  const settings = desk.settings()
  const imported = (read: Awaited<ReturnType<typeof readContacts>>): ImportedContacts => {
    const wrong = read.flatMap((one, index) =>
      'fault' in one ? [{ ...one, line: contacts[index]?.line ?? 0, why: told(one) }] : [],
    )
    const good = read.flatMap((one) => ('fault' in one ? [] : [one]))
    const first = good.slice(0, mostShown).map(({ name, phone, groups, fields = [] }) => ({
      ...{ name, phone, fields },
      groups: groups.map((group) => group.name),
    }))
    return { stored: good.length, columns, first, wrong }
  }
  if (dry) {
    const account = await theirs(store.db, desk, address)
    const world = { trx: store.db, dialect: store.dialect, settings }
    return imported(await readContacts(world, account, contacts))
  }
  return change(desk, async (trx, now) => {
    const account = await theirs(trx, desk, address)
    const world = { trx, dialect: store.dialect, settings, now }
    const result = imported(await saveContacts(world, account, contacts))
    const subject = `account ${account.address}`
    const after = `${result.stored} contacts`
    return { change: { action: 'contact import', subject, group: account.group_id, after }, result }
  })
}
