// A real gateway on a fresh database for tests, with whatever routes, and the mails that it writes.
import { readSettings } from '../../lib/config/settings.ts'
import { createGateway, type RunningGateway } from '../../lib/gateway/create-gateway.ts'
import type {
  Findings,
  MailVerdict,
  ReportRequest,
  SendMail,
  SubmittedMail,
} from '../../lib/gateway/gateway.ts'
import { plainEntry, RouteTable } from '../../lib/gateway/route-table.ts'
import type { Route } from '../../lib/routes/route.ts'
import { Store } from '../../lib/store/store.ts'

export interface WrittenMail {
  readonly outboxId: number
  readonly from: string
  readonly to: string
  readonly contents: string
}

export interface TestGateway {
  readonly gateway: RunningGateway
  /** The same database, for a look at its rows. */
  readonly store: Store
  readonly url: string
  readonly mails: WrittenMail[]
  readonly log: string[]
  /** Hands in a mail as the trusted account demo@example.test, unless told otherwise. */
  send(mail?: TestMail): Promise<MailVerdict>
  /** The messages, as `state` and what else a test asks for, oldest first. */
  messages(): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export interface TestMail {
  readonly id?: string
  readonly from?: string
  readonly envelopeFrom?: string
  readonly to?: readonly string[]
  readonly subject?: string
  readonly text?: string
  /** Undefined for one that is made up, '' for none. */
  readonly messageId?: string
  readonly headers?: readonly string[]
  readonly raw?: string
  readonly ordinaryRecipients?: number
  readonly authUser?: string
  readonly remoteIp?: string
  readonly findings?: Partial<Findings>
  readonly reports?: ReportRequest
}

export interface TestGatewayOptions {
  readonly database: string
  readonly routes: readonly Route[]
  /** Routes with rules, in place of `routes`. */
  readonly table?: RouteTable
  readonly settings?: string
  readonly sendMail?: SendMail
  readonly clock?: () => number
  /** Answers at once, also while the database is away. */
  readonly atOnce?: boolean
}

let serial = 0

export async function openGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const reading = readSettings(
    // Most tests send one text again and again.
    `[trust]\ntrust = auth, dkim, key, ip\n[main]\ndatabase = ${options.database}\n[limits]\nduplicate_guard = no\n[main]\n${options.settings ?? ''}\n[domains]\nsms.test =\n`,
  )
  if (!reading.ok) throw new Error(reading.problems.join('\n'))
  const mails: WrittenMail[] = []
  const log: string[] = []
  const note = (message: string): void => void log.push(message)
  const gateway = createGateway({
    settings: () => reading.settings,
    routes: options.table ?? new RouteTable(options.routes.map(plainEntry)),
    directory: '/',
    sendMail: options.sendMail ?? ((mail) => Promise.resolve(void mails.push(mail))),
    clock: options.clock ?? Date.now,
    log: { debug: note, info: note, warn: note, error: note },
  })
  gateway.start()
  if (options.atOnce !== true) await gateway.migrated
  const store = new Store(options.database, '/', () => undefined)
  return {
    gateway,
    store,
    url: options.database,
    mails,
    log,
    send: (mail = {}) => gateway.acceptMail(submitted(mail)),
    messages: () => store.db('messages').orderBy('id'),
    async close() {
      await gateway.close()
      await store.close()
    },
  }
}

/** The account that `send` writes as, with its own number. */
export async function addDemoAccount(
  gateway: RunningGateway,
  address = 'demo@example.test',
): Promise<void> {
  await gateway.administer('test').addAccount({ address, networks: ['127.0.0.1'] })
}

function submitted(mail: TestMail): SubmittedMail {
  const n = ++serial
  const from = mail.from ?? 'demo@example.test'
  const to = mail.to ?? ['+4520643064@sms.test']
  const messageId = mail.messageId ?? `<test-${process.pid}-${n}@example.test>`
  const raw =
    mail.raw ??
    [
      `From: ${from}`,
      `To: ${to.join(', ')}`,
      `Subject: ${mail.subject ?? ''}`,
      ...(messageId === '' ? [] : [`Message-ID: ${messageId}`]),
      ...(mail.headers ?? []),
      '',
      mail.text ?? 'Hello',
      '',
    ].join('\r\n')
  return {
    id: mail.id ?? `transaction-${process.pid}-${n}`,
    source: () => Promise.resolve(Buffer.from(raw)),
    envelopeFrom: mail.envelopeFrom ?? from,
    recipients: to,
    ordinaryRecipients: mail.ordinaryRecipients ?? 0,
    authUser: mail.authUser,
    remoteIp: mail.remoteIp ?? '127.0.0.1',
    reports: mail.reports,
    findings: {
      dkim: [],
      spf: undefined,
      unchecked: { dkim: [], spf: undefined },
      authenticationResults: undefined,
      ...mail.findings,
    },
  }
}
