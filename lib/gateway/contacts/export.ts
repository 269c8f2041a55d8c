// Contacts as a CSV file that spreadsheets open and readContactFile reads back.
//
// No cell begins a formula: one that would has an apostrophe in front (OWASP, CSV Injection). The mark
// at the beginning tells Excel that it is UTF-8.
import type { Contact } from '../../store/contacts.ts'
import { fieldKey, readFields } from './fields.ts'

export interface Membership {
  /** Its key. */
  readonly contact: string
  readonly group_name: string
}

/** The names of the groups of each contact, by its key. */
export function groupsOf(memberships: readonly Membership[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { contact, group_name } of memberships) {
    const its = groups.get(contact)
    if (its === undefined) groups.set(contact, [group_name])
    else its.push(group_name)
  }
  return groups
}

export function writeContactFile(
  contacts: readonly Contact[],
  memberships: readonly Membership[],
): string {
  const groups = groupsOf(memberships)
  // Each contact may have own columns of its own.
  const names = new Map<string, string>()
  const own = contacts.map(({ fields }) => {
    const its = new Map<string, string>()
    for (const [name, value] of readFields(fields)) {
      names.set(fieldKey(name), names.get(fieldKey(name)) ?? name)
      its.set(fieldKey(name), value)
    }
    return its
  })
  const rows = contacts.map(({ key, name, phone }, index) => [
    ...[name, phone, groups.get(key)?.join(', ') ?? ''],
    ...[...names.keys()].map((field) => own[index]?.get(field) ?? ''),
  ])
  const head = ['Name', 'Phone', 'Groups', ...names.values()]
  const lines = [head, ...rows].map((row) => row.map(cell).join(';'))
  return `\ufeff${lines.join('\r\n')}\r\n`
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
