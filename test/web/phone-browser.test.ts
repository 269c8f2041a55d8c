// The page /phone as a person has it, in headless Chromium: the whole loop without a reload, and the
// same by plain forms where there are no scripts.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import type { Browser, Page } from 'playwright-core'
import { createRouter } from '../../lib/web/router.ts'
import { launchChromium, noChromium } from '../support/chromium.ts'
import { pressTab } from '../support/focus.ts'
import { FakeGateway, ourNumber, silentLog, smsDomain } from '../support/fake-gateway.ts'
import {
  bubble,
  desktop,
  live,
  phone,
  visitPhones,
  writeMail,
  type PhoneVisitOptions,
} from '../support/phone-page.ts'
import { startWebServer, type WebServer } from '../support/web-server.ts'

const handset = { width: 390, height: 844 }

describe('the page /phone in a browser', { skip: noChromium }, () => {
  let browser: Browser
  before(async () => {
    browser = await launchChromium()
  })
  after(() => browser.close())

  const visit = (
    options: PhoneVisitOptions,
    use: (page: Page, server: WebServer) => Promise<void>,
    gateway?: FakeGateway,
  ) => visitPhones(browser, options, use, gateway)

  async function goRound(page: Page, sendAnswer: (page: Page) => Promise<void>) {
    await writeMail(page, 'Are you in on Friday?')
    await bubble(page, 'Are you in on Friday?').waitFor()
    await page.getByLabel('Answer from +45 20643064 to +45 60991000').fill('Yes, count me in')
    await sendAnswer(page)
    await bubble(page, 'Yes, count me in').waitFor()
    await page.getByRole('link', { name: 'Yes, count me in' }).click()
    await page.locator('.open-mail .body', { hasText: 'Yes, count me in' }).waitFor()
    await page.getByRole('link', { name: 'Reply' }).click()
    const reply = page.getByRole('form', { name: 'Reply' })
    const text = reply.getByLabel('Text of the mail')
    assert.equal(await reply.getByLabel('To').inputValue(), '4520643064-k3jx7q2mfzr6wp4a@sms.test')
    assert.equal(
      await reply.getByLabel('Subject').inputValue(),
      'Re: [SMS] Message from +45 20643064',
    )
    const quoted = await text.inputValue()
    assert.match(quoted, /^\n\nOn .* wrote:\n> Yes, count me in\n$/)
    await text.fill(`Doors open at 17:30${quoted}`)
    await reply.getByRole('button', { name: 'Send' }).click()
    await bubble(page, 'Doors open at 17:30').waitFor()
    await page.getByText('Sent. The phone shows it at once.').waitFor()
  }

  for (const viewport of [desktop, handset]) {
    test(`mail, SMS, answer, Reply, second SMS without a reload at ${viewport.width} px`, async () => {
      await visit({ viewport }, async (page, { gateway }) => {
        await live(page)
        await page.evaluate('window.sameDocument = true')
        await goRound(page, (page) => page.keyboard.press('Enter'))
        assert.equal(await page.evaluate('window.sameDocument'), true)
        const [, reply] = gateway.handedIn
        assert.deepEqual(reply?.references, ['<sent-1@example.test>', '<sms-4@sms.test>'])
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), viewport.width)
      })
    })
  }

  test('what is pressed is not lost to the bar that comes back when writing ends', async () => {
    await visit({ viewport: handset }, async (page) => {
      await live(page)
      await writeMail(page, 'Are you in on Friday?')
      const bar = page.getByRole('navigation', { name: 'Parts of the page' })
      const underBar = (await bar.boundingBox())?.y ?? 0
      await page.getByLabel(/^Answer from/).fill('Yes, count me in')
      await page.keyboard.press('Enter')
      const link = page.getByRole('link', { name: 'Yes, count me in' })
      await link.waitFor()
      assert.equal(await bar.isVisible(), false)
      await page.evaluate(`scrollBy({
        top: document.querySelector('.thread-entry').getBoundingClientRect().top - ${underBar},
        behavior: 'instant',
      })`)
      const { x = 0, y = 0, width = 0 } = (await link.boundingBox()) ?? {}
      await page.mouse.move(x + width / 2, y + 20)
      await page.mouse.down()
      assert.equal(await bar.isVisible(), true)
      await page.mouse.up()
      await page.locator('.open-mail .body', { hasText: 'Yes, count me in' }).waitFor()
    })
  })

  test('the same by plain forms, without scripts', async () => {
    await visit({ javaScriptEnabled: false }, async (page) => {
      await goRound(page, async (page) =>
        page.getByRole('button', { name: 'Send' }).first().click(),
      )
    })
  })

  test('a conversation stands at its end, and stays where it was scrolled to', async () => {
    const gateway = new FakeGateway()
    for (let count = 1; count <= 40; count++) gateway.phoneGets(phone, `Message ${count}`)
    await visit(
      {},
      async (page) => {
        await live(page)
        const inView = async (text: string) => {
          const shown = await bubble(page, text).last().boundingBox()
          const frame = await page.locator('.messages').boundingBox()
          assert.ok(shown !== null && frame !== null)
          return shown.y >= frame.y && shown.y + shown.height <= frame.y + frame.height
        }
        assert.ok(await inView('Message 40'))
        gateway.phoneGets(phone, 'Latest')
        await bubble(page, 'Latest').waitFor()
        assert.ok(await inView('Latest'))
        await bubble(page, 'Message 20').scrollIntoViewIfNeeded()
        assert.ok(await inView('Message 20'))
        gateway.phoneGets(phone, 'Still later')
        await bubble(page, 'Still later').waitFor()
        assert.ok(await inView('Message 20'))
      },
      gateway,
    )
  })

  test('what the mail server answers is shown, and the mail can be mended', async () => {
    const gateway = new FakeGateway()
    gateway.smtpSays = '550 5.1.3 +45 33112233 is a landline.'
    await visit(
      { complaints: /status of 422/ },
      async (page) => {
        await live(page)
        await writeMail(page, 'To be kept')
        await page.getByRole('alert').getByText('550 5.1.3 +45 33112233 is a landline.').waitFor()
        assert.equal(await page.getByLabel('Text of the mail').inputValue(), 'To be kept')
        gateway.smtpSays = undefined
        await page.getByRole('button', { name: 'Send' }).last().click()
        await bubble(page, 'To be kept').waitFor()
        assert.equal(await page.getByRole('alert').count(), 0)
        assert.equal(await page.getByLabel('Text of the mail').inputValue(), '')
      },
      gateway,
    )
  })

  test('an attribute of htmx that found its way into the page runs nothing', async () => {
    await visit({ complaints: /Content Security Policy|unsafe-eval|EvalError/ }, async (page) => {
      await live(page)
      await page.evaluate(`(() => {
        const button = document.createElement('button')
        button.id = 'planted'
        button.setAttribute('hx-on:click', 'window.ran = 1')
        button.setAttribute('hx-get', 'js:window.ran = 1')
        button.textContent = 'Planted'
        document.querySelector('h1').append(button)
        htmx.process(button)
      })()`)
      const refused = page.waitForEvent('console', (message) => /unsafe-eval/.test(message.text()))
      await page.getByRole('button', { name: 'Planted' }).click()
      await refused
      assert.equal(await page.evaluate('window.ran'), undefined)
    })
  })

  test('markup in an SMS is text', async () => {
    const gateway = new FakeGateway()
    const markup = '<img src=x onerror="window.ran = 1"><script>window.ran = 1</script>'
    gateway.phoneGets(phone, markup)
    gateway.phoneWrites({ phone, to: ourNumber, text: markup })
    await visit(
      { path: '/phone?mail=4' },
      async (page) => {
        await live(page)
        gateway.phoneGets(phone, `${markup} again`)
        await bubble(page, `${markup} again`).waitFor()
        assert.equal(await page.locator('.open-mail .body').innerText(), markup)
        assert.equal(await page.evaluate('window.ran'), undefined)
      },
      gateway,
    )
  })

  test('back and forward go through the mails', async () => {
    const gateway = new FakeGateway()
    for (const subject of ['One', 'Two'])
      gateway.mailArrives(['From: x@sms.test', `Subject: ${subject}`, '', `Text ${subject}`])
    await visit(
      {},
      async (page) => {
        await live(page)
        const open = (text: string) => page.locator('.open-mail .body', { hasText: text }).waitFor()
        await page.getByRole('link', { name: 'Text One' }).click()
        await open('Text One')
        await page.getByRole('link', { name: 'Text Two' }).click()
        await open('Text Two')
        await page.goBack()
        await open('Text One')
        await page.goForward()
        await open('Text Two')
      },
      gateway,
    )
  })

  test('a page that has lost its server says so, and catches up when it is back', async () => {
    const gateway = new FakeGateway()
    gateway.phoneGets(phone, 'Before')
    const first = await startWebServer({ gateway })
    const page = await browser.newPage({ viewport: desktop })
    await page.goto(`${first.url}/phone`)
    await live(page)
    await first.close()
    await page.getByText('Reconnecting…').waitFor()
    gateway.phoneGets(phone, 'Meanwhile')
    const router = createRouter(gateway, {
      log: silentLog,
      hosts: () => [],
      publicUrl: () => '',
      proxies: () => [],
      metricsNetworks: () => [],
      phoneNetworks: () => ['127.0.0.1'],
      smsDomain,
      sendMail: gateway.sendMail,
    })
    const second = express()
      .use(router)
      .listen(Number(new URL(first.url).port), '127.0.0.1')
    await bubble(page, 'Meanwhile').waitFor()
    await live(page)
    await page.close()
    router.close()
    second.closeAllConnections()
    await new Promise((done) => second.close(done))
  })

  for (const [scheme, dark] of [
    ['light', false],
    ['dark', true],
  ] as const) {
    test(`the ${scheme} scheme is followed, and each text can be read on its ground`, async () => {
      const gateway = new FakeGateway()
      gateway.phoneGets(phone, 'Hi')
      gateway.phoneWrites({ phone, to: ourNumber, text: 'Yes' })
      await visit(
        { colorScheme: scheme, path: '/phone?mail=4&reply=4' },
        async (page) => {
          const colours = await page.evaluate<string[]>(
            `(() => { const style = getComputedStyle(document.querySelector('.window'))
               const muted = getComputedStyle(document.querySelector('.open-mail .to'))
               return [style.backgroundColor, style.color, muted.color] })()`,
          )
          const [ground = 0, text = 0, muted = 0] = colours.map(luminance)
          assert.equal(ground < text, dark)
          assert.ok(contrast(ground, text) >= 7)
          assert.ok(contrast(ground, muted) >= 4.5)
        },
        gateway,
      )
    })
  }

  test('all can be reached and done with the keyboard', async () => {
    const gateway = new FakeGateway()
    gateway.phoneGets(phone, 'Hi')
    gateway.phoneWrites({ phone, to: ourNumber, text: 'Yes' })
    await visit(
      {},
      async (page) => {
        await live(page)
        const reached: string[] = []
        for (let count = 0; count < 10; count++) reached.push(await pressTab(page))
        assert.deepEqual(reached, [
          'Skip to the content',
          'With +45 60991000',
          'Answer from +45 20643064 to +45 60991000',
          'Send',
          'New mail',
          '+45 20643064 20:04 [SMS] Message from +45 20643064 Yes',
          'To',
          'Subject',
          'Text of the mail',
          'Send',
        ])
      },
      gateway,
    )
  })
})

/** WCAG 2.2, relative luminance of a `rgb(r, g, b)`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}
