// What we write to people, in Norwegian (Bokmål).

import type { Phrases } from './phrases.ts'

export const nb: Phrases = {
  cannotBeAnswered: 'Avsenderen av denne SMS-en kan ikke få svar herfra.',
  forwarded: 'Denne SMS-en ble videresendt til deg fra {address}. Svar kan sendes derfra.',
  whoIsMeant: 'SMS-en din kan være til flere. Svar bare med tallet for den rette: {choices}',
  partsMissing: {
    one: '{missing} av de {total} delene av denne SMS-en har ikke kommet fram.',
    other: '{missing} av de {total} delene av denne SMS-en har ikke kommet fram.',
  },
  report: {
    subject: {
      failed: 'SMS ikke levert',
      uncertain: 'SMS kanskje ikke sendt',
      delayed: 'SMS ennå ikke levert',
      relayed: 'SMS sendt',
      delivered: 'SMS levert',
    },
    one: {
      failed: 'SMS-en din til {phone} ble ikke levert.',
      uncertain: 'Det er ikke sikkert om SMS-en din til {phone} ble sendt.',
      delayed:
        'SMS-en din til {phone} har ikke kommet fram ennå. Vi fortsetter å prøve[ til {until}]; du trenger ikke gjøre noe.',
      relayed: 'SMS-en din til {phone} er sendt. Nettet sier ikke fra om den har kommet fram.',
      delivered: 'SMS-en din til {phone} har kommet fram til telefonen.',
    },
    many: {
      failed: 'SMS-en din ble ikke levert til disse {count} mottakerne:',
      uncertain: 'Det er ikke sikkert om SMS-en din ble sendt til disse {count} mottakerne:',
      delayed:
        'SMS-en din har ikke kommet fram til disse {count} mottakerne ennå. Vi fortsetter å prøve[ til {until}]; du trenger ikke gjøre noe:',
      relayed:
        'SMS-en din er sendt til disse {count} mottakerne. Nettet sier ikke fra om den har kommet fram:',
      delivered: 'SMS-en din har kommet fram til disse {count} mottakerne:',
    },
    more: { one: 'og {count} til', other: 'og {count} til' },
    others: 'De andre mottakerne av e-posten ({count}) er ikke berørt.',
    original: 'Det gjelder e-posten din[ «{subject}»] fra {date}.',
    attached: 'Vedleggene sier det samme til e-postprogrammet.',
  },
  welcome: {
    subject: 'Du kan sende SMS fra e-posten din',
    text: 'Fra nå av kan du sende SMS fra denne adressen. Skriv en e-post til telefonnummeret fulgt av @{domain}, for eksempel til +4790012345@{domain}: teksten sendes som SMS. Svar kommer til deg som e-post, og du besvarer dem som all annen e-post.',
    number: 'Ditt eget nummer er {number}: SMS til det kommer til deg som e-post.',
    password: 'Velg et passord til sidene her. Lenken virker i 7 dager:\n{link}',
  },
  signIn: {
    subject: 'Logg inn på SMS-sidene',
    text: 'Her er lenken din for å logge inn. Den virker i 20 minutter og bare én gang:\n{link}\n\nHar du ikke bedt om den, trenger du ikke gjøre noe.',
  },
  password: {
    subject: 'Velg et passord',
    text: 'Her velger du et nytt passord. Lenken virker i 60 minutter og bare én gang:\n{link}\n\nHar du ikke bedt om den, trenger du ikke gjøre noe: passordet ditt er uendret.',
  },
  signUp: {
    subject: 'Opprett SMS-kontoen din',
    text: 'Velg et passord her, så er kontoen din opprettet. Lenken virker i 24 timer og bare én gang:\n{link}\n\nHar du ikke bedt om den, trenger du ikke gjøre noe: uten lenken finnes ingen konto.',
  },
  alias: {
    subject: 'Bekreft adressen din',
    text: 'Kontoen {account} vil bruke denne adressen også. Er det deg, logg inn der og bekreft det her. Lenken virker i 24 timer:\n{link}\n\nEr det ikke deg, trenger du ikke gjøre noe.',
  },
  shortened: {
    subject: 'SMS forkortet',
    text: 'Teksten i e-posten din[ «{subject}»] var for lang for en SMS, så slutten ble utelatt. Denne delen ble ikke sendt:',
  },
  optOut: {
    stopped:
      'Denne telefonen får ikke flere SMS fra organisasjonen din: meldinger til den avvises. Bare telefonen selv kan gjøre det om, med START, eller administratoren din.',
    started: 'Denne telefonen får SMS fra organisasjonen din igjen.',
    confirmation: 'Du får ikke flere SMS fra denne avsenderen. Svar START for å få dem igjen.',
    page: {
      title: 'Vil du ikke ha flere SMS fra {organisation}?',
      text: 'Telefonen {phone} får ikke flere SMS fra denne avsenderen.',
      button: 'Ingen flere SMS',
      done: 'Telefonen {phone} får ikke flere SMS fra {organisation}.',
      again: 'Svar START på en av SMS-ene for å få dem igjen.',
      unknown: 'Lenken er ikke gyldig. Bruk den i den siste SMS-en, eller svar STOPP på den.',
    },
  },
  faults: {
    route_down: {
      subject: 'Ruten {route} virker ikke',
      text: 'Ruten {route} kan ikke sende[: {reason}]. Meldingene venter eller går en annen rute. Se etter at den er tilkoblet og riktig satt opp i sms.routes.ini; den prøves igjen av seg selv.',
    },
    route_refused: {
      subject: 'Ruten {route} blir avvist',
      text: 'Den andre siden av ruten {route} godtar oss ikke[: {reason}]. Meldingene venter eller går en annen rute. Rett tilgangsopplysningene eller kontoen i sms.routes.ini; den prøves igjen av seg selv.',
    },
    wrong_pin: {
      subject: 'SIM-kortet i {route} avviser PIN-koden',
      text: 'SIM-kortet i ruten {route} godtar ikke PIN-koden. Den prøves ikke igjen, slik at kortet ikke sperrer seg. Rett PIN-koden i sms.routes.ini.',
    },
    no_signal: {
      subject: 'Modemet i {route} har ikke dekning',
      text: 'Modemet i ruten {route} er ikke på noe nett[: {reason}]. Se etter antennen, plasseringen og SIM-kortet.',
    },
    credit_low: {
      subject: 'SMS-kreditten for {group} er lav',
      text: 'SMS-kreditten for {group} er nede i {balance}. Fyll den opp før meldinger avvises.',
    },
    queue_old: {
      subject: 'SMS har ventet siden {since}',
      text: '{count} SMS venter, den eldste siden {since}. Se etter om rutene virker, og om de er raske nok.',
      one: {
        subject: 'En SMS har ventet siden {since}',
        text: '{count} SMS har ventet siden {since}. Se etter om rutene virker, og om de er raske nok.',
      },
    },
    mail_bounced: {
      subject: 'En e-post til {address} kom tilbake',
      text: 'E-posten med en SMS til {address} kunne ikke leveres[: {reason}]. SMS-en er fortsatt lagret. Rett adressen til kontoen eller videresendingen.',
    },
    nobody_for_sms: {
      subject: 'En SMS til {number} har ingen mottaker',
      text: 'En SMS fra {phone} til {number} hører ikke til noen konto. Den er lagret. Gi nummeret til en konto, eller angi en oppsamlingsadresse.[ Siden den forrige e-posten om dette har det kommet {count} til.]',
    },
    numbers_refused: {
      subject: '{count} numre kunne ikke brukes',
      text: '{address} har skrevet til numre som ikke kan få SMS: {numbers}.',
      one: {
        subject: '{count} nummer kunne ikke brukes',
        text: '{address} har skrevet til et nummer som ikke kan få SMS: {numbers}.',
      },
    },
  },
  reasons: {
    number_invalid:
      '{number} er ikke et gyldig telefonnummer. Kontroller det, eller skriv det med + og landkode.',
    number_landline: '{number} er et fasttelefonnummer. Skriv til et mobilnummer.',
    number_premium:
      '{number} er et betalingsnummer, som ikke kan få SMS herfra. Skriv til et mobilnummer.',
    number_satellite:
      '{number} er en satellittelefon, som ikke kan få SMS herfra. Skriv til et mobilnummer.',
    number_not_mobile: '{number} er ikke et mobilnummer. Skriv til et mobilnummer.',
    number_ambiguous:
      'Sifrene kan leses som to telefonnumre: {number}. Skriv det du mener med + eller 00 foran.',
    numbers_joined: '«{number}» er mer enn ett telefonnummer. Sett komma mellom dem.',
    prefix_not_allowed:
      'SMS til {number} er ikke tillatt herfra. Be administratoren din om å åpne for landet eller nummerserien.',
    address_not_understood:
      'Adressen {address} kan ikke forstås. Skriv til et telefonnummer, for eksempel +4790123456, på dette domenet.',
    option_invalid:
      'Tilvalget {option} kan ikke forstås. Kjente er flash, urgent, validity=6h (1h til 3d), at=180024122026 (ttmmddmmåååå) og sender=.',
    time_invalid:
      '«{time}» er ikke et tidspunkt. Skriv for eksempel 2026-12-24 18:00, 18:00, +2h eller 180024122026.',
    time_past: 'Tidspunktet {time} er passert. Skriv et som ligger fram i tid.',
    recipients_none:
      'Det er ikke noe telefonnummer å sende til. Skriv det i emnefeltet, eller legg ved en liste med numre.',
    name_unknown:
      'Det finnes ingen kontakt eller gruppe som heter «{name}». Kontroller navnet, eller skriv et telefonnummer.',
    name_empty:
      'Kontaktgruppen «{name}» har ikke noe telefonnummer. Legg til et, eller skriv et telefonnummer.',
    list_unreadable:
      'Den vedlagte listen {file} kan ikke forstås. Legg ved en tekst- eller CSV-fil med ett telefonnummer på hver linje; en overskrift må si Mobil eller Telefon.',
    key_unknown: 'Nøkkelen gjelder ikke her. Be administratoren din om en aktiv nøkkel.',
    account_paused: 'Kontoen {sender} er satt på pause. Spør administratoren din.',
    sender_unknown:
      'Avsenderen {sender} har ingen konto her. Send fra adressen til kontoen din, eller be administratoren din om en konto.',
    sender_not_trusted:
      'Det er ikke bevist at {sender} har sendt dette. Logg inn på e-postserveren din for å sende, bruk nøkkelen din, eller spør administratoren din.',
    domain_not_open:
      'Dette SMS-domenet er ikke åpent for {sender}. Skriv til gruppens SMS-domene, eller spør administratoren din.',
    sender_unchecked:
      'Det kunne ennå ikke kontrolleres om {sender} har sendt dette. Prøv igjen senere.',
    sender_mismatch:
      'Fra-adressen og avsenderen på konvolutten hører til forskjellige kontoer. Send fra én adresse som er din egen.',
    sender_several: 'E-posten har flere fra-adresser eller ingen. Send den fra nøyaktig én.',
    command_alone:
      'En kommando sendes til én adresse i en egen e-post. Skriv til den uten andre SMS-mottakere.',
    numbers_used_up: 'Alle numrene i gruppen er delt ut. Be administratoren din om flere.',
    mail_unreadable: 'E-posten kan ikke leses. Send den som ren tekst.',
    text_empty: 'E-posten har ingen tekst å sende. Skriv teksten til SMS-en i e-posten.',
    text_only_quotation: 'E-posten har bare sitert tekst. Skriv teksten til SMS-en over sitatet.',
    text_too_long:
      'Teksten er for lang[ (den trenger {parts} SMS)][; høyst {max} er tillatt]. Kort den ned, og send den igjen.',
    sender_name_not_allowed:
      'Du kan ikke bruke avsenderen {sender}. Utelat den, eller be administratoren din om å godkjenne den.',
    opted_out:
      '{number} ønsker ikke flere SMS fra organisasjonen din. Bare telefonen selv kan gjøre det om, med START, eller administratoren din.',
    limit_personal_none:
      'Medlemmer av gruppen {group} kan ikke sende SMS. Spør administratoren din.',
    limit_personal_used:
      'Du har brukt opp SMS-ene dine i gruppen {group}. [Du kan sende igjen fra {frees}. ]Spør administratoren din hvis du trenger flere.',
    limit_group_none: 'Gruppen {group} kan ikke sende SMS. Spør administratoren din.',
    limit_group_used:
      'Gruppen {group} har brukt opp SMS-ene sine. [Den kan sende igjen fra {frees}. ]Spør administratoren din hvis den trenger flere.',
    credit_used: 'Saldoen[ for {group}] er brukt opp. Be administratoren din om å fylle den opp.',
    block_link_missing:
      'Teksten inneholder _BLOCKSMSLINK_, men ingen adresse for slike lenker er satt opp. Utelat det, eller be administratoren din sette public_url.',
    too_many_at_once:
      'For mange på én gang. Prøv igjen om et minutt, eller send til færre mottakere.',
    duplicate:
      'Den samme teksten er sendt eller skal sendes til {number} innen 24 timer fra denne. Endre teksten hvis den skal sendes igjen.',
    reply_not_yours:
      'Denne svaradressen hører til en annen konto. Svar fra den adressen som SMS-en ble sendt til på e-post.',
    reply_impossible:
      'Denne SMS-en kan ikke besvares herfra: Avsenderen tar ikke imot svar, eller den er videresendt til deg. Svar fra kontoen som fikk den, eller skriv til et mobilnummer.',
    no_route: 'Det er ikke satt opp noen vei til {number}. Spør administratoren din.',
    undelivered:
      'SMS-en nådde ikke telefonen[ ({reason})]. Kontroller nummeret; telefonen kan være slått av eller ikke lenger i bruk.',
    unsent: 'SMS-en kunne ikke sendes[ ({reason})]. Kontroller nummeret, og send den igjen senere.',
    expired:
      'SMS-en ventet for lenge og ble gitt opp[ ({reason})]. Send den igjen hvis den fortsatt betyr noe.',
    cancelled: 'SMS-en ble avbrutt før den ble sendt. Send den igjen hvis det ikke var meningen.',
    uncertain:
      'Forbindelsen ble brutt mens SMS-en ble overlevert, så ingen vet ennå om den ble sendt. Spør personen før du sender den igjen.',
  },
}
