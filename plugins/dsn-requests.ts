// RFC 3461: DSN is offered where the operator switches it on, and what clients ask for by it is
// remembered beside the transaction and the recipients until the end of data.
import {
  readMailRequest,
  readRecipientRequest,
  type BadParameter,
  type MailRequest,
  type Parameters,
  type RecipientRequest,
} from '../lib/mail/dsn/request.ts'
import type { Address, Connection, Transaction } from './haraka.ts'
import type { Answer } from './hook.ts'

export class DsnRequests {
  readonly #isOffered: () => boolean
  readonly #mails = new WeakMap<Transaction, MailRequest>()
  readonly #recipients = new WeakMap<Address, RecipientRequest>()

  constructor(isOffered: () => boolean) {
    this.#isOffered = isOffered
  }

  offer(connection: Connection): Answer {
    if (this.#isOffered()) connection.capabilities?.push('DSN')
    return undefined
  }

  mail({ transaction }: Connection, params: Parameters): Answer {
    if (transaction === null || !this.#isOffered()) return undefined
    const request = readMailRequest(params)
    if ('bad' in request) return refuse(request)
    this.#mails.set(transaction, request)
    return undefined
  }

  /** Undefined when it is well written or not offered. */
  recipient(recipient: Address, params: Parameters): Answer {
    if (!this.#isOffered()) return undefined
    const request = readRecipientRequest(params)
    if ('bad' in request) return refuse(request)
    this.#recipients.set(recipient, request)
    return undefined
  }

  ofMail(transaction: Transaction): MailRequest | undefined {
    return this.#mails.get(transaction)
  }

  ofRecipient(recipient: Address): RecipientRequest | undefined {
    return this.#recipients.get(recipient)
  }
}

function refuse({ bad }: BadParameter): Answer {
  // RFC 3461 4: 501 for a parameter that is not well written.
  const text = `The parameter ${bad} is not written as RFC 3461 says.`
  return { kind: 'refuse', reply: { code: 501, enhanced: '5.5.4', text } }
}
