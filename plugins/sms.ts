// The plugin `sms`: what Haraka calls, and when. Everything that is said to Haraka is said in here and
// in the files beside it; lib/ knows nothing of Haraka.
//
// Our recipients are settled first of all plugins at RCPT (-100) and last of all at the end of data
// (100), so the order of lines in config/plugins does not matter.
import { createGateway, type RunningGateway } from '../lib/gateway/create-gateway.ts'
import type { Log } from '../lib/gateway/gateway.ts'
import { smtpReply } from '../lib/policy/errors.ts'
import type { WebRouter } from '../lib/web/router.ts'
import { initChild, initMaster } from './delivery.ts'
import { handInTo } from './hand-in-mail.ts'
import type { Address, Connection, OutboundMail, Plugin, Server } from './haraka.ts'
import { describeError, goOn, guard, type Answer } from './hook.ts'
import { initHttp } from './http.ts'
import { bounce, getMx, sendThrough } from './outbound.ts'
import { Recipients } from './recipients.ts'
import { readRouteTable, watchSettings } from './settings.ts'
import { Submissions } from './submission.ts'

export function register(this: Plugin): void {
  const log = logOf(this)
  const settings = watchSettings(this)
  const routes = readRouteTable(this, Date.now)
  let gateway: RunningGateway | undefined
  let router: WebRouter | undefined
  // Opened by the first hook that needs it: never in the primary of a server with workers.
  const open = (): RunningGateway =>
    (gateway ??= createGateway({
      settings,
      routes,
      directory: process.env['HARAKA'] ?? process.cwd(),
      sendMail: sendThrough(this),
      clock: Date.now,
      log,
    }))
  const recipients = new Recipients(open)
  const submissions = new Submissions(open, recipients, log)

  const hook = <Args extends unknown[]>(
    name: string,
    priority: number,
    work: (...args: Args) => Answer | Promise<Answer>,
    whenFailed: (...args: Args) => Answer = goOn,
  ): void => {
    this[`sms_${name}`] = guard(log, { work, whenFailed })
    this.register_hook(name, `sms_${name}`, priority)
  }
  const comeAgain = (connection: Connection): Answer =>
    submissions.concerns(connection)
      ? { kind: 'refuse', reply: smtpReply({ code: 'internal_error', params: {} }) }
      : undefined

  hook(
    'rcpt',
    -100,
    (connection: Connection, params: [Address]) => recipients.rcpt(connection, params),
    comeAgain,
  )
  hook('data_post', 100, (connection: Connection) => submissions.dataPost(connection), comeAgain)
  hook('queue', -100, (connection: Connection) => submissions.queue(connection), comeAgain)
  hook('queue_outbound', -100, (connection: Connection) => submissions.queue(connection), comeAgain)
  hook('queue_ok', -100, (connection: Connection) => submissions.queueOk(connection))
  hook('reset_transaction', -100, (connection: Connection) => submissions.reset(connection))
  hook('get_mx', -100, (_mail: OutboundMail, domain: string) =>
    getMx(open(), settings().demo.smtp, domain),
  )
  hook('bounce', -100, (mail: OutboundMail, error: Error) => bounce(open(), mail, error))
  hook('init_master', 0, (server: Server) => initMaster(server, open))
  hook('init_child', 0, () => initChild(open))
  hook('init_http', -100, (server: Server) => {
    router = initHttp(server, open(), {
      log,
      hosts: [this.config.get('me', 'value') ?? ''],
      smsDomain: settings().domains.keys().next().value ?? '',
      sendMail: handInTo(() => settings().demo.smtp),
    })
    return undefined
  })
  this['shutdown'] = () => {
    router?.close()
    submissions.close()
    gateway?.close().catch((error: unknown) => log.error(describeError(error)))
  }
}

function logOf(plugin: Plugin): Log {
  return {
    debug: (message) => plugin.logdebug(message),
    info: (message) => plugin.loginfo(message),
    warn: (message) => plugin.logwarn(message),
    error: (message) => plugin.logerror(message),
  }
}
