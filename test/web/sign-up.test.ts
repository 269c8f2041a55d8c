// Accounts that people make themselves, and further addresses: each proved by a mail, and nothing told of
// who has an account.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import { mailbox } from '../support/mailbox.ts'
import { PlainBrowser, signInAs, startPeopleServer } from '../support/people-server.ts'

const anna = 'anna@example.test'
const password = 'four little blue horses'
const newLink = /http:\/\/\S+\/sign-in\/new\/[\w-]+/
const aliasLink = /http:\/\/\S+\/account\/aliases\/[\w-]+/

forEachDatabase((name, openDatabaseUrl) => {
  async function open(settings = '') {
    const box = mailbox()
    let ahead = 0
    const server = await startPeopleServer({
      database: await openDatabaseUrl(),
      sendMail: box.sendMail,
      settings,
      clock: () => Date.now() + ahead,
    })
    const desk = server.test.gateway.administer('test')
    await desk.addGroup('Office')
    await desk.addGroup('Shop')
    await desk.setDomain({ domain: 'example.test', group: 'Office' })
    await desk.setDomain({ domain: 'shop.test', group: 'Shop' })
    await desk.setSetting({ group: 'Office' }, { name: 'sign_up', value: 'yes' })
    await desk.addAccount({ address: anna, group: 'Office', language: 'en' })
    return {
      server,
      box,
      desk,
      later: (ms: number) => void (ahead += ms),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    }
  }

  const addresses = async (desk: Awaited<ReturnType<typeof open>>['desk']) =>
    (await desk.listAccounts()).map(({ address }) => address)

  test(`${name}: whose domain's group allows it makes an account by a mailed link, once`, async () => {
    await using world = await open()
    const { server, box, desk } = world
    const browser = new PlainBrowser(server)
    assert.match((await browser.get('/sign-in')).html, /href="\/sign-in\/new"/)
    const asked = await browser.post('/sign-in/new', { address: 'Eva+news@Example.Test' })
    assert.match(asked.html, /If there can be an account/)
    const path = await box.link(newLink)
    assert.deepEqual(await addresses(desk), [anna])
    assert.equal(box.mails.at(-1)?.to, 'eva@example.test')
    assert.match((await browser.get(path)).html, /eva@example\.test/)
    const short = await browser.post(path, { name: '<b>Eva</b>', password: 'short' })
    assert.equal(short.status, 422)
    assert.match(short.html, /value="&lt;b>Eva/)
    const done = await browser.post(path, { name: 'Eva  Lind', password })
    assert.equal(done.status, 303)
    assert.match((await browser.get('/account')).html, /eva@example\.test/)
    const [, eva] = await desk.listAccounts()
    assert.deepEqual(
      [eva?.address, eva?.name, eva?.group],
      ['eva@example.test', 'Eva Lind', 'Office'],
    )
    assert.equal((await browser.post(path, { password: 'another long one' })).status, 404)
    const anew = new PlainBrowser(server)
    assert.equal(
      (await anew.post('/sign-in', { address: 'eva@example.test', password })).status,
      303,
    )
  })

  test(`${name}: nobody else can, and all are answered the same`, async () => {
    await using world = await open()
    const { server, box, desk } = world
    const answers = new Set<string>()
    for (const address of [
      ...['nobody@shop.test', 'nobody@elsewhere.test', 'someone@sms.test', anna],
      'new@example.test',
    ]) {
      const browser = new PlainBrowser(server)
      const { status, html } = await browser.post('/sign-in/new', { address })
      answers.add(String(status) + html.replace(/csrf" value="[^"]+/, ''))
    }
    assert.equal(answers.size, 1)
    await box.link(newLink)
    // Whoever has an account gets a link that sets a password instead.
    await box.link(/http:\/\/\S+\/sign-in\/password\/[\w-]+/)
    assert.deepEqual(box.mails.map(({ to }) => to).sort(), [anna, 'new@example.test'])
    await desk.setSetting({ group: 'Office' }, { name: 'sign_up', value: 'no' })
    const browser = new PlainBrowser(server)
    assert.equal((await browser.get('/sign-in/new')).status, 404)
    assert.doesNotMatch((await browser.get('/sign-in')).html, /sign-in\/new/)
  })

  test(`${name}: addresses of no group's domain come into the group that sms.ini names`, async () => {
    await using world = await open('[accounts]\nsign_up_group = Shop\n[main]')
    const { server, box, desk } = world
    const browser = new PlainBrowser(server)
    await browser.post('/sign-in/new', { address: 'guest@elsewhere.test' })
    const path = await box.link(newLink)
    await desk.setSetting({ group: 'Shop' }, { name: 'new_accounts_per_day', value: '0' })
    const full = await browser.post(path, { password })
    assert.equal(full.status, 429)
    await desk.setSetting({ group: 'Shop' }, { name: 'new_accounts_per_day', value: '1' })
    // Settings are remembered for a moment.
    world.later(2_000)
    assert.equal((await browser.post(path, { password })).status, 303)
    assert.deepEqual(await addresses(desk), [anna, 'guest@elsewhere.test'])
    assert.equal((await desk.listAccounts())[1]?.group, 'Shop')
  })

  test(`${name}: an address gets few links, and a network few`, async () => {
    await using world = await open()
    const { server, box } = world
    const browser = new PlainBrowser(server)
    for (let count = 0; count < 6; count++)
      await browser.post('/sign-in/new', { address: 'many@example.test' })
    for (let count = 0; count < 25; count++)
      await browser.post('/sign-in/new', { address: `n${count}@example.test` })
    await browser.post('/sign-in/new', { address: 'last@example.test' })
    // All that was asked for before has been counted when somebody's own link has come.
    await signInAs(server, anna)
    const rows: { n: number }[] = await server.test.store.db('outbox').count({ n: '*' })
    assert.ok(Number(rows[0]?.n) <= 20, String(rows[0]?.n))
    const many = box.mails.filter(({ to }) => to === 'many@example.test')
    assert.ok(many.length <= 3, String(many.length))
  })

  test(`${name}: a further address is added by the link that it gets, by its account alone`, async () => {
    await using world = await open()
    const { server, box, desk } = world
    await desk.addAccount({ address: 'bo@shop.test', group: 'Shop', language: 'en' })
    const annas = await signInAs(server, anna)
    const bos = await signInAs(server, 'bo@shop.test')
    const add = (browser: PlainBrowser, alias: string) =>
      browser.post('/account/aliases', { do: 'add', alias })
    const answers = new Set<string>()
    for (const alias of ['Anna@Home.test', 'bo@shop.test', 'free@shop.test', 'x@sms.test']) {
      const { status, html } = await add(annas, alias)
      answers.add(`${status} ${/role="status">[^<]*/.exec(html)?.[0] ?? html}`)
    }
    assert.equal(answers.size, 1)
    const path = await box.link(aliasLink)
    assert.deepEqual(
      box.mails.map(({ to }) => to),
      ['anna@home.test'],
    )
    assert.equal((await add(annas, 'no address')).status, 422)
    assert.equal((await new PlainBrowser(server).get(path)).status, 303)
    assert.equal((await bos.get(path)).status, 404)
    assert.equal((await bos.post(path)).status, 404)
    assert.match(
      (await annas.get(path)).html,
      /anna@home\.test count as mail of anna@example\.test/,
    )
    const added = await annas.post(path)
    assert.match(added.html, /The address is yours now/)
    assert.equal((await annas.post(path)).status, 404)
    const [first] = await desk.listAccounts()
    assert.deepEqual(first?.aliases, ['anna@home.test'])
    await annas.post('/account/aliases', { alias: 'anna@home.test' })
    assert.deepEqual((await desk.listAccounts())[0]?.aliases, [])
  })

  test(`${name}: an address that became somebody's meanwhile stays theirs`, async () => {
    await using world = await open()
    const { server, box, desk } = world
    const annas = await signInAs(server, anna)
    await annas.post('/account/aliases', { do: 'add', alias: 'late@home.test' })
    const path = await box.link(aliasLink)
    await desk.addAccount({ address: 'late@home.test' })
    assert.equal((await annas.post(path)).status, 404)
    const owners = (await desk.listAccounts()).map(({ aliases }) => aliases.length)
    assert.deepEqual(owners, [0, 0])
    for (let count = 0; count < 6; count++)
      await annas.post('/account/aliases', { do: 'add', alias: 'victim@home.test' })
    const last = await annas.post('/account/aliases', { do: 'add', alias: 'other@home.test' })
    assert.equal(last.status, 429)
  })
})
