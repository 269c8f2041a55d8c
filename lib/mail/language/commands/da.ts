// Answers to commands by mail, in Danish.
import type { CommandPhrases } from './phrases.ts'

export const da: CommandPhrases = {
  mobileCode:
    '{code} er koden, der bekræfter denne telefon som afsender. Den gælder i 15 minutter.',
  subscribed: {
    subject: 'Dit sms-nummer',
    number: 'Dit eget nummer er {number}. Sms til det kommer til dig som mail.',
    none: 'Du kan nu sende sms fra din mail.',
    qr: 'Den, der scanner denne kode med sin telefon, kan straks skrive en sms til dit nummer. Koden kan stå på et visitkort eller i en mailsignatur.',
    end: 'Skriv til unsubscribe@{domain} for at give nummeret tilbage. Alt andet fortæller help@{domain}.',
  },
  unsubscribed: {
    subject: 'Dit sms-nummer er givet tilbage',
    number: 'Nummeret {number} er ikke længere dit. Sms til det kommer ikke mere til dig.',
    none: 'Du havde ikke noget sms-nummer; intet er ændret.',
    another: 'Skriv til subscribe@{domain} for at få et andet nummer.',
  },
  confirm: {
    subject: {
      subscribe: 'Bekræft, at du ønsker et sms-nummer',
      unsubscribe: 'Bekræft, at du giver dit sms-nummer tilbage',
    },
    text: {
      subscribe:
        'Nogen har i dit navn bedt om et sms-nummer til {address}. Var det dig, så åbn dette link og bekræft det inden for et døgn:',
      unsubscribe:
        'Nogen har i dit navn bedt om at give sms-nummeret for {address} tilbage. Var det dig, så åbn dette link og bekræft det inden for et døgn:',
    },
    unasked: 'Var det ikke dig, skal du ikke gøre noget: så ændres intet.',
  },
  page: {
    subscribe: {
      title: 'Ønsker du et sms-nummer til {address}?',
      text: 'Sms til nummeret kommer til dig som mail.',
      button: 'Ja, det ønsker jeg',
      done: 'Færdig. Du får en mail med dit nummer.',
    },
    unsubscribe: {
      title: 'Vil du give sms-nummeret for {address} tilbage?',
      text: 'Sms til nummeret kommer ikke mere til dig.',
      button: 'Giv det tilbage',
      done: 'Færdig. Nummeret er givet tilbage.',
    },
    unknown: 'Linket gælder ikke længere. Skriv mailen igen for at få et nyt.',
    refused: {
      key_unknown: 'Nøglen gælder ikke længere. Bed din administrator om en aktiv nøgle.',
      account_paused: 'Kontoen {sender} er sat på pause. Spørg din administrator.',
      sender_unknown: 'Kontoen {sender} hører ikke til denne nøgle. Spørg din administrator.',
      accounts_used_up:
        'Der kan ikke oprettes flere konti i dag. Prøv igen i morgen, eller spørg din administrator.',
      numbers_used_up: 'Alle gruppens numre er delt ud. Bed din administrator om flere.',
    },
  },
  status: {
    subject: 'Din sms-konto',
    account: 'Konto: {address} i {group}',
    number: 'Eget nummer: {number}',
    noNumber: 'Eget nummer: intet. Bed om et med en mail til subscribe@{domain}.',
    unlimited: 'Grænser: ingen, du kan sende så meget, du vil',
    personal: 'Din egen grænse: {used} af {allowed} brugt',
    group: 'Grænse for {group}: {used} af {allowed} brugt',
    within: '{allowed} på {days}',
    credit: 'Saldo for {group}: {balance}',
    latest: 'Dine seneste beskeder:',
    nothing: 'Ingen beskeder endnu.',
  },
  states: {
    held: 'holdt tilbage',
    scheduled: 'sendes senere',
    queued: 'venter',
    sending: 'bliver sendt',
    uncertain: 'måske sendt',
    sent: 'sendt',
    buffered: 'telefonen er ikke nået endnu',
    delivered: 'leveret',
    undelivered: 'ikke leveret',
    unsent: 'kunne ikke sendes',
    expired: 'opgivet',
    cancelled: 'annulleret',
    refused: 'afvist',
    incoming: 'modtaget',
  },
  help: {
    subject: 'Sådan sender du sms fra din mail',
    text: `Skriv en mail til telefonnummeret fulgt af @{domain}, for eksempel til +4530643064@{domain}. Mailens tekst sendes som sms. Svar kommer til dig som mail, og du besvarer dem som enhver anden mail.

Flere telefoner på én gang: skriv til sms@{domain} med numrene i emnefeltet, adskilt af komma. Modtagerne ser ikke hinanden.

Senere: skriv et tidspunkt efter numrene i emnefeltet, for eksempel 2026-12-24 18:00 eller +2h.

Andre adresser:
  subscribe@{domain}     giver dig dit eget nummer
  unsubscribe@{domain}   giver det tilbage
  status@{domain}        viser dine grænser, din saldo og dine seneste beskeder
  preview@{domain}       viser, hvad en mail ville sende; skriv numrene i emnefeltet`,
  },
  preview: {
    subject: 'Dette ville blive sendt som sms',
    nothingSent: 'Intet er sendt. Skriv til {address} med samme emne for at sende det.',
    nothingSentOfList:
      'Intet er sendt. Skriv til {address} med samme emne og liste for at sende det.',
    size: '{characters} tegn, {parts} sms til hver telefon, alfabet {alphabet}',
    price: 'Pris: {price}',
    now: 'Sendes med det samme.',
    at: 'Sendes {time}.',
    waits: 'Ingen vej til telefonen virker lige nu: sms’en venter, til en gør.',
    to: 'Til:',
    refused: 'Afvist:',
    text: 'Teksten:',
    cut: 'Udeladt:',
  },
}
