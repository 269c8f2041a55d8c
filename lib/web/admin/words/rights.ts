// What the rights are called that can be given.
import type { Line } from './index.ts'

export const rightWords = {
  right_logs: [
    'see logs',
    'se logge',
    'se loggar',
    'se logger',
    'Protokolle sehen',
    'voir les journaux',
  ],
  right_read_texts: [
    'read texts',
    'læse tekster',
    'läsa texter',
    'lese tekster',
    'Texte lesen',
    'lire les textes',
  ],
  right_members: ['users', 'brugere', 'användare', 'brukere', 'Benutzer', 'utilisateurs'],
  right_settings: [
    'settings',
    'indstillinger',
    'inställningar',
    'innstillinger',
    'Einstellungen',
    'réglages',
  ],
  right_keys: ['keys', 'nøgler', 'nycklar', 'nøkler', 'Schlüssel', 'clés'],
  right_numbers: ['numbers', 'numre', 'nummer', 'numre', 'Nummern', 'numéros'],
  right_texts: [
    'shared texts',
    'fælles tekster',
    'gemensamma texter',
    'felles tekster',
    'gemeinsame Texte',
    'textes communs',
  ],
  right_send: [
    'send, cancel, send again',
    'sende, annullere, sende igen',
    'skicka, avbryta, skicka igen',
    'sende, avbryte, sende igjen',
    'senden, stornieren, erneut senden',
    'envoyer, annuler, renvoyer',
  ],
  right_operator: [
    'operator: everything',
    'operatør: alt',
    'operatör: allt',
    'operatør: alt',
    'Betreiber: alles',
    'opérateur : tout',
  ],
} as const satisfies Record<string, Line>
