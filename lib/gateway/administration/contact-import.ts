// A file of contacts, tried or stored: what is wrong in which line, and what the others became.
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
import { change, type Desk } from './desk.ts'

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
  const { dialect } = store
  if (dry) return imported(await judgeContacts({ trx: store.db, dialect }, account, read))
  return change(desk, async (trx, now) => {
    const result = imported(await saveContacts({ trx, dialect, now }, account, read))
    const subject = `account ${account.address}`
    const after = `${result.stored} contacts`
    return { change: { action: 'contact import', subject, group: account.group_id, after }, result }
  })
}
