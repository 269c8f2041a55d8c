// Whose an SMS is, on a real Haraka: the phone is asked where two may be meant, an SMS goes on to further
// mail addresses and phones, and the operator hears of what is nobody's.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MailSink, type SunkMail } from '../support/mail-sink.ts'
import { TestHaraka } from '../support/test-haraka.ts'

const pool = '+46701740690'
const eriks = '+46701740691'
const boss = '+46701740680'
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
[alarms]
wrong_numbers = yes
[domains]
sms.test =
[route virtual]
type = phone
`,
  })
  await haraka.administer(async (administration) => {
    await administration.addNumber({ number: pool })
    for (const name of ['carl', 'dora', 'erik', 'gone'])
      await administration.addAccount({ address: `${name}@x.test`, networks: ['127.0.0.1'] })
    await administration.addNumber({ number: eriks, account: 'erik@x.test' })
    const value = `${boss}, ${pool}, boss@y.test, loop@sms.test`
    await administration.setSetting({ account: 'erik@x.test' }, { name: 'forward_to', value })
  })
})
after(async () => {
  await haraka.close()
  await sink.close()
})

const write = async (from: string, to: string): Promise<string> => {
  const reply = await haraka.send({ from, to: [to], data: `From: ${from}\n\nHello\n` })
  return `${reply.code} ${reply.lines[0] ?? ''}`
}
const mailWith = (text: string, to: string): Promise<SunkMail> =>
  sink.mail((mail) => mail.to.includes(to) && mail.data.includes(text))
const mailsWith = (text: string): string[] =>
  sink.mails.filter(({ data }) => data.includes(text)).flatMap(({ to }) => to)

test('a phone that two wrote to from one number is asked, once, and its answer decides', async () => {
  const phone = '+46701740621'
  for (const name of ['carl', 'dora'])
    assert.match(await write(`${name}@x.test`, `${phone}@sms.test`), /^250 /)
  await haraka.texts(phone, 2)
  for (const text of ['first of two', 'second of two'])
    await haraka.page.answer({ phone, to: pool, text })
  const [, , question = ''] = await haraka.texts(phone, 3)
  const choice = /(\d) carl@x\.test/.exec(question)?.[1] ?? question
  assert.deepEqual(mailsWith('of two'), [], 'nobody has them before')
  await haraka.page.answer({ phone, to: pool, text: choice })
  for (const text of ['first of two', 'second of two']) await mailWith(text, 'carl@x.test')
  assert.deepEqual(mailsWith('of two'), ['carl@x.test', 'carl@x.test'])
  assert.equal((await haraka.texts(phone)).length, 3, 'asked once')
})

test('an SMS is forwarded to a mail address and a phone, and goes in no ring', async () => {
  const phone = '+46701740622'
  await write('erik@x.test', `${phone}@sms.test`)
  await haraka.texts(phone)
  await haraka.page.answer({ phone, to: eriks, text: 'for erik' })
  await mailWith('for erik', 'erik@x.test')
  const copy = await mailWith('for erik', 'boss@y.test')
  assert.match(copy.data, /^Auto-Submitted: auto-generated/im)
  assert.match(copy.data, /^From: .*<noreply-[a-z2-7]{16}@sms\.test>/m)
  assert.match((await haraka.texts(boss))[0] ?? '', /^Fwd .*: for erik$/)
  // The boss's phone forwards all it gets back to Erik's number.
  await haraka.page.answer({ phone: boss, to: eriks, text: 'Fwd +46 70 174 06 22: for erik' })
  await haraka.page.answer({ phone, to: eriks, text: 'the last one' })
  await mailWith('the last one', 'boss@y.test')
  const texts = await haraka.texts(boss, 2)
  assert.equal(texts.length, 2, texts.join('\n'))
  assert.equal(mailsWith('for erik').filter((to) => to === 'boss@y.test').length, 1)
  assert.ok(!sink.mails.some(({ to }) => to.includes('loop@sms.test')))
})

test('the operator hears of an SMS that is nobody’s, once, and of mails to landlines', async () => {
  const phone = '+46701740623'
  await write('gone@x.test', `${phone}@sms.test`)
  await haraka.texts(phone)
  await haraka.administer((administration) => administration.removeAccount('gone@x.test'))
  for (const text of ['whose?', 'whose again?']) await haraka.page.answer({ phone, to: pool, text })
  assert.match(await write('carl@x.test', '+4681234567@sms.test'), /^550 5\.1\.3 /)
  const notice = await mailWith('belongs to', 'operator@example.org')
  assert.match(notice.data, /^Auto-Submitted: auto-generated/im)
  await mailWith('carl@x.test', 'operator@example.org')
  const told = sink.mails.filter(({ to }) => to.includes('operator@example.org'))
  assert.equal(told.length, 2, told.map(({ data }) => data).join('\n---\n'))
  assert.ok(told.every(({ from }) => from === ''))
})
