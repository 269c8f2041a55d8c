// What people did with contacts and their groups.
import type { Line } from './index.ts'

export const contactChanges = {
  contact_add: [
    'Contact added',
    'Kontakt tilføjet',
    'Kontakt tillagd',
    'Kontakt lagt til',
    'Kontakt hinzugefügt',
    'Contact ajouté',
  ],
  contact_remove: [
    'Contact removed',
    'Kontakt fjernet',
    'Kontakt borttagen',
    'Kontakt fjernet',
    'Kontakt entfernt',
    'Contact supprimé',
  ],
  contact_import: [
    'Contacts imported',
    'Kontakter importeret',
    'Kontakter importerade',
    'Kontakter importert',
    'Kontakte importiert',
    'Contacts importés',
  ],
  contact_group_add: [
    'Contact group added',
    'Kontaktgruppe tilføjet',
    'Kontaktgrupp tillagd',
    'Kontaktgruppe lagt til',
    'Kontaktgruppe hinzugefügt',
    'Groupe de contacts ajouté',
  ],
  contact_group_remove: [
    'Contact group removed',
    'Kontaktgruppe fjernet',
    'Kontaktgrupp borttagen',
    'Kontaktgruppe fjernet',
    'Kontaktgruppe entfernt',
    'Groupe de contacts supprimé',
  ],
  contact_group_join: [
    'Contact put into a group',
    'Kontakt lagt i en gruppe',
    'Kontakt lagd i en grupp',
    'Kontakt lagt i en gruppe',
    'Kontakt in eine Gruppe gelegt',
    'Contact mis dans un groupe',
  ],
  contact_group_leave: [
    'Contact taken out of a group',
    'Kontakt taget ud af en gruppe',
    'Kontakt tagen ur en grupp',
    'Kontakt tatt ut av en gruppe',
    'Kontakt aus einer Gruppe genommen',
    'Contact retiré d’un groupe',
  ],
} as const satisfies Record<string, Line>
