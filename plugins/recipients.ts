// RCPT: which recipients are ours, and a definite no where one can be said already.
//
// An address of an SMS domain that holds a key is disguised before Haraka logs it: what the client
// wrote is kept beside the disguised address, in memory, until its transaction is forgotten. So is one
// of a misspelt domain, but only until the text comes: it may be somebody's, and is delivered as it is.
import { findKey } from '../lib/mail/address/key.ts'
import { maskLocalPart } from '../lib/mail/address/local-part.ts'
import type { Gateway } from '../lib/gateway/gateway.ts'
import type { Parameters } from '../lib/mail/dsn/request.ts'
import type { DsnRequests } from './dsn-requests.ts'
import type { Address, Connection, Transaction } from './haraka.ts'
import type { Answer } from './hook.ts'

export class Recipients {
  readonly #open: () => Gateway
  readonly #requests: DsnRequests
  readonly #written = new WeakMap<Address, string>()

  constructor(open: () => Gateway, requests: DsnRequests) {
    this.#open = open
    this.#requests = requests
  }

  async rcpt(
    connection: Connection,
    params: [Address, Parameters?, ...unknown[]],
  ): Promise<Answer> {
    const { transaction } = connection
    const [recipient] = params
    if (transaction === null) return undefined
    const isOurs = this.#open().owns(recipient)
    if (isOurs) this.#disguise(transaction, params)
    else if (findKey(recipient.user) !== undefined) disguiseForLog(recipient)
    const bad = this.#requests.recipient(params[0], params[1] ?? {})
    if (bad !== undefined) return bad
    if (this.isLocalMailbox(recipient)) return { kind: 'ok' }
    if (!isOurs) return undefined
    const reply = await this.#open().checkRecipient({
      address: recipient.address,
      envelopeFrom: transaction.mail_from?.address ?? '',
      remoteIp: connection.remote.ip,
    })
    return reply === undefined
      ? { kind: 'ok', message: '2.1.5 Recipient OK' }
      : { kind: 'refuse', reply }
  }

  /** All recipients are named and logged: those that are not ours go on as they were written. */
  data({ transaction }: Connection): undefined {
    for (const recipient of transaction?.rcpt_to ?? []) Reflect.deleteProperty(recipient, 'format')
  }

  isOurs(recipient: Address): boolean {
    return this.#open().owns(recipient)
  }

  /** As the client wrote it, with the key. */
  written(recipient: Address): string {
    return this.#written.get(recipient) ?? recipient.address
  }

  /** Of the stand-alone server, which keeps the mails of one domain instead of delivering them. */
  isLocalMailbox({ host }: Address): boolean {
    return host.toLowerCase() === this.#open().mailbox?.domain
  }

  #disguise(transaction: Transaction, params: [Address, Parameters?, ...unknown[]]): void {
    const [recipient] = params
    const masked = maskLocalPart(recipient.user)
    if (!masked.includes('…')) return
    const disguised = withUser(
      recipient,
      masked.replaceAll('…', '-masked').replace(/[^\w.+-]/g, ''),
    )
    this.#written.set(disguised, recipient.address)
    params[0] = disguised
    const last = transaction.rcpt_to.lastIndexOf(recipient)
    if (last >= 0) transaction.rcpt_to[last] = disguised
  }
}

/** Haraka logs and answers what `format` says. */
function disguiseForLog(recipient: Address): void {
  const shown = `<${maskLocalPart(recipient.user)}@${recipient.host}>`
  Object.defineProperty(recipient, 'format', { configurable: true, value: () => shown })
}

/** The same kind of address with another local part; Haraka calls methods of its class. */
function withUser(address: Address, user: string): Address {
  const Class = address.constructor as new (user: string, host: string) => Address
  return new Class(user, address.host)
}
