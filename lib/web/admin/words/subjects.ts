// What a change in the audit log was about, and who made it.
import type { Line } from './index.ts'

export const subjectWords = {
  who_or_what: [
    'Who or what',
    'Hvem eller hvad',
    'Vem eller vad',
    'Hvem eller hva',
    'Wer oder was',
    'Qui ou quoi',
  ],
  subject_group: ['Group', 'Gruppe', 'Grupp', 'Gruppe', 'Gruppe', 'Groupe'],
  subject_account: ['User', 'Bruger', 'Användare', 'Bruker', 'Benutzer', 'Utilisateur'],
  subject_message: ['Message', 'Besked', 'Meddelande', 'Melding', 'Nachricht', 'Message'],
  subject_key: ['Key', 'Nøgle', 'Nyckel', 'Nøkkel', 'Schlüssel', 'Clé'],
  subject_number: ['Number', 'Nummer', 'Nummer', 'Nummer', 'Nummer', 'Numéro'],
  subject_numbers: ['Numbers', 'Numre', 'Nummer', 'Numre', 'Nummern', 'Numéros'],
  subject_domain: ['Domain', 'Domæne', 'Domän', 'Domene', 'Domain', 'Domaine'],
  subject_sender: ['Sender', 'Afsender', 'Avsändare', 'Avsender', 'Absender', 'Expéditeur'],
  subject_keyword: ['Keyword', 'Nøgleord', 'Nyckelord', 'Nøkkelord', 'Stichwort', 'Mot-clé'],
  subject_block: ['Phone', 'Telefon', 'Telefon', 'Telefon', 'Telefon', 'Téléphone'],
  subject_route: ['Route', 'Rute', 'Rutt', 'Rute', 'Weg', 'Voie'],
  subject_price: ['Price for', 'Pris for', 'Pris för', 'Pris for', 'Preis für', 'Prix pour'],
  command_line: [
    'on the server',
    'på serveren',
    'på servern',
    'på serveren',
    'am Server',
    'sur le serveur',
  ],
} as const satisfies Record<string, Line>
