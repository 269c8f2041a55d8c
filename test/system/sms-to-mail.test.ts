// SMS to mail and back on a real Haraka: the answer is a mail in the right thread, Reply is an SMS to
// the phone whatever the mail client made of the Subject, and a mail that bounces is noticed.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { MailSink, type SunkMail } from '../support/mail-sink.ts'
import { TestHaraka } from '../support/test-haraka.ts'

const anna = 'anna@example.org'
const annasNumber = '+46701740699'
const phone = '+46701740611'
let haraka: TestHaraka
let sink: MailSink

before(async () => {
  sink = await MailSink.open()
  haraka = await TestHaraka.start({
    say: `
[outgoing]
smarthost = 127.0.0.1:${sink.port}
[main]
operator = operator@example.org
[domains]
sms.test =
[route virtual]
type = phone
`,
  })
  await haraka.administer(async (administration) => {
    const networks = ['127.0.0.1']
    await administration.addAccount({ address: anna, language: 'da', networks })
    await administration.addNumber({ number: annasNumber, account: anna })
    await administration.addAccount({ address: 'gone@example.org', networks })
    await administration.addNumber({ number: '+46701740698', account: 'gone@example.org' })
  })
})
after(async () => {
  await haraka.close()
  await sink.close()
})

function header(mail: SunkMail, name: string): string {
  const [head = ''] = mail.data.split('\n\n')
  const unfolded = head.replace(/\n[ \t]+/g, ' ')
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(unfolded)?.[1] ?? ''
}

function decode(encoded: string): string {
  return encoded.replace(/=\?utf-8\?q\?(.*?)\?=/gi, (_, text: string) =>
    decodeURIComponent(text.replaceAll('_', ' ').replaceAll('=', '%')),
  )
}

async function write(text: string, headers: Record<string, string>): Promise<void> {
  const all = { From: anna, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  const to = /<?([^<>\s]+@[^<>\s]+)>?$/.exec(headers['To'] ?? '')?.[1] ?? ''
  const reply = await haraka.send({
    from: anna,
    to: [to],
    data: [...lines, '', text, ''].join('\n'),
  })
  assert.equal(reply.code, 250, reply.lines.join(' '))
}

/** The mail that brings this SMS. */
function answered(text: string): Promise<SunkMail> {
  return sink.mail(({ data }) => data.includes(text))
}

test('the answer is a mail in the thread of the mail, and says how to answer', async () => {
  await write('kommer du?', { To: '46701740611@sms.test', 'Message-ID': '<first@example.org>' })
  await haraka.texts(phone)
  await haraka.page.answer({ phone, to: annasNumber, text: 'ja, klokken otte' })
  const mail = await answered('ja, klokken otte')
  assert.deepEqual(mail.to, [anna])
  assert.match(header(mail, 'From'), /^"?\+46 701740611"? <46701740611-[a-z2-7]{16}@sms\.test>$/)
  assert.equal(decode(header(mail, 'Subject')), '[SMS] Besked fra +46 701740611')
  assert.equal(header(mail, 'In-Reply-To'), '<first@example.org>')
  assert.equal(header(mail, 'References'), '<first@example.org>')
  assert.match(mail.from, /^46701740611-[a-z2-7]{16}@sms\.test$/)
})

test('Reply reaches the phone, whatever became of the Subject, without the history', async () => {
  const mail = await answered('ja, klokken otte')
  const to = /<(.*)>/.exec(header(mail, 'From'))?.[1] ?? ''
  await write('fint\n\nDen 1. maj skrev +46 701740611:\n> ja, klokken otte', {
    To: to,
    Subject: 'noget helt andet',
    'In-Reply-To': header(mail, 'Message-ID'),
  })
  assert.deepEqual(await haraka.texts(phone, 2), ['kommer du?', 'fint'])
  await haraka.page.answer({ phone, to: annasNumber, text: 'vi ses' })
  const next = await answered('vi ses')
  assert.ok(header(next, 'References').includes('<first@example.org>'))
})

test('two answers at once are two mails', async () => {
  await Promise.all([
    haraka.page.answer({ phone, to: annasNumber, text: 'den ene' }),
    haraka.page.answer({ phone, to: annasNumber, text: 'den anden' }),
  ])
  await answered('den ene')
  await answered('den anden')
})

test('a phone that was never written to reaches the owner of the number', async () => {
  await haraka.page.answer({ phone, to: '46701740699', text: 'without a plus' })
  const mail = await answered('without a plus')
  assert.deepEqual(mail.to, [anna])
})

test('a key address with the Subject of an SMS mail answers that phone', async () => {
  const key = await haraka.administer((administration) => administration.addKey({}))
  await write('som i gamle dage', {
    To: `${key}@sms.test`,
    Subject: 'SV: [SMS] Besked fra +46 701740611',
  })
  assert.ok((await haraka.texts(phone, 3)).includes('som i gamle dage'))
})

test('nobody else can use the reply address', async () => {
  const mail = await answered('ja, klokken otte')
  const to = /<(.*)>/.exec(header(mail, 'From'))?.[1] ?? ''
  const from = 'gone@example.org'
  const reply = await haraka.send({ from, to: [to], data: `From: ${from}\n\nnot mine\n` })
  assert.deepEqual([reply.code, reply.lines[0]?.includes('reply_not_yours')], [550, true])
})

test('a mail of ours that is refused for good is told to the operator, and no bounce is sent', async () => {
  sink.refused.add('gone@example.org')
  await haraka.send({
    from: 'gone@example.org',
    to: ['46701740612@sms.test'],
    data: 'From: gone@example.org\n\nstill there?\n',
  })
  await haraka.texts('+46701740612')
  await haraka.page.answer({ phone: '+46701740612', to: '+46701740698', text: 'nobody reads this' })
  const notice = await sink.mail(({ to }) => to.includes('operator@example.org'))
  assert.ok(notice.data.includes('gone@example.org'))
  assert.ok(
    !sink.mails.some(({ from, to }) => from === '' && to.some((one) => one.endsWith('@sms.test'))),
  )
})
