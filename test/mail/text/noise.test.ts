import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compose } from './support.ts'

const below: Record<string, string> = {
  'a disclaimer in English':
    'This e-mail and any attachments are confidential and intended solely for the addressee. If you have received this message in error, please notify the sender and delete it. Unauthorised use is prohibited.',
  'a disclaimer in Danish':
    'Denne e-mail kan indeholde fortrolige oplysninger og er kun tiltænkt rette modtager. Hvis du ved en fejl har modtaget den, bedes du slette den. Videregivelse er ikke tilladt.',
  'a disclaimer in German':
    'Diese E-Mail enthält vertrauliche und rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, vernichten Sie diese Mail. Die unbefugte Weitergabe ist nicht gestattet.',
  'a disclaimer in French':
    'Ce message et ses pièces jointes sont confidentiels et destinés exclusivement à leurs destinataires. Si vous l’avez reçu par erreur, merci de le supprimer. Toute diffusion est interdite.',
  'a disclaimer with a title':
    'CONFIDENTIALITY NOTICE: This message is privileged and intended only for the person named. Delete it if that is not you.',
  'a request not to print': 'Please consider the environment before printing this e-mail.',
  'a virus scanner': 'Virus-free. www.avg.com',
  'a virus scanner in Danish': 'Denne mail er kontrolleret for virus af Avast.\nwww.avast.com',
  'the footer of a mailing list':
    '_______________________________________________\nbees mailing list\nbees@lists.example.org\nhttps://lists.example.org/mailman/listinfo/bees',
  'the footer of a group':
    '-- \nYou received this message because you are subscribed to the Google Groups "Bees" group.\nTo unsubscribe from this group, send an email to bees+unsubscribe@googlegroups.com.',
  'a line of underscores': '________________________________',
  'a delimiter with nothing but a device below':
    '-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.',
  'several device lines': 'Envoyé depuis mon iPhone\nSent from Yahoo Mail on Android',
}

for (const [name, text] of Object.entries(below)) {
  test(`what others add below is cut: ${name}`, () => {
    assert.equal(
      compose({ text: `See you at ten.\n\nBo\n\n${text}\n` }).text,
      'See you at ten.\n\nBo',
    )
  })
  test(`and is kept where the group wants it: ${name}`, () => {
    const { text: kept } = compose(
      { text: `See you.\n\n${text}` },
      { disclaimers: 'keep', encoding: 'unicode' },
    )
    assert.equal(kept.replace(/\s+/g, ' '), `See you. ${text}`.replace(/\s+/g, ' '))
  })
}

const banners = [
  '[EXTERNAL]',
  'EXTERNAL EMAIL: Do not click links or open attachments.',
  'CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender.',
  "You don't often get email from ann@example.org. Learn why this is important",
  'ADVARSEL: Denne e-mail kommer fra en ekstern afsender. Klik ikke på links.',
  'Du får ikke ofte mails fra ann@example.org. Få mere at vide om, hvorfor dette er vigtigt',
  'ACHTUNG: Diese E-Mail stammt von einem externen Absender.',
]

for (const banner of banners) {
  test(`a banner on top is cut: ${banner.slice(0, 30)}`, () => {
    assert.equal(
      compose({ text: `${banner}\n\nHi Bo, see you at ten.` }).text,
      'Hi Bo, see you at ten.',
    )
  })
}

const moreBanners = [
  '*** EXTERNAL EMAIL ***',
  'External Sender: Be cautious with links and attachments',
  '⚠ External email: be careful with links',
  'This Message Is From an Untrusted Sender',
  'EKSTERN E-MAIL: Vær forsigtig med links og vedhæftede filer',
  'Detta mejl kommer utifrån. Klicka inte på länkar om du inte känner avsändaren.',
  '[EXTERN] Diese E-Mail wurde von außerhalb der Organisation gesendet.',
  'Attention: mail externe',
  'Correo externo: no abra enlaces',
  'U krijgt niet vaak e-mail van ann@example.org. Meer informatie over waarom dit belangrijk is',
  'EXTERNAL SENDER',
  'WARNING: EXTERNAL EMAIL',
  'CAUTION: External email. Do not click on links or open attachments.',
  '[EXTERNAL] Do not open attachments or click links unless you know the sender.',
  'Warning: this message came from outside the company network, be careful.',
  'This email originated from an external sender.',
  'CAUTION: This email originated from outside of the organization. Do not click\nlinks or open attachments unless you recognize the sender and know the\ncontent is safe.',
  'WARNING:\nThis email comes from an external source. Only open attachments from senders you trust.',
  'Obs! Denne mail er sendt fra en afsender uden for organisationen.',
  'VARNING: Detta mejl kommer från en extern avsändare.',
  'ADVARSEL: Denne e-posten kommer utenfra.',
  'Attention : ce message provient d’un expéditeur externe.',
  'Atención: este correo procede de fuera de la organización.',
  'Attenzione: questo messaggio proviene da un mittente esterno.',
  'Let op: deze e-mail komt van een externe afzender.',
  'Uwaga: wiadomość od nadawcy spoza organizacji.',
  "Some people who received this message don't often get email from ann@example.org. Learn why this is important<https://aka.ms/LearnAboutSenderIdentification>",
  'Nogle personer, der har modtaget denne meddelelse, får ikke ofte mails fra ann@example.org. Få mere at vide om, hvorfor dette er vigtigt<https://aka.ms/LearnAboutSenderIdentification>',
  'Vissa personer som fick det här meddelandet får inte ofta e-post från ann@example.org. Läs om varför det är viktigt',
  'Einige Personen, die diese Nachricht erhalten haben, erhalten nicht oft E-Mails von ann@example.org. Erfahren Sie, warum dies wichtig ist',
  'Certaines personnes qui ont reçu ce message ne reçoivent pas souvent de courriers de ann@example.org. Découvrez pourquoi cela est important',
]

for (const banner of moreBanners) {
  test(`a banner on top is cut in the words of many servers: ${banner.slice(0, 50)}`, () => {
    assert.equal(
      compose({ text: `${banner}\n\nHi Bo, see you at 10.` }).text,
      'Hi Bo, see you at 10.',
    )
  })
}

const alarms = [
  'WARNING: External power lost on UPS-1',
  'CAUTION: this area is closed today.',
  'Warning: outside temperature -20C, heating off',
  'CAUTION: Email server down since 10:12',
  'WARNING: External email server down',
  'Warning: external fan failed',
  'ADVARSEL: Ekstern strøm afbrudt',
  'ACHTUNG: Externe Stromversorgung ausgefallen',
  'Obs! Den eksterne dør er åben',
  'VARNING: Extern kylmaskin larmar',
  'Attention : alimentation externe coupée',
  'Uwaga: czujnik zewnętrzny nie działa',
  'Message from outside sensor: 45C',
  'External sender unit 4 failure',
  'Ekstern mail server nede',
  'External: door 4 is open',
  'Denne besked er sendt fra receptionen',
  'Ce message vient de l’école',
  'Diese Nachricht kommt von der externen Anlage',
  'This message is from outside the gate',
  'Klik ikke på links i SMS fra banken',
  'Warning: do not open the link in the mail from the bank',
  'Du får ikke mails fra skolen i denne uge',
  'Unsubscribe Bo from the course',
]

for (const alarm of alarms) {
  test(`an alarm or a person may begin like a banner: ${alarm}`, () => {
    for (const text of [`${alarm}\nServer room 2`, `${alarm}\n\nServer room 2`, alarm]) {
      const composed = compose({ text }, { encoding: 'unicode' })
      assert.equal(composed.text, text)
      assert.equal(composed.refused, undefined)
    }
  })
}

test('a banner ends where the person’s lines begin, without an empty line between them', () => {
  const html =
    '<div>[EXTERNAL]</div><div>Please report to gate 5.</div><div>The link is broken.</div>'
  assert.equal(compose({ html }).text, 'Please report to gate 5.\nThe link is broken.')
})

const footers = [
  'P Please consider the environment before printing',
  'Manage your subscription',
  'Pour vous désinscrire, cliquez ici',
  'This message has been scanned for viruses and dangerous content by MailScanner, and is believed to be clean.',
  'Before printing, think about the environment.',
  'Please consider the environment before you\nprint this email.',
  'Tænk på miljøet, før du udskriver denne mail.',
  'Bitte prüfen Sie, ob diese Mail wirklich ausgedruckt werden muss.',
  "Avant d'imprimer, pensez à l'environnement.",
  'This email has been scanned by Symantec Email Security.cloud.',
  'Diese E-Mail wurde von Avast auf Viren geprüft.\nwww.avast.com',
  'You are receiving this email because you signed up for our newsletter.\nExample Ltd, 12 High Street\nUnsubscribe | Preferences',
  'Du modtager denne mail, fordi du er tilmeldt vores nyhedsbrev.',
  'Sie erhalten diese E-Mail, weil Sie unseren Newsletter abonniert haben.',
  'Vous recevez ce message car vous êtes abonné à la liste de diffusion.',
  'Abmelden vom Newsletter: https://example.org/x',
  'Afmeld nyhedsbrevet',
]

for (const footer of footers) {
  test(`a footer below is cut: ${footer.slice(0, 40)}`, () => {
    const { text } = compose({ text: `See you at ten.\n\nBo\n\n${footer}` })
    assert.equal(text, 'See you at ten.\n\nBo')
  })
}

test('a footer directly below the signature is cut', () => {
  const text =
    'See you.\n\nBo Hansen\nExample A/S\nPlease consider the environment before printing this e-mail.'
  assert.equal(compose({ text }).text, 'See you.\n\nBo Hansen\nExample A/S')
})

const sentences = [
  'Hej, husk fest lørdag.\nAfmeld senest torsdag på tlf 12345678.',
  'Afmeld her senest torsdag: https://example.org/fest',
  'Ausflug am Freitag um 8 Uhr.\nAbmelden bis Donnerstag bei Frau Meier\nRegenkleidung mitbringen',
  'Hi,\nBefore printing the poster, call me or mail me.\nThe new size is A2.',
  'Hej Bo\n\nDu modtager denne besked fordi din regning 4711 ikke er betalt.',
  'Sie erhalten diese Nachricht, weil Ihr Kind heute fehlt.',
  'Sie erhalten diese Nachricht, weil Ihr Abonnement morgen endet.',
  'Vous recevez ce message car votre enfant est absent.',
  'You are receiving this message because you have not paid.',
  'You are receiving this message because your subscription ends tomorrow.',
  'You are receiving this message because your group has not paid.',
  'Scanned for you: invoice 12',
  'Hallo,\n\nBitte prüfen Sie, ob Sie am Freitag kommen können.',
  'Hello,\n\nThis message is protected by a PIN: 1234',
  'Hej,\n\nVirusfri dag i morgen, kom gerne.',
  'To stop receiving these SMS, answer STOP.',
]

for (const text of sentences) {
  test(`what begins like a footer and is none stays: ${text.slice(-50)}`, () => {
    const composed = compose({ text }, { encoding: 'unicode' })
    assert.equal(composed.text, text)
    assert.equal(composed.refused, undefined)
  })
}

const devices = [
  'Sent from the all new AOL app for iOS',
  'Sent via the Samsung Galaxy S9, an AT&T 5G Evolution capable smartphone',
  'Sent from my iPhone, so please excuse brevity',
  'Sendt fra min iPad. Undskyld de korte svar.',
  'Sendt fra min telefon - derfor kort',
  'Sent from my iPhone; typos courtesy of autocorrect',
  'Sent from Mailspring (https://getmailspring.com/), the best free email app for work',
  "Envoyé à partir d'un appareil mobile",
  'Inviato da Yahoo Mail su Android',
  'Wysłane z aplikacji Outlook dla systemu Android',
  'Отправлено из Outlook для iOS',
  'Trimis din Outlook pentru Android',
  'Beklager evt. tastefejl',
  'Entschuldigung für Tippfehler',
  'Sent from my iPhone 12 Pro Max',
  'Sent from my Samsung Galaxy S21 Ultra 5G',
  'Sent from my BlackBerry® wireless device from Vodafone',
  'Sent from Proton Mail for iOS',
  'Sent with Proton Mail secure email.',
  'Sent from my Verizon, Samsung Galaxy smartphone',
  'Sent from my iPhone, please excuse typos',
  'Sent from my mobile – apologies for any typos',
  'Please excuse brevity and any typos.',
  'Undskyld stavefejl',
  'Entschuldigen Sie die Kürze',
  'Sendt fra Bo Hansens iPhone',
  'Sendt fra min mobil',
  'Gesendet mit der GMX Mail App',
  'Von meinem Mobiltelefon gesendet',
  'From my phone',
  'Envoyé à partir de Outlook pour Android',
  'Envoyé de mon mobile Orange',
  'Inviato dal mio smartphone Samsung',
  'Отправлено с моего телефона',
]

for (const device of devices) {
  test(`the line of a device is cut: ${device}`, () => {
    assert.equal(compose({ text: `See you at 10.\n\n${device}` }).text, 'See you at 10.')
    assert.equal(compose({ text: `See you at 10.\n${device}` }).text, 'See you at 10.')
  })
}

const ofPhones = [
  'Från min telefon kan du nå mig på 070-1234567',
  'From my iPhone to yours: happy birthday',
  'From my phone I can pay at 10',
  'Sorry for short notice and mistakes, meeting is at 10',
  'Excuse the errors in my invoice, the right amount is 200',
  'Sorry for the typo, the gate is 5',
  'Von meinem Handy erreichst du mich nicht, ruf im Büro an',
  'Get Outlook training on Android phone today at 10',
  'Sent by courier to the front desk',
  'Sent from my phone, call me at 10',
  'Sendt med bud til receptionen, ring på telefon 12345678',
]

for (const line of ofPhones) {
  test(`a person’s line about a phone stays: ${line}`, () => {
    for (const text of [line, `Hi\n\n${line}`, `Hi!\n${line}`, `${line}\n\nBo`]) {
      const composed = compose({ text }, { encoding: 'unicode' })
      assert.equal(composed.text, text)
      assert.equal(composed.refused, undefined)
    }
  })
}

test('what would leave nothing is not cut, unless there is a Subject to send', () => {
  const text = 'CAUTION: This email originated from outside of the organization.'
  assert.deepEqual([compose({ text }).text, compose({ text }).refused], [text, undefined])
  const late = compose({ text, subject: 'Running late' }, { subject: 'prepend' })
  assert.deepEqual([late.text, late.refused], ['Running late', undefined])
})

test('where only the name of a device stands, nobody hears of a quotation', () => {
  const text = 'Sent from my iPhone'
  assert.equal(compose({ text }).refused, 'text_empty')
  const late = compose({ text, subject: 'Running late' }, { subject: 'prepend' })
  assert.deepEqual([late.text, late.refused], ['Running late', undefined])
})

const spanish =
  'Este mensaje y sus archivos adjuntos son confidenciales y van dirigidos exclusivamente a su destinatario. Si lo ha recibido por error, elimínelo. Queda prohibida su divulgación.'
const english =
  'This e-mail and any attachments are confidential and intended solely for the addressee. If you have received this message in error, please notify the sender and delete it.'

for (const [name, disclaimer] of [
  [
    'Spanish, with the law on data',
    `${spanish}\n\nEn cumplimiento del Reglamento (UE) 2016/679 (RGPD) le informamos de que sus datos personales son tratados por Ejemplo S.L.`,
  ],
  [
    'English, with the company',
    `${english}\n\nExample Ltd. Registered in England and Wales no. 1234567.\nRegistered office: 12 High Street, London\n\nVAT no. GB 123 4567 89`,
  ],
] as const) {
  test(`a disclaimer of several paragraphs is cut: ${name}`, () => {
    assert.equal(
      compose({ text: `See you at 10.\n\nBo\n\n${disclaimer}` }).text,
      'See you at 10.\n\nBo',
    )
  })
}

test('what a company says of itself stays where no disclaimer stands above', () => {
  const text = 'The new firm:\n\nExample Ltd. Registered in England no. 1234567.'
  assert.equal(compose({ text }).text, text)
})

test('a text that speaks of such things is the person’s', () => {
  const text =
    'Hi Bo,\n\nplease delete the attachment of my last message, it was confidential and meant for Ann.\n\nAnn'
  assert.equal(compose({ text }).text, text)
})

const signed = 'See you at ten.\n\n-- \nBo Hansen\nTlf. 12 34 56 78'

test('the mail signature stays, unless the group wants it cut', () => {
  assert.equal(compose({ text: signed }).text, 'See you at ten.\n\n--\nBo Hansen\nTlf. 12 34 56 78')
  assert.equal(compose({ text: signed }, { mailSignature: 'cut' }).text, 'See you at ten.')
})

for (const closing of [
  'Venlig hilsen',
  'Med vänliga hälsningar',
  'Vennlig hilsen,',
  'Viele Grüße',
  'Cordialement,',
  'Best regards,',
  'Met vriendelijke groet,',
  'Saludos',
  'Cordiali saluti',
  'Pozdrawiam',
]) {
  test(`without a delimiter the signature begins at its closing: ${closing}`, () => {
    const text = `See you.\n\n${closing}\nBo Hansen\nExample A/S\nTlf. 12 34 56 78`
    assert.equal(compose({ text }, { mailSignature: 'cut' }).text, 'See you.')
  })
}

for (const [closing, ...below] of [
  ['Mvh Anna Hansen', 'Firma A/S', 'Tlf. 12 34 56 78'],
  ['Venlig hilsen / Best regards', 'Anna Hansen'],
  ['Mit freundlichen Grüßen / Best regards', 'Anna Hansen'],
  ['Gruß Max'],
  ['Pozdrawiam serdecznie,', 'Anna'],
  ['Thanks,', 'Anna Hansen', 'Example Ltd', '+45 12 34 56 78', 'anna@example.org'],
  ['Thanks', 'anna'],
  ['Kærlig hilsen Mormor og Morfar'],
  ['Many thanks,', 'Anna Hansen', 'Head of sales'],
  ['--', 'Best regards', 'Anna'],
  ['--', 'Anna Hansen (she/her)', 'Tel: (212) 555-1234'],
  ['--', 'Anna Hansen', 'Example Ltd', 'High Street 12', 'www.example.org'],
  ['--', 'Anna Hansen', 'Strandvej 10, st. th.', '2100 København'],
  ['Mvh Anna Hansen', 'Konsulent', 'Mobil: 20 64 30 64', 'anna@example.org'],
]) {
  test(`a signature is cut in its many forms: ${closing}`, () => {
    const text = `See you.\n\n${[closing, ...below].join('\n')}`
    assert.equal(compose({ text }, { mailSignature: 'cut' }).text, 'See you.')
  })
}

for (const text of [
  'Hi Bob,\nthanks!\nCan you bring the keys at 10?\nThe code is 1234',
  'See you at 10.\nThanks\nBo\nPS: gate code is 1234',
  'See you at 10.\nBest regards\nBo\n\nPS: gate code is 1234',
  'Thanks Bob\nThe code is 1234',
  'Hi\nThank you\nThe code is 1234',
  'Prices today\n--\nGold 100',
  'Room list\n--\nAnna 12\nBo 14',
  'Hello\nBest Western hotel\nRoom 12',
  'Pay today\nKr 500 to Bo',
  'Lejligheden er klar.\nMvh Anna\nKode 4711\nDør 3',
  'Lejligheden er klar.\nMvh Anna\nKode 47112233',
  'Husk tiden.\nMvh Klinik Nord\nTorsdag 12. Marts Kl. 10:30',
  'Husk tiden.\nMvh Klinik Nord\n05-03-2026',
  'Vi holder åbent.\nMvh Klinik Nord\n10.00-12.30',
  'Vi er flyttet.\nHilsen Klinikken\nNørregade 10, 8000 Aarhus C',
  'Shopping for today.\nCheers Bob\nMilk\nEggs',
]) {
  test(`what stands below thanks or a line is no signature: ${text.slice(-40)}`, () => {
    assert.equal(compose({ text }, { mailSignature: 'cut' }).text, text)
  })
}

test('a signature that HTML names is cut by that name', () => {
  const html = '<div>Hej</div><div class="gmail_signature"><div>Bo</div><div>Direktør</div></div>'
  assert.equal(compose({ html }, { mailSignature: 'cut' }).text, 'Hej')
})

test('the delimiter of a signature opens one in HTML, too', () => {
  const signature = '<div>Anna Hansen</div><div>Vi gør en forskel hver dag</div>'
  for (const delimiter of ['<div>-- </div>', '<div>--&nbsp;</div>', '-- <br>', '--&nbsp;<br>']) {
    const html = `<div>Kom kl. 10</div>${delimiter}${signature}`
    assert.equal(compose({ html }, { mailSignature: 'cut' }).text, 'Kom kl. 10')
  }
  const bare = `<div>Kom kl. 10</div><div>--\n</div>\n${signature}`
  assert.match(compose({ html: bare }, { mailSignature: 'cut' }).text, /hver dag$/)
})
