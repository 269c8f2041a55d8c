// Signing in with a browser, by the link that an operator would print.
import type { Page } from 'playwright-core'
import type { PeopleServer } from './people-server.ts'

export async function signInPage(page: Page, server: PeopleServer, address: string): Promise<void> {
  const link = await server.test.gateway.administer('test').makeSignInLink(address)
  await page.goto(server.url + new URL(link).pathname)
  await page.locator('button.primary').click()
  await page.waitForURL('**/messages')
}
