// A day's work by the keyboard alone, in headless Chromium: signing in, answering, a contact, signing out.
// Whatever has the focus can be seen, at each step, and has a ring.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { noChromium } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { focusName, tabTo } from '../support/focus.ts'
import { openPeopleInBrowser, type PeopleInBrowser } from '../support/people-page.ts'
import { signInAs, type PeopleServer } from '../support/people-server.ts'
import { patience } from '../support/patience.ts'

const anna = 'anna@example.test'
const number = '+4560991000'
const phone = '+4520643064'
const password = 'four little blue horses'

describe('by the keyboard alone', { skip: noChromium }, () => {
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
    await writer.post('/account/password', { password })
    await writer.post('/messages', { to: phone, text: 'Are you in on Friday?', once: 'first' })
  })
  after(() => people[Symbol.asyncDispose]())

  for (const width of [1280, 390])
    test(`signing in, a reply, a contact, signing out, at ${width} px`, async () => {
      const page = await browser.newPage({ viewport: { width, height: 800 }, locale: 'en-GB' })
      page.setDefaultTimeout(patience)
      await page.goto(server.url)
      await tabTo(page, 'Mail address')
      await page.keyboard.type(anna)
      await tabTo(page, /^Password/)
      await page.keyboard.type(password)
      await page.keyboard.press('Enter')
      await page.waitForURL('**/messages')

      await tabTo(page, /\+45 20643064/)
      await page.keyboard.press('Enter')
      await page.locator('.said.out').first().waitFor()
      await tabTo(page, 'Message')
      await page.keyboard.type(`Until then ${width}`)
      await tabTo(page, 'Send')
      await page.keyboard.press('Enter')
      await page.locator('.said.out', { hasText: `Until then ${width}` }).waitFor()
      const answer = `Yes ${width}`
      await server.test.gateway.phones?.answer({ phone, to: number, text: answer })
      await page.locator('.said.in', { hasText: answer }).waitFor()
      assert.equal(await focusName(page), 'Send')

      await tabTo(page, 'Contacts')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/contacts')
      await tabTo(page, 'Name')
      await page.keyboard.type(`Ole ${width}`)
      await tabTo(page, 'Phone')
      await page.keyboard.type(`+45206430${width % 100}`)
      await page.keyboard.press('Enter')
      await page.locator('td', { hasText: `Ole ${width}` }).waitFor()

      await tabTo(page, 'Sign out')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/sign-in')
      await eventually('the sign-in page', async () =>
        (await page.locator('input[name=password]').count()) === 1 ? true : undefined,
      )
      await page.close()
    })
})
