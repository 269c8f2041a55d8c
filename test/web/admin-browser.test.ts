// The pages of administrators as they see them, in headless Chromium: three languages, light and dark,
// desktop and phone. No page is wider than the window, on a phone no table either, and axe looks at each in
// light and in dark.
// SMS_SCREENSHOTS names a directory that gets the pictures.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { noChromium } from '../support/chromium.ts'
import { insertLog, logRow } from '../support/log-rows.ts'
import { openPeopleInBrowser, signInPage, type PeopleInBrowser } from '../support/people-page.ts'
import type { PeopleServer } from '../support/people-server.ts'
import { patience } from '../support/patience.ts'

const operator = 'kirsten@example.test'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const paths = [
  ...['logs', 'logs?state=refused', 'logs?phone=%2B999', 'logs/7', 'statistics', 'queue', 'users'],
  ...['users/settings?address=bo%40example.test', 'groups', 'groups/2', 'rights', 'keys'],
  ...[
    'numbers',
    'keywords',
    'credit',
    'blocks',
    'routes',
    'alarms',
    'audit',
    `jobs/${'job'.repeat(8)}`,
  ],
]
const states = [
  ...['delivered', 'delivered', 'sent', 'incoming', 'delivered', 'refused', 'incoming', 'queued'],
  ...['delivered', 'undelivered', 'incoming', 'delivered', 'scheduled', 'cancelled', 'expired'],
]
const groups = ['Town hall', 'Town hall/Library', 'Town hall/Schools', 'Harbour']

async function fill({ test: { gateway, store } }: PeopleServer): Promise<void> {
  const desk = gateway.administer(operator)
  for (const path of groups) await desk.addGroup(path)
  const names = ['Kirsten Holm', 'Bo Dahl', 'Anna Berg', 'Ida Lund', 'Per Skov', 'Eva Kjær']
  for (const [index, name] of names.entries()) {
    const address = `${name.split(' ')[0]?.toLowerCase() ?? ''}@example.test`
    await desk.addAccount({ address, name, group: groups[index % groups.length] ?? '' })
    if (index < 4) await desk.addNumber({ number: `+456099100${index}`, account: address })
  }
  await desk.grantRights({ address: operator, group: '', rights: ['operator'] })
  await desk.setAccountActive('per@example.test', false)
  await desk.addNumber({ number: '+4560991009', group: 'Harbour' })
  await desk.addKey({ group: 'Harbour', name: 'Pier notices' })
  await desk.addBlock('Harbour', '+4520643064')
  await desk.addCredit('Town hall', '2500')
  await desk.transferCredit({ from: 'Town hall', to: 'Town hall/Library', amount: '250.5' })
  await desk.setCreditAlert('Town hall', { below: '100', to: operator })
  await desk.setPrice('46', '0.8')
  await desk.addKeyword('library', { group: 'Town hall/Library' })
  await desk.addKeyword('boats', { account: 'ida@example.test' })
  await desk.setSetting({ group: 'Harbour' }, { name: 'max_parts', value: '4' })
  const rows = Array.from({ length: 400 }, (_, index) => {
    const state = states[(index * 7) % states.length] ?? 'sent'
    const account = 1 + (index % names.length)
    return logRow({
      ...{ id: index + 1, state, account_id: account, group_id: 2 + ((account - 1) % 4) },
      direction: state === 'incoming' ? 'in' : 'out',
      ...{ phone: `+4520643${100 + (index % 40)}`, parts: 1 + (index % 3), route: 'virtual' },
      ...(state === 'refused' && { reason: 'Personal:Group' }),
      text: 'We look forward to seeing you on Tuesday at a quarter past ten.',
      created_at: Date.now() - index * 5_400_000,
      changed_at: Date.now() - index * 5_400_000 + (index % 9) * 2_000,
    })
  })
  await insertLog(store, rows)
  const job = { id: 'job'.repeat(8), accountId: 1, action: 'cancel' } as const
  await desk.beginMoves({ ...job, messages: [1, 8, 9] })
  await gateway.count()
}

describe('the pages of administrators in a browser', { skip: noChromium }, () => {
  let people: PeopleInBrowser
  let browser: Browser
  let server: PeopleServer
  before(async () => {
    people = await openPeopleInBrowser()
    ;({ browser, server } = people)
    await fill(server)
  })
  after(() => people[Symbol.asyncDispose]())

  async function fits(page: Page, name: string): Promise<void> {
    const directory = process.env['SMS_SCREENSHOTS']
    if (directory !== undefined) await page.screenshot({ path: `${directory}/${name}.png` })
    const { width } = page.viewportSize() ?? { width: 0 }
    const parts = width < 820 ? '.table-wrap' : '.side nav'
    const wide: number = await page.evaluate(
      `[document.documentElement, ...document.querySelectorAll('${parts}')]
        .filter((one) => one.scrollWidth > one.clientWidth).length`,
    )
    assert.equal(wide, 0, name)
  }

  async function inspect(page: Page, name: string): Promise<void> {
    await fits(page, name)
    await page.evaluate(axe)
    const found: string[] = await page.evaluate(
      `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
    )
    assert.deepEqual(found, [], name)
  }

  test('the plot tells of a day, hides a series, and looks closer', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(patience)
    const heard: string[] = []
    page.on('console', (message) => message.type() === 'error' && heard.push(message.text()))
    await signInPage(page, server, operator)
    await page.goto(`${server.url}/statistics?by=group`)
    const plot = page.locator('.plotted.drawn .u-over')
    await plot.waitFor()
    const legend = page.locator('.legend')
    const days = page.locator('[data-plot-of]')
    const [whole, all] = [await legend.textContent(), await days.textContent()]
    const { width = 0, height = 0 } = (await plot.boundingBox()) ?? {}
    const day = (share: number) => ({ position: { x: width * share, y: height / 2 } })
    await plot.hover(day(0.99))
    assert.match((await days.textContent()) ?? '', /^\d{4}-\d\d-\d\d$/)
    assert.notEqual(await legend.textContent(), whole)
    await page.locator('.plot').focus()
    await page.keyboard.press('ArrowLeft')
    const before = await days.textContent()
    await page.keyboard.press('ArrowLeft')
    assert.ok(((await days.textContent()) ?? '') < (before ?? ''))
    const drawn = () => page.locator('.plotted canvas').screenshot()
    const full = await drawn()
    await legend.getByRole('checkbox').first().uncheck()
    assert.ok(!full.equals(await drawn()))
    await plot.dragTo(plot, {
      sourcePosition: day(0.5).position,
      targetPosition: day(0.9).position,
    })
    const from = page.locator('input[name=from]')
    const nearer = await from.inputValue()
    await page.getByRole('button', { name: 'Show all days' }).click()
    assert.ok(nearer > (await from.inputValue()))
    await page.mouse.move(0, 0)
    assert.equal(await days.textContent(), all)
    const bytes: number = await page.evaluate(
      `['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))
         .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    )
    assert.ok(bytes > 20_000 && bytes < 100_000, String(bytes))
    const ago = (days: number) =>
      new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
    const years = `/statistics?by=state&from=${ago(1_000)}&to=${ago(0)}`
    const long = await page.goto(server.url + years)
    await plot.waitFor()
    assert.equal(await days.textContent(), `${ago(1_000)} – ${ago(0)}`)
    assert.ok(((await long?.body())?.length ?? 0) < 70_000)
    await page.close()
    assert.deepEqual(heard, [])
  })

  for (const [locale, language, width, colorScheme, look] of [
    ['en-GB', 'en', 1280, 'light', inspect],
    ['de-DE', 'de', 390, 'dark', inspect],
    ['fr-FR', 'fr', 1280, 'dark', fits],
    ['en-GB', 'en', 390, 'light', fits],
  ] as const)
    test(`each page, ${language}, ${width} px, ${colorScheme}`, async () => {
      const desk = server.test.gateway.administer('test')
      await desk.setSetting({ account: operator }, { name: 'language', value: language })
      const page = await browser.newPage({
        ...{ locale, colorScheme, viewport: { width, height: 800 } },
        timezoneId: 'Europe/Copenhagen',
      })
      page.setDefaultTimeout(patience)
      const heard: string[] = []
      page.on('console', (message) => message.type() === 'error' && heard.push(message.text()))
      page.on('pageerror', (error) => heard.push(error.message))
      await signInPage(page, server, operator)
      for (const path of paths) {
        const response = await page.goto(`${server.url}/${path}`)
        assert.equal(response?.status(), 200, path)
        await look(page, `${path.replaceAll(/\W/g, '-')}-${language}-${width}-${colorScheme}`)
      }
      await page.close()
      assert.deepEqual(heard, [])
    })
})
