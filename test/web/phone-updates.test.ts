// The page /phone while it is updated, in headless Chromium: nothing is lost of what somebody does on it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchChromium, noChromium } from '../support/chromium.ts'
import { FakeGateway } from '../support/fake-gateway.ts'
import {
  bubble,
  live,
  phone,
  visitPhones,
  writeMail,
  type PhoneVisitOptions,
} from '../support/phone-page.ts'

describe('the page /phone while it is updated', { skip: noChromium }, () => {
  let browser: Browser
  before(async () => {
    browser = await launchChromium()
  })
  after(() => browser.close())

  const visit = (
    options: PhoneVisitOptions,
    use: (page: Page) => Promise<void>,
    gateway: FakeGateway,
  ) => visitPhones(browser, options, use, gateway)

  test('what comes in is shown at once; what is typed, the focus and the cursor stay', async () => {
    const gateway = new FakeGateway()
    gateway.phoneGets(phone, 'First')
    await visit(
      {},
      async (page) => {
        await live(page)
        await page.getByLabel('Text of the mail').fill('half a mail')
        const field = page.getByLabel('Answer from +45 20643064')
        await field.fill('half an answer')
        await field.press('Home')
        gateway.phoneGets('+4530112233', 'To another phone')
        gateway.phoneGets(phone, 'Second')
        gateway.phoneGets(phone, 'From a shop', 'ACME')
        await bubble(page, 'Second').waitFor()
        await page.getByRole('link', { name: 'ACME (new)' }).waitFor()
        await page.keyboard.type('not ')
        assert.equal(await field.inputValue(), 'not half an answer')
        assert.equal(await page.getByLabel('Text of the mail').inputValue(), 'half a mail')
        await page.keyboard.press('Enter')
        await bubble(page, 'not half an answer').waitFor()
        assert.equal(await field.inputValue(), '')
        await page.keyboard.type('and more')
        assert.equal(await field.inputValue(), 'and more')
      },
      gateway,
    )
  })

  test('what was refused can be mended, whatever comes in meanwhile', async () => {
    const gateway = new FakeGateway()
    gateway.smtpSays = '550 5.1.3 +45 33112233 is a landline.'
    await visit(
      { complaints: /status of 422/ },
      async (page) => {
        await live(page)
        await writeMail(page, 'To be mended')
        const refused = page.getByRole('alert').getByText('is a landline')
        await refused.waitFor()
        const text = page.getByLabel('Text of the mail')
        gateway.phoneGets(phone, 'Meanwhile')
        await bubble(page, 'Meanwhile').waitFor()
        assert.equal(await text.inputValue(), 'To be mended')
        assert.ok(await refused.isVisible())
        gateway.smtpSays = '550 5.1.3 Nor is this one a mobile.'
        await text.press('Tab')
        await page.keyboard.press('Enter')
        await page.getByRole('alert').getByText('Nor is this one a mobile.').waitFor()
        gateway.smtpSays = undefined
        await page.keyboard.press('Enter')
        await bubble(page, 'To be mended').waitFor()
        assert.equal(await text.inputValue(), '')
      },
      gateway,
    )
  })

  test('what comes in takes no focus from who writes elsewhere, nor closes what was opened', async () => {
    const gateway = new FakeGateway()
    gateway.phoneGets(phone, 'Hi')
    gateway.mailArrives(['From: x@sms.test', 'Subject: One', '', 'Body', '', '> Quoted'])
    await visit(
      { path: '/phone?mail=2&reply=2' },
      async (page) => {
        await live(page)
        await page.getByText('Quoted text').click()
        await page.getByText('> Quoted', { exact: true }).waitFor()
        const field = page.getByLabel('Answer from +45 20643064')
        await field.click()
        await page.keyboard.type('In two ')
        gateway.phoneGets(phone, 'Then')
        await bubble(page, 'Then').waitFor()
        await page.keyboard.type('words')
        assert.equal(await field.inputValue(), 'In two words')
        assert.ok(await page.getByText('> Quoted', { exact: true }).isVisible())
      },
      gateway,
    )
  })

  test('a reply is begun above the quoted text', async () => {
    const gateway = new FakeGateway()
    gateway.mailArrives(['From: x@sms.test', 'Subject: One', '', 'Body'])
    await visit(
      { path: '/phone?mail=1' },
      async (page) => {
        await live(page)
        await page.getByRole('link', { name: 'Reply' }).click()
        const text = page.getByRole('form', { name: 'Reply' }).getByLabel('Text of the mail')
        await text.waitFor()
        await page.keyboard.type('Above')
        assert.match(await text.inputValue(), /^Above\n\nOn /)
      },
      gateway,
    )
  })

  test('a form that is on its way is sent once', async () => {
    const gateway = new FakeGateway()
    gateway.phoneGets(phone, 'Hi')
    await visit(
      {},
      async (page) => {
        await live(page)
        await page.route('**/phone/answer*', async (route) => {
          await new Promise((done) => setTimeout(done, 200))
          await route.continue()
        })
        const field = page.getByLabel('Answer from +45 20643064')
        await field.fill('Once')
        await field.press('Enter')
        await field.press('Enter')
        await page.keyboard.type('not this')
        await bubble(page, 'Once').waitFor()
        await field.fill('Twice')
        await field.press('Enter')
        await bubble(page, 'Twice').waitFor()
        const shown = await page.locator('.bubble').allTextContents()
        assert.deepEqual(shown, ['Received: Hi', 'Sent: Once', 'Sent: Twice'])
      },
      gateway,
    )
  })
})
