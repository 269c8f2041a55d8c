// A file of contacts, tried or stored: what is wrong in which line, and what the others became.
import type { Account } from '../../store/accounts.ts'
import { saveContacts } from '../contacts/contacts.ts'
import type { FileColumn } from '../contacts/columns.ts'
import { readContactFile, type ContactFile, type ImportFault } from '../contacts/import.ts'
import {
  judgeContacts,
  readContacts,
  type ContactTrouble,
  type ReadContact,
} from '../contacts/judge-contacts.ts'
import { mostRows } from '../contacts/row.ts'
import { ContactComplaint, theirs, told, type ListedContact } from './contacts.ts'
import { record, type Desk } from './desk.ts'

export interface ImportedContacts {
  /** How many lines are, or with `dry` would be, stored. */
  readonly stored: number
  /** What each column was taken for. */
  readonly columns: readonly FileColumn[]
  /** The first of them, as they are stored. */
  readonly first: readonly ListedContact[]
  readonly wrong: readonly (ContactTrouble & { readonly line: number; readonly why: string })[]
}

const fileSentences: Record<ImportFault, string> = {
  file_too_large: `The file is too large: 5 MB and ${mostRows.toLocaleString('en')} lines at most.`,
  file_unreadable: 'That is no CSV file or Excel workbook with a contact on each line.',
  file_old_excel:
    'That is a workbook of an old Excel, or one with a password. Save it as .xlsx or CSV.',
  columns_unknown: 'Which columns hold the name and the phone? Say it with --name and --phone.',
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
  // Before the transaction: nobody waits for the database meanwhile.
  const account = await theirs(store.db, desk, address)
  const read = await readContacts({ db: store.db, settings: desk.settings() }, account, contacts)
  const imported = (judged: readonly ReadContact[]): ImportedContacts => {
    const wrong = judged.flatMap((one, index) =>
      'fault' in one ? [{ ...one, line: contacts[index]?.line ?? 0, why: told(one) }] : [],
    )
    const good = judged.flatMap((one) => ('fault' in one ? [] : [one]))
    const first = good.slice(0, mostShown).map(({ name, phone, groups, fields = [] }) => ({
      ...{ name, phone, fields },
      groups: groups.map((group) => group.name),
    }))
    return { stored: good.length, columns, first, wrong }
  }
  const judged = await judgeContacts({ trx: store.db, dialect: store.dialect }, account, read)
  return imported(dry ? judged : await saveInSlices(desk, account, judged))
}

/** In contacts; mails get their turn between two slices. */
const sliceSize = 1_000

/**
 * The first slice writes down what is imported. Where one fails, those before it stay: the same file again
 * changes nothing about them.
 */
async function saveInSlices(
  desk: Desk,
  account: Account,
  judged: readonly ReadContact[],
): Promise<ReadContact[]> {
  const { dialect } = desk.store
  const good = judged.filter((one) => !('fault' in one)).length
  const imported = {
    action: 'contact import',
    subject: `account ${account.address}`,
    group: account.group_id,
    after: `${good} contacts`,
  }
  const saved: ReadContact[] = []
  for (let at = 0; at < judged.length; at += sliceSize) {
    const slice = judged.slice(at, at + sliceSize)
    const stored = await desk.store.transaction(async (trx) => {
      const now = desk.clock()
      if (at === 0) await record(trx, desk.actor, imported, now)
      return saveContacts({ trx, dialect, now }, account, slice)
    })
    saved.push(...stored)
  }
  return saved
}
