// Answers to commands by mail, in German.
import type { CommandPhrases } from './phrases.ts'

export const de: CommandPhrases = {
  mobileCode:
    '{code} ist der Code, der dieses Telefon als Absender bestätigt. Er gilt 15 Minuten lang.',
  subscribed: {
    subject: 'Ihre SMS-Nummer',
    number: 'Ihre eigene Nummer ist {number}. SMS an sie erhalten Sie als E-Mail.',
    none: 'Sie können jetzt SMS per E-Mail senden.',
    qr: 'Wer diesen Code mit dem Telefon einliest, kann sofort eine SMS an Ihre Nummer schreiben. Er passt auf eine Visitenkarte oder in eine E-Mail-Signatur.',
    end: 'Um die Nummer zurückzugeben, schreiben Sie an unsubscribe@{domain}. Alles Weitere sagt help@{domain}.',
  },
  unsubscribed: {
    subject: 'Ihre SMS-Nummer ist zurückgegeben',
    number: 'Die Nummer {number} gehört nicht mehr Ihnen. SMS an sie erhalten Sie nicht mehr.',
    none: 'Sie hatten keine SMS-Nummer; es hat sich nichts geändert.',
    another: 'Für eine andere Nummer schreiben Sie an subscribe@{domain}.',
  },
  confirm: {
    subject: {
      subscribe: 'Bestätigen Sie, dass Sie eine SMS-Nummer möchten',
      unsubscribe: 'Bestätigen Sie, dass Sie Ihre SMS-Nummer zurückgeben',
    },
    text: {
      subscribe:
        'Jemand hat in Ihrem Namen um eine SMS-Nummer für {address} gebeten. Wenn Sie es waren, öffnen Sie diesen Link und bestätigen Sie es innerhalb eines Tages:',
      unsubscribe:
        'Jemand hat in Ihrem Namen darum gebeten, die SMS-Nummer von {address} zurückzugeben. Wenn Sie es waren, öffnen Sie diesen Link und bestätigen Sie es innerhalb eines Tages:',
    },
    unasked: 'Wenn Sie es nicht waren, tun Sie nichts: dann ändert sich nichts.',
  },
  page: {
    subscribe: {
      title: 'Möchten Sie eine SMS-Nummer für {address}?',
      text: 'SMS an diese Nummer erhalten Sie als E-Mail.',
      button: 'Ja, das möchte ich',
      done: 'Fertig. Sie erhalten eine E-Mail mit Ihrer Nummer.',
    },
    unsubscribe: {
      title: 'Möchten Sie die SMS-Nummer von {address} zurückgeben?',
      text: 'SMS an diese Nummer erhalten Sie dann nicht mehr.',
      button: 'Zurückgeben',
      done: 'Fertig. Die Nummer ist zurückgegeben.',
    },
    unknown:
      'Dieser Link gilt nicht mehr. Schreiben Sie die E-Mail noch einmal, um einen neuen zu erhalten.',
    refused: {
      key_unknown:
        'Der Schlüssel gilt nicht mehr. Bitten Sie Ihren Administrator um einen aktiven Schlüssel.',
      account_paused: 'Das Konto {sender} ist angehalten. Fragen Sie Ihren Administrator.',
      sender_unknown:
        'Das Konto {sender} gehört nicht zu diesem Schlüssel. Fragen Sie Ihren Administrator.',
      accounts_used_up:
        'Heute können keine weiteren Konten angelegt werden. Versuchen Sie es morgen wieder, oder fragen Sie Ihren Administrator.',
      numbers_used_up:
        'Alle Nummern Ihrer Gruppe sind vergeben. Bitten Sie Ihren Administrator um weitere.',
    },
  },
  status: {
    subject: 'Ihr SMS-Konto',
    account: 'Konto: {address} in {group}',
    number: 'Eigene Nummer: {number}',
    noNumber: 'Eigene Nummer: keine. Sie erhalten eine mit einer E-Mail an subscribe@{domain}.',
    unlimited: 'Grenzen: keine, Sie können beliebig viel senden',
    personal: 'Ihre eigene Grenze: {used} von {allowed} verbraucht',
    group: 'Grenze von {group}: {used} von {allowed} verbraucht',
    within: '{allowed} je {days}',
    credit: 'Guthaben von {group}: {balance}',
    latest: 'Ihre letzten Nachrichten:',
    nothing: 'Noch keine Nachrichten.',
  },
  states: {
    held: 'zurückgehalten',
    scheduled: 'wird später gesendet',
    queued: 'wartet',
    sending: 'wird gesendet',
    uncertain: 'vielleicht gesendet',
    sent: 'gesendet',
    buffered: 'Telefon noch nicht erreicht',
    delivered: 'zugestellt',
    undelivered: 'nicht zugestellt',
    unsent: 'konnte nicht gesendet werden',
    expired: 'aufgegeben',
    cancelled: 'abgebrochen',
    refused: 'abgelehnt',
    incoming: 'empfangen',
  },
  help: {
    subject: 'So senden Sie SMS per E-Mail',
    text: `Schreiben Sie eine E-Mail an die Telefonnummer, gefolgt von @{domain}, zum Beispiel an +4915123456789@{domain}. Der Text der E-Mail wird als SMS verschickt. Antworten erhalten Sie als E-Mail und beantworten sie wie jede andere E-Mail.

Mehrere Telefone auf einmal: Schreiben Sie an sms@{domain} mit den Nummern im Betreff, durch Kommas getrennt. Die Empfänger sehen einander nicht.

Später: Setzen Sie im Betreff eine Zeit hinter die Nummern, etwa 2026-12-24 18:00 oder +2h.

Weitere Adressen:
  subscribe@{domain}     gibt Ihnen eine eigene Nummer
  unsubscribe@{domain}   gibt sie zurück
  status@{domain}        zeigt Ihre Grenzen, Ihr Guthaben und Ihre letzten Nachrichten
  preview@{domain}       zeigt, was eine E-Mail senden würde; die Nummern stehen im Betreff`,
  },
  preview: {
    subject: 'Das würde als SMS gesendet',
    nothingSent:
      'Es wurde nichts gesendet. Zum Senden schreiben Sie mit demselben Betreff an {address}.',
    nothingSentOfList:
      'Es wurde nichts gesendet. Zum Senden schreiben Sie mit demselben Betreff und derselben Liste an {address}.',
    size: '{characters} Zeichen, {parts} SMS je Telefon, Alphabet {alphabet}',
    price: 'Preis: {price}',
    now: 'Geht sofort hinaus.',
    at: 'Geht am {time} hinaus.',
    waits: 'Kein Weg zum Telefon arbeitet gerade: Die SMS wartet, bis einer arbeitet.',
    to: 'An:',
    refused: 'Abgelehnt:',
    text: 'Der Text:',
    cut: 'Weggelassen:',
  },
}
