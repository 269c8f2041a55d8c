// What we write to people, in Danish.

import type { Phrases } from './phrases.ts'

export const da: Phrases = {
  cannotBeAnswered: 'Afsenderen af denne SMS kan ikke få svar herfra.',
  forwarded: 'Denne SMS blev videresendt til dig fra {address}. Svar kan sendes derfra.',
  whoIsMeant: 'Din SMS kan være til flere. Svar kun med tallet for den rette: {choices}',
  partsMissing: {
    one: '{missing} af de {total} dele af denne SMS er ikke kommet frem.',
    other: '{missing} af de {total} dele af denne SMS er ikke kommet frem.',
  },
  report: {
    subject: {
      failed: 'SMS ikke leveret',
      uncertain: 'SMS måske ikke sendt',
      delayed: 'SMS endnu ikke leveret',
      relayed: 'SMS sendt',
      delivered: 'SMS leveret',
    },
    one: {
      failed: 'Din SMS til {phone} blev ikke leveret.',
      uncertain: 'Det er ikke sikkert, om din SMS til {phone} blev sendt.',
      delayed:
        'Din SMS til {phone} er ikke kommet frem endnu. Vi bliver ved med at prøve[ indtil {until}]; du behøver ikke gøre noget.',
      relayed: 'Din SMS til {phone} er sendt. Nettet fortæller ikke, om den er kommet frem.',
      delivered: 'Din SMS til {phone} er kommet frem til telefonen.',
    },
    many: {
      failed: 'Din SMS blev ikke leveret til disse {count} modtagere:',
      uncertain: 'Det er ikke sikkert, om din SMS blev sendt til disse {count} modtagere:',
      delayed:
        'Din SMS er ikke kommet frem til disse {count} modtagere endnu. Vi bliver ved med at prøve[ indtil {until}]; du behøver ikke gøre noget:',
      relayed:
        'Din SMS er sendt til disse {count} modtagere. Nettet fortæller ikke, om den er kommet frem:',
      delivered: 'Din SMS er kommet frem til disse {count} modtagere:',
    },
    more: { one: 'og {count} til', other: 'og {count} til' },
    others: 'Mailens øvrige modtagere ({count}) er ikke berørt.',
    original: 'Det drejer sig om din mail[ »{subject}«] fra {date}.',
    attached: 'Det vedhæftede siger det samme til mailprogrammer.',
  },
  welcome: {
    subject: 'Du kan sende sms fra din mail',
    text: 'Fra nu af kan du sende sms fra denne adresse. Skriv en mail til telefonnummeret fulgt af @{domain}, for eksempel til +4530643064@{domain}: teksten sendes som sms. Svar kommer til dig som mail, og du besvarer dem som enhver anden mail.',
    number: 'Dit eget nummer er {number}: sms til det kommer til dig som mail.',
    password: 'Vælg en adgangskode til siderne her. Linket virker i 7 dage:\n{link}',
  },
  signIn: {
    subject: 'Log ind på sms-siderne',
    text: 'Her er dit link til at logge ind. Det virker i 20 minutter og kun én gang:\n{link}\n\nHar du ikke bedt om det, skal du ikke gøre noget.',
  },
  password: {
    subject: 'Vælg en adgangskode',
    text: 'Her vælger du en ny adgangskode. Linket virker i 60 minutter og kun én gang:\n{link}\n\nHar du ikke bedt om det, skal du ikke gøre noget: din adgangskode er uændret.',
  },
  signUp: {
    subject: 'Opret din sms-konto',
    text: 'Vælg en adgangskode her, så er din konto oprettet. Linket virker i 24 timer og kun én gang:\n{link}\n\nHar du ikke bedt om det, skal du ikke gøre noget: uden linket er der ingen konto.',
  },
  alias: {
    subject: 'Bekræft din adresse',
    text: 'Kontoen {account} vil også bruge denne adresse. Er det dig, så log ind dér og bekræft det her. Linket virker i 24 timer:\n{link}\n\nEr det ikke dig, skal du ikke gøre noget.',
  },
  shortened: {
    subject: 'SMS forkortet',
    text: 'Teksten i din mail[ »{subject}«] var for lang til en SMS, så slutningen blev udeladt. Denne del blev ikke sendt:',
  },
  optOut: {
    stopped:
      'Denne telefon får ikke flere SMS fra jeres organisation: beskeder til den afvises. Kun telefonen selv kan gøre det om, med START, eller jeres administrator.',
    started: 'Denne telefon får igen SMS fra jeres organisation.',
    confirmation: 'Du får ikke flere SMS fra denne afsender. Svar START for at få dem igen.',
    page: {
      title: 'Vil du ikke have flere SMS fra {organisation}?',
      text: 'Telefonen {phone} får ikke flere SMS fra denne afsender.',
      button: 'Ingen flere SMS',
      done: 'Telefonen {phone} får ikke flere SMS fra {organisation}.',
      again: "Svar START på en af SMS'erne for at få dem igen.",
      unknown: 'Linket er ikke gyldigt. Brug det i den seneste SMS, eller svar STOP på den.',
    },
  },
  faults: {
    route_down: {
      subject: 'Ruten {route} virker ikke',
      text: 'Ruten {route} kan ikke sende[: {reason}]. Dens beskeder venter eller går ad en anden rute. Se efter, at den er tilsluttet og rigtigt sat op i sms.routes.ini; den prøves igen af sig selv.',
    },
    route_refused: {
      subject: 'Ruten {route} bliver afvist',
      text: 'Den anden side af ruten {route} godtager os ikke[: {reason}]. Dens beskeder venter eller går ad en anden rute. Ret adgangsoplysningerne eller kontoen i sms.routes.ini; den prøves igen af sig selv.',
    },
    wrong_pin: {
      subject: 'SIM-kortet i {route} afviser PIN-koden',
      text: 'SIM-kortet i ruten {route} godtager ikke PIN-koden. Den prøves ikke igen, så kortet ikke spærrer sig selv. Ret PIN-koden i sms.routes.ini.',
    },
    no_signal: {
      subject: 'Modemmet i {route} har ikke forbindelse',
      text: 'Modemmet i ruten {route} er ikke på noget net[: {reason}]. Se efter antennen, placeringen og SIM-kortet.',
    },
    credit_low: {
      subject: 'SMS-kreditten for {group} er lav',
      text: 'SMS-kreditten for {group} er nede på {balance}. Fyld den op, før beskeder afvises.',
    },
    queue_old: {
      subject: 'SMS har ventet siden {since}',
      text: '{count} SMS venter, den ældste siden {since}. Se efter, om ruterne virker, og om de er hurtige nok.',
      one: {
        subject: 'En SMS har ventet siden {since}',
        text: '{count} SMS har ventet siden {since}. Se efter, om ruterne virker, og om de er hurtige nok.',
      },
    },
    mail_bounced: {
      subject: 'En mail til {address} kom tilbage',
      text: 'Mailen med en SMS til {address} kunne ikke leveres[: {reason}]. SMS’en er stadig gemt. Ret kontoens adresse eller dens viderestilling.',
    },
    nobody_for_sms: {
      subject: 'En SMS til {number} har ingen modtager',
      text: 'En SMS fra {phone} til {number} hører ikke til nogen konto. Den er gemt. Giv nummeret til en konto, eller angiv en opsamlingsadresse.[ Siden den sidste mail om dette er der kommet {count} til.]',
    },
    numbers_refused: {
      subject: '{count} numre kunne ikke bruges',
      text: '{address} har skrevet til numre, som ikke kan få SMS: {numbers}.',
      one: {
        subject: '{count} nummer kunne ikke bruges',
        text: '{address} har skrevet til et nummer, som ikke kan få SMS: {numbers}.',
      },
    },
  },
  reasons: {
    number_invalid:
      '{number} er ikke et gyldigt telefonnummer. Kontrollér det, eller skriv det med + og landekode.',
    number_landline: '{number} er et fastnetnummer. Skriv til et mobilnummer.',
    number_premium:
      '{number} er et overtakseret nummer, som ikke kan få SMS herfra. Skriv til et mobilnummer.',
    number_satellite:
      '{number} er en satellittelefon, som ikke kan få SMS herfra. Skriv til et mobilnummer.',
    number_not_mobile: '{number} er ikke et mobilnummer. Skriv til et mobilnummer.',
    number_ambiguous:
      'Cifrene kan læses som to telefonnumre: {number}. Skriv det rigtige med + eller 00 foran.',
    numbers_joined: '»{number}« er mere end ét telefonnummer. Sæt komma imellem dem.',
    prefix_not_allowed:
      'Der må ikke sendes SMS til {number} herfra. Bed din administrator om at åbne for landet eller nummerserien.',
    address_not_understood:
      'Adressen {address} kan ikke forstås. Skriv til et telefonnummer, for eksempel +4530643064, på dette domæne.',
    option_invalid:
      'Tilvalget {option} kan ikke forstås. Kendte er flash, urgent, validity=6h (1h til 3d), at=180024122026 (ttmmddmmåååå) og sender=.',
    time_invalid:
      '»{time}« er ikke et tidspunkt. Skriv for eksempel 2026-12-24 18:00, 18:00, +2h eller 180024122026.',
    time_past: 'Tidspunktet {time} er passeret. Skriv et, der ligger i fremtiden.',
    recipients_none:
      'Der er intet telefonnummer at sende til. Skriv det i emnefeltet, eller vedhæft en liste med numre.',
    name_unknown:
      'Der er ingen kontakt eller gruppe med navnet »{name}«. Kontrollér navnet, eller skriv et telefonnummer.',
    name_empty:
      'Kontaktgruppen »{name}« har intet telefonnummer. Tilføj et, eller skriv et telefonnummer.',
    list_unreadable:
      'Den vedhæftede liste {file} kan ikke forstås. Vedhæft en tekst- eller CSV-fil med ét telefonnummer på hver linje; en overskrift skal sige Mobil eller Telefon.',
    key_unknown: 'Nøglen gælder ikke her. Bed din administrator om en aktiv nøgle.',
    account_paused: 'Kontoen {sender} er sat på pause. Spørg din administrator.',
    sender_unknown:
      'Afsenderen {sender} har ingen konto her. Send fra din kontos adresse, eller bed din administrator om en konto.',
    sender_not_trusted:
      'Det er ikke bevist, at {sender} har sendt dette. Log ind på din mailserver for at sende, brug din nøgle, eller spørg din administrator.',
    domain_not_open:
      'Dette SMS-domæne er ikke åbent for {sender}. Skriv til din gruppes SMS-domæne, eller spørg din administrator.',
    sender_unchecked:
      'Det kunne endnu ikke kontrolleres, om {sender} har sendt dette. Prøv igen senere.',
    sender_mismatch:
      'Fra-adressen og kuvertens afsender hører til forskellige konti. Send fra én adresse, der er din egen.',
    sender_several: 'Mailen har flere fra-adresser eller ingen. Send den fra netop én.',
    command_alone:
      'En kommando sendes til én adresse i en mail for sig. Skriv til den uden andre SMS-modtagere.',
    numbers_used_up: 'Alle gruppens numre er delt ud. Bed din administrator om flere.',
    mail_unreadable: 'Mailen kan ikke læses. Send den som ren tekst.',
    text_empty: 'Mailen har ingen tekst at sende. Skriv SMS’ens tekst i mailen.',
    text_only_quotation: 'Mailen har kun citeret tekst. Skriv SMS’ens tekst over citatet.',
    text_too_long:
      'Teksten er for lang[ (den kræver {parts} SMS)][; højst {max} er tilladt]. Forkort den, og send den igen.',
    sender_name_not_allowed:
      'Du må ikke bruge afsenderen {sender}. Udelad den, eller bed din administrator om at godkende den.',
    opted_out:
      '{number} ønsker ikke flere SMS fra din organisation. Kun telefonen selv kan gøre det om, med START, eller din administrator.',
    limit_personal_none: 'Medlemmer af gruppen {group} må ikke sende SMS. Spørg din administrator.',
    limit_personal_used:
      'Du har brugt dine SMS i gruppen {group}. [Du kan sende igen fra {frees}. ]Spørg din administrator, hvis du har brug for flere.',
    limit_group_none: 'Gruppen {group} må ikke sende SMS. Spørg din administrator.',
    limit_group_used:
      'Gruppen {group} har brugt sine SMS. [Den kan sende igen fra {frees}. ]Spørg din administrator, hvis den har brug for flere.',
    credit_used: 'Saldoen[ for {group}] er brugt op. Bed din administrator om at fylde den op.',
    block_link_missing:
      'Teksten indeholder _BLOCKSMSLINK_, men der er ikke sat nogen adresse op til sådanne links. Udelad det, eller bed din administrator sætte public_url.',
    too_many_at_once:
      'For mange på én gang. Prøv igen om et minut, eller send til færre modtagere.',
    duplicate:
      'Den samme tekst er sendt eller skal sendes til {number} inden for 24 timer fra denne. Ret teksten, hvis den skal sendes igen.',
    reply_not_yours:
      'Denne svaradresse hører til en anden konto. Svar fra den adresse, som SMS’en blev mailet til.',
    reply_impossible:
      'Denne SMS kan ikke besvares herfra: Afsenderen tager ikke imod svar, eller den er viderestillet til dig. Svar fra den konto, som fik den, eller skriv til et mobilnummer.',
    no_route: 'Der er ikke sat nogen vej op til {number}. Spørg din administrator.',
    undelivered:
      'SMS’en nåede ikke telefonen[ ({reason})]. Kontrollér nummeret; telefonen kan være slukket eller ikke længere i brug.',
    unsent: 'SMS’en kunne ikke sendes[ ({reason})]. Kontrollér nummeret, og send den igen senere.',
    expired:
      'SMS’en ventede for længe og blev opgivet[ ({reason})]. Send den igen, hvis den stadig har betydning.',
    cancelled:
      'SMS’en blev annulleret, før den blev sendt. Send den igen, hvis det ikke var meningen.',
    uncertain:
      'Forbindelsen blev afbrudt, mens SMS’en blev afleveret, så ingen ved endnu, om den blev sendt. Spørg personen, før du sender den igen.',
  },
}
