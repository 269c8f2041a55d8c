// The pages of people as they have them, in headless Chromium: two languages, light and dark, desktop
// and phone; axe looks at each. SMS_SCREENSHOTS names a directory that gets the pictures.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { noChromium } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { openPeopleInBrowser, signInPage, type PeopleInBrowser } from '../support/people-page.ts'
import { signInAs, type PeopleServer } from '../support/people-server.ts'
import { patience } from '../support/patience.ts'

const anna = 'anna@example.test'
const number = '+4560991000'
const phone = '+4520643064'
const password = 'four little blue horses'
const guests =
  'Name;Mobile;Group;Town\nOle Hansen;+4520643064;Restaurant;Aarhus\nLis Berg;+46701740605;;Malmö\nSms;12;;\n'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

describe('the pages of people in a browser', { skip: noChromium }, () => {
  let people: PeopleInBrowser
  let browser: Browser
  let server: PeopleServer
  before(async () => {
    people = await openPeopleInBrowser()
    ;({ browser, server } = people)
    const administration = server.test.gateway.administer('test')
    await administration.addAccount({ address: anna, name: 'Anna Berg' })
    await administration.addNumber({ number, account: anna })
    for (const [name, tail] of [
      ['Kitchen', '4520643065'],
      ['Bo Hansen', '4520643066'],
    ] as const)
      await administration.addContact(anna, {
        name,
        phone: `+${tail}`,
        groups: ['Restaurant'],
      })
    const plain = await signInAs(server, anna)
    const phrase = { name: 'Table', text: 'Hi {first name}, your table is ready.', do: 'save' }
    await plain.post('/phrases', phrase)
  })
  after(() => people[Symbol.asyncDispose]())

  const signIn = (page: Page) => signInPage(page, server, anna)

  async function inspect(page: Page, name: string): Promise<void> {
    const directory = process.env['SMS_SCREENSHOTS']
    if (directory !== undefined) await page.screenshot({ path: `${directory}/${name}.png` })
    await page.evaluate(axe)
    const found: Finding[] = await page.evaluate(
      `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
        violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) })))`,
    )
    assert.deepEqual(
      found.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
      [],
      name,
    )
    const { width } = page.viewportSize() ?? { width: 0 }
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width, name)
  }

  for (const [locale, language, width, scheme] of [
    ['en-GB', 'en', 1280, 'light'],
    ['da-DK', 'da', 390, 'dark'],
    ['da-DK', 'da', 1280, 'dark'],
    ['en-GB', 'en', 390, 'light'],
  ] as const)
    test(`from signing in to an answer, ${language}, ${width} px, ${scheme}`, async () => {
      await server.test.gateway
        .administer('test')
        .setSetting({ account: anna }, { name: 'language', value: language })
      const page = await browser.newPage({
        locale,
        colorScheme: scheme,
        viewport: { width, height: 800 },
        timezoneId: 'Europe/Copenhagen',
      })
      page.setDefaultTimeout(patience)
      const heard: string[] = []
      page.on('console', (message) => message.type() === 'error' && heard.push(message.text()))
      page.on('pageerror', (error) => heard.push(error.message))
      const label = `${language}-${width}-${scheme}`
      await page.goto(server.url)
      await inspect(page, `sign-in-${label}`)
      await signIn(page)
      await page.evaluate('window.sameDocument = true')
      await page.locator('a[href$="new=1"]').click()
      await page.locator('input[name=to]').fill(phone)
      const question = `Kommer du på fredag? ${label}`
      await page.locator('textarea').fill(question)
      await page.locator('.count', { hasText: 'GSM-7' }).waitFor()
      await page.locator('.writer button.primary').click()
      await page.locator('.said.out', { hasText: question }).waitFor()
      const answer = `Ja! Og projektoren? 🚲 ${label}`
      await server.test.gateway.phones?.answer({ phone, to: number, text: answer })
      await page.locator('.said.in', { hasText: answer }).waitFor()
      assert.equal(await page.evaluate('window.sameDocument'), true)
      await inspect(page, `messages-${label}`)
      await page.goto(`${server.url}/messages`)
      await inspect(page, `list-${label}`)
      await page.goto(`${server.url}/account`)
      await inspect(page, `account-${label}`)
      await page.goto(`${server.url}/contacts`)
      await inspect(page, `contacts-${label}`)
      await page.goto(`${server.url}/contacts/import`)
      await page.locator('input[type=file]').setInputFiles({
        name: 'guests.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(guests),
      })
      await page.locator('button[value=check]').click()
      await page.locator('button[value=import]').waitFor()
      await inspect(page, `import-${label}`)
      await page.goto(`${server.url}/phrases`)
      await inspect(page, `phrases-${label}`)
      await page.goto(`${server.url}/messages/many`)
      await page.locator('select[name=group]').selectOption('Restaurant')
      await page.locator('textarea[name=to]').fill('Kitchen')
      await page.locator('select[name=phrase]').selectOption({ label: 'Table' })
      const text = page.locator('textarea[name=text]')
      await eventually('the phrase', async () =>
        (await text.inputValue()) === '' ? undefined : true,
      )
      await text.press('End')
      await page.keyboard.type(' /Anna')
      await page.locator('button[value=check]').click()
      await page.locator('button[value=send]').waitFor()
      const example = page.locator('.examples .said-text').first()
      assert.equal(await example.textContent(), 'Hi Bo, your table is ready. /Anna')
      await inspect(page, `many-${label}`)
      await page.close()
      assert.deepEqual(heard, [])
    })

  test('each page weighs less than 100 kB with all that it loads', async () => {
    const page = await browser.newPage()
    await signIn(page)
    for (const path of [
      '/messages?with=%2B4520643064',
      '/messages/many',
      '/account',
      '/contacts',
      '/contacts/import',
      '/phrases',
      '/sign-in',
    ]) {
      await page.goto(server.url + path)
      const bytes: number = await page.evaluate(
        `['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))
           .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
      )
      assert.ok(bytes > 1_000 && bytes < 100_000, `${path}: ${bytes}`)
    }
    await page.close()
  })

  test('times are those of the browser until somebody says a zone, and then at once of that', async () => {
    const page = await browser.newPage({ locale: 'en-GB', timezoneId: 'America/New_York' })
    await signIn(page)
    await page.goto(`${server.url}/account`)
    const shown = async (zone: string) => {
      const time = page.locator('.rows time').first()
      const at = new Date((await time.getAttribute('datetime')) ?? '')
      const options = { hour: '2-digit', minute: '2-digit', timeZone: zone } as const
      assert.ok((await time.textContent())?.endsWith(at.toLocaleTimeString('en-GB', options)), zone)
    }
    await shown('America/New_York')
    await page.goto(`${server.url}/messages/many`)
    await page.locator('[data-zone-name]', { hasText: 'America/New_York' }).waitFor()
    await page.locator('textarea[name=to]').fill(phone)
    await page.locator('textarea[name=text]').fill('Later')
    await page.locator('input[name=at]').fill('2090-01-01T10:00')
    await page.locator('button[value=check]').click()
    const due = page.locator('time[data-shape=due]')
    assert.equal(await due.getAttribute('datetime'), '2090-01-01T15:00:00.000Z')
    assert.match((await due.textContent()) ?? '', /2090.*10:00/)
    await page.goto(`${server.url}/account`)
    await page.locator('input[name=time_zone]').fill('Asia/Tokyo')
    await page.locator('select[name=language]').selectOption('en')
    await page.locator('form[action$="/wishes"] button').click()
    await page.locator('main[data-zone="Asia/Tokyo"]').waitFor()
    await shown('Asia/Tokyo')
    await page.locator('input[name=time_zone]').fill('UTC')
    await page.locator('form[action$="/wishes"] button').click()
    await page.locator('main:not([data-zone])').waitFor()
    await page.close()
  })

  test('a group that is written to as one phone leads to the page for several, with what was typed', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } })
    await signIn(page)
    await page.locator('a[href$="new=1"]').click()
    await page.locator('input[name=to]').fill('restaurant')
    await page.locator('textarea[name=text]').fill('Closed on Monday')
    await page.locator('.writer button.primary').click()
    await page.locator('textarea[name=to]').waitFor()
    assert.equal(await page.locator('textarea[name=text]').inputValue(), 'Closed on Monday')
    await page.locator('button[value=check]').click()
    await page.locator('button[value=send]').waitFor()
    await inspect(page, 'many-from-one')
    await page.close()
  })

  test('a link on another site leaves the forms that are open as good as they were', async () => {
    const context = await browser.newContext()
    const writing = await context.newPage()
    await signIn(writing)
    await writing.goto(`${server.url}/messages/many`)
    const webmail = await context.newPage()
    const contentType = 'text/html'
    const body = `<a href="${server.url}/messages">Answer</a>`
    await webmail.route('http://mail.test/', (route) => route.fulfill({ contentType, body }))
    await webmail.goto('http://mail.test/')
    await webmail.locator('a').click()
    await webmail.locator('#talks').waitFor()
    await writing.locator('textarea[name=to]').fill('Kitchen')
    await writing.locator('textarea[name=text]').fill('Half written')
    await writing.locator('button[value=check]').click()
    await writing.locator('button[value=send]').waitFor()
    await context.close()
  })

  test('making an account and the second step, as they are seen', async () => {
    const desk = server.test.gateway.administer('test')
    await desk.setDomain({ domain: 'example.test', group: '' })
    await desk.setSetting({ group: '' }, { name: 'sign_up', value: 'yes' })
    const page = await browser.newPage({ locale: 'de-DE', viewport: { width: 390, height: 800 } })
    await page.goto(`${server.url}/sign-in`)
    await page.locator('a[href$="/sign-in/new"]').click()
    await inspect(page, 'sign-up')
    await page.locator('input[name=address]').fill('eva@example.test')
    await page.locator('button.primary').click()
    const mail = await eventually('the mail', () =>
      server.test.mails.find(({ to }) => to === 'eva@example.test'),
    )
    const text = mail.contents.replace(/=\r\n/g, '').replace(/=3D/g, '=')
    const link = new URL(/http:\S+\/sign-in\/new\/[\w-]+/.exec(text)?.[0] ?? '')
    await page.goto(server.url + link.pathname)
    await inspect(page, 'sign-up-password')
    await page.locator('input[name=name]').fill('Eva Lind')
    await page.locator('input[name=password]').fill(password)
    await page.locator('button.primary').click()
    await page.waitForURL('**/messages')
    await page.goto(`${server.url}/account`)
    assert.equal(await page.locator('h1').textContent(), 'Konto')
    await page.locator('button[value=begin]').click()
    await page.locator('form[action$="/step"] .code').waitFor()
    await inspect(page, 'second-step')
    await page.close()
  })

  test('without scripts, buttons put a phrase into the text and say what it will be', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    await signIn(page)
    await page.goto(`${server.url}/messages?new=1`)
    await page.locator('input[name=to]').fill('Bo Hansen')
    await page.locator('select[name=phrase]').selectOption({ label: 'Table' })
    await page.locator('button[value=insert]').click()
    const written = await page.locator('textarea[name=text]').inputValue()
    assert.equal(written, 'Hi Bo, your table is ready.')
    await page.locator('textarea[name=text]').fill('Your table is ready.')
    await page.locator('button[value=measure]').click()
    await page.locator('.count', { hasText: 'GSM-7' }).waitFor()
    await page.locator('.writer button.primary').click()
    await page.locator('.said.out', { hasText: 'Your table is ready.' }).waitFor()
    await page.close()
  })

  test('signing in by password, without scripts', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    await signIn(page)
    await page.goto(`${server.url}/account`)
    await page.locator('input[name=password]').fill(password)
    await page.locator('form[action$="/password"] button').click()
    await page.getByRole('status').waitFor()
    await page.locator('.who button').click()
    await page.locator('input[name=address]').fill(anna)
    await page.locator('input[name=password]').fill(password)
    await page.locator('button.primary').click()
    await page.waitForURL('**/messages')
    await page.close()
  })
})
