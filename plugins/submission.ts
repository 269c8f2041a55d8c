// The end of data: our recipients are taken out of the mail and committed, the rest goes on as it is.
//
// data_post is the last of all plugins to speak and the only place where our codes reach the client
// word for word. What is held for the rest of the mail is released by queue_ok before the client
// hears 250, and dropped by everything else that ends a transaction.
import { describeFully } from '../lib/gateway/describe-error.ts'
import type {
  Gateway,
  LocalMailbox,
  Log,
  MailVerdict,
  SubmittedMail,
} from '../lib/gateway/gateway.ts'
import type { RecipientRequest } from '../lib/mail/dsn/request.ts'
import type { DsnRequests } from './dsn-requests.ts'
import type { DkimKeys } from './dkim-keys.ts'
import { findingsOn } from './findings.ts'
import type { Address, Connection, Transaction } from './haraka.ts'
import type { Answer } from './hook.ts'
import { MailSources } from './mail-source.ts'
import type { Recipients } from './recipients.ts'

const releaseAgainAfter = 1_000

interface Taken {
  verdict?: Extract<MailVerdict, { kind: 'accepted' }>
  /** The transaction has ended, or its mail is queued. */
  over: boolean
}

interface Neighbours {
  readonly recipients: Recipients
  readonly requests: DsnRequests
  readonly keys: DkimKeys
}

export class Submissions {
  readonly #open: () => Gateway
  readonly #recipients: Recipients
  readonly #requests: DsnRequests
  readonly #keys: DkimKeys
  readonly #log: Log
  readonly #sources = new MailSources()
  readonly #taken = new WeakMap<Transaction, Taken>()
  /** Mails whose rest is queued while the database could not be told. */
  readonly #unreleased = new Set<NodeJS.Timeout>()

  constructor(open: () => Gateway, { recipients, requests, keys }: Neighbours, log: Log) {
    this.#open = open
    this.#recipients = recipients
    this.#requests = requests
    this.#keys = keys
    this.#log = log
  }

  close(): void {
    for (const timer of this.#unreleased) clearTimeout(timer)
  }

  /** Whether a failure of ours must hold this mail back. */
  concerns({ transaction }: Connection): boolean {
    if (transaction === null) return false
    return this.#taken.has(transaction) || this.#ours(transaction).length > 0
  }

  /** The text of a mail with recipients of ours is about to come. */
  data({ transaction }: Connection): undefined {
    if (transaction !== null && this.#ours(transaction).length > 0) this.#sources.note(transaction)
  }

  /** Another plugin may have said OK at RCPT: every recipient is looked at again. */
  dataPost(connection: Connection): Answer | Promise<Answer> {
    const { transaction } = connection
    if (transaction === null) return undefined
    const ours = this.#ours(transaction)
    return ours.length === 0 ? undefined : this.#submit(connection, transaction, ours)
  }

  /** The local mailbox takes its mails; a mail without recipients has none left to queue. */
  queue({ transaction }: Connection): Answer | Promise<Answer> {
    if (transaction === null) return undefined
    const { mailbox } = this.#open()
    const local = transaction.rcpt_to.filter((to) => this.#recipients.isLocalMailbox(to))
    if (mailbox !== undefined && local.length > 0) return this.#keep(transaction, mailbox, local)
    return this.#queuedIfEmpty(transaction)
  }

  queueOk({ transaction }: Connection): Answer | Promise<Answer> {
    const taken = transaction === null ? undefined : this.#taken.get(transaction)
    if (transaction === null || taken?.verdict === undefined || taken.over) return undefined
    taken.over = true
    return taken.verdict.held ? this.#release(transaction.uuid, releaseAgainAfter) : undefined
  }

  reset({ transaction }: Connection): Answer | Promise<Answer> {
    const taken = transaction === null ? undefined : this.#taken.get(transaction)
    if (transaction === null || taken === undefined || taken.over) return undefined
    taken.over = true
    return taken.verdict?.held === true ? this.#drop(transaction.uuid) : undefined
  }

  async #drop(id: string): Promise<undefined> {
    await this.#open().drop(id)
  }

  /** The client hears 250 whatever a queue_ok hook says: so a release that fails is tried until it works. */
  async #release(id: string, pause: number): Promise<undefined> {
    try {
      await this.#open().release(id)
    } catch (error) {
      this.#log.warn(`messages of ${id} stay held until this works: ${describeFully(error)}`)
      const timer = setTimeout(() => {
        this.#unreleased.delete(timer)
        void this.#release(id, Math.min(pause * 2, 60_000))
      }, pause).unref()
      this.#unreleased.add(timer)
    }
  }

  #ours({ rcpt_to }: Transaction): Address[] {
    return rcpt_to.filter((recipient) => this.#recipients.isOurs(recipient))
  }

  async #submit(
    connection: Connection,
    transaction: Transaction,
    ours: readonly Address[],
  ): Promise<Answer> {
    const taken: Taken = { over: false }
    this.#taken.set(transaction, taken)
    const verdict = await this.#open().acceptMail({
      id: transaction.uuid,
      source: () => this.#sources.read(transaction),
      envelopeFrom: transaction.mail_from?.address ?? '',
      recipients: ours.map((recipient) => this.#recipients.written(recipient)),
      ordinaryRecipients: transaction.rcpt_to.length - ours.length,
      authUser: connection.notes.auth_user,
      remoteIp: connection.remote.ip,
      findings: await findingsOn(connection, transaction, this.#keys),
      reports: this.#reportsOf(transaction, ours),
      isHeaderCut:
        transaction.header_lines.length >= (transaction.cfg?.headers?.max_lines ?? 1_000),
    })
    if (verdict.kind === 'refused') return { kind: 'refuse', reply: verdict.reply }
    // The client hung up meanwhile, or was told to come again: nobody will queue the rest.
    if (taken.over && verdict.held) await this.#drop(transaction.uuid)
    taken.verdict = verdict
    transaction.rcpt_to = transaction.rcpt_to.filter((recipient) => !ours.includes(recipient))
    return undefined
  }

  /** What the client asked for by DSN, by recipient as it was written. */
  #reportsOf(transaction: Transaction, ours: readonly Address[]): SubmittedMail['reports'] {
    const mail = this.#requests.ofMail(transaction)
    if (mail === undefined) return undefined
    const recipients = new Map<string, RecipientRequest>()
    for (const recipient of ours) {
      const request = this.#requests.ofRecipient(recipient)
      if (request !== undefined)
        recipients.set(this.#recipients.written(recipient).toLowerCase(), request)
    }
    return { ...mail, recipients }
  }

  async #keep(
    transaction: Transaction,
    mailbox: LocalMailbox,
    local: readonly Address[],
  ): Promise<Answer> {
    const raw = await this.#sources.read(transaction)
    for (const recipient of local) await mailbox.add(recipient.address, raw)
    transaction.rcpt_to = transaction.rcpt_to.filter((recipient) => !local.includes(recipient))
    return this.#queuedIfEmpty(transaction) ?? undefined
  }

  #queuedIfEmpty(transaction: Transaction): Answer {
    if (transaction.rcpt_to.length > 0) return undefined
    const text = this.#taken.get(transaction)?.verdict?.text ?? 'kept in the local mailbox'
    return { kind: 'ok', message: `2.0.0 ${text}` }
  }
}
