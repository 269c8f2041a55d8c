// The pages on a free port, over the fake gateway.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Log } from '../../lib/gateway/gateway.ts'
import { createRouter } from '../../lib/web/router.ts'
import { FakeGateway, silentLog, smsDomain } from './fake-gateway.ts'

export interface WebServer extends AsyncDisposable {
  readonly gateway: FakeGateway
  readonly url: string
  /** Ends the pages' own timers and streams, while the server still listens. */
  closePages(): void
  close(): Promise<void>
}

export interface WebServerOptions {
  readonly gateway?: FakeGateway
  readonly log?: Log
  readonly hosts?: readonly string[]
  readonly proxies?: readonly string[]
  readonly phoneNetworks?: readonly string[]
  readonly publicUrl?: string
  /** Where the router is mounted. */
  readonly mount?: string
}

export async function startWebServer(options: WebServerOptions = {}): Promise<WebServer> {
  const gateway = options.gateway ?? new FakeGateway()
  const router = createRouter(gateway, {
    log: options.log ?? silentLog,
    hosts: () => options.hosts ?? [],
    publicUrl: () => options.publicUrl ?? '',
    smsDomain,
    proxies: () => options.proxies ?? [],
    metricsNetworks: () => [],
    phoneNetworks: () => options.phoneNetworks ?? ['127.0.0.1'],
    sendMail: gateway.sendMail,
  })
  const server = express()
    .use(options.mount ?? '/', router)
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    router.close()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return {
    gateway,
    url: `http://127.0.0.1:${port}`,
    closePages: () => router.close(),
    close,
    [Symbol.asyncDispose]: close,
  }
}
