// Contacts as somebody wrote them, judged: first each by itself, which takes a while for many and lets
// others have their turn, then against each other and what the account has. Stores nothing.
import { readPhone } from '../../sms/phone-number.ts'
import type { Settings } from '../../config/settings.ts'
import type { Account } from '../../store/accounts.ts'
import { listContactGroups } from '../../store/contact-groups.ts'
import { contactsThere } from '../../store/contacts.ts'
import type { Dialect } from '../../store/dialect.ts'
import type { Knex } from '../../store/store.ts'
import { mapInTurns } from '../../threads/breathe.ts'
import { accountValuesIn } from '../account-values.ts'
import { longestValue, type Fields } from './fields.ts'
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

/** A contact that can be stored, or what is wrong with it. */
export type ReadContact = SoundContact | ContactTrouble

interface SoundContact {
  readonly key: string
  readonly name: string
  readonly phone: string
  readonly groups: readonly Named[]
  readonly fields?: Fields
}

interface Named {
  readonly key: string
  readonly name: string
}

type PhoneRules = Parameters<typeof readPhone>[1]

/** Each by itself, in the order in which they are written. */
export async function readContacts(
  { db, settings }: { readonly db: Knex; readonly settings: Settings },
  account: Account,
  written: readonly WrittenContact[],
): Promise<ReadContact[]> {
  const { country, bare_numbers: bareNumbers } = await accountValuesIn(db, account, settings)
  const rules = { country, bareNumbers, allowedPrefixes: [] }
  return mapInTurns(written, (contact) => readContact(contact, rules))
}

function readContact(written: WrittenContact, rules: PhoneRules): ReadContact {
  const name = readName(written.name)
  if (name === undefined) return { fault: 'name_unusable', detail: written.name }
  const reading = readPhone(written.phone, rules)
  if (reading.kind !== 'phone') return { fault: 'phone_wrong', detail: written.phone }
  const groups: Named[] = []
  for (const one of written.groups ?? []) {
    const group = readName(one)
    if (group === undefined) return { fault: 'group_unusable', detail: one }
    groups.push({ key: nameKey(group), name: group })
  }
  const { fields } = written
  const long = fields?.find(([, value]) => value.length > longestValue)
  if (long !== undefined) return { fault: 'field_too_long', detail: long[0] }
  return { key: nameKey(name), name, phone: reading.phone, groups, ...(fields && { fields }) }
}

/** Which of them the account can have, too: a name is either a contact's or a group's, and stands once. */
export async function judgeContacts(
  { trx, dialect }: { readonly trx: Knex; readonly dialect: Dialect },
  account: Account,
  read: readonly ReadContact[],
): Promise<ReadContact[]> {
  const named = new Set(
    read.flatMap((one) => ('fault' in one ? [] : one.groups.map(({ key }) => key))),
  )
  const contacts = await contactsThere(trx, dialect, account.id, [...named])
  const groups = new Set([
    ...(await listContactGroups(trx, account.id)).map(({ key }) => key),
    ...[...named].filter((key) => !contacts.has(key)),
  ])
  const seen = new Set<string>()
  return mapInTurns<ReadContact, ReadContact>(read, (one) => {
    if ('fault' in one) return one
    if (groups.has(one.key)) return { fault: 'name_taken', detail: one.name }
    if (seen.has(one.key)) return { fault: 'name_twice', detail: one.name }
    const taken = one.groups.find(({ key }) => contacts.has(key))
    if (taken !== undefined) return { fault: 'name_taken', detail: taken.name }
    seen.add(one.key)
    return one
  })
}
