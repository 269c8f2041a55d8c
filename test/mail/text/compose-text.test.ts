import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compose } from './support.ts'

test('the Subject stands in front of a new mail, never of a reply, never when it was an order', () => {
  const mail = { subject: 'Party', text: 'at eight' }
  assert.equal(compose(mail, { subject: 'prepend' }).text, 'Party\nat eight')
  assert.equal(compose(mail, { subject: 'ignore' }).text, 'at eight')
  assert.equal(compose(mail, { subject: 'prepend', isReply: true }).text, 'at eight')
  for (const subject of ['SV: Party', '[EXTERNAL] Re: Party'])
    assert.equal(compose({ ...mail, subject }, { subject: 'prepend' }).text, 'at eight')
  assert.equal(compose(mail, { subject: 'prepend', subjectUsed: true }).text, 'at eight')
})

test('a mail that is all Subject is sent as that', () => {
  const composed = compose({ subject: 'Running late', text: '' }, { subject: 'prepend' })
  assert.equal(composed.text, 'Running late')
  assert.equal(composed.refused, undefined)
})

test('signature and fixed text stand at the end', () => {
  const { text } = compose({ text: 'Hi' }, { smsSignature: '/Bo', fixedText: 'Example A/S' })
  assert.equal(text, 'Hi\n/Bo\nExample A/S')
})

test('equal characters replace those outside the GSM alphabet where that saves a part', () => {
  const curly = `${'x'.repeat(80)}\u201chello\u201d`
  const composed = compose({ text: curly })
  assert.equal(composed.text, `${'x'.repeat(80)}"hello"`)
  assert.deepEqual([composed.encoding, composed.parts], ['gsm7', 1])
  assert.match(composed.cuts[0]?.reason ?? '', /1 part saved/)
  const short = compose({ text: '\u201chi\u201d' })
  assert.deepEqual([short.text, short.encoding, short.parts], ['\u201chi\u201d', 'ucs2', 1])
})

test('the encoding can be forced', () => {
  assert.equal(compose({ text: 'Привет' }, { encoding: 'gsm' }).encoding, 'gsm7')
  assert.equal(compose({ text: 'Hi' }, { encoding: 'unicode' }).encoding, 'ucs2')
})

test('a text that is too long is refused, or cut and what was left out is told', () => {
  const text = 'x'.repeat(200)
  const refused = compose({ text }, { maxParts: 1 })
  assert.deepEqual([refused.refused, refused.text.length, refused.parts], ['text_too_long', 200, 2])
  const cut = compose({ text }, { maxParts: 1, tooLong: 'cut_and_tell' })
  assert.deepEqual([cut.refused, cut.text.length, cut.parts], [undefined, 160, 1])
  assert.deepEqual(cut.cuts, [{ reason: 'too_long', text: 'x'.repeat(40) }])
  assert.equal(compose({ text }, { maxChars: 199 }).refused, 'text_too_long')
})

test('what is cut off never parts the halves of an emoji', () => {
  for (const limit of [{ maxParts: 1 }, { maxChars: 51 }]) {
    const { text, cuts } = compose(
      { text: '😀'.repeat(100) },
      { ...limit, tooLong: 'cut_and_tell' },
    )
    assert.ok(text.isWellFormed(), JSON.stringify(limit))
    assert.equal(text + cuts.map((cut) => cut.text).join(''), '😀'.repeat(100))
  }
})

test('end marks count only where they are switched on', () => {
  const text = 'Hi ##the text## bye'
  assert.equal(compose({ text }).text, text)
  const marked = compose({ text }, { endMarks: ['##'] })
  assert.deepEqual([marked.text, marked.cuts[0]?.reason], ['the text', 'outside_marks'])
  assert.equal(compose({ text: 'Hi $$ bye' }, { endMarks: ['$$'] }).text, 'Hi')
  assert.equal(compose({ text: 'Hi ### bye' }, { endMarks: ['##', '###'] }).text, 'Hi')
})

test('a signed text loses its armour', () => {
  const text =
    '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHi\n- -- \nBo\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n'
  const composed = compose({ text })
  assert.equal(composed.text, 'Hi\n--\nBo')
  assert.equal(composed.cuts[0]?.reason, 'pgp_signature')
})

test('names of pictures are no text', () => {
  assert.equal(
    compose({ text: 'See\n[cid:image001.png@01D]\n[image: logo]\nbye' }).text,
    'See\n\nbye',
  )
})

test('links that Outlook writes behind their own text do not go out', () => {
  const doubled = [
    'Se www.example.com<http://www.example.com/> eller Example.com/Kort<https://www.example.com/Kort>',
    'Skriv til anna@example.com<mailto:anna@example.com> (bo@example.com<mailto:Bo@example.com>)',
    'Ring 20 64 30 64<tel:20%2064%2030%2064>, +45 20643064<tel:+4520643064> eller 020-643064<tel:+4620643064>',
  ].join('\n')
  const { text, cuts } = compose({ text: doubled })
  assert.equal(
    text,
    'Se www.example.com eller Example.com/Kort\nSkriv til anna@example.com (bo@example.com)\nRing 20 64 30 64, +45 20643064 eller 020-643064',
  )
  assert.deepEqual([cuts.length, cuts[0]?.reason], [1, 'doubled_link'])
  assert.equal(cuts[0]?.text.split('\n').length, 7)
})

test('links that say more than the text before them go out', () => {
  const text = [
    'Betal her<https://example.com/pay/1>, se kortet example.com/a<https://example.com/b>',
    'Skriv til Anna<mailto:anna@example.com>, til os info@example.com<mailto:info@example.com?subject=17>',
    'Ring til mig<tel:+4520643064>, 112<tel:112>, 20643064<tel:+4520643065>',
  ].join('\n')
  assert.equal(compose({ text }).text, text)
})

test('an attribution and a header block with doubled links are history', () => {
  const history = [
    'On 5 Mar 2026, at 10:12, Anna Lee <anna@example.com<mailto:anna@example.com>> wrote:',
    'From: Anna Lee <anna@example.com<mailto:anna@example.com>>\nSent: 5 March 2026 10:12\nTo: Bo\nSubject: x',
  ]
  for (const head of history)
    assert.equal(compose({ text: `Yes\n\n${head}\n\nold` }, { isReply: true }).text, 'Yes')
})

test('a logo that a program named is no text', () => {
  const composed = compose({ text: 'Anna Hansen\n[Logo]' })
  assert.equal(composed.text, 'Anna Hansen')
  assert.equal(composed.cuts[0]?.reason, 'picture')
  assert.equal(compose({ text: 'Door [12]' }).text, 'Door [12]')
})

test('a text part of characters that show nothing leaves the text to the HTML', () => {
  assert.equal(compose({ text: '\u200b\n\ufeff\u00a0', html: '<p>Hi</p>' }).text, 'Hi')
})

test('what is encrypted is refused, and not sent as letters and digits', () => {
  const armour = '-----BEGIN PGP MESSAGE-----\n\nhQEMA5\n=abcd\n-----END PGP MESSAGE-----'
  assert.equal(compose({ text: armour }).refused, 'mail_unreadable')
  assert.equal(
    compose({ text: armour, subject: 'x' }, { subject: 'prepend' }).refused,
    'mail_unreadable',
  )
  const told = 'Send all from -----BEGIN PGP MESSAGE----- on.'
  assert.equal(compose({ text: told }).text, told)
  const answer = `Yes\n\nOn 5 Mar 2026, at 10:12, Ann <ann@example.org> wrote:\n\n${armour}`
  assert.deepEqual(
    [compose({ text: answer }).text, compose({ text: answer }).refused],
    ['Yes', undefined],
  )
})
