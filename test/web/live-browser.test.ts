// What moves on the messages page while somebody is at work there, in headless Chromium.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { formatPhone } from '../../lib/sms/phone-number.ts'
import { noChromium } from '../support/chromium.ts'
import { openPeopleInBrowser, signInPage, type PeopleInBrowser } from '../support/people-page.ts'
import { signInAs, type PeopleServer } from '../support/people-server.ts'
import { patience } from '../support/patience.ts'

const anna = 'anna@example.test'
const number = '+4560991000'
const [ole, lis] = ['+4520643064', '+4520643065']

describe('the messages page while one works', { skip: noChromium }, () => {
  let people: PeopleInBrowser
  let browser: Browser
  let server: PeopleServer
  before(async () => {
    people = await openPeopleInBrowser()
    ;({ browser, server } = people)
    const desk = server.test.gateway.administer('test')
    await desk.addAccount({ address: anna, name: 'Anna Berg', language: 'en' })
    await desk.addNumber({ number, account: anna })
    const writer = await signInAs(server, anna)
    for (const to of [ole, lis]) await writer.post('/messages', { to, text: 'Hi', once: to })
  })
  after(() => people[Symbol.asyncDispose]())

  async function openMessages(path: string, width = 1280): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 } })
    page.setDefaultTimeout(patience)
    await signInPage(page, server, anna)
    await page.goto(server.url + path)
    await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' })
    return page
  }

  async function answer(page: Page, phone: string, text: string): Promise<void> {
    await server.test.gateway.phones?.answer({ phone, to: number, text })
    await page.locator('.talk', { hasText: text }).waitFor()
  }

  /** Keeps such requests back until `release`; `arrived` resolves with the first. */
  async function hold(page: Page, method: 'GET' | 'POST') {
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    const arrived = page.waitForRequest((request) => request.method() === method)
    await page.route('**/messages*', async (route) => {
      if (route.request().method() === method) await released
      // The page may have given it up.
      await route.continue().catch(() => undefined)
    })
    return { arrived, release }
  }

  test('what is pressed stays where it is until it is let go', async () => {
    const page = await openMessages('/messages')
    const talks = page.locator('.talk-list a')
    const upper = (await talks.first().getAttribute('href')) ?? ''
    const lower = upper.includes(encodeURIComponent(ole)) ? lis : ole
    const box = await talks.first().boundingBox()
    assert.ok(box !== null)
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    const refreshed = page.waitForResponse((response) => response.url().endsWith('/messages'))
    await server.test.gateway.phones?.answer({ phone: lower, to: number, text: 'Up it goes' })
    await (await refreshed).finished()
    await page.waitForTimeout(200)
    await page.mouse.up()
    await page.waitForURL(server.url + upper)
    await page.locator('.talk-list a', { hasText: 'Up it goes' }).first().waitFor()
    assert.ok((await talks.first().textContent())?.includes('Up it goes'))
    await page.close()
  })

  test('what is sent while a refresh is on its way arrives, whatever changes meanwhile', async () => {
    const page = await openMessages(`/messages?with=${encodeURIComponent(ole)}`)
    await page.locator('textarea').fill('Not pushed out')
    const refreshes = await hold(page, 'GET')
    const asked = page.evaluate(`new Promise((resolve) => {
      let times = 0
      document.addEventListener('htmx:config:request', ({ target }) => {
        if (target.id === 'main' && ++times === 2) resolve()
      })
    })`)
    await server.test.gateway.phones?.answer({ phone: lis, to: number, text: 'One' })
    await refreshes.arrived
    await page.getByRole('button', { name: 'Send' }).click()
    await server.test.gateway.phones?.answer({ phone: lis, to: number, text: 'Two' })
    await asked
    refreshes.release()
    await page.locator('.said.out', { hasText: 'Not pushed out' }).waitFor()
    await page.locator('.talk', { hasText: 'Two' }).waitFor()
    await page.close()
  })

  test('whoever opens another conversation at once gets there when what was sent has arrived', async () => {
    const page = await openMessages(`/messages?with=${encodeURIComponent(ole)}`)
    const posts = await hold(page, 'POST')
    await page.locator('textarea').fill('Bye')
    await page.getByRole('button', { name: 'Send' }).click()
    await posts.arrived
    await page.locator('.talk', { hasText: formatPhone(lis) }).click()
    posts.release()
    await page.waitForURL(`**/messages?with=${encodeURIComponent(lis)}`)
    await page.locator('.talk', { hasText: 'You: Bye' }).waitFor()
    await page.close()
  })

  test('a count that cannot be had leaves none of an older text', async () => {
    const page = await openMessages(`/messages?with=${encodeURIComponent(ole)}`)
    await page.locator('textarea').fill('Short')
    await page.locator('.count', { hasText: '1 part' }).waitFor()
    await page.route('**/messages/count', (route) => route.fulfill({ status: 503, body: 'Busy' }))
    await page.locator('textarea').fill('Longer than that')
    await page.locator('.count:empty').waitFor({ state: 'attached' })
    await page.unroute('**/messages/count')
    await page.route('**/messages/count', (route) => route.abort())
    await page.locator('textarea').fill('And longer')
    await page.locator('.count:empty').waitFor({ state: 'attached' })
    await page.close()
  })

  test('what was refused stays to be mended while others write', async () => {
    const page = await openMessages('/messages?new=1')
    await page.locator('input[name=to]').fill('12')
    await page.locator('textarea').fill('See you')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('alert').waitFor()
    await answer(page, ole, 'Meanwhile')
    assert.equal(await page.getByRole('alert').count(), 1)
    assert.equal(await page.locator('textarea').inputValue(), 'See you')
    assert.equal(new URL(page.url()).search, '?new=1')
    await page.locator('input[name=to]').fill(lis)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('.said.out', { hasText: 'See you' }).waitFor()
    assert.equal(await page.locator('textarea').inputValue(), '')
    await page.goBack()
    await page.locator('input[name=to]').waitFor()
    await page.close()
  })

  test('what the text will be is said while it is typed, and no more when it is sent', async () => {
    const page = await openMessages(`/messages?with=${encodeURIComponent(ole)}`)
    const line = page.locator('.count')
    await page.locator('textarea').pressSequentially('Привет')
    await page.locator('.count', { hasText: '1 part · UCS-2 · 64 left' }).waitFor()
    await answer(page, ole, 'In between')
    assert.equal(await line.textContent(), '1 part · UCS-2 · 64 left')
    assert.equal(await page.locator('textarea').inputValue(), 'Привет')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('.said.out', { hasText: 'Привет' }).waitFor()
    await page.locator('.count:empty').waitFor({ state: 'attached' })
    await page.close()
  })

  test('a search goes without a reload, and the field keeps the focus', async () => {
    const page = await openMessages('/messages')
    await page.evaluate('window.sameDocument = true')
    await page.getByRole('searchbox').fill('20643065')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/messages?q=20643065')
    await page.locator('.talk').nth(1).waitFor({ state: 'detached' })
    assert.equal(await page.evaluate('document.activeElement.name'), 'q')
    assert.equal(await page.evaluate('window.sameDocument'), true)
    await page.close()
  })

  test('where the session has ended, a text is kept and a link leads to signing in', async () => {
    const page = await openMessages(`/messages?with=${encodeURIComponent(ole)}`)
    await page.context().clearCookies({ name: 'sms_session' })
    await page.locator('textarea').fill('Not lost')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('You are signed out. Sign in and try again.').waitFor()
    assert.equal(await page.locator('textarea').inputValue(), 'Not lost')
    await page.locator('.talk').first().click()
    await page.waitForURL('**/sign-in?next=*')
    await page.close()
  })

  test('a server that cannot be reached is told of on a phone, too, and the text is kept', async () => {
    const page = await openMessages(`/messages?with=${encodeURIComponent(ole)}`, 390)
    await page.context().setOffline(true)
    await page.locator('textarea').fill('Not lost')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('The server could not be reached. Try again.').waitFor()
    await page.context().setOffline(false)
    assert.equal(await page.locator('textarea').inputValue(), 'Not lost')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('.said.out', { hasText: 'Not lost' }).waitFor()
    await page.close()
  })
})
