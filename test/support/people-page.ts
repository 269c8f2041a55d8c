// The pages of people in a browser, and signing in there by the link that an operator would print.
import type { Browser, Page } from 'playwright-core'
import { PhoneRoute } from '../../lib/routes/phone/phone-route.ts'
import { launchChromium } from './chromium.ts'
import { sqliteDatabases } from './databases.ts'
import { startPeopleServer, type PeopleServer } from './people-server.ts'

export interface PeopleInBrowser extends AsyncDisposable {
  readonly browser: Browser
  readonly server: PeopleServer
}

/** Over SQLite, with a virtual phone as the only route. */
export async function openPeopleInBrowser(): Promise<PeopleInBrowser> {
  const databases = sqliteDatabases()
  const browser = await launchChromium()
  const server = await startPeopleServer({
    database: await databases.open(),
    routes: [new PhoneRoute({ name: 'virtual', window: 16, clock: Date.now })],
  })
  return {
    browser,
    server,
    async [Symbol.asyncDispose]() {
      await browser.close()
      await server[Symbol.asyncDispose]()
      await databases.dropAll()
    },
  }
}

export async function signInPage(page: Page, server: PeopleServer, address: string): Promise<void> {
  const link = await server.test.gateway.administer('test').makeSignInLink(address)
  await page.goto(server.url + new URL(link).pathname)
  await page.locator('button.primary').click()
  await page.waitForURL('**/messages')
}
