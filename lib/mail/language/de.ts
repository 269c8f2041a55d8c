// What we write to people, in German.

import type { Phrases } from './phrases.ts'

export const de: Phrases = {
  cannotBeAnswered: 'Dem Absender dieser SMS kann man von hier aus nicht antworten.',
  forwarded:
    'Diese SMS wurde von {address} an Sie weitergeleitet. Antworten können von dort gesendet werden.',
  whoIsMeant:
    'Ihre SMS kann für mehrere sein. Antworten Sie nur mit der Ziffer der richtigen Person: {choices}',
  partsMissing: {
    one: '{missing} der {total} Teile dieser SMS ist nicht angekommen.',
    other: '{missing} der {total} Teile dieser SMS sind nicht angekommen.',
  },
  report: {
    subject: {
      failed: 'SMS nicht zugestellt',
      uncertain: 'SMS vielleicht nicht gesendet',
      delayed: 'SMS noch nicht zugestellt',
      relayed: 'SMS gesendet',
      delivered: 'SMS zugestellt',
    },
    one: {
      failed: 'Ihre SMS an {phone} wurde nicht zugestellt.',
      uncertain: 'Es ist nicht sicher, ob Ihre SMS an {phone} gesendet wurde.',
      delayed:
        'Ihre SMS an {phone} ist noch nicht angekommen. Wir versuchen es weiter[ bis {until}]; Sie müssen nichts tun.',
      relayed: 'Ihre SMS an {phone} wurde gesendet. Das Netz meldet nicht, ob sie angekommen ist.',
      delivered: 'Ihre SMS an {phone} ist auf dem Telefon angekommen.',
    },
    many: {
      failed: 'Ihre SMS wurde an diese {count} Empfänger nicht zugestellt:',
      uncertain: 'Es ist nicht sicher, ob Ihre SMS an diese {count} Empfänger gesendet wurde:',
      delayed:
        'Ihre SMS ist bei diesen {count} Empfängern noch nicht angekommen. Wir versuchen es weiter[ bis {until}]; Sie müssen nichts tun:',
      relayed:
        'Ihre SMS wurde an diese {count} Empfänger gesendet. Das Netz meldet nicht, ob sie angekommen ist:',
      delivered: 'Ihre SMS ist bei diesen {count} Empfängern angekommen:',
    },
    more: { one: 'und {count} weiterer', other: 'und {count} weitere' },
    others: 'Die übrigen Empfänger der Mail ({count}) sind nicht betroffen.',
    original: 'Es geht um Ihre Mail[ „{subject}“] vom {date}.',
    attached: 'Die Anlagen sagen Mailprogrammen dasselbe.',
  },
  welcome: {
    subject: 'Sie können SMS per E-Mail senden',
    text: 'Ab sofort können Sie von dieser Adresse SMS senden. Schreiben Sie eine E-Mail an die Telefonnummer, gefolgt von @{domain}, zum Beispiel an +4915123456789@{domain}: Ihr Text wird als SMS verschickt. Antworten erhalten Sie als E-Mail und beantworten sie wie jede andere E-Mail.',
    number: 'Ihre eigene Nummer ist {number}: SMS an sie erhalten Sie als E-Mail.',
    password: 'Hier wählen Sie ein Passwort für die Seiten. Der Link gilt 7 Tage:\n{link}',
  },
  signIn: {
    subject: 'Anmelden bei den SMS-Seiten',
    text: 'Hier ist Ihr Link zum Anmelden. Er gilt 20 Minuten und nur einmal:\n{link}\n\nWenn Sie ihn nicht angefordert haben, brauchen Sie nichts zu tun.',
  },
  password: {
    subject: 'Passwort wählen',
    text: 'Hier wählen Sie ein neues Passwort. Der Link gilt 60 Minuten und nur einmal:\n{link}\n\nWenn Sie ihn nicht angefordert haben, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.',
  },
  signUp: {
    subject: 'Ihr SMS-Konto anlegen',
    text: 'Wählen Sie hier ein Passwort, dann ist Ihr Konto angelegt. Der Link gilt 24 Stunden und nur einmal:\n{link}\n\nWenn Sie ihn nicht angefordert haben, brauchen Sie nichts zu tun: Ohne den Link gibt es kein Konto.',
  },
  alias: {
    subject: 'Adresse bestätigen',
    text: 'Das Konto {account} möchte auch diese Adresse verwenden. Wenn Sie das sind, melden Sie sich dort an und bestätigen Sie es hier. Der Link gilt 24 Stunden:\n{link}\n\nWenn Sie es nicht sind, brauchen Sie nichts zu tun.',
  },
  shortened: {
    subject: 'SMS gekürzt',
    text: 'Der Text Ihrer Mail[ „{subject}“] war zu lang für eine SMS; deshalb wurde das Ende weggelassen. Dieser Teil wurde nicht gesendet:',
  },
  optOut: {
    stopped:
      'Dieses Telefon bekommt keine SMS mehr von Ihrer Organisation: Nachrichten dorthin werden abgelehnt. Nur das Telefon selbst kann das mit START ändern, oder Ihr Administrator.',
    started: 'Dieses Telefon bekommt wieder SMS von Ihrer Organisation.',
    confirmation:
      'Sie bekommen keine SMS mehr von diesem Absender. Um sie wieder zu bekommen, antworten Sie START.',
    page: {
      title: 'Möchten Sie keine SMS mehr von {organisation}?',
      text: 'Das Telefon {phone} bekommt keine SMS mehr von diesem Absender.',
      button: 'Keine SMS mehr',
      done: 'Das Telefon {phone} bekommt keine SMS mehr von {organisation}.',
      again: 'Um sie wieder zu bekommen, antworten Sie auf eine der SMS mit START.',
      unknown:
        'Dieser Link ist nicht gültig. Nehmen Sie den in der letzten SMS, oder antworten Sie darauf mit STOP.',
    },
  },
  faults: {
    route_down: {
      subject: 'Der Weg {route} ist gestört',
      text: 'Der Weg {route} kann nicht senden[: {reason}]. Seine Nachrichten warten oder gehen einen anderen Weg. Sehen Sie nach, ob er angeschlossen und in sms.routes.ini richtig eingestellt ist; er wird von selbst wieder versucht.',
    },
    route_refused: {
      subject: 'Der Weg {route} wird abgewiesen',
      text: 'Die Gegenseite des Wegs {route} nimmt uns nicht an[: {reason}]. Seine Nachrichten warten oder gehen einen anderen Weg. Berichtigen Sie Zugangsdaten oder Konto in sms.routes.ini; er wird von selbst wieder versucht.',
    },
    wrong_pin: {
      subject: 'Die SIM-Karte von {route} lehnt die PIN ab',
      text: 'Die SIM-Karte des Wegs {route} nimmt die PIN nicht an. Sie wird nicht noch einmal versucht, damit die Karte sich nicht sperrt. Berichtigen Sie die PIN in sms.routes.ini.',
    },
    no_signal: {
      subject: 'Das Modem von {route} hat keinen Empfang',
      text: 'Das Modem des Wegs {route} ist in keinem Netz eingebucht[: {reason}]. Prüfen Sie Antenne, Standort und SIM-Karte.',
    },
    credit_low: {
      subject: 'Das SMS-Guthaben von {group} ist niedrig',
      text: 'Das SMS-Guthaben von {group} ist auf {balance} gesunken. Füllen Sie es auf, bevor Nachrichten abgelehnt werden.',
    },
    queue_old: {
      subject: 'SMS warten seit {since}',
      text: '{count} SMS warten, die älteste seit {since}. Sehen Sie nach, ob die Wege arbeiten und schnell genug sind.',
      one: {
        subject: 'Eine SMS wartet seit {since}',
        text: '{count} SMS wartet seit {since}. Sehen Sie nach, ob die Wege arbeiten und schnell genug sind.',
      },
    },
    mail_bounced: {
      subject: 'Eine Mail an {address} kam zurück',
      text: 'Die Mail mit einer SMS für {address} konnte nicht zugestellt werden[: {reason}]. Die SMS ist noch gespeichert. Berichtigen Sie die Adresse des Kontos oder seiner Weiterleitung.',
    },
    nobody_for_sms: {
      subject: 'Eine SMS an {number} gehört niemandem',
      text: 'Eine SMS von {phone} an {number} gehört zu keinem Konto. Sie ist gespeichert. Geben Sie die Nummer einem Konto, oder legen Sie eine Sammeladresse fest.[ Seit der letzten Mail darüber sind {count} weitere gekommen.]',
      one: {
        text: 'Eine SMS von {phone} an {number} gehört zu keinem Konto. Sie ist gespeichert. Geben Sie die Nummer einem Konto, oder legen Sie eine Sammeladresse fest.[ Seit der letzten Mail darüber ist {count} weitere gekommen.]',
      },
    },
    numbers_refused: {
      subject: '{count} Nummern waren nicht brauchbar',
      text: '{address} hat an Nummern geschrieben, die keine SMS bekommen können: {numbers}.',
      one: {
        subject: '{count} Nummer war nicht brauchbar',
        text: '{address} hat an eine Nummer geschrieben, die keine SMS bekommen kann: {numbers}.',
      },
    },
  },
  reasons: {
    number_invalid:
      '{number} ist keine gültige Telefonnummer. Prüfen Sie sie, oder schreiben Sie sie mit + und Landesvorwahl.',
    number_landline: '{number} ist eine Festnetznummer. Schreiben Sie an eine Mobilnummer.',
    number_premium:
      '{number} ist eine Sondernummer, die von hier keine SMS bekommt. Schreiben Sie an eine Mobilnummer.',
    number_satellite:
      '{number} ist ein Satellitentelefon, das von hier keine SMS bekommt. Schreiben Sie an eine Mobilnummer.',
    number_not_mobile: '{number} ist keine Mobilnummer. Schreiben Sie an eine Mobilnummer.',
    number_ambiguous:
      'Die Ziffern lassen sich als zwei Telefonnummern lesen: {number}. Schreiben Sie die gemeinte mit + oder 00 davor.',
    numbers_joined: '„{number}“ ist mehr als eine Telefonnummer. Setzen Sie ein Komma dazwischen.',
    prefix_not_allowed:
      'SMS an {number} sind hier nicht erlaubt. Bitten Sie Ihren Administrator, das Land oder die Vorwahl freizugeben.',
    address_not_understood:
      'Die Adresse {address} ist nicht verständlich. Schreiben Sie an eine Telefonnummer dieser Domain, zum Beispiel +4915112345678.',
    option_invalid:
      'Die Angabe {option} ist nicht verständlich. Bekannt sind flash, urgent, validity=6h (1h bis 3d), at=180024122026 (hhmmttmmjjjj) und sender=.',
    time_invalid:
      '„{time}“ ist keine Zeit. Schreiben Sie zum Beispiel 2026-12-24 18:00, 18:00, +2h oder 180024122026.',
    time_past: 'Die Zeit {time} ist vorbei. Schreiben Sie eine, die noch kommt.',
    recipients_none:
      'Es fehlt die Telefonnummer, an die gesendet werden soll. Schreiben Sie sie in den Betreff, oder hängen Sie eine Liste von Nummern an.',
    name_unknown:
      'Es gibt keinen Kontakt und keine Gruppe mit dem Namen „{name}“. Prüfen Sie den Namen, oder schreiben Sie eine Telefonnummer.',
    name_empty:
      'Die Kontaktgruppe „{name}“ enthält keine Telefonnummer. Tragen Sie eine ein, oder schreiben Sie eine Telefonnummer.',
    list_unreadable:
      'Die angehängte Liste {file} ist nicht verständlich. Hängen Sie eine Text- oder CSV-Datei mit einer Telefonnummer je Zeile an; eine Überschrift muss Mobil oder Telefon lauten.',
    key_unknown:
      'Dieser Schlüssel gilt hier nicht. Bitten Sie Ihren Administrator um einen aktiven Schlüssel.',
    account_paused: 'Das Konto {sender} ist angehalten. Fragen Sie Ihren Administrator.',
    sender_unknown:
      'Der Absender {sender} hat hier kein Konto. Senden Sie von der Adresse Ihres Kontos, oder bitten Sie Ihren Administrator um eines.',
    sender_not_trusted:
      'Es ist nicht bewiesen, dass {sender} dies gesendet hat. Melden Sie sich zum Senden an Ihrem Mailserver an, verwenden Sie Ihren Schlüssel, oder fragen Sie Ihren Administrator.',
    domain_not_open:
      'Diese SMS-Domain steht {sender} nicht offen. Schreiben Sie an die SMS-Domain Ihrer Gruppe, oder fragen Sie Ihren Administrator.',
    sender_unchecked:
      'Noch ließ sich nicht prüfen, ob {sender} dies gesendet hat. Versuchen Sie es später noch einmal.',
    sender_mismatch:
      'Die Von-Adresse und der Absender des Umschlags gehören zu verschiedenen Konten. Senden Sie von einer Adresse, die Ihre eigene ist.',
    sender_several: 'Die Mail hat mehrere Von-Adressen oder keine. Senden Sie sie von genau einer.',
    command_alone:
      'Ein Befehl geht in einer eigenen Mail an eine Adresse. Schreiben Sie an sie ohne andere SMS-Empfänger.',
    numbers_used_up:
      'Alle Nummern Ihrer Gruppe sind vergeben. Bitten Sie Ihren Administrator um weitere.',
    mail_unreadable: 'Die Mail ist nicht lesbar. Senden Sie sie als reinen Text.',
    text_empty:
      'Die Mail enthält keinen Text zum Senden. Schreiben Sie den Text der SMS in die Mail.',
    text_only_quotation:
      'Die Mail enthält nur zitierten Text. Schreiben Sie den Text der SMS über das Zitat.',
    text_too_long:
      'Der Text ist zu lang[ (er braucht {parts} SMS)][; höchstens {max} sind erlaubt]. Kürzen Sie ihn, und senden Sie ihn noch einmal.',
    sender_name_not_allowed:
      'Den Absender {sender} dürfen Sie nicht benutzen. Lassen Sie ihn weg, oder bitten Sie Ihren Administrator, ihn zu genehmigen.',
    opted_out:
      '{number} möchte keine SMS mehr von Ihrer Organisation. Nur das Telefon selbst kann das mit START ändern, oder Ihr Administrator.',
    limit_personal_none:
      'Mitglieder der Gruppe {group} dürfen keine SMS senden. Fragen Sie Ihren Administrator.',
    limit_personal_used:
      'Sie haben Ihre SMS in der Gruppe {group} aufgebraucht. [Ab {frees} können Sie wieder senden. ]Fragen Sie Ihren Administrator, wenn Sie mehr brauchen.',
    limit_group_none: 'Die Gruppe {group} darf keine SMS senden. Fragen Sie Ihren Administrator.',
    limit_group_used:
      'Die Gruppe {group} hat ihre SMS aufgebraucht. [Ab {frees} kann sie wieder senden. ]Fragen Sie Ihren Administrator, wenn sie mehr braucht.',
    credit_used:
      'Das Guthaben[ von {group}] ist aufgebraucht. Bitten Sie Ihren Administrator, es aufzufüllen.',
    block_link_missing:
      'Der Text enthält _BLOCKSMSLINK_, aber für solche Links ist keine Adresse eingerichtet. Lassen Sie es weg, oder bitten Sie Ihren Administrator, public_url zu setzen.',
    too_many_at_once:
      'Zu viele auf einmal. Versuchen Sie es in einer Minute noch einmal, oder senden Sie an weniger Empfänger.',
    duplicate:
      'Derselbe Text ging oder geht schon an {number}, keine 24 Stunden vor oder nach diesem. Ändern Sie den Text, wenn er noch einmal gesendet werden soll.',
    reply_not_yours:
      'Diese Antwortadresse gehört zu einem anderen Konto. Antworten Sie von der Adresse, an die die SMS gemailt wurde.',
    reply_impossible:
      'Diese SMS kann von hier nicht beantwortet werden: Ihr Absender nimmt keine Antworten an, oder sie wurde an Sie weitergeleitet. Antworten Sie von dem Konto aus, das sie bekam, oder schreiben Sie an eine Mobilnummer.',
    no_route: 'Es ist kein Weg zu {number} eingerichtet. Fragen Sie Ihren Administrator.',
    undelivered:
      'Die SMS hat das Telefon nicht erreicht[ ({reason})]. Prüfen Sie die Nummer; das Telefon ist vielleicht ausgeschaltet oder nicht mehr in Gebrauch.',
    unsent:
      'Die SMS konnte nicht gesendet werden[ ({reason})]. Prüfen Sie die Nummer, und senden Sie sie später noch einmal.',
    expired:
      'Die SMS hat zu lange gewartet und wurde aufgegeben[ ({reason})]. Senden Sie sie noch einmal, wenn sie noch wichtig ist.',
    cancelled:
      'Die SMS wurde abgebrochen, bevor sie gesendet war. Senden Sie sie noch einmal, wenn das nicht gewollt war.',
    uncertain:
      'Die Verbindung brach ab, während die SMS übergeben wurde; noch weiß niemand, ob sie gesendet ist. Fragen Sie nach, bevor Sie sie noch einmal senden.',
  },
}
