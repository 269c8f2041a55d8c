// The pages of people over a real gateway, and a browser's part in them: cookies, tokens of forms.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createRouter } from '../../lib/web/router.ts'
import { silentLog } from './fake-gateway.ts'
import { openGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts'

export interface PeopleServer extends AsyncDisposable {
  readonly url: string
  readonly test: TestGateway
}

export interface PeopleServerOptions extends Omit<TestGatewayOptions, 'routes'> {
  readonly routes?: TestGatewayOptions['routes']
  readonly publicUrl?: string
  readonly proxies?: readonly string[]
  readonly metricsNetworks?: readonly string[]
}

export async function startPeopleServer(options: PeopleServerOptions): Promise<PeopleServer> {
  const publicUrl = options.publicUrl ?? 'http://sms.example.test'
  const test = await openGateway({
    ...options,
    routes: options.routes ?? [],
    settings: `public_url = ${publicUrl}\n${options.settings ?? ''}`,
  })
  const router = createRouter(test.gateway, {
    log: silentLog,
    hosts: () => [new URL(publicUrl).hostname],
    publicUrl: () => publicUrl,
    proxies: () => options.proxies ?? [],
    metricsNetworks: () => options.metricsNetworks ?? [],
    phoneNetworks: () => ['127.0.0.1'],
    smsDomain: 'sms.test',
    sendMail: () => Promise.reject(new Error('the pages of people hand in no mail')),
  })
  const server = express().use(router).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    test,
    async [Symbol.asyncDispose]() {
      router.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await test.close()
    },
  }
}

/** A browser without scripts: it keeps cookies and sends forms with the token of the last page. */
export class PlainBrowser {
  readonly cookies = new Map<string, string>()
  readonly headers: Record<string, string>
  readonly #url: string
  #csrf = ''

  constructor({ url }: { url: string }, headers: Record<string, string> = {}) {
    this.#url = url
    this.headers = headers
  }

  async get(path: string): Promise<{ status: number; html: string; response: Response }> {
    const response = await fetch(this.#url + path, { headers: this.#sent(), redirect: 'manual' })
    return this.#take(response)
  }

  async post(path: string, fields: Record<string, string> | FormData = {}) {
    if (this.#csrf === '') await this.get('/sign-in')
    const body = fields instanceof FormData ? fields : new URLSearchParams(fields)
    if (!body.has('csrf')) body.set('csrf', this.#csrf)
    const response = await fetch(this.#url + path, {
      method: 'POST',
      headers: { ...this.#sent(), origin: this.#url },
      body,
      redirect: 'manual',
    })
    return this.#take(response)
  }

  /** Sends a form and goes where its answer leads. */
  async send(path: string, fields: Record<string, string> | FormData = {}) {
    const answer = await this.post(path, fields)
    const to = answer.response.headers.get('location')
    return to === null ? answer : this.get(to)
  }

  #sent(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return { ...this.headers, ...(cookie !== '' && { cookie }) }
  }

  async #take(response: Response) {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const html = await response.text()
    this.#csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? this.#csrf
    return { status: response.status, html, response }
  }
}

/** The way in for tests: the link that an operator would print. */
export async function signInAs(server: PeopleServer, address: string): Promise<PlainBrowser> {
  const browser = new PlainBrowser(server)
  const link = await server.test.gateway.administer('test').makeSignInLink(address)
  const path = link.slice(link.indexOf('/sign-in/'))
  await browser.get(path)
  const { status } = await browser.post(path)
  if (status !== 303) throw new Error(`signing in was answered ${status}`)
  return browser
}
