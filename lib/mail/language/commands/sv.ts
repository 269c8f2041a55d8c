// Answers to commands by mail, in Swedish.
import type { CommandPhrases } from './phrases.ts'

export const sv: CommandPhrases = {
  mobileCode:
    '{code} är koden som bekräftar den här telefonen som avsändare. Den gäller i 15 minuter.',
  subscribed: {
    subject: 'Ditt sms-nummer',
    number: 'Ditt eget nummer är {number}. Sms till det kommer till dig som mejl.',
    none: 'Du kan nu skicka sms från din e-post.',
    qr: 'Den som skannar koden med sin telefon kan genast skriva ett sms till ditt nummer. Koden passar på ett visitkort eller i en mejlsignatur.',
    end: 'Skriv till unsubscribe@{domain} för att lämna tillbaka numret. Skriv till help@{domain} om allt annat.',
  },
  unsubscribed: {
    subject: 'Ditt sms-nummer är återlämnat',
    number: 'Numret {number} är inte längre ditt. Sms till det kommer inte längre till dig.',
    none: 'Du hade inget sms-nummer; ingenting har ändrats.',
    another: 'Skriv till subscribe@{domain} för att få ett annat nummer.',
  },
  confirm: {
    subject: {
      subscribe: 'Bekräfta att du vill ha ett sms-nummer',
      unsubscribe: 'Bekräfta att du lämnar tillbaka ditt sms-nummer',
    },
    text: {
      subscribe:
        'Någon har i ditt namn bett om ett sms-nummer för {address}. Om det var du, öppna länken och bekräfta inom ett dygn:',
      unsubscribe:
        'Någon har i ditt namn bett att lämna tillbaka sms-numret för {address}. Om det var du, öppna länken och bekräfta inom ett dygn:',
    },
    unasked: 'Om det inte var du behöver du inte göra något: då ändras ingenting.',
  },
  page: {
    subscribe: {
      title: 'Vill du ha ett sms-nummer för {address}?',
      text: 'Sms till numret kommer till dig som mejl.',
      button: 'Ja, det vill jag',
      done: 'Klart. Du får ett mejl med ditt nummer.',
    },
    unsubscribe: {
      title: 'Vill du lämna tillbaka sms-numret för {address}?',
      text: 'Sms till numret kommer inte längre till dig.',
      button: 'Lämna tillbaka det',
      done: 'Klart. Numret är återlämnat.',
    },
    unknown: 'Länken gäller inte längre. Skriv mejlet igen för att få en ny.',
    refused: {
      key_unknown: 'Nyckeln gäller inte längre. Be din administratör om en aktiv nyckel.',
      account_paused: 'Kontot {sender} är pausat. Fråga din administratör.',
      sender_unknown: 'Kontot {sender} hör inte till den här nyckeln. Fråga din administratör.',
      accounts_used_up:
        'I dag kan inga fler konton skapas. Försök igen i morgon, eller fråga din administratör.',
      numbers_used_up: 'Gruppens alla nummer är utdelade. Be din administratör om fler.',
    },
  },
  status: {
    subject: 'Ditt sms-konto',
    account: 'Konto: {address} i {group}',
    number: 'Eget nummer: {number}',
    noNumber: 'Eget nummer: inget. Be om ett med ett mejl till subscribe@{domain}.',
    unlimited: 'Gränser: inga, du kan skicka hur mycket du vill',
    personal: 'Din egen gräns: {used} av {allowed} använt',
    group: 'Gräns för {group}: {used} av {allowed} använt',
    within: '{allowed} på {days}',
    credit: 'Saldo för {group}: {balance}',
    latest: 'Dina senaste meddelanden:',
    nothing: 'Inga meddelanden ännu.',
  },
  states: {
    held: 'hålls kvar',
    scheduled: 'skickas senare',
    queued: 'väntar',
    sending: 'skickas',
    uncertain: 'kanske skickat',
    sent: 'skickat',
    buffered: 'telefonen har inte nåtts ännu',
    delivered: 'levererat',
    undelivered: 'inte levererat',
    unsent: 'kunde inte skickas',
    expired: 'uppgivet',
    cancelled: 'avbrutet',
    refused: 'nekat',
    incoming: 'mottaget',
  },
  help: {
    subject: 'Så skickar du sms från din e-post',
    text: `Skriv ett mejl till telefonnumret följt av @{domain}, till exempel till +46701740699@{domain}. Mejlets text skickas som sms. Svaren kommer till dig som mejl, och du besvarar dem som vilket mejl som helst.

Flera telefoner på en gång: skriv till sms@{domain} med numren i ämnesraden, åtskilda med komma. Mottagarna ser inte varandra.

Senare: skriv en tid efter numren i ämnesraden, till exempel 2026-12-24 18:00 eller +2h.

Andra adresser:
  subscribe@{domain}     ger dig ett eget nummer
  unsubscribe@{domain}   lämnar tillbaka det
  status@{domain}        visar dina gränser, ditt saldo och dina senaste meddelanden
  preview@{domain}       visar vad ett mejl skulle skicka; skriv numren i ämnesraden`,
  },
  preview: {
    subject: 'Detta skulle skickas som sms',
    nothingSent: 'Ingenting har skickats. Skriv till {address} med samma ämne för att skicka.',
    nothingSentOfList:
      'Ingenting har skickats. Skriv till {address} med samma ämne och lista för att skicka.',
    size: '{characters} tecken, {parts} sms till varje telefon, alfabet {alphabet}',
    price: 'Pris: {price}',
    now: 'Skickas genast.',
    at: 'Skickas {time}.',
    waits: 'Ingen väg till telefonen fungerar just nu: sms:et väntar tills en gör det.',
    to: 'Till:',
    refused: 'Nekat:',
    text: 'Texten:',
    cut: 'Utelämnat:',
  },
}
