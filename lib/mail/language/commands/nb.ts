// Answers to commands by mail, in Norwegian.
import type { CommandPhrases } from './phrases.ts'

export const nb: CommandPhrases = {
  mobileCode:
    '{code} er koden som bekrefter denne telefonen som avsender. Den gjelder i 15 minutter.',
  subscribed: {
    subject: 'SMS-nummeret ditt',
    number: 'Ditt eget nummer er {number}. SMS til det kommer til deg som e-post.',
    none: 'Du kan nå sende SMS fra e-posten din.',
    qr: 'Den som skanner denne koden med telefonen, kan straks skrive en SMS til nummeret ditt. Koden passer på et visittkort eller i en e-postsignatur.',
    end: 'Skriv til unsubscribe@{domain} for å gi nummeret tilbake. Skriv til help@{domain} om alt annet.',
  },
  unsubscribed: {
    subject: 'SMS-nummeret ditt er gitt tilbake',
    number: 'Nummeret {number} er ikke lenger ditt. SMS til det kommer ikke lenger til deg.',
    none: 'Du hadde ikke noe SMS-nummer; ingenting er endret.',
    another: 'Skriv til subscribe@{domain} for å få et annet nummer.',
  },
  confirm: {
    subject: {
      subscribe: 'Bekreft at du vil ha et SMS-nummer',
      unsubscribe: 'Bekreft at du gir SMS-nummeret ditt tilbake',
    },
    text: {
      subscribe:
        'Noen har i ditt navn bedt om et SMS-nummer for {address}. Var det deg, åpne denne lenken og bekreft innen et døgn:',
      unsubscribe:
        'Noen har i ditt navn bedt om å gi tilbake SMS-nummeret for {address}. Var det deg, åpne denne lenken og bekreft innen et døgn:',
    },
    unasked: 'Var det ikke deg, trenger du ikke gjøre noe: da endres ingenting.',
  },
  page: {
    subscribe: {
      title: 'Vil du ha et SMS-nummer for {address}?',
      text: 'SMS til nummeret kommer til deg som e-post.',
      button: 'Ja, det vil jeg',
      done: 'Ferdig. Du får en e-post med nummeret ditt.',
    },
    unsubscribe: {
      title: 'Vil du gi tilbake SMS-nummeret for {address}?',
      text: 'SMS til nummeret kommer ikke lenger til deg.',
      button: 'Gi det tilbake',
      done: 'Ferdig. Nummeret er gitt tilbake.',
    },
    unknown: 'Lenken gjelder ikke lenger. Skriv e-posten på nytt for å få en ny.',
    refused: {
      key_unknown: 'Nøkkelen gjelder ikke lenger. Be administratoren din om en aktiv nøkkel.',
      account_paused: 'Kontoen {sender} er satt på pause. Spør administratoren din.',
      sender_unknown: 'Kontoen {sender} hører ikke til denne nøkkelen. Spør administratoren din.',
      accounts_used_up:
        'Det kan ikke opprettes flere kontoer i dag. Prøv igjen i morgen, eller spør administratoren din.',
      numbers_used_up: 'Alle numrene i gruppen er delt ut. Be administratoren din om flere.',
    },
  },
  status: {
    subject: 'SMS-kontoen din',
    account: 'Konto: {address} i {group}',
    number: 'Eget nummer: {number}',
    noNumber: 'Eget nummer: ikke noe. Be om et med en e-post til subscribe@{domain}.',
    unlimited: 'Grenser: ingen, du kan sende så mye du vil',
    personal: 'Din egen grense: {used} av {allowed} brukt',
    group: 'Grense for {group}: {used} av {allowed} brukt',
    within: '{allowed} på {days}',
    credit: 'Saldo for {group}: {balance}',
    latest: 'De siste meldingene dine:',
    nothing: 'Ingen meldinger ennå.',
  },
  states: {
    held: 'holdt tilbake',
    scheduled: 'sendes senere',
    queued: 'venter',
    sending: 'blir sendt',
    uncertain: 'kanskje sendt',
    sent: 'sendt',
    buffered: 'telefonen er ikke nådd ennå',
    delivered: 'levert',
    undelivered: 'ikke levert',
    unsent: 'kunne ikke sendes',
    expired: 'gitt opp',
    cancelled: 'avbrutt',
    refused: 'avvist',
    incoming: 'mottatt',
  },
  help: {
    subject: 'Slik sender du SMS fra e-posten din',
    text: `Skriv en e-post til telefonnummeret fulgt av @{domain}, for eksempel til +4790012345@{domain}. Teksten i e-posten sendes som SMS. Svar kommer til deg som e-post, og du besvarer dem som all annen e-post.

Flere telefoner på én gang: skriv til sms@{domain} med numrene i emnefeltet, atskilt med komma. Mottakerne ser ikke hverandre.

Senere: skriv et tidspunkt etter numrene i emnefeltet, for eksempel 2026-12-24 18:00 eller +2h.

Andre adresser:
  subscribe@{domain}     gir deg et eget nummer
  unsubscribe@{domain}   gir det tilbake
  status@{domain}        viser grensene dine, saldoen og de siste meldingene
  preview@{domain}       viser hva en e-post ville sende; skriv numrene i emnefeltet`,
  },
  preview: {
    subject: 'Dette ville blitt sendt som SMS',
    nothingSent: 'Ingenting er sendt. Skriv til {address} med samme emne for å sende det.',
    nothingSentOfList:
      'Ingenting er sendt. Skriv til {address} med samme emne og liste for å sende det.',
    size: '{characters} tegn, {parts} SMS til hver telefon, alfabet {alphabet}',
    price: 'Pris: {price}',
    now: 'Sendes med en gang.',
    at: 'Sendes {time}.',
    waits: 'Ingen vei til telefonen virker akkurat nå: SMS-en venter til en gjør det.',
    to: 'Til:',
    refused: 'Avvist:',
    text: 'Teksten:',
    cut: 'Utelatt:',
  },
}
