// What we write to people, in Swedish.

import type { Phrases } from './phrases.ts'

export const sv: Phrases = {
  cannotBeAnswered: 'Avsändaren av detta sms kan inte få svar härifrån.',
  forwarded: 'Detta sms vidarebefordrades till dig från {address}. Svar kan skickas därifrån.',
  whoIsMeant: 'Ditt sms kan vara till flera. Svara bara med siffran för den rätta: {choices}',
  partsMissing: {
    one: '{missing} av de {total} delarna av detta sms har inte kommit fram.',
    other: '{missing} av de {total} delarna av detta sms har inte kommit fram.',
  },
  report: {
    subject: {
      failed: 'Sms inte levererat',
      uncertain: 'Sms kanske inte skickat',
      delayed: 'Sms ännu inte levererat',
      relayed: 'Sms skickat',
      delivered: 'Sms levererat',
    },
    one: {
      failed: 'Ditt sms till {phone} levererades inte.',
      uncertain: 'Det är inte säkert om ditt sms till {phone} skickades.',
      delayed:
        'Ditt sms till {phone} har inte kommit fram ännu. Vi fortsätter att försöka[ till {until}]; du behöver inte göra något.',
      relayed: 'Ditt sms till {phone} har skickats. Nätet meddelar inte om det har kommit fram.',
      delivered: 'Ditt sms till {phone} har kommit fram till telefonen.',
    },
    many: {
      failed: 'Ditt sms levererades inte till dessa {count} mottagare:',
      uncertain: 'Det är inte säkert om ditt sms skickades till dessa {count} mottagare:',
      delayed:
        'Ditt sms har ännu inte kommit fram till dessa {count} mottagare. Vi fortsätter att försöka[ till {until}]; du behöver inte göra något:',
      relayed:
        'Ditt sms har skickats till dessa {count} mottagare. Nätet meddelar inte om det har kommit fram:',
      delivered: 'Ditt sms har kommit fram till dessa {count} mottagare:',
    },
    more: { one: 'och {count} till', other: 'och {count} till' },
    others: 'Mejlets övriga mottagare ({count}) berörs inte.',
    original: 'Det gäller ditt mejl[ ”{subject}”] från {date}.',
    attached: 'Bilagorna säger samma sak till e-postprogrammet.',
  },
  welcome: {
    subject: 'Du kan skicka sms från din e-post',
    text: 'Från och med nu kan du skicka sms från den här adressen. Skriv ett mejl till telefonnumret följt av @{domain}, till exempel till +46701740699@{domain}: texten skickas som sms. Svaren kommer till dig som mejl, och du besvarar dem som vilket mejl som helst.',
    number: 'Ditt eget nummer är {number}: sms till det kommer till dig som mejl.',
    password: 'Välj ett lösenord till sidorna här. Länken gäller i 7 dagar:\n{link}',
  },
  signIn: {
    subject: 'Logga in på sms-sidorna',
    text: 'Här är din länk för att logga in. Den gäller i 20 minuter och bara en gång:\n{link}\n\nHar du inte bett om den behöver du inte göra något.',
  },
  password: {
    subject: 'Välj ett lösenord',
    text: 'Här väljer du ett nytt lösenord. Länken gäller i 60 minuter och bara en gång:\n{link}\n\nHar du inte bett om den behöver du inte göra något: ditt lösenord är oförändrat.',
  },
  signUp: {
    subject: 'Skapa ditt sms-konto',
    text: 'Välj ett lösenord här, så är ditt konto skapat. Länken gäller i 24 timmar och bara en gång:\n{link}\n\nHar du inte bett om den behöver du inte göra något: utan länken finns inget konto.',
  },
  alias: {
    subject: 'Bekräfta din adress',
    text: 'Kontot {account} vill använda den här adressen också. Är det du, logga in där och bekräfta det här. Länken gäller i 24 timmar:\n{link}\n\nÄr det inte du behöver du inte göra något.',
  },
  shortened: {
    subject: 'Sms förkortat',
    text: 'Texten i ditt mejl[ ”{subject}”] var för lång för ett sms, så slutet utelämnades. Den här delen skickades inte:',
  },
  optOut: {
    stopped:
      'Den här telefonen får inga fler sms från er organisation: meddelanden till den avvisas. Bara telefonen själv kan ändra det, med START, eller er administratör.',
    started: 'Den här telefonen får sms från er organisation igen.',
    confirmation: 'Du får inga fler sms från den här avsändaren. Svara START för att få dem igen.',
    page: {
      title: 'Vill du inte ha fler sms från {organisation}?',
      text: 'Telefonen {phone} får inga fler sms från den här avsändaren.',
      button: 'Inga fler sms',
      done: 'Telefonen {phone} får inga fler sms från {organisation}.',
      again: 'Svara START på ett av sms:en för att få dem igen.',
      unknown: 'Länken är inte giltig. Använd den i det senaste sms:et, eller svara STOP på det.',
    },
  },
  faults: {
    route_down: {
      subject: 'Vägen {route} fungerar inte',
      text: 'Vägen {route} kan inte skicka[: {reason}]. Dess meddelanden väntar eller går en annan väg. Se efter att den är ansluten och rätt inställd i sms.routes.ini; den prövas igen av sig själv.',
    },
    route_refused: {
      subject: 'Vägen {route} avvisas',
      text: 'Den andra sidan av vägen {route} godtar oss inte[: {reason}]. Dess meddelanden väntar eller går en annan väg. Rätta inloggningen eller kontot i sms.routes.ini; den prövas igen av sig själv.',
    },
    wrong_pin: {
      subject: 'SIM-kortet i {route} avvisar PIN-koden',
      text: 'SIM-kortet i vägen {route} godtar inte PIN-koden. Den prövas inte igen, så att kortet inte spärrar sig. Rätta PIN-koden i sms.routes.ini.',
    },
    no_signal: {
      subject: 'Modemet i {route} saknar täckning',
      text: 'Modemet i vägen {route} är inte anslutet till något nät[: {reason}]. Se efter antennen, placeringen och SIM-kortet.',
    },
    credit_low: {
      subject: 'Sms-krediten för {group} är låg',
      text: 'Sms-krediten för {group} är nere i {balance}. Fyll på den innan meddelanden avvisas.',
    },
    queue_old: {
      subject: 'Sms har väntat sedan {since}',
      text: '{count} sms väntar, det äldsta sedan {since}. Se efter om vägarna fungerar och om de är snabba nog.',
      one: {
        subject: 'Ett sms har väntat sedan {since}',
        text: '{count} sms har väntat sedan {since}. Se efter om vägarna fungerar och om de är snabba nog.',
      },
    },
    mail_bounced: {
      subject: 'Ett mejl till {address} kom tillbaka',
      text: 'Mejlet med ett sms till {address} kunde inte levereras[: {reason}]. Sms:et finns kvar. Rätta kontots adress eller dess vidarebefordran.',
    },
    nobody_for_sms: {
      subject: 'Ett sms till {number} har ingen mottagare',
      text: 'Ett sms från {phone} till {number} hör inte till något konto. Det är sparat. Ge numret till ett konto, eller ange en uppsamlingsadress.[ Sedan det förra mejlet om detta har {count} till kommit.]',
    },
    numbers_refused: {
      subject: '{count} nummer kunde inte användas',
      text: '{address} har skrivit till nummer som inte kan få sms: {numbers}.',
      one: {
        subject: '{count} nummer kunde inte användas',
        text: '{address} har skrivit till ett nummer som inte kan få sms: {numbers}.',
      },
    },
  },
  reasons: {
    number_invalid:
      '{number} är inget giltigt telefonnummer. Kontrollera det, eller skriv det med + och landsnummer.',
    number_landline: '{number} är ett fast telefonnummer. Skriv till ett mobilnummer.',
    number_premium:
      '{number} är ett betalnummer, som inte kan få sms härifrån. Skriv till ett mobilnummer.',
    number_satellite:
      '{number} är en satellittelefon, som inte kan få sms härifrån. Skriv till ett mobilnummer.',
    number_not_mobile: '{number} är inget mobilnummer. Skriv till ett mobilnummer.',
    number_ambiguous:
      'Siffrorna kan läsas som två telefonnummer: {number}. Skriv det du menar med + eller 00 framför.',
    numbers_joined: '”{number}” är mer än ett telefonnummer. Sätt kommatecken emellan dem.',
    prefix_not_allowed:
      'Sms till {number} är inte tillåtna härifrån. Be din administratör att öppna för landet eller nummerserien.',
    address_not_understood:
      'Adressen {address} går inte att förstå. Skriv till ett telefonnummer, till exempel +46701234567, på denna domän.',
    option_invalid:
      'Tillvalet {option} går inte att förstå. Kända är flash, urgent, validity=6h (1h till 3d), at=180024122026 (ttmmddmmåååå) och sender=.',
    time_invalid:
      '”{time}” är ingen tidpunkt. Skriv till exempel 2026-12-24 18:00, 18:00, +2h eller 180024122026.',
    time_past: 'Tidpunkten {time} har passerat. Skriv en som ligger framåt.',
    recipients_none:
      'Det finns inget telefonnummer att skicka till. Skriv det i ärenderaden, eller bifoga en lista med nummer.',
    name_unknown:
      'Det finns ingen kontakt eller grupp som heter ”{name}”. Kontrollera namnet, eller skriv ett telefonnummer.',
    name_empty:
      'Kontaktgruppen ”{name}” har inget telefonnummer. Lägg till ett, eller skriv ett telefonnummer.',
    list_unreadable:
      'Den bifogade listan {file} går inte att förstå. Bifoga en text- eller CSV-fil med ett telefonnummer på varje rad; en rubrik måste säga Mobil eller Telefon.',
    key_unknown: 'Nyckeln gäller inte här. Be din administratör om en aktiv nyckel.',
    account_paused: 'Kontot {sender} är pausat. Fråga din administratör.',
    sender_unknown:
      'Avsändaren {sender} har inget konto här. Skicka från ditt kontos adress, eller be din administratör om ett konto.',
    sender_not_trusted:
      'Det är inte bevisat att {sender} har skickat detta. Logga in på din mejlserver för att skicka, använd din nyckel, eller fråga din administratör.',
    domain_not_open:
      'Den här SMS-domänen är inte öppen för {sender}. Skriv till din grupps SMS-domän, eller fråga din administratör.',
    sender_unchecked:
      'Det gick ännu inte att kontrollera om {sender} har skickat detta. Försök igen senare.',
    sender_mismatch:
      'Från-adressen och kuvertets avsändare hör till olika konton. Skicka från en adress som är din egen.',
    sender_several: 'Mejlet har flera från-adresser eller ingen. Skicka det från precis en.',
    command_alone:
      'Ett kommando skickas till en adress i ett eget mejl. Skriv till den utan andra sms-mottagare.',
    numbers_used_up: 'Gruppens alla nummer är utdelade. Be din administratör om fler.',
    mail_unreadable: 'Mejlet går inte att läsa. Skicka det som ren text.',
    text_empty: 'Mejlet har ingen text att skicka. Skriv sms:ets text i mejlet.',
    text_only_quotation: 'Mejlet har bara citerad text. Skriv sms:ets text ovanför citatet.',
    text_too_long:
      'Texten är för lång[ (den kräver {parts} sms)][; högst {max} är tillåtna]. Korta den och skicka den igen.',
    sender_name_not_allowed:
      'Du får inte använda avsändaren {sender}. Utelämna den, eller be din administratör att godkänna den.',
    opted_out:
      '{number} vill inte ha fler sms från din organisation. Bara telefonen själv kan ändra det, med START, eller din administratör.',
    limit_personal_none:
      'Medlemmar i gruppen {group} får inte skicka sms. Fråga din administratör.',
    limit_personal_used:
      'Du har använt upp dina sms i gruppen {group}. [Du kan skicka igen från {frees}. ]Fråga din administratör om du behöver fler.',
    limit_group_none: 'Gruppen {group} får inte skicka sms. Fråga din administratör.',
    limit_group_used:
      'Gruppen {group} har använt upp sina sms. [Den kan skicka igen från {frees}. ]Fråga din administratör om den behöver fler.',
    credit_used: 'Saldot[ för {group}] är slut. Be din administratör att fylla på det.',
    block_link_missing:
      'Texten innehåller _BLOCKSMSLINK_, men ingen adress för sådana länkar är inställd. Utelämna det, eller be din administratör ställa in public_url.',
    too_many_at_once:
      'För många på en gång. Försök igen om en minut, eller skicka till färre mottagare.',
    duplicate:
      'Samma text har skickats eller ska skickas till {number} inom 24 timmar från denna. Ändra texten om den ska skickas igen.',
    reply_not_yours:
      'Denna svarsadress hör till ett annat konto. Svara från den adress som sms:et mejlades till.',
    reply_impossible:
      'Detta sms går inte att besvara härifrån: avsändaren tar inte emot svar, eller så har det vidarebefordrats till dig. Svara från det konto som fick det, eller skriv till ett mobilnummer.',
    no_route: 'Det finns ingen väg till {number}. Fråga din administratör.',
    undelivered:
      'Sms:et nådde inte telefonen[ ({reason})]. Kontrollera numret; telefonen kan vara avstängd eller inte längre i bruk.',
    unsent:
      'Sms:et kunde inte skickas[ ({reason})]. Kontrollera numret och skicka det igen senare.',
    expired:
      'Sms:et väntade för länge och gavs upp[ ({reason})]. Skicka det igen om det fortfarande behövs.',
    cancelled: 'Sms:et avbröts innan det skickades. Skicka det igen om det inte var meningen.',
    uncertain:
      'Förbindelsen bröts medan sms:et lämnades över, så ingen vet ännu om det skickades. Fråga personen innan du skickar det igen.',
  },
}
