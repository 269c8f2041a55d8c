// What the hooks of one process share: settings, routes, the gateway and the pages.
//
// The gateway is opened by the first hook that needs it: never in the primary of a server with
// workers, which calls none of those.
import { promises as dns } from 'node:dns'
import type { Settings } from '../lib/config/settings.ts'
import { createGateway, type RunningGateway } from '../lib/gateway/create-gateway.ts'
import { describeFully } from '../lib/gateway/describe-error.ts'
import type { Log } from '../lib/gateway/gateway.ts'
import type { WebRouter } from '../lib/web/router.ts'
import { handInTo } from './hand-in-mail.ts'
import { DkimKeys } from './dkim-keys.ts'
import { DsnRequests } from './dsn-requests.ts'
import type { Plugin, Server } from './haraka.ts'
import { mountPages } from './http.ts'
import { sendThrough } from './outbound.ts'
import { Recipients } from './recipients.ts'
import { readRouteTable, watchSettings } from './settings.ts'
import { Submissions } from './submission.ts'

export class Service {
  readonly log: Log
  readonly requests: DsnRequests
  readonly recipients: Recipients
  readonly submissions: Submissions
  readonly #plugin: Plugin
  readonly #settings: ReturnType<typeof watchSettings>
  readonly #routes: ReturnType<typeof readRouteTable>
  #gateway: RunningGateway | undefined
  #pages: WebRouter | undefined

  /** Throws the sentences about what is wrong with the settings. */
  constructor(plugin: Plugin) {
    this.#plugin = plugin
    this.log = logOf(plugin)
    this.#settings = watchSettings(plugin)
    this.#routes = readRouteTable(plugin, this.#settings)
    const open = (): RunningGateway => this.gateway
    this.requests = new DsnRequests(() => this.#settings().delivery.offer_dsn)
    this.recipients = new Recipients(open, this.requests)
    const keys = new DkimKeys((name) => dns.resolveTxt(name), Date.now)
    const { recipients, requests } = this
    this.submissions = new Submissions(open, { recipients, requests, keys }, this.log)
  }

  get gateway(): RunningGateway {
    return (this.#gateway ??= this.#open())
  }

  /** This server's own listener, as 127.0.0.1:2525. */
  get listener(): string {
    return this.#settings().demo.smtp
  }

  openPages(server: Server): undefined {
    this.#pages = mountPages(server, this.gateway, {
      log: this.log,
      hosts: () => [this.#plugin.config.get('me', 'value') ?? '', ...publicHost(this.#settings())],
      publicUrl: () => this.#settings().main.public_url,
      smsDomain: this.#settings().domains.keys().next().value ?? '',
      proxies: () => this.#settings().main.web_proxies,
      metricsNetworks: () => this.#settings().main.metrics_networks,
      phoneNetworks: () => this.#settings().main.phone_networks,
      sendMail: handInTo(() => this.listener),
    })
  }

  #open(): RunningGateway {
    const gateway = createGateway({
      settings: this.#settings,
      routes: this.#routes,
      directory: process.env['HARAKA'] ?? process.cwd(),
      sendMail: sendThrough(this.#plugin),
      clock: Date.now,
      log: this.log,
    })
    void gateway.migrated.then(() => this.log.info('the database is open'))
    return gateway
  }

  /** Nobody waits for it: Haraka exits when nothing is left to do. */
  close(): void {
    this.#pages?.close()
    this.submissions.close()
    this.#gateway?.close().catch((error: unknown) => this.log.error(describeFully(error)))
  }
}

function publicHost({ main }: Settings): string[] {
  return main.public_url === '' ? [] : [new URL(main.public_url).hostname]
}

function logOf(plugin: Plugin): Log {
  return {
    debug: (message) => plugin.logdebug(message),
    info: (message) => plugin.loginfo(message),
    warn: (message) => plugin.logwarn(message),
    error: (message) => plugin.logerror(message),
  }
}
