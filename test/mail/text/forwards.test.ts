// Forwards as mail programs write them: what was forwarded goes out where nobody wrote above it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compose, cutsOf, squash, type Written } from './support.ts'

const outlookBlock =
  'Fra: Anna Larsen <anna@example.com>\nSendt: 5. marts 2026 10:12\nTil: Bo Hansen <bo@example.com>\nEmne: koden'
const outlookHtml =
  '<b>Fra:</b> Anna Larsen &lt;anna@example.com&gt;<br><b>Sendt:</b> 5. marts 2026 10:12<br><b>Til:</b> Bo Hansen &lt;bo@example.com&gt;<br><b>Emne:</b> koden'
const gmail =
  '---------- Forwarded message ---------\nFrom: Anna Larsen <anna@example.com>\nDate: Thu, 5 Mar 2026 at 10:12\nSubject: koden\nTo: Bo Hansen <bo@example.com>\n\n\nKoden er 1234\n'

/** Of each only the forwarded text goes out. */
const forwards: Record<string, Written & { subject: string }> = {
  iPhone: {
    subject: 'Fwd: koden',
    text: 'Sent from my iPhone\n\nBegin forwarded message:\n\n> From: Anna Larsen <anna@example.com>\n> Date: 5 March 2026 at 10.12.33 CET\n> To: Bo Hansen <bo@example.com>\n> Subject: koden\n> \n> Koden er 1234\n',
  },
  'iPhone in Danish, without a device line': {
    subject: 'Vs: koden',
    text: '\n\nStart på videresendt besked:\n\n> Fra: Anna Larsen <anna@example.com>\n> Dato: 5. mar. 2026 kl. 10.12.33 CET\n> Til: Bo Hansen <bo@example.com>\n> Emne: koden\n> \n> Koden er 1234\n',
  },
  'iPhone, HTML': {
    subject: 'Fwd: koden',
    html: '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto"><br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sendt fra min iPhone</div><div dir="ltr"><br>Start på videresendt besked:<br><br></div><blockquote type="cite"><div dir="ltr"><b>Fra:</b> Anna Larsen &lt;anna@example.com&gt;<br><b>Dato:</b> 5. marts 2026 kl. 10.12.33 CET<br><b>Til:</b> Bo Hansen &lt;bo@example.com&gt;<br><b>Emne:</b> <b>koden</b><br><br></div></blockquote><blockquote type="cite"><div dir="ltr">Koden er 1234</div></blockquote></body></html>',
  },
  'Outlook mobile': {
    subject: 'VS: koden',
    text: `\n\nFå Outlook til iOS<https://aka.ms/o0ukef>\n________________________________\n${outlookBlock}\n\nKoden er 1234\n`,
  },
  'the new Outlook, HTML': {
    subject: 'VS: koden',
    html: `<html><body><div id="ms-outlook-mobile-signature"><p>Få <a href="https://aka.ms/o0ukef">Outlook til iOS</a></p></div><div id="mail-editor-reference-message-container" dir="auto"><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" style="font-size: 11pt;">${outlookHtml}</div><div>Koden er 1234</div></div></body></html>`,
  },
  'Outlook on the web, HTML': {
    subject: 'VS: koden',
    html: `<html><body dir="ltr"><div><br></div><div id="Signature"><p>Anna Larsen</p><p>Example A/S</p></div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font>${outlookHtml}</font><div>&nbsp;</div></div><div>Koden er 1234</div></body></html>`,
  },
  'Outlook with a signature': {
    subject: 'VS: koden',
    text: `Med venlig hilsen\n\nBo Hansen\nExample A/S\nTlf. 12 34 56 78\n\n${outlookBlock}\n\nKoden er 1234\n`,
  },
  'Outlook with a signature, HTML': {
    subject: 'VS: koden',
    html: `<div class="WordSection1"><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Med venlig hilsen<o:p></o:p></p><p class="MsoNormal">Bo Hansen<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${outlookHtml}<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Koden er 1234</p></div>`,
  },
  'Gmail with a signature': { subject: 'Fwd: koden', text: `-- \nBo Hansen\n\n${gmail}` },
  'Thunderbird with a signature above': {
    subject: 'Fwd: koden',
    text: '\n-- \nBo Hansen\nExample A/S\n\n-------- Videresendt besked --------\nEmne: \tkoden\nDato: \tThu, 5 Mar 2026 10:12:33 +0100\nFra: \tAnna Larsen <anna@example.com>\nTil: \tBo Hansen <bo@example.com>\n\nKoden er 1234\n',
  },
  'Zimbra in French': {
    subject: 'Fwd: koden',
    text: '\n\n----- Mail transféré -----\nDe: "Anna Larsen" <anna@example.com>\nÀ: "Bo Hansen" <bo@example.com>\nEnvoyé: Jeudi 5 Mars 2026 10:12:33\nObjet: koden\n\nKoden er 1234\n',
  },
  'Yahoo, HTML': {
    subject: 'Fw: koden',
    html: '<html><body><div class="ydp1 yahoo-style-wrap"><div><br></div><div><a href="https://mail.onelink.me/1">Sent from Yahoo Mail on Android</a></div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>----- Forwarded Message -----</div><div><b>From:</b> Anna Larsen &lt;anna@example.com&gt;</div><div><b>To:</b> Bo Hansen &lt;bo@example.com&gt;</div><div><b>Sent:</b> Thursday, March 5, 2026 at 10:12:33 AM GMT+1</div><div><b>Subject:</b> koden</div><div><br></div><div>Koden er 1234</div></div></body></html>',
  },
}

for (const [name, mail] of Object.entries(forwards)) {
  test(`a forward that nobody wrote above is what was forwarded: ${name}`, () => {
    for (const changed of [
      {},
      { isReply: true },
      { mailSignature: 'cut' },
      { disclaimers: 'keep' },
    ] as const) {
      const { text, refused } = compose(mail, changed)
      assert.deepEqual(
        [squash(text), refused],
        ['Koden er 1234', undefined],
        JSON.stringify(changed),
      )
    }
  })
}

test('what stood above a forwarded mail is told', () => {
  assert.deepEqual(cutsOf(compose(forwards['Outlook with a signature'] ?? {})), [
    'mail_signature: Med venlig hilsen Bo Hansen Example A/S Tlf. 12 34 56 78',
    `forward_header: ${squash(outlookBlock)}`,
  ])
  assert.deepEqual(
    cutsOf(compose(forwards['iPhone'] ?? {})).map((cut) => cut.slice(0, 45)),
    ['device_line: Sent from my iPhone', 'forward_header: Begin forwarded message: > Fr'],
  )
})

test('a note above a forward is sent, with its signature', () => {
  const note = 'Ring til kunden\n\nMed venlig hilsen\nBo Hansen'
  const { text } = compose({ subject: 'VS: koden', text: `${note}\n\n${outlookBlock}\n\nKoden` })
  assert.equal(text, note)
})

test('a reply of which only the signature is new is no forward', () => {
  const text = `Med venlig hilsen\nBo Hansen\n\n${outlookBlock}\n\nKoden er 1234\n`
  const answer = compose({ subject: 'SV: koden', text }, { isReply: true })
  assert.equal(answer.text, 'Med venlig hilsen\nBo Hansen')
})

test('a form in a forwarded mail is no second header block', () => {
  const form = 'From: 12 High Street\nTo: Airport T2\nDate: 5 Mar 2026 10:30\nSubject: 2 pax'
  const { text } = compose({
    subject: 'Fwd: job',
    text: gmail.replace('Koden er 1234', form),
  })
  assert.equal(text, form)
})

test('a forward of nothing but an attachment is the signature above it', () => {
  const text = `Venlig hilsen\nBo\n\n${outlookBlock}\n\n`
  assert.equal(compose({ subject: 'VS: plan', text }).text, 'Venlig hilsen\nBo')
})
