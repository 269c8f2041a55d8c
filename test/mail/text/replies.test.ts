import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languages, replies } from './clients.ts'
import { compose, cutsOf, squash } from './support.ts'

for (const code of Object.keys(languages)) {
  test(`replies in ${code} keep what the person wrote and lose the history, in every client`, () => {
    for (const reply of replies().filter(({ name }) => name.startsWith(`${code} `))) {
      const body = reply.html ? { html: reply.body } : { text: reply.body }
      const { text } = compose(body, { encoding: 'unicode', isReply: true })
      assert.equal(squash(text), squash(reply.expected), reply.name)
    }
  })
}

/** Each is cut to its first paragraph. */
const introduced: Record<string, string> = {
  'no comma, machine time': 'On 2025-05-15T17:36:04.391Z Ann Lee <ann@example.com> wrote:\n\n> old',
  'name alone above a quotation': 'Some One <info@example.org> wrote:\n\n> old',
  'name with a list': 'ann via Some Forum <info@example.org> schrieb:\n\n> old',
  'verb before the date':
    'Max Muster <max@example.org> schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:\n\n> old',
  'address in round brackets': 'Ann Lee (ann@example.org) wrote:\n> old',
  'old Gmail without verb': '2014-10-17 11:28 GMT+03:00 Ann Lee <\nann@example.org>:\n\n> old',
  'older Gmail without colon': '2011/4/7 Ann Lee <ann@example.org>\n\n> old',
  'three lines':
    'On Nov 30, 2011, at 12:47 PM, Ann Lee <\n416ffd3258d4d2fa4c85@example.org>\nwrote:\n\nold',
  Zoho: '---- On Tue, 22 Dec 2015 14:17:36 +0530 Ann Lee <ann@example.org> wrote ----\nold',
  'dashes around a name': '---- Ann Lee wrote ----\n\n> old',
  Horde: 'Zitat von Ann Lee <ann@example.org>:\n\n> old',
  Groupwise: '>>> Ann Lee <ann@example.org> 05.03.2026 10:12 >>>\nold',
  'an address whose end was wrapped':
    'ons. 26. aug. 2026 kl. 14:05 skrev Ann Lee <ann@example.org\n>:\n\n> old',
  Gnus: '>>>>> "AL" == Ann Lee <ann@example.org> writes:\n\n    AL> old\n    AL> older',
  David: 'Original Message processed by david®\nVon Ann Lee\nAn Bo\n\nold',
  Orange:
    'Message du 05/03/26 10:12\n> De : "Ann" <ann@example.org>\n> A : bo@example.org\n> Objet : Test\n>\n> old',
  newsreader: 'In message <1@example.org>, Ann Lee writes:\n> old',
  Arabic: 'في الجمعة، ١٨ أبريل ٢٠٢٥، ٤:٥٤ م Ann <ann@example.org> كتب:\n> old',
  Vietnamese: 'Vào 14:24 8 tháng 6, 2017, Ann Lee <ann@example.org> đã viết:\n\n> old',
  'quoted itself': '> On 2025-09-28T09:08:45.000Z Ann <ann@example.org> wrote:\n> old',
  Samsung: 'Sent from Samsung Mobile. Ann Lee <ann@example.org> wrote:\n> old',
  'divider with the header on its line':
    '-------- Original message --------From: Ann <ann@example.org> Date: 2025-04-19',
  'divider in bold':
    '*----- Original Message -----*\n*From:* Ann <ann@example.org>\n*To:* Bo\n\nold',
  'ruler and header block':
    '------------------------------\n*From:* Ann [mailto:ann@example.org]\n*Sent:* Thursday, February 09, 2012 1:36 PM\n*Subject:* Hello\n\nold',
  'Zimbra in French':
    '----- Mail original -----\nDe: "Ann Lee" <ann@example.org>\nÀ: "Bo" <bo@example.org>\nEnvoyé: Jeudi 5 Mars 2026 10:12:33\nObjet: Re: Hello\n\nold',
  'Zimbra in German':
    '----- Ursprüngliche Mail -----\nVon: "Ann Lee" <ann@example.org>\nAn: "Bo" <bo@example.org>\nGesendet: Donnerstag, 5. März 2026 10:12:33\nBetreff: Re: Hello\n\nold',
  'ticket system': '##- Please type your reply above this line -##\n\nold',
  'ticket system in Danish': '##- Skriv dit svar over denne linje -##\n\nold',
  'ticket system in German':
    '##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein. -##\n\nold',
}

for (const [name, history] of Object.entries(introduced)) {
  test(`history is cut where it is introduced: ${name}`, () => {
    assert.equal(compose({ text: `My answer.\n\n${history}\n` }).text, 'My answer.')
  })
}

/** Nothing but the fields themselves tells of history: they are it in an answer. */
const blocks: Record<string, string> = {
  QQ: '---Original---\nFrom: "Ann Lee"<ann@example.org>\nDate: Thu, Mar 5, 2026 10:12 AM\nTo: "Bo"<bo@example.org>;\nSubject: Re: Hello\n\nold',
  'older Notes':
    'Ann Lee <ann@example.org>\n05-03-2026 10:12\n\nTil\n"bo@example.org" <bo@example.org>\ncc\n\nEmne\nMøde\n\nold',
  'header block that starts with the date':
    'Date: Wed, 16 May 2012 00:15:02 -0600\nTo: bo@example.org',
  'header block with folded lines':
    '*From:* ann@example.org [mailto:\nann@example.org]\n*Sent:* Wednesday, June 27, 2012 3:05 PM\n*To:* bo@example.org\n*Subject:* Hello\n\nold',
  'header block in one line':
    'From: Ann <ann@example.org> Sent: 5 May 2026 10:12 To: Bo Subject: Hello\n\nold',
  GMX: 'Gesendet: Montag, 05. März 2026 um 10:12 Uhr\nVon: "Ann Lee" <ann@example.org>\nAn: "Bo" <bo@example.org>\nBetreff: Re: Hallo\n\nold',
}

for (const [name, history] of Object.entries(blocks)) {
  test(`history is cut where fields introduce it in an answer: ${name}`, () => {
    const text = `My answer.\n\n${history}\n`
    assert.equal(compose({ text }, { isReply: true }).text, 'My answer.')
    assert.equal(compose({ text, subject: 'Re: Hello' }).text, 'My answer.')
  })
}

const own: Record<string, string> = {
  'a title between dashes': 'Both texts:\n---Original---\nHello\n---Copy---\nHallo',
  'a sentence that begins like an attribution':
    'Hi\n\nOn Monday we ship the new build.\nIt should go well.',
  'a list below a verb': 'On Monday the invoices were sent:\n- one\n- two',
  'an itinerary': 'Fra: København H\nTil: Aarhus H\nDato: 12/5 kl. 10.30\nPris: 299 kr.',
  'a memo': 'Til: Alle\nFra: Bo\nDato: 5/3\nEmne: Sommerfest\n\nHusk kage.',
  'a parcel':
    'Pakke til dig\nAfsender: Elgiganten A/S\nModtager: Bo Hansen\nDato: 05.03.2026\nKode: 1234',
  'an appointment': 'Hvornår: mandag kl. 10\nHvor: Lokale 3\nEmne: Budget',
  'words that are labels too': 'Hola,\n\nDe: revisar el informe y enviarlo\n\nGracias.',
  'an address before a colon': 'For anything urgent reach me at <me@example.com>:\nthanks!',
  'a bank account and a phone number':
    'Reg.nr. 1234 kontonr. 0001234567\n+45 20 64 30 64\nIBAN DK50 0040 0440 1162 43',
  'a heading between dashes': 'Team,\n\n-------- Agenda for Monday --------\nSee you there.',
  'a comparison': 'What we ask for:\n\n> 5 years at sea\n\nWrite if you have them.',
  'arrows around a link': 'Help:\n>>> >>>  http://www.example.com <<<\nSee you',
  'a desk that is no device': 'Sent from my desk, which is easier than the phone.',
  'a line of underscores between two parts':
    'The first part.\n\n________________________________\n\nThe second part.',
  'a sentence with a date and a verb':
    'Den 5. marts 2026 kl. 10:12 skrev jeg til Per, at han skulle tage med:\nkage\nkaffe',
  'a sentence that names an address':
    'On Friday write to bob@example.com, as Per said:\nbring cake',
  'a verb in the middle': 'Yesterday Ann wrote the plan and shared it.',
}

for (const [name, text] of Object.entries(own)) {
  test(`what the person wrote stays: ${name}`, () => {
    assert.equal(compose({ text }, { encoding: 'unicode' }).text, text)
  })
}

test('a single marked line is history in a reply, and the person’s elsewhere', () => {
  const text = 'See:\n\n> 5 years\n\nBo'
  assert.equal(compose({ text }, { isReply: true }).text, 'See:\n\nBo')
  assert.equal(compose({ text }).text, text)
})

test('nested marks below a marked line are history, whatever they say', () => {
  assert.equal(compose({ text: 'Ok\n\n> text\n>> more\n>>> Note:\n> end' }).text, 'Ok')
})

test('history that the plain text does not show is found by its HTML', () => {
  const text = 'Yes\n\nQwe rty\n\nold text'
  const html =
    '<div>Yes</div><div class="gmail_quote"><div class="gmail_attr">Qwe rty</div><blockquote class="gmail_quote">old text</blockquote></div>'
  assert.equal(compose({ text, html }).text, 'Yes')
})

test('invisible characters do not go out, those of emoji and scripts do', () => {
  assert.equal(compose({ text: 'a\u200bb\u200e\u034fc' }).text, 'abc')
  assert.equal(compose({ text: '👩\u200d🚀' }).text, '👩\u200d🚀')
})

test('answers below and between the quotation are kept, the quotation is not', () => {
  const { text } = compose({
    text: 'Hi,\nOn Tue, 2011-03-01 at 18:02 +0530, Ann Lee wrote:\n> first\n> question\n\nFirst answer.\n\n> second question\n\nSecond answer.\n',
  })
  assert.equal(text, 'Hi,\n\nFirst answer.\n\nSecond answer.')
})

test('an attribution on the line of the answer is cut off it', () => {
  const { text } = compose({
    text: 'yes On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:\n> Hi',
  })
  assert.equal(text, 'yes')
})

test('a link that broke the marks of a quotation goes with it', () => {
  const { text } = compose({
    text: 'Blah\n\nOn Monday, 24 September, 2012 at 3:46 PM, bob wrote:\n\n> View ticket (http://example.com/action\n_nonce=3dd518)\n>\n',
  })
  assert.equal(text, 'Blah')
})

test('a reply that is nothing but quotation is refused', () => {
  const composed = compose({ text: '> old\n> older', subject: 'Re: x' }, { isReply: true })
  assert.equal(composed.refused, 'text_only_quotation')
  assert.equal(compose({ text: ' \n ' }).refused, 'text_empty')
})

test('a forward with nothing written above is sent whole, without its header block', () => {
  const forwarded =
    '---------- Forwarded message ---------\nFrom: Ann <ann@example.org>\nDate: Mon, 5 Mar 2026\nSubject: Hello\nTo: <bo@example.org>\n\nThe fair opens at 10.\n\nAnn'
  const composed = compose({ text: forwarded, subject: 'Fwd: Hello' })
  assert.equal(composed.text, 'The fair opens at 10.\n\nAnn')
  assert.equal(composed.refused, undefined)
  assert.match(cutsOf(composed).join('\n'), /^forward_header: .*Forwarded message/)
})

test('a forward with a note above it is the note', () => {
  const text =
    'See below\n\nBegin forwarded message:\n\n> From: Ann <ann@example.org>\n> Subject: Hello\n> Date: 5 March 2026 at 10:12\n>\n> The fair'
  assert.equal(compose({ text, subject: 'Fwd: Hello' }).text, 'See below')
})

test('quoted history stays where the group wants it', () => {
  const text = 'Yes\n\nOn 5 Mar 2026, at 10:12, Ann <ann@example.org> wrote:\n\n> Shall we?'
  assert.equal(compose({ text }, { quotedHistory: 'keep' }).text, text)
})

test('every cut is told with its reason', () => {
  const composed = compose({
    text: 'CAUTION: This email originated from outside of the organization. Do not click links.\n\nYes\n\nSent from my iPhone\n\n> On 5 Mar 2026, at 10:12, Ann <ann@example.org> wrote:\n> old',
  })
  assert.equal(composed.text, 'Yes')
  assert.deepEqual(
    composed.cuts.map(({ reason }) => reason),
    ['banner', 'quoted_history', 'device_line'],
  )
})
