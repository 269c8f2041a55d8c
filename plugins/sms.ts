// The plugin `sms`: what Haraka calls, and when. Everything that is said to Haraka is said in here and
// in the files beside it; lib/ knows nothing of Haraka.
//
// Our recipients are settled first of all plugins at RCPT (-100) and last of all at the end of data
// (100), so the order of lines in config/plugins does not matter.
import type { Parameters } from '../lib/mail/dsn/request.ts'
import { smtpReply } from '../lib/policy/errors.ts'
import { initChild, initMaster } from './delivery.ts'
import type { Address, Connection, OutboundMail, Plugin, Server } from './haraka.ts'
import { goOn, guard, type Answer } from './hook.ts'
import { bounce, getMx } from './outbound.ts'
import { maskRecord } from './log.ts'
import { Service } from './service.ts'

export function register(this: Plugin): void {
  const service = new Service(this)
  const { recipients, requests, submissions } = service
  const first = -100
  const last = 100
  // guard() answers in time; a timer of Haraka's for each hook would be seven more for every mail. So
  // config/sms.timeout and plugin_timeout say nothing here.
  this.timeout = 0

  const on = <Args extends unknown[]>(
    hook: string,
    priority: number,
    work: (...args: Args) => Answer | Promise<Answer>,
    whenFailed: (...args: Args) => Answer = goOn,
  ): void => {
    this[`sms_${hook}`] = guard(service.log, { work, whenFailed })
    this.register_hook(hook, `sms_${hook}`, priority)
  }
  const comeAgain = (mail: Connection): Answer =>
    submissions.concerns(mail)
      ? { kind: 'refuse', reply: smtpReply({ code: 'internal_error', params: {} }) }
      : undefined

  this['sms_log'] = maskRecord
  this.register_hook('log', 'sms_log', first)

  on('capabilities', first, (mail: Connection) => requests.offer(mail))
  on('mail', first, (mail: Connection, from: [Address, Parameters?]) =>
    requests.mail(mail, from[1] ?? {}),
  )
  on(
    'rcpt',
    first,
    (mail: Connection, to: [Address, Parameters?]) => recipients.rcpt(mail, to),
    comeAgain,
  )
  on('data', first, (mail: Connection) => {
    recipients.data(mail)
    submissions.data(mail)
    return undefined
  })
  on('data_post', last, (mail: Connection) => submissions.dataPost(mail), comeAgain)
  on('queue', first, (mail: Connection) => submissions.queue(mail), comeAgain)
  on('queue_outbound', first, (mail: Connection) => submissions.queue(mail), comeAgain)
  on('queue_ok', first, (mail: Connection) => submissions.queueOk(mail))
  on('reset_transaction', first, (mail: Connection) => submissions.reset(mail))

  on('get_mx', first, (_: OutboundMail, domain: string) => getMx(service, domain))
  on('bounce', first, (mail: OutboundMail, error: Error) => bounce(service.gateway, mail, error))

  on('init_master', first, (server: Server) => initMaster(server, service))
  on('init_child', first, () => initChild(service))
  on('init_http', first, (server: Server) => service.openPages(server))
  this['shutdown'] = () => service.close()
}
