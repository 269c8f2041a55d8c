// The page /phone in a browser: opened over the fake gateway, with what tests do on it again and again.
import assert from 'node:assert/strict'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { FakeGateway } from './fake-gateway.ts'
import { startWebServer, type WebServer } from './web-server.ts'
import { patience } from './patience.ts'

export const phone = '+4520643064'
export const desktop = { width: 1280, height: 800 }

export interface PhoneVisitOptions extends BrowserContextOptions {
  readonly path?: string
  /** What the browser may complain of. */
  readonly complaints?: RegExp
}

/** Opens the page, hands it to `use`, and fails on whatever the browser complained of. */
export async function visitPhones(
  browser: Browser,
  options: PhoneVisitOptions,
  use: (page: Page, server: WebServer) => Promise<void>,
  gateway = new FakeGateway(),
): Promise<void> {
  const { path = '/phone', complaints, ...context } = options
  await using server = await startWebServer({ gateway })
  const page = await browser.newPage({ viewport: desktop, ...context })
  page.setDefaultTimeout(patience)
  const heard: string[] = []
  page.on('console', (message) => message.type() === 'error' && heard.push(message.text()))
  page.on('pageerror', (error) => heard.push(error.message))
  await page.goto(server.url + path)
  await use(page, server)
  await page.close()
  assert.deepEqual(
    heard.filter((line) => complaints?.test(line) !== true),
    [],
  )
}

/** Until the page hears of changes. */
export async function live(page: Page): Promise<void> {
  await page.getByText('Live', { exact: true }).waitFor()
}

export function bubble(page: Page, text: string): Locator {
  const shown = page.getByRole('article', { name: 'Phone +45 20643064' })
  return shown.locator('.bubble', { hasText: text })
}

export async function writeMail(page: Page, text: string): Promise<void> {
  const form = page.getByRole('form', { name: 'New mail' })
  await form.getByLabel('To').fill('4520643064@sms.test')
  await form.getByLabel('Text of the mail').fill(text)
  await form.getByRole('button', { name: 'Send' }).click()
}
