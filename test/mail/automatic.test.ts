import assert from 'node:assert/strict'
import { test } from 'node:test'
import { automaticKind, tellsFailure } from '../../lib/mail/automatic.ts'
import { readMailNow } from '../../lib/mail/read-mail.ts'
import { processorTime } from '../support/processor-time.ts'

/** What a mail from ann@example.org with these headers and this text is taken for. */
function kind(
  headers: string[],
  text = 'Hi',
  envelopeFrom = 'ann@example.org',
  recipient = '4520643064@sms.test',
): string | false {
  const from = headers.some((line) => /^from:/i.test(line)) ? [] : ['From: Ann <ann@example.org>']
  const source = [...from, ...headers, '', text].join('\r\n')
  return automaticKind(readMailNow(Buffer.from(source)), { envelopeFrom, recipients: [recipient] })
}

const replyAddress = '4520643064-tag4example2tag4@sms.test'

const byHeader: [expected: string, ...headers: string[]][] = [
  ['auto-reply', 'Auto-Submitted: auto-replied'],
  ['auto-reply', 'Auto-Submitted: auto-generated; owner-email="a@b.dk"'],
  ['auto-reply', 'X-Autoreply: yes'],
  ['auto-reply', 'X-Autorespond: vacation'],
  ['auto-reply', 'Precedence: auto_reply'],
  ['auto-reply', 'X-Auto-Response-Suppress: All'],
  ['auto-reply', 'X-SMS-Id: 17'],
  [
    'auto-reply',
    'Content-Type: multipart/report; report-type=disposition-notification; boundary=b',
  ],
  ['auto-reply', 'From: Shop <no-reply@example.org>'],
  ['bounce', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
  ['bounce', 'Content-Type: multipart/report; boundary=b', 'Subject: VS: Hello'],
  ['bounce', 'X-Failed-Recipients: a@b.dk'],
  ['bounce', 'From: MAILER-DAEMON@example.org', 'Subject: failure notice'],
  ['list', 'List-Id: Bees <bees.example.org>'],
  ['list', 'List-Unsubscribe: <https://example.org/u>'],
  ['list', 'Precedence: bulk'],
  ['auto-reply', 'Auto-Submitted: no', 'Auto-Submitted: auto-replied'],
  ['auto-reply', 'X-Autoreply: no', 'X-Autoreply: yes'],
  ['list', 'Precedence: first-class', 'Precedence: bulk'],
  ['auto-reply', 'X-Auto-Response-Suppress: DR, All'],
  ['auto-reply', 'X-Loop: Ann@example.org'],
  ['auto-reply', 'X-OTRS-Loop: True'],
  ['auto-reply', 'X-HelpScout-Auto-Reply: 1'],
  ['auto-reply', 'X-Boxtrapper: abc'],
  ['auto-reply', 'X-Delivery-Agent: TMDA/1.1.12'],
  ['list', 'X-Precedence: bulk'],
  ['list', 'List-Archive: <https://example.org/a>'],
  ['list', 'List-Subscribe: <https://example.org/s>'],
]

for (const [expected, ...headers] of byHeader) {
  test(`${headers.join(', ')} is ${expected}`, () => {
    assert.equal(kind(headers), expected)
  })
}

/** Header and text of a mail that has this as its first part, with something below it. */
function enclosed(type: string, part: string): [headers: string[], text: string] {
  const lines = ['--o', part, '--o', 'Content-Type: text/plain', '', 'Scanned', '--o--']
  return [['MIME-Version: 1.0', `Content-Type: ${type}; boundary=o`], lines.join('\r\n')]
}

const report = (type: string): string =>
  `Content-Type: multipart/report; report-type=${type}; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b--`

for (const [outer, type, expected] of [
  ['multipart/mixed', 'delivery-status', 'bounce'],
  ['multipart/signed', 'delivery-status', 'bounce'],
  ['multipart/mixed', 'disposition-notification', 'auto-reply'],
] as const) {
  test(`a report (${type}) inside ${outer} is ${expected}`, () => {
    const [headers, text] = enclosed(outer, report(type))
    assert.equal(kind(['Subject: Re: Hello', ...headers], text), expected)
  })
}

test('a report that a person sends on is the person’s', () => {
  const [headers, text] = enclosed('multipart/mixed', report('delivery-status'))
  assert.equal(kind(['Subject: Fwd: Undelivered Mail', ...headers], text), false)
  const attached = enclosed(
    'multipart/mixed',
    `Content-Type: message/rfc822\r\n\r\n${report('delivery-status')}`,
  )
  assert.equal(kind(['Subject: Look', ...attached[0]], attached[1]), false)
})

test('the null sender is a bounce, unless it says that it answers by itself', () => {
  assert.equal(kind([], 'Hi', ''), 'bounce')
  assert.equal(kind(['Auto-Submitted: auto-replied'], 'Away', ''), 'auto-reply')
})

/** Whether a mail with these headers tells that another did not arrive. */
const fails = (headers: string[], text = 'Hi'): boolean =>
  tellsFailure(readMailNow(Buffer.from([...headers, '', text].join('\r\n'))))
const statuses = (...actions: string[]): string =>
  `--b\r\n\r\nHello\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n${actions.map((action) => `\r\nFinal-Recipient: rfc822; a@b.dk\r\nAction: ${action}\r\n`).join('')}--b--`

test('a report tells of a failure where one of its recipients has failed', () => {
  const headers = [
    'From: MAILER-DAEMON@example.org',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  ]
  assert.equal(fails(headers, statuses('failed')), true)
  assert.equal(fails(headers, statuses('relayed', ' Failed (for good)')), true)
  for (const action of ['delayed', 'relayed', 'delivered', 'expanded', 'failedly'])
    assert.equal(fails(headers, statuses(action)), false, action)
})

test('without a report, words tell of a failure', () => {
  const from = 'From: Mail Delivery System <Mailer-Daemon@example.org>'
  assert.equal(fails([from, 'Subject: failure notice']), true)
  assert.equal(fails([from, 'Subject: Warning: message 1abc delayed 24 hours']), false)
  assert.equal(fails(['From: a@example.org', 'X-Failed-Recipients: a@b.dk']), true)
  assert.equal(fails(['From: a@example.org', 'Subject: Read: Hello']), false)
  assert.equal(fails(['From: a@example.org', 'Precedence: bulk'], 'I am out of office.'), false)
})

const subjects = [
  'Automatic reply: Møde',
  'Autosvar: Møde',
  'Automatisk svar: Møde',
  'Automatiskt svar: Möte',
  'Abwesenheitsnotiz: Treffen',
  'Automatische Antwort: Treffen',
  'Réponse automatique : Réunion',
  'Respuesta automática: Reunión',
  'Risposta automatica: Riunione',
  'Automatisch antwoord: Afspraak',
  'Automaattinen vastaus: Kokous',
  'Odpowiedź automatyczna: Spotkanie',
  '[Automatyczna odpowiedź] test',
  'Yahoo! Auto Response',
  'Re: Out of office AutoReply: Meeting',
]

for (const subject of subjects) {
  test(`an auto-reply without headers is known by its Subject: ${subject}`, () => {
    assert.equal(kind([`Subject: ${subject}`], 'Jeg læser mails igen på mandag.'), 'auto-reply')
  })
}

const texts: Record<string, string> = {
  en: 'Thank you for your email. I am currently out of the office and will be back on Monday. In urgent cases please contact Bo.',
  da: 'Jeg er på ferie og er tilbage på kontoret mandag. Hvis det haster, kontakt venligst Bo.',
  sv: 'Jag är på semester och är tillbaka på måndag. Vid brådskande ärenden kontakta Bo.',
  nb: 'Jeg er ikke på kontoret og er tilbake mandag. Dersom det haster, kontakt gjerne Bo.',
  de: 'Vielen Dank für Ihre Nachricht. Ich bin bis zum 5.3. nicht im Büro und melde mich nach meiner Rückkehr. In dringenden Fällen wenden Sie sich an Bo.',
  fr: 'Je suis actuellement absent. De retour le 5 mars. En cas d’urgence, vous pouvez contacter Bo.',
  desk: 'Dear Ann, We would like to acknowledge that we have received your request and a ticket has been created.',
  machine: 'This is an automated message, please do not reply to this email.',
}

for (const [code, text] of Object.entries(texts)) {
  test(`an auto-reply without headers is known by what it says (${code})`, () => {
    assert.equal(kind(['Subject: Re: Hello'], text), 'auto-reply')
  })
}

const desks: [header: string, subject: string, text: string][] = [
  ['X-RT-Loop-Prevention: example', '[desk #12] Besked', 'Your request has been created.'],
  ['X-JIRA-FingerPrint: abc', 'HELP-12 Besked', 'Just confirming that we got your request.'],
  ['X-JIRA-FingerPrint: abc', '[JIRA] (HELP-12) Besked', 'HELP-12 created'],
  ['X-Zendesk-From-Account-Id: 1a', 'Besked', 'Your request (123) has been received.'],
  ['X-Zendesk-From-Account-Id: 1a', 'Besked', 'Vi har modtaget din henvendelse.'],
  ['X-RT-Loop-Prevention: example', 'Besked', 'Sagen 12 er oprettet.'],
  ['X-RT-Loop-Prevention: example', 'Besked', 'Ihre Anfrage ist bei uns eingegangen.'],
  ['X-RT-Loop-Prevention: example', 'Besked', 'Votre demande a bien été reçue.'],
  ['X-RT-Loop-Prevention: example', 'Besked', 'Vi har mottagit ditt ärende.'],
  ['X-ServiceNow-Generated: true', 'INC0010023', 'Incident INC0010023 has been opened.'],
]

for (const [header, subject, text] of desks) {
  test(`a help desk answers an SMS by itself: ${header}, ${text}`, () => {
    assert.equal(kind([header, `Subject: ${subject}`], text, undefined, replyAddress), 'auto-reply')
  })
}

const deskPeople: [what: string, headers: string[], text: string][] = [
  ['answers', ['Subject: Re: Besked'], 'Your parcel is at the gate, ask for Bo.'],
  [
    'answers above what the desk had said',
    ['Subject: Re: Besked'],
    'Come at noon.\r\n\r\nOn 5 March 2026 at 10:00, Desk <desk@example.org> wrote:\r\nYour request has been received.',
  ],
  ['who got money', ['Subject: Re: Besked'], 'We have received your payment, come at noon.'],
  ['answers with a case', ['Subject: Re: Besked'], 'Please bring the case and the request form.'],
]

for (const [what, headers, text] of deskPeople) {
  test(`a person at a help desk ${what}`, () => {
    const header = 'X-Zendesk-From-Account-Id: 1a'
    assert.equal(kind([header, ...headers], text, undefined, replyAddress), false)
  })
}

test('an alarm of a help desk to a phone is no answer', () => {
  const alarm = ['X-ServiceNow-Generated: true', 'Subject: INC0010023']
  assert.equal(kind(alarm, 'Incident INC0010023 has been opened.'), false)
})

const holiday = 'Jeg er på ferie og er tilbage på kontoret mandag.'

test('under one word about a holiday two signs make an auto-reply of what answers a mail', () => {
  assert.equal(kind(['Subject: Ferie', 'In-Reply-To: <1@b>'], holiday), 'auto-reply')
  assert.equal(kind(['Subject: SV: Ferie'], holiday), 'auto-reply')
  const toSms = kind(['Subject: Ferie'], holiday, undefined, replyAddress)
  assert.equal(toSms, 'auto-reply')
})

test('under one word about a holiday all three signs make an auto-reply of any mail', () => {
  assert.equal(kind(['Subject: Ferie'], `${holiday} Hvis det haster, kontakt Bo.`), 'auto-reply')
})

const notices: [subject: string, text: string][] = [
  ['Abwesenheitsnotiz', 'Ich bin bis 5.1. nicht da.'],
  ['Fraværsbesked', 'Jeg er på ferie. Hilsen Ann'],
  ['Feriebesked', 'Jeg holder ferie. Hilsen Ann'],
  ['Semestersvar', 'Jag har semester.'],
  ['Frånvaromeddelande', 'Jag har semester.'],
  ['Eingangsbestätigung', 'Wir melden uns.'],
  ['Accusé de réception', 'x'],
  ['Ontvangstbevestiging', 'x'],
  ['Ikke til stede', 'Jeg er på ferie. Hilsen Ann'],
  ['Out of office', 'I am on holiday. Ann'],
  ['Absence du bureau', 'Je suis absente.'],
]

for (const [subject, text] of notices) {
  test(`a notice answers an SMS, though its Subject is one word: ${subject}`, () => {
    assert.equal(kind([`Subject: ${subject}`], text, undefined, replyAddress), 'auto-reply')
  })
}

for (const subject of ['автоответ', '自動返信', '自动回复', '자동 회신']) {
  test(`a Subject that says "automatic" is enough in any script: ${subject}`, () => {
    assert.equal(kind([`Subject: ${subject}`], 'x'), 'auto-reply')
  })
}

const marked: [subject: string, text: string, ...headers: string[]][] = [
  ['AUTO: Bo Jensen is out of the office (returning 05-01-2027)', 'Back on 5 January.'],
  ['AUTO: Bo Jensen is out of the office.', 'x'],
  ['AUTO: Bo Jensen ist außer Haus. (Rückkehr am 05.01.2027)', 'Ich kehre zurück.'],
  ['AUTO: Bo Jensen er ikke på kontoret (vender tilbage 05-01-2027)', 'x'],
  ['Auto: [SMS] Besked fra +45 30643064', 'Jeg er væk.', 'In-Reply-To: <1@b>'],
  ['Auto: Re: Lunch', 'Away.', 'In-Reply-To: <1@b>'],
  ['Auto: Lunch', 'I am on holiday.', 'In-Reply-To: <1@b>'],
  ['Re: [SMS] Besked (Out of Office)', 'I am away.'],
  ['Re: [SMS] Besked (automatic reply)', 'Jeg er på ferie.', 'In-Reply-To: <1@b>'],
]

for (const [subject, text, ...headers] of marked) {
  test(`a program marks the Subject that it answers: ${subject}`, () => {
    assert.equal(
      kind([`Subject: ${subject}`, ...headers], text, undefined, replyAddress),
      'auto-reply',
    )
  })
}

const answersOfPeople: [subject: string, text: string, ...headers: string[]][] = [
  ['Out of office', 'Is Bo out today? I stand before your door.'],
  ['Ikke til stede', 'Kan du ringe til Bo?'],
  ['Out of office chairs', 'I am on holiday, take those of the kitchen.'],
  ['Ferie', 'Jeg er på ferie fra mandag, skal vi ses inden?'],
  ['Auto: Kennzeichen B-XY 123', 'Ihr Auto ist fertig.'],
  ['Auto: Kennzeichen B-XY 123', 'Ihr Auto ist fertig.', 'In-Reply-To: <1@b>'],
  ['AUTO: Golf ist abholbereit (B-XY 123)', 'Bis 18 Uhr.', 'In-Reply-To: <1@b>'],
  ['Re: Auto: Kennzeichen B-XY 123', 'Ich bin im Urlaub.', 'In-Reply-To: <1@b>'],
  ['Team day (out of office)', 'I am away until then.'],
  ['Re: Team day (out of office)', 'Bring boots.', 'In-Reply-To: <1@b>'],
  ['Re: AUTO: Bo is out of the office (returning 05-01-2027)', 'Enjoy it!', 'In-Reply-To: <1@b>'],
  ['AW: Abwesenheitsnotiz', 'Schönen Urlaub!', 'In-Reply-To: <1@b>'],
  ['Re: Out of office', 'Enjoy it, I am on holiday, too.', 'In-Reply-To: <1@b>'],
]

for (const [subject, text, ...headers] of answersOfPeople) {
  test(`a person answers an SMS: ${subject}`, () => {
    assert.equal(kind([`Subject: ${subject}`, ...headers], text, undefined, replyAddress), false)
  })
}

const bounces: [string, string][] = [
  [
    'Undelivered Mail Returned to Sender',
    'This is the mail system at host a.b. Your message could not be delivered.',
  ],
  ['Undeliverable: Hello', 'Delivery has failed to these recipients or groups:'],
  ['Returned mail: see transcript for details', 'The original message was received at noon'],
  ['Unzustellbar: Hallo', 'Ihre Nachricht konnte nicht zugestellt werden.'],
  ['Ikke leveret: Hej', 'Din besked kunne ikke leveres til følgende modtagere'],
]

for (const [subject, text] of bounces) {
  test(`a bounce is known without the null sender: ${subject}`, () => {
    assert.equal(
      kind([`Subject: ${subject}`, 'From: Postmaster <postmaster@example.org>'], text),
      'bounce',
    )
  })
}

const people: Record<string, [headers: string[], text: string]> = {
  'who says so': [['Auto-Submitted: no'], 'Hi'],
  'who says so twice': [['Auto-Submitted: no', 'Auto-Submitted: No (by hand)'], 'Hi'],
  'with Outlook': [['X-Auto-Response-Suppress: DR, OOF, AutoReply'], 'Hi'],
  'on the way to a holiday': [
    ['Subject: Ferie'],
    'Jeg er på ferie fra mandag, skal vi ses inden? Hilsen Ann',
  ],
  'who tells of a holiday under that one word': [
    ['Subject: Ferie'],
    'Hej Bo, jeg er på ferie til og med søndag og er tilbage på kontoret mandag. Hilsen Ann',
  ],
  'out of the office tomorrow': [
    ['Subject: Tomorrow'],
    'I am out of the office tomorrow, call me on my mobile.',
  ],
  'at work who tells a phone that somebody is away': [
    ['Subject: Fraværsbesked'],
    'Emil er syg i dag.',
  ],
  'at work who tells a phone that papers have come': [
    ['Subject: Eingangsbestätigung'],
    'Ihre Unterlagen sind da.',
  ],
  'who answers an auto-reply': [
    ['Subject: Re: Automatic reply: Meeting', 'In-Reply-To: <1@b>'],
    'Enjoy it! We talk next week.',
  ],
  'who asks about a bounce': [
    ['Subject: Re: Undelivered Mail', 'In-Reply-To: <1@b>'],
    'Did you get my mail? Mine came back.',
  ],
  'who answers a machine above its words': [
    ['Subject: SV: Ordre', 'In-Reply-To: <1@b>'],
    'Tak, den er kommet.\r\n\r\nFra: Butik <butik@example.org>\r\nSendt: 5. marts 2026\r\nTil: Ann\r\nEmne: Ordre\r\n\r\nDenne mail er sendt automatisk og kan ikke besvares.',
  ],
  'who tells of a holiday beforehand': [
    ['Subject: Next week'],
    'Hi Bo, I am on vacation next week and will be back on Monday. In urgent cases please contact Per.',
  ],
  'who forwards a bounce': [
    ['Subject: Fwd: Undelivered Mail Returned to Sender'],
    'What is this?\r\n\r\n-------- Forwarded Message --------\r\nSubject: Undelivered Mail Returned to Sender\r\nFrom: MAILER-DAEMON@example.org\r\n\r\nThis is the mail system. Your message could not be delivered.',
  ],
  'who forwards an auto-reply': [
    ['Subject: Fwd: Automatic reply: Meeting'],
    'She is away, so we wait.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Ann <ann@example.org>\r\nSubject: Automatic reply: Meeting\r\n\r\nI am out of the office and will be back on Monday. Please contact Per.',
  ],
  'who is a postmaster': [
    ['From: postmaster@example.org', 'Subject: Your question'],
    'We have opened the port.',
  ],
  'with some more words of Outlook': [
    ['X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply'],
    'Hi',
  ],
  'whose mail another one sends on': [['X-Loop: bo@example.org'], 'Hi'],
  'with normal precedence': [['Precedence: normal'], 'Hi'],
  'who thanks for a mail': [
    ['Subject: Re: Offer'],
    'Thank you for your email. I take two, please send them on Monday.',
  ],
}

for (const [name, [headers, text]] of Object.entries(people)) {
  test(`a person is a person: ${name}`, () => {
    assert.equal(kind(headers, text), false)
  })
}

test('a Subject takes no time, whatever stands in it', () => {
  const pieces = [
    '*',
    '**a',
    '* ',
    '[',
    '(',
    '<',
    ' ',
    '\t',
    're:',
    're ',
    'r',
    'auto',
    'auto ',
    'a',
    'ab ',
    '-',
    ':',
  ]
  const taken = processorTime(() => {
    for (const piece of pieces)
      for (const end of ['', '!', 'x1'])
        kind([`Subject: ${piece.repeat(Math.ceil(900 / piece.length))}${end}`], 'Hi')
  })
  assert.ok(taken < 2_000, `${taken} ms`)
})
