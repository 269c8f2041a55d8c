// What people did with messages, and what cannot be done with them.
import type { ComplaintCode } from '../../../gateway/administration/complaint.ts'
import type { Line } from './index.ts'

export const messageChanges = {
  message_cancel: ['Cancelled', 'Annulleret', 'Avbrutet', 'Avbrutt', 'Storniert', 'Annulé'],
  message_release: ['Released', 'Frigivet', 'Frisläppt', 'Frigitt', 'Freigegeben', 'Libéré'],
  message_resend: [
    'Sent again',
    'Sendt igen',
    'Skickat igen',
    'Sendt igjen',
    'Erneut gesendet',
    'Renvoyé',
  ],
  message_hold: [
    'Held back',
    'Holdt tilbage',
    'Hållet tillbaka',
    'Holdt tilbake',
    'Zurückgehalten',
    'Retenu',
  ],
  message_give: [
    'Given to a user',
    'Givet til en bruger',
    'Givet till en användare',
    'Gitt til en bruker',
    'Einem Benutzer gegeben',
    'Donné à un utilisateur',
  ],
} as const satisfies Record<string, Line>

export const messageComplaints = {
  message_unknown: [
    'There is no message {id} in the part that you administer.',
    'Der er ingen besked {id} i den del, du administrerer.',
    'Det finns inget meddelande {id} i den del du administrerar.',
    'Det finnes ingen melding {id} i den delen du administrerer.',
    'In dem Teil, den Sie verwalten, gibt es keine Nachricht {id}.',
    'Il n’y a pas de message {id} dans la partie que vous administrez.',
  ],
  message_nobodys: [
    'Message {id} is nobody’s. Give it to a user first.',
    'Besked {id} er ingens. Giv den først til en bruger.',
    'Meddelande {id} är ingens. Ge det först till en användare.',
    'Melding {id} er ingens. Gi den først til en bruker.',
    'Nachricht {id} gehört niemandem. Geben Sie sie zuerst einem Benutzer.',
    'Le message {id} n’est à personne. Donnez-le d’abord à un utilisateur.',
  ],
  message_waits: [
    'Message {id} still waits: it need not be sent again.',
    'Besked {id} venter stadig: den behøver ikke sendes igen.',
    'Meddelande {id} väntar fortfarande: det behöver inte skickas igen.',
    'Melding {id} venter fortsatt: den trenger ikke sendes igjen.',
    'Nachricht {id} wartet noch: Sie muss nicht erneut gesendet werden.',
    'Le message {id} attend encore : il n’a pas à être renvoyé.',
  ],
  message_gone: [
    'Message {id} cannot be sent again: its user or route is gone.',
    'Besked {id} kan ikke sendes igen: dens bruger eller rute findes ikke mere.',
    'Meddelande {id} kan inte skickas igen: dess användare eller rutt finns inte längre.',
    'Melding {id} kan ikke sendes igjen: brukeren eller ruten finnes ikke lenger.',
    'Nachricht {id} kann nicht erneut gesendet werden: Ihren Benutzer oder Weg gibt es nicht mehr.',
    'Le message {id} ne peut pas être renvoyé : son utilisateur ou sa voie n’existe plus.',
  ],
  message_secret: [
    'Message {id} had a code, which is shown nowhere. Ask for a new one.',
    'Besked {id} havde en kode, som ikke vises nogen steder. Bed om en ny.',
    'Meddelande {id} hade en kod som inte visas någonstans. Be om en ny.',
    'Melding {id} hadde en kode som ikke vises noe sted. Be om en ny.',
    'Die Nachricht {id} enthielt einen Code, der nirgends gezeigt wird. Fordern Sie einen neuen an.',
    'Le message {id} contenait un code, qui n’est affiché nulle part. Demandez-en un nouveau.',
  ],
  message_late: [
    'Message {id} is “{state}”: it is too late for that.',
    'Besked {id} er “{state}”: det er for sent til det.',
    'Meddelande {id} är ”{state}”: det är för sent för det.',
    'Melding {id} er «{state}»: det er for sent for det.',
    'Nachricht {id} ist „{state}“: Dafür ist es zu spät.',
    'Le message {id} est « {state} » : il est trop tard pour cela.',
  ],
  choose_messages: [
    'Choose messages first.',
    'Vælg først beskeder.',
    'Välj först meddelanden.',
    'Velg først meldinger.',
    'Wählen Sie zuerst Nachrichten aus.',
    'Choisissez d’abord des messages.',
  ],
  too_many_messages: [
    'These are {count} messages: {most} at a time at most.',
    'Det er {count} beskeder: højst {most} ad gangen.',
    'Det är {count} meddelanden: högst {most} åt gången.',
    'Det er {count} meldinger: høyst {most} om gangen.',
    'Das sind {count} Nachrichten: höchstens {most} auf einmal.',
    'Ce sont {count} messages : {most} à la fois au plus.',
  ],
} as const satisfies Partial<Record<ComplaintCode, Line>>
