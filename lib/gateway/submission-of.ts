// What is stored of a mail beside its messages, and what its sender will hear.
import { createHash } from 'node:crypto'
import { maskKeys, maskWholeKeys } from '../mail/address/key.ts'
import { wants } from '../mail/dsn/notify.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { ComposedText } from '../mail/text/compose-text.ts'
import type { Refusal } from '../policy/errors.ts'
import type { Evidence } from './evidence.ts'
import type { Submission } from './submission.ts'
import { maskedHeaders } from '../mail/orders.ts'
import type { ReportContent, ShortenedContent } from './outbox-content.ts'
import { requested, type Case } from './prepare-mail.ts'
import type { RefusedRecipient } from './target.ts'
import type { Sender } from './trust.ts'

/** Beside what the mail says itself. */
type Found = Pick<Submission, 'messages' | 'cuts' | 'report' | 'shortened'>

export function submissionOf(
  {
    mail,
    read,
    sender,
    evidence,
  }: Pick<Case, 'mail' | 'read' | 'sender'> & { readonly evidence: Evidence },
  { messages, cuts, report, shortened }: Found,
): Submission {
  return {
    ref: mail.id,
    account: sender.account,
    held: mail.ordinaryRecipients > 0,
    guarded: guardOf(sender),
    envelopeFrom: mail.envelopeFrom,
    messageId: read.messageId,
    identity: read.messageId === undefined ? identityOf(read) : '',
    signed: evidence.signed,
    subject: maskKeys(read.subject),
    headers: maskedHeaders(read),
    ret: mail.reports?.ret,
    envelopeId: mail.reports?.envelopeId && maskWholeKeys(mail.reports.envelopeId),
    proof: proofOf(sender),
    messages,
    cuts,
    report,
    shortened,
  }
}

/** As a trace names it. */
function proofOf({ proof }: Sender): string {
  if (proof === undefined) return 'tag'
  return proof.kind === 'key' ? `key ${proof.key.prefix}` : proof.kind
}

/** A key may be guarded, or not, whatever its account is. */
function guardOf({ proof }: Sender): boolean | undefined {
  const guard = proof?.kind === 'key' ? proof.key.guard : null
  return guard === null ? undefined : guard === 1
}

/** Without Message-ID: the hash of Date, Subject and body. */
function identityOf(read: ReadMail): string {
  const parts = [read.headers.get('date')?.[0], read.subject, read.text, read.html]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Those of which the sender wants to hear. */
export function reportOf(
  refused: readonly RefusedRecipient[],
  { mail, values }: Pick<Case, 'mail' | 'values'>,
): ReportContent | undefined {
  const told = refused.flatMap((one) => {
    const { recipient, notify, originalRecipient } = requested(one, mail, values.reports)
    if (!wants(notify, 'FAILURE')) return []
    const { code, params } = one.refusal
    return [
      {
        ...{ recipient: maskKeys(recipient), code, params: masked(params) },
        ...(originalRecipient !== undefined && { originalRecipient }),
      },
    ]
  })
  return told.length === 0 ? undefined : { refused: told }
}

/** What the sender wrote in the wrong place may be a key. */
export function masked(params: Refusal['params']): Refusal['params'] {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, maskKeys(value)]))
}

export function shortenedOf({ cuts }: ComposedText): ShortenedContent | undefined {
  const leftOut = cuts.find(({ reason }) => reason === 'too_long')?.text
  return leftOut === undefined ? undefined : { leftOut: maskWholeKeys(leftOut) }
}
