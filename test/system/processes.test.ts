// Haraka with two workers on one database, and what a mail hears when the database is away.
import { after, before, test, type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { readFile, readdir, readlink } from 'node:fs/promises'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { TcpProxy } from '../support/tcp-proxy.ts'
import { TestHaraka, type HarakaOptions } from '../support/test-haraka.ts'
import { patient } from '../support/patience.ts'

const anna = 'anna@example.test'

const profile = (database: string): string => `
[main]
database = ${database}
[domains]
sms.test =
[demo]
mailbox = example.test
[route virtual]
type = phone
`

async function start(t: TestContext, options: HarakaOptions): Promise<TestHaraka> {
  const haraka = await TestHaraka.start(options)
  t.after(() => haraka.close())
  await makeAccount(haraka)
  return haraka
}

async function makeAccount(haraka: TestHaraka): Promise<void> {
  await haraka.administer(async (administration) => {
    await administration.addAccount({ address: anna, networks: ['127.0.0.1'] })
    await administration.addNumber({ number: '+46701740699', account: anna })
  })
}

function mail(text: string): string {
  return `From: ${anna}\nMessage-ID: <${text.replace(/\W/g, '')}@client.test>\n\n${text}\n`
}

/** As a client does, again after a 451: on a busy machine a first connection takes longer than a mail waits for one. */
async function loop(haraka: TestHaraka, phone: string): Promise<void> {
  const one = { from: anna, to: [`${phone.slice(1)}@sms.test`], data: mail(`for ${phone}`) }
  const reply = await eventually(`an answer for good to ${phone}`, async () => {
    const reply = await haraka.send(one)
    return reply.code === 451 ? undefined : reply
  })
  assert.equal(reply.code, 250, reply.lines.join(' '))
  assert.deepEqual(await haraka.texts(phone), [`for ${phone}`])
}

forEachDatabase((name, _open, openEmptyDatabaseUrl) => {
  let haraka: TestHaraka
  before(async () => {
    haraka = await TestHaraka.start({ say: profile(await openEmptyDatabaseUrl()), nodes: 2 })
    await makeAccount(haraka)
  })
  after(() => haraka.close())

  test(`${name}: two workers share one database, and each SMS goes out once`, async () => {
    const phones = Array.from({ length: 12 }, (_, n) => `+467017406${20 + n}`)
    await Promise.all(phones.map((phone) => loop(haraka, phone)))
    const { phones: seen } = await haraka.page.read()
    assert.deepEqual(
      seen.map(({ phone, messages }) => [phone, messages.length]).sort(),
      phones.map((phone) => [phone, 1]).sort(),
    )
  })

  test(`${name}: the primary does not touch the database`, async (t) => {
    if (name !== 'SQLite') {
      t.skip('only a file is seen to be open')
      return
    }
    const open = await readdir(`/proc/${haraka.pid}/fd`)
    const links = open.map((fd) => readlink(`/proc/${haraka.pid}/fd/${fd}`).catch(() => ''))
    const files = await Promise.all(links)
    assert.ok(files.length > 0)
    assert.deepEqual(
      files.filter((file) => file.includes('sms.db')),
      [],
    )
  })

  test(`${name}: a worker that is killed takes nothing with it`, async () => {
    await loop(haraka, '+46701740650')
    const [worker = ''] = (
      await readFile(`/proc/${haraka.pid}/task/${haraka.pid}/children`, 'utf8')
    ).split(' ')
    process.kill(Number(worker), 'SIGKILL')
    await haraka.logged(/worker \d killed by signal SIGKILL/)
    await haraka.logged(/the database is open/, 3)
    await loop(haraka, '+46701740651')
    await haraka.page.answer({ phone: '+46701740651', to: '+46701740699', text: 'and back' })
    const { mails } = await haraka.page.until(
      (page) => (page.mails.length > 0 ? page : undefined),
      patient(),
    )
    assert.deepEqual(
      mails.map(({ text }) => text),
      ['and back'],
    )
  })
})

test('with the database away mail for phones is to come again, and other mail goes on', async (t) => {
  const server = process.env['SMS_TEST_POSTGRES']
  if (server === undefined) {
    t.skip('SMS_TEST_POSTGRES names no server: use npm test')
    return
  }
  const { hostname, port } = new URL(server)
  const proxy = await TcpProxy.open({ host: hostname, port: Number(port) })
  const url = Object.assign(new URL(server), { port: String(proxy.port) })
  const other =
    "exports.hook_rcpt = (next, c, [to]) => next(to.host === 'example.com' ? OK : CONT)\nexports.hook_queue = (next) => next(OK)\n"
  const haraka = await start(t, {
    say: profile(url.href),
    files: { plugins: 'sms\nother\n' },
    plugins: { other },
  })
  t.after(() => proxy.cut())
  await loop(haraka, '+46701740640')
  await proxy.cut()
  const forPhone = { from: anna, to: ['46701740641@sms.test'], data: mail('later') }
  const away = await haraka.send(forPhone)
  assert.deepEqual([away.code, away.lines[0]?.slice(0, 5)], [451, '4.3.0'])
  const ordinary = await haraka.send({ from: anna, to: ['bo@example.com'], data: mail('for bo') })
  assert.equal(ordinary.code, 250)
  await proxy.mend()
  const back = await haraka.send(forPhone)
  assert.equal(back.code, 250, back.lines.join(' '))
  assert.deepEqual(await haraka.texts('+46701740641'), ['later'])
})

test('a server whose database is not there at its start takes other mail, and starts to work when it comes', async (t) => {
  const server = process.env['SMS_TEST_POSTGRES']
  if (server === undefined) {
    t.skip('SMS_TEST_POSTGRES names no server: use npm test')
    return
  }
  const { hostname, port } = new URL(server)
  const proxy = await TcpProxy.open({ host: hostname, port: Number(port) })
  await proxy.cut()
  const url = Object.assign(new URL(server), { port: String(proxy.port) })
  const haraka = await TestHaraka.start({ say: profile(url.href), withoutDatabase: true })
  t.after(() => haraka.close())
  const reply = await haraka.send({ from: anna, to: ['46701740642@sms.test'], data: mail('early') })
  assert.deepEqual([reply.code, reply.lines[0]?.slice(0, 5)], [451, '4.3.0'])
  const kept = await haraka.send({ from: anna, to: ['elsewhere@example.net'], data: mail('other') })
  assert.equal(kept.code, 550)
  await proxy.mend()
  t.after(() => proxy.cut())
  await haraka.ready()
})

test('an OK of another plugin at RCPT does not lead past us', async (t) => {
  const eager =
    'exports.register = function () { this.register_hook("rcpt", "yes", -101) }\nexports.yes = (next) => next(OK)\n'
  const haraka = await start(t, { files: { plugins: 'eager\nsms\n' }, plugins: { eager } })
  await loop(haraka, '+46701740643')
  const reply = await haraka.send({ from: anna, to: ['who@sms.test'], data: mail('to nobody') })
  assert.deepEqual([reply.code, reply.lines[0]?.slice(0, 5)], [550, '5.1.3'])
})
