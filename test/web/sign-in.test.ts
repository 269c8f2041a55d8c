// Signing in to the pages, and what strangers try there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TOTP, Secret } from 'otpauth'
import { all } from '../../lib/store/rows.ts'
import { nextPage } from '../../lib/web/sign-in/sign-in-pages.tsx'
import { forEachDatabase } from '../support/databases.ts'
import { mailbox } from '../support/mailbox.ts'
import {
  PlainBrowser,
  signInAs,
  startPeopleServer,
  type PeopleServer,
} from '../support/people-server.ts'

const anna = 'anna@example.test'
const password = 'four little blue horses'

async function setPassword(server: PeopleServer, address = anna): Promise<void> {
  const browser = await signInAs(server, address)
  const { status, html } = await browser.post('/account/password', { password })
  assert.equal(status, 200)
  assert.match(html, /The password is set/)
}

/**
 * Codes that are good whenever the step of 30 s ends: the one of now counts for a step longer, and the
 * one after it is taken already.
 */
const nowCode = (totp: TOTP): string => totp.generate()
const nextCode = (totp: TOTP): string => totp.generate({ timestamp: Date.now() + 30_000 })

async function signIn(browser: PlainBrowser, fields: Record<string, string> = {}) {
  return browser.post('/sign-in', { address: anna, password, ...fields })
}

forEachDatabase((name, openDatabaseUrl) => {
  async function serverWithAnna(options: Partial<Parameters<typeof startPeopleServer>[0]> = {}) {
    const server = await startPeopleServer({ database: await openDatabaseUrl(), ...options })
    const administration = server.test.gateway.administer('test')
    await administration.addAccount({ address: anna, name: 'Anna' })
    await administration.addAccount({ address: 'bo@example.test' })
    return server
  }

  test(`${name}: forgotten password: the mailed link sets one, once, and ends other sessions`, async () => {
    const box = mailbox()
    await using server = await serverWithAnna({ sendMail: box.sendMail })
    const other = await signInAs(server, anna)
    const browser = new PlainBrowser(server)
    const asked = await browser.post('/sign-in/forgotten', { address: anna })
    assert.match(asked.html, /If the address has an account here/)
    const path = await box.link(/http:\/\/\S+\/sign-in\/password\/[\w-]+/)
    assert.match((await browser.get(path)).html, /Choose a password/)
    assert.equal((await browser.post(path, { password: 'short' })).status, 422)
    const done = await browser.post(path, { password })
    assert.equal(done.response.headers.get('location'), '/')
    assert.match((await browser.get('/account')).html, /anna@example\.test/)
    assert.equal((await other.get('/account')).status, 303)
    assert.equal((await browser.post(path, { password })).status, 404)
    const anew = new PlainBrowser(server)
    assert.equal((await signIn(anew)).status, 303)
  })

  test(`${name}: a link is mailed; looking at it uses nothing up, and it lets in once`, async () => {
    const box = mailbox()
    await using server = await serverWithAnna({ sendMail: box.sendMail })
    const browser = new PlainBrowser(server)
    await browser.post('/sign-in/mail', { address: ` ${anna.toUpperCase()} ` })
    const path = await box.link(/http:\/\/\S+\/sign-in\/link\/[\w-]+/)
    await browser.get(path)
    await browser.get(path)
    assert.equal((await browser.post(path)).status, 303)
    assert.equal((await browser.get('/account')).status, 200)
    assert.equal((await new PlainBrowser(server).post(path)).status, 404)
  })

  test(`${name}: the second step is asked for after the password, and each code is good once`, async () => {
    await using server = await serverWithAnna()
    await setPassword(server)
    const browser = await signInAs(server, anna)
    const { html } = await browser.post('/account/step', { do: 'begin' })
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1]?.replaceAll(' ', '') ?? ''
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    assert.equal((await browser.post('/account/step', { do: 'confirm', code: '12' })).status, 422)
    const used = nowCode(totp)
    const on = await browser.post('/account/step', { do: 'confirm', code: used })
    assert.match(on.html, /The second step is on/)

    const anew = new PlainBrowser(server)
    const first = await signIn(anew, { next: '/account' })
    assert.equal(first.response.headers.get('location'), '/sign-in/code?next=%2Faccount')
    assert.equal((await anew.get('/account')).status, 303, 'half signed in is not signed in')
    const half = anew.cookies.get('sms_session')
    assert.equal((await anew.post('/sign-in/code', { code: used })).status, 401, 'used before')
    const done = await anew.post('/sign-in/code', { code: nextCode(totp), next: '/account' })
    assert.equal(done.response.headers.get('location'), '/account')
    assert.notEqual(anew.cookies.get('sms_session'), half)
    assert.equal((await anew.get('/account')).status, 200)
  })

  test(`${name}: a code is good for its own account alone, and a second step is not replaced unasked`, async () => {
    await using server = await serverWithAnna()
    const other = 'cleo@example.test'
    await server.test.gateway.administer('test').addAccount({ address: other })
    const begin = async (browser: PlainBrowser): Promise<TOTP> => {
      const { html } = await browser.post('/account/step', { do: 'begin' })
      const secret = /<code>([A-Z2-7 ]+)</.exec(html)?.[1]?.replaceAll(' ', '') ?? ''
      return new TOTP({ secret: Secret.fromBase32(secret) })
    }
    const totps: TOTP[] = []
    for (const address of [anna, other]) {
      const browser = await signInAs(server, address)
      const totp = await begin(browser)
      const code = nowCode(totp)
      assert.equal((await browser.post('/account/step', { do: 'confirm', code })).status, 200)
      // Begun again, by whoever sits at an open session: it stays the same one.
      await browser.post('/account/step', { do: 'begin' })
      const begun = await all(
        server.test.store.db,
        'select account_id from credentials where totp_new is not null',
      )
      assert.deepEqual(begun, [])
      totps.push(totp)
    }
    const half = await signInAs(server, anna)
    const [hers, his] = totps.map(nextCode)
    assert.equal((await half.post('/sign-in/code', { code: his ?? '' })).status, 401)
    assert.equal((await half.post('/sign-in/code', { code: hers ?? '' })).status, 303)
  })

  test(`${name}: whoever lost their codes is let in again by an administrator, which is written down`, async () => {
    await using server = await serverWithAnna()
    await setPassword(server)
    const desk = server.test.gateway.administer('test')
    for (const address of ['chief@example.test', 'clerk@example.test'])
      await desk.addAccount({ address })
    const operator = { address: 'chief@example.test', group: '', rights: ['operator'] }
    await desk.grantRights(operator)
    const browser = await signInAs(server, anna)
    const { html } = await browser.post('/account/step', { do: 'begin' })
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1]?.replaceAll(' ', '') ?? ''
    const code = nowCode(new TOTP({ secret: Secret.fromBase32(secret) }))
    await browser.post('/account/step', { do: 'confirm', code })
    const where = async (): Promise<string | null> =>
      (await signIn(new PlainBrowser(server))).response.headers.get('location')
    assert.match((await where()) ?? '', /code/)

    const lost = { do: 'step_off', address: anna }
    const clerk = await signInAs(server, 'clerk@example.test')
    assert.equal((await clerk.post('/users', lost)).status, 403)
    const chief = await signInAs(server, 'chief@example.test')
    assert.match((await chief.get('/users')).html, /value="step_off"/)
    assert.equal((await chief.post('/users', lost)).status, 303)
    assert.equal(await where(), '/')
    assert.match((await chief.get('/audit')).html, /Second step switched off/)
  })

  test(`${name}: after six wrong codes of the second step the right one is refused too`, async () => {
    await using server = await serverWithAnna()
    const browser = await signInAs(server, anna)
    await browser.post('/account/step', { do: 'begin' })
    const { html } = await browser.get('/account')
    const secret = /<code>([A-Z2-7 ]+)</.exec(html)?.[1]?.replaceAll(' ', '') ?? ''
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    const on = await browser.post('/account/step', { do: 'confirm', code: nowCode(totp) })
    assert.equal(on.status, 200)
    const half = await signInAs(server, anna)
    const code = nextCode(totp)
    const wrong = code === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 6; tries++)
      assert.equal((await half.post('/sign-in/code', { code: wrong })).status, 401)
    assert.equal((await half.post('/sign-in/code', { code })).status, 429)
    assert.equal((await half.get('/account')).status, 303)
  })

  test(`${name}: sessions are listed and ended, and whoever signs out is out`, async () => {
    await using server = await serverWithAnna()
    const [one, two] = [await signInAs(server, anna), await signInAs(server, anna)]
    const id = /name="session" value="(\d+)"/.exec((await one.get('/account')).html)?.[1] ?? ''
    const bo = await signInAs(server, 'bo@example.test')
    await bo.post('/account/sessions', { session: id })
    assert.equal((await two.get('/account')).status, 200, 'nobody ends the session of another')
    await one.post('/account/sessions', { session: id })
    assert.equal((await two.get('/account')).status, 303)
    const token = one.cookies.get('sms_session') ?? ''
    await one.post('/sign-out')
    one.cookies.set('sms_session', token)
    assert.equal((await one.get('/account')).status, 303)
  })

  test(`${name}: people change what their group leaves to them, and nothing else`, async () => {
    await using server = await serverWithAnna()
    const administration = server.test.gateway.administer('test')
    await administration.setSetting({ group: '' }, { name: 'sms_signature', open: 'locked' })
    const browser = await signInAs(server, anna)
    assert.doesNotMatch((await browser.get('/account')).html, /name="sms_signature"/)
    const wishes = { language: 'da', sms_signature: 'Mine', limit_user: 'unlimited' }
    assert.equal((await browser.post('/account/wishes', wishes)).status, 303)
    assert.match((await browser.get('/account')).html, /<html lang="da">/)
    const wrong = await browser.post('/account/wishes', { time_zone: 'Nowhere/Else' })
    assert.equal(wrong.status, 422)
    const settings = await administration.listSettings({ account: anna })
    const value = (name: string) => settings.find((one) => one.name === name)?.value
    assert.deepEqual([value('language'), value('sms_signature')], ['da', ''])
    const [last] = await administration.listAudit(1)
    assert.equal(last?.actor, anna)
  })

  test(`${name}: after ten wrong passwords the right one is refused too, from that network`, async () => {
    await using server = await serverWithAnna({ proxies: ['127.0.0.1'] })
    await setPassword(server)
    const from = (ip: string) => new PlainBrowser(server, { 'x-forwarded-for': ip })
    const stranger = from('192.0.2.66')
    for (let n = 0; n < 10; n++)
      assert.equal((await signIn(stranger, { password: `wrong ${n}` })).status, 401)
    assert.equal((await signIn(stranger)).status, 429)
    assert.equal((await signIn(from('192.0.2.7'))).status, 303, 'Anna herself is not shut out')
  })

  test(`${name}: an address without account is answered the same, in as much time`, async () => {
    const box = mailbox()
    await using server = await serverWithAnna({ sendMail: box.sendMail })
    await setPassword(server)
    const answers: string[] = []
    const times: number[] = []
    for (const address of [anna, 'nobody@example.test']) {
      const browser = new PlainBrowser(server)
      await browser.get('/sign-in')
      const started = performance.now()
      const { status, html } = await signIn(browser, { address, password: 'wrong' })
      times.push(performance.now() - started)
      const mailed = await browser.post('/sign-in/mail', { address })
      answers.push(
        `${status}${html}${mailed.status}${mailed.html}`
          .replaceAll(address, 'X')
          .replaceAll(/csrf" value="[^"]+/g, ''),
      )
    }
    assert.equal(answers[0], answers[1])
    const [known = 0, unknown = 0] = times
    // Without the work for nobody's password it would be some milliseconds against some forty.
    assert.ok(unknown > known / 4, `${unknown} ms against ${known} ms`)
  })
})

test('a session that somebody else put into the browser is not the one that is signed in', async () => {
  await using server = await startPeopleServer({ database: await sqlite() })
  await server.test.gateway.administer('test').addAccount({ address: anna })
  const victim = new PlainBrowser(server)
  victim.cookies.set('sms_session', 'known-to-the-attacker')
  const link = await server.test.gateway.administer('test').makeSignInLink(anna)
  const path = new URL(link).pathname
  await victim.get(path)
  await victim.post(path)
  assert.notEqual(victim.cookies.get('sms_session'), 'known-to-the-attacker')
  const attacker = new PlainBrowser(server)
  attacker.cookies.set('sms_session', 'known-to-the-attacker')
  assert.equal((await attacker.get('/account')).status, 303)
})

test('the cookie of the session is for no script and no form of another site, and Secure behind TLS', async () => {
  await using server = await startPeopleServer({
    database: await sqlite(),
    publicUrl: 'https://sms.example.test/sms',
    proxies: ['127.0.0.1'],
  })
  const browser = new PlainBrowser(server, {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'sms.example.test',
  })
  const { response } = await browser.get('/sms/sign-in')
  assert.match(
    response.headers.get('set-cookie') ?? '',
    /^sms_csrf=[\w-]+; Path=\/sms; HttpOnly; Secure; SameSite=Lax$/,
  )
  assert.match(response.headers.get('content-security-policy') ?? '', /script-src 'self';/)
})

for (const prefix of ['passed on', 'taken away'] as const)
  test(`behind a proxy with a path, which is ${prefix}, all links lead back through it`, async () => {
    await using server = await startPeopleServer({
      database: await sqlite(),
      publicUrl: 'http://sms.example.test/sms',
    })
    const browser = new PlainBrowser(server)
    const asked = (path: string) => (prefix === 'passed on' ? `/sms${path}` : path)
    const { html } = await browser.get(asked('/sign-in'))
    const links = [...html.matchAll(/(?:href|src|action)="([^"#]*)/gi)].map(([, link]) => link)
    assert.ok(links.length > 4)
    assert.deepEqual(
      links.filter((link) => link !== '' && link?.startsWith('/sms/') !== true),
      [],
    )
    const style = links.find((link) => link?.endsWith('.css'))?.slice('/sms'.length) ?? ''
    assert.equal((await browser.get(asked(style))).status, 200)
    const { response } = await browser.get(asked('/account'))
    assert.equal(response.headers.get('location'), '/sms/sign-in?next=%2Faccount')
  })

for (const [path, status] of [
  ['/smsx/sign-in', 404],
  ['/sms/nothing', 404],
  ['//evil.test/sms/', 404],
  ['/sms//evil.test', 404],
] as const)
  test(`${path} leads nowhere behind the path /sms`, async () => {
    await using server = await startPeopleServer({
      database: await sqlite(),
      publicUrl: 'http://sms.example.test/sms',
    })
    const { status: answered, response } = await new PlainBrowser(server).get(path)
    assert.equal(answered, status)
    assert.equal(response.headers.get('location'), null)
  })

test('nobody is sent on to another site after signing in', async () => {
  for (const next of [
    'https://evil.test/',
    '//evil.test/',
    '/\\evil.test',
    '/\t/evil.test',
    'javascript:alert(1)',
    '/account\r\nX: y',
  ])
    assert.equal(nextPage(next), '/', next)
  assert.equal(nextPage('/messages?with=%2B4520643064'), '/messages?with=%2B4520643064')
  await using server = await startPeopleServer({ database: await sqlite() })
  await server.test.gateway.administer('test').addAccount({ address: anna })
  await setPassword(server)
  const { response } = await signIn(new PlainBrowser(server), { next: '//evil.test/' })
  assert.equal(response.headers.get('location'), '/')
})

test('a form from another site, or without the token of the browser, changes nothing', async () => {
  await using server = await startPeopleServer({ database: await sqlite() })
  await server.test.gateway.administer('test').addAccount({ address: anna })
  const browser = await signInAs(server, anna)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const csrf = browser.cookies.get('sms_csrf') ?? ''
  const send = (headers: Record<string, string>, fields: Record<string, string>) =>
    fetch(`${server.url}/account/password`, {
      method: 'POST',
      headers: { cookie, ...headers },
      body: new URLSearchParams({ password, ...fields }),
    })
  assert.equal((await send({ origin: 'https://evil.test' }, { csrf })).status, 403)
  assert.equal((await send({ 'sec-fetch-site': 'cross-site' }, { csrf })).status, 403)
  assert.equal((await send({ origin: server.url }, {})).status, 403)
  assert.equal((await send({ origin: server.url }, { csrf: 'x'.repeat(32) })).status, 403)
  assert.equal((await send({ origin: server.url }, { csrf })).status, 200)
})

test('X-Forwarded-Host is believed of no stranger', async () => {
  await using server = await startPeopleServer({ database: await sqlite() })
  const answer = await fetch(`${server.url}/sign-in`, {
    headers: { 'x-forwarded-host': 'evil.test' },
  })
  assert.equal(answer.status, 200)
  await using proxied = await startPeopleServer({
    database: await sqlite(),
    proxies: ['127.0.0.1'],
  })
  const refused = await fetch(`${proxied.url}/sign-in`, {
    headers: { 'x-forwarded-host': 'evil.test' },
  })
  assert.equal(refused.status, 421)
})

test('what belongs to another part of the server is left to it', async () => {
  await using server = await startPeopleServer({ database: await sqlite() })
  const answer = await fetch(`${server.url}/watch/`)
  assert.match(await answer.text(), /Cannot GET \/watch\//)
})

let openSqlite: (() => Promise<string>) | undefined
forEachDatabase((name, open) => {
  if (name === 'SQLite') openSqlite = open
})

function sqlite(): Promise<string> {
  if (openSqlite === undefined) throw new Error('there is always SQLite')
  return openSqlite()
}
