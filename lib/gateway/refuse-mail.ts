// The no to a mail as a whole. It is said inside SMTP, unless ordinary recipients would lose their mail by
// it: then whoever is proved to have sent it hears of it by a report, and of anybody else's only the log.
//
// A login proves who is there whatever else is wrong with the mail: so it counts here even where nothing
// of the mail could be read. A report goes to that account, never to an address that may be forged.
import { withoutBatv } from '../mail/address/mail-address.ts'
import { readOrders } from '../mail/orders.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import { smtpReply, type Refusal } from '../policy/errors.ts'
import type { Settings } from '../config/settings.ts'
import type { Directory } from './directory.ts'
import { noEvidence, type Evidence } from './evidence.ts'
import type { Intake } from './intake.ts'
import type { Log } from './log.ts'
import type { Case } from './prepare-mail.ts'
import { reportOf, submissionOf } from './submission-of.ts'
import type { MailVerdict, SubmittedMail } from './submitted-mail.ts'
import type { RefusedRecipient } from './target.ts'

export interface RefuseOptions {
  readonly directory: Directory
  readonly intake: Intake
  readonly settings: () => Settings
  readonly log: Log
}

interface Unsent {
  readonly mail: SubmittedMail
  /** Asked only for a report. */
  readonly read: () => ReadMail | Promise<ReadMail>
  readonly options: RefuseOptions
}

export async function refuse(refusal: Refusal, one: Unsent): Promise<MailVerdict> {
  const { mail, options } = one
  const reply = smtpReply(refusal)
  if (mail.ordinaryRecipients === 0) return { kind: 'refused', reply }
  const login = await loggedIn(mail, options.directory)
  if (login !== undefined) {
    const read = await one.read()
    const owns = (domain: string): boolean => options.settings().domains.has(domain)
    const { addressees } = readOrders(mail.recipients, read, owns)
    const refused = addressees.map(({ shown, written }) => ({ shown, written, refusal }))
    return tell(refused, { ...login, read, evidence: noEvidence, options })
  }
  options.log.warn(
    `no SMS was sent for ${mail.envelopeFrom}, the rest of the mail goes on: ${reply.text}`,
  )
  return { kind: 'accepted', text: noneSent(false), held: false }
}

type Told = Pick<Case, 'mail' | 'read' | 'sender' | 'values'> & {
  readonly evidence: Evidence
  readonly options: Pick<RefuseOptions, 'intake'>
}

/** Takes the mail, of which nothing is sent, with a report to its sender, who is proved. */
export async function tell(refused: readonly RefusedRecipient[], one: Told): Promise<MailVerdict> {
  const report = reportOf(refused, one)
  await one.options.intake.submit(
    submissionOf(one, { messages: [], cuts: [], report, shortened: undefined }),
  )
  return { kind: 'accepted', text: noneSent(report !== undefined), held: true }
}

export function noneSent(isTold: boolean): string {
  return isTold ? 'no SMS was sent, a report follows' : 'no SMS was sent'
}

/** The account that handed the mail in, which hears of it at its own address where the envelope has another's. */
async function loggedIn(
  mail: SubmittedMail,
  directory: Directory,
): Promise<Pick<Told, 'mail' | 'sender' | 'values'> | undefined> {
  if (mail.authUser === undefined || mail.envelopeFrom === '') return undefined
  const account = await directory.account(mail.authUser)
  if (account === undefined) return undefined
  const values = await directory.values(account)
  if (!values.trust.includes('auth')) return undefined
  const envelopeIsOwn = (await directory.account(withoutBatv(mail.envelopeFrom)))?.id === account.id
  return {
    mail: envelopeIsOwn ? mail : { ...mail, envelopeFrom: account.address },
    sender: { account, proof: { kind: 'auth' }, envelopeIsOwn },
    values,
  }
}
