// What is administered about the contacts of an account.
import type { WrittenContact } from '../contacts/judge-contacts.ts'
import type { ContactFile } from '../contacts/import.ts'
import {
  addContact,
  addContactGroup,
  type ContactPage,
  exportContacts,
  joinContactGroup,
  leaveContactGroup,
  listAllContactGroups,
  listAllContacts,
  type ListedContact,
  type ListedContactGroup,
  removeContact,
  removeContactGroup,
  searchAllContacts,
} from './contacts.ts'
import { importContacts, type ImportedContacts } from './contact-import.ts'
import type { Desk } from './desk.ts'

export interface ContactRoom {
  /** One that is there gets the new phone; the one that `was` called otherwise the new name, too. */
  addContact(address: string, contact: WrittenContact, was?: string): Promise<void>
  removeContact(address: string, name: string): Promise<void>
  listContacts(address: string, group?: string): Promise<ListedContact[]>
  /** A page of them; `search` is in the name or the phone. */
  searchContacts(
    address: string,
    search: { search: string; group: string; after: string },
  ): Promise<ContactPage>
  /** Stores the lines with which nothing is wrong; with `dry` nothing. */
  importContacts(address: string, file: ContactFile, dry: boolean): Promise<ImportedContacts>
  /** As CSV. */
  exportContacts(address: string): Promise<string>
  addContactGroup(address: string, name: string): Promise<void>
  removeContactGroup(address: string, name: string): Promise<void>
  joinContactGroup(address: string, wish: { contact: string; group: string }): Promise<void>
  leaveContactGroup(address: string, wish: { contact: string; group: string }): Promise<void>
  listContactGroups(address: string): Promise<ListedContactGroup[]>
}

export function contactRoom(desk: Desk): ContactRoom {
  return {
    addContact: (address, contact, was) => addContact(desk, address, contact, was),
    removeContact: (address, name) => removeContact(desk, address, name),
    listContacts: (address, group) => listAllContacts(desk, address, group),
    searchContacts: (address, search) => searchAllContacts(desk, address, search),
    importContacts: (address, file, dry) => importContacts(desk, address, file, dry),
    exportContacts: (address) => exportContacts(desk, address),
    addContactGroup: (address, name) => addContactGroup(desk, address, name),
    removeContactGroup: (address, name) => removeContactGroup(desk, address, name),
    joinContactGroup: (address, wish) => joinContactGroup(desk, address, wish),
    leaveContactGroup: (address, wish) => leaveContactGroup(desk, address, wish),
    listContactGroups: (address) => listAllContactGroups(desk, address),
  }
}
