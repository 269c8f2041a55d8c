import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { readLocalPart } from '../../../lib/mail/address/local-part.ts'
import { messageFrom, type Language } from '../../../lib/mail/language/phrases.ts'
import { readSubject } from '../../../lib/mail/subject.ts'
import { smsSubject, writeSmsMail, type SmsMail } from '../../../lib/mail/write/sms-mail.ts'

const tag = 'tag4example2tag4'
const sms: SmsMail = {
  phone: '+4530643064',
  isAnswerable: true,
  number: '+456099465474825',
  text: 'Super! Hvad tid var mødet onsdag? 🎉',
  id: '42',
  at: Date.UTC(2026, 10, 21, 22, 0),
  account: { address: 'peter@example.dk', name: 'Peter Hansen', language: 'da' },
  tag,
  domain: 'sms.test',
  subjectTag: 'SMS',
  messageId: '<sms.42@sms.test>',
  inReplyTo: '<second@example.dk>',
  references: ['<first@example.dk>', '<second@example.dk>'],
}

test('an SMS becomes a mail that any client can answer', async () => {
  const { from, to, contents } = await writeSmsMail(sms)
  assert.equal(from, `4530643064-${tag}@sms.test`)
  assert.equal(to, 'peter@example.dk')
  assert.equal(
    contents,
    [
      `From: "+45 30643064" <4530643064-${tag}@sms.test>`,
      'To: Peter Hansen <peter@example.dk>',
      'Subject: [SMS] Besked fra +45 30643064',
      'Message-ID: <sms.42@sms.test>',
      'Date: Sat, 21 Nov 2026 22:00:00 +0000',
      'In-Reply-To: <second@example.dk>',
      'References: <first@example.dk> <second@example.dk>',
      'Auto-Submitted: auto-generated',
      'X-Auto-Response-Suppress: OOF, AutoReply',
      'X-SMS-From: +4530643064',
      'X-SMS-To: +456099465474825',
      'X-SMS-Id: 42',
      'X-SMS-Received: 2026-11-21T22:00:00.000Z',
      'Content-Transfer-Encoding: quoted-printable',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Super! Hvad tid var m=C3=B8det onsdag? =F0=9F=8E=89',
      '',
    ].join('\r\n'),
  )
})

test('the contact’s name stands in From, the phone in the Subject', async () => {
  const mail = await simpleParser(
    (await writeSmsMail({ ...sms, contactName: 'Åse Berg' })).contents,
  )
  assert.equal(mail.from?.value[0]?.name, 'Åse Berg')
  assert.equal(mail.from.value[0].address, `4530643064-${tag}@sms.test`)
  assert.equal(mail.subject, '[SMS] Besked fra +45 30643064')
})

test('a name that reads like an encoded word is decoded by nobody', async () => {
  const name = '=?utf-8?q?ceo?='
  const { contents } = await writeSmsMail({ ...sms, contactName: name })
  const from = await writeSmsMail({ ...sms, phone: name, isAnswerable: false })
  for (const mail of [contents, from.contents]) {
    assert.doesNotMatch(mail, /=\?utf-8\?q\?ceo/)
    assert.doesNotMatch(mail, /"=\?/)
  }
  const { value } = (await simpleParser(contents)).from ?? {}
  assert.equal(value?.[0]?.name.replace('\u2060', ''), name)
  assert.match((await simpleParser(from.contents)).subject ?? '', /=\u2060\?utf-8\?q\?ceo\?=$/)
})

test('ids that are not ASCII are left out of the thread', async () => {
  const references = ['<first@example.dk>', '<möte@example.dk>']
  const { contents } = await writeSmsMail({ ...sms, references, inReplyTo: '<möte@example.dk>' })
  assert.match(contents, /^References: <first@example\.dk>\r$/m)
  assert.doesNotMatch(contents, /^In-Reply-To/m)
  assert.match(contents, /^[\x00-\x7f]*$/)
})

for (const language of Object.keys(messageFrom) as Language[]) {
  test(`the Subject in ${language} is read again in an answer to a key address`, () => {
    for (const subjectTag of ['SMS', 'Kommunens sms', '']) {
      const subject = smsSubject(sms.phone, language, subjectTag)
      const answer = readSubject(`SV: ${subject}`, { form: 'key', otherPhones: false })
      assert.deepEqual(answer, { kind: 'reply', phone: sms.phone, options: {} })
    }
  })
}

for (const [phone, what] of [
  ['Messa', 'a name'],
  ['1919', 'a short code'],
] as const) {
  test(`an SMS from ${what} has no address to answer to, and says so in the account’s language`, async () => {
    const account = { address: 'anna@example.se', language: 'sv' } as const
    const written = await writeSmsMail({ ...sms, phone, isAnswerable: false, text: 'Hej', account })
    const mail = await simpleParser(written.contents)
    const address = mail.from?.value[0]?.address ?? ''
    assert.equal(readLocalPart(address.split('@')[0] ?? '').localPart.kind, 'no-reply')
    assert.equal(written.from, address)
    assert.equal(mail.replyTo, undefined)
    assert.equal(mail.subject, `[SMS] Meddelande från ${phone}`)
    const note = 'Avsändaren av detta sms kan inte få svar härifrån.'
    assert.equal(mail.text, `Hej\n\n-- \n${note}\n`)
  })
}

test('a long SMS of which parts are missing says how many', async () => {
  const written = await writeSmsMail({ ...sms, text: 'Hej', missing: { parts: 1, total: 3 } })
  const mail = await simpleParser(written.contents)
  assert.equal(mail.text, 'Hej\n\n-- \n1 af de 3 dele af denne SMS er ikke kommet frem.\n')
})

test('one missing part is said in the form for one', async () => {
  const said = {
    de: '1 der 3 Teile dieser SMS ist nicht',
    fr: '1 des 3 parties de ce SMS n’est pas',
  }
  for (const [language, says] of Object.entries(said) as ['de' | 'fr', string][]) {
    const account = { ...sms.account, language }
    const written = await writeSmsMail({ ...sms, account, missing: { parts: 1, total: 3 } })
    assert.ok((await simpleParser(written.contents)).text?.includes(says))
  }
})

test('the text arrives as it was written, line breaks and all', async () => {
  const text = 'One\nTwo\r\n\r\n.\nFrom here: “quotes” €\n=3D\n' + 'long '.repeat(300) + 'end'
  const mail = await simpleParser((await writeSmsMail({ ...sms, text })).contents)
  assert.equal(mail.text, `${text.replaceAll('\r\n', '\n')}\n`)
})

test('no header is too long for SMTP and no line ends in anything but CRLF', async () => {
  const references = Array.from({ length: 200 }, (_, n) => `<${n}@example.dk>`)
  const { contents } = await writeSmsMail({ ...sms, references, contactName: 'Ø'.repeat(400) })
  for (const line of contents.split('\r\n')) assert.ok(line.length <= 998 && !/[\r\n]/.test(line))
})

test('nothing that a phone or a contact is called adds a header, an address or a part', async () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\u2028',
        '\u0000',
        '"',
        '<',
        '>',
        ',',
        ';',
        ':',
        '(',
        '\\',
        '=?',
        '?=',
      ),
      fc.constantFrom(
        'Bcc: x@evil.test',
        '<x@evil.test>',
        '\r\n\r\n',
        '--boundary',
        '@',
        'å',
        '🎉',
        ' ',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    maxLength: 30,
  })
  const plain = await simpleParser((await writeSmsMail(sms)).contents)
  const names = [...plain.headers.keys()]
  await fc.assert(
    fc.asyncProperty(nasty, nasty, nasty, nasty, async (contactName, name, text, sender) => {
      const phone = `A${sender}`
      const account = { ...sms.account, name }
      const written = await writeSmsMail({
        ...sms,
        phone,
        contactName: `A${contactName}`,
        text,
        account,
      })
      assert.doesNotMatch(written.contents.replaceAll('\r\n', ''), /[\r\n\u0000]/)
      const mail = await simpleParser(written.contents)
      assert.deepEqual([...mail.headers.keys()], names)
      assert.deepEqual(
        mail.from?.value.map(({ address }) => address),
        [`noreply-${tag}@sms.test`],
      )
      const to = Array.isArray(mail.to) ? mail.to : [mail.to]
      assert.deepEqual(
        to.flatMap((list) => list?.value.map(({ address }) => address)),
        ['peter@example.dk'],
      )
      assert.equal(mail.attachments.length, 0)
    }),
    { numRuns: 100 },
  )
})
