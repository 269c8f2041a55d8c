// From a mail at the end of its data to messages in the database, or to the sentence that says why not.
//
// Order of questions: is it automatic, whom does it address, who sent it and is that proved, which
// phones, what text, which way. Everything up to the commit is only reading; the commit is the intake's.
import { withoutBatv } from '../mail/address/mail-address.ts'
import { isFromMailServer, isReport, tellsFailure, type AutomaticKind } from '../mail/automatic.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { TextOptions } from '../mail/text/compose-text.ts'
import { smtpReply, type Refusal } from '../policy/errors.ts'
import { isProvedSender, mayBeAutomatic } from './automatic-senders.ts'
import { answerCommand, type CommandOptions, type Preview } from './commands/answer-command.ts'
import { previewOf } from './commands/preview.ts'
import { untilChecked, type Evidence } from './evidence.ts'
import type { MailVerdict, SubmittedMail } from './submitted-mail.ts'
import type { Intake } from './intake.ts'
import type { Stored } from './submission.ts'
import { admitted, identify, type MailParts } from './mail-sender.ts'
import { readOrders, showsKey } from '../mail/orders.ts'
import { answersItsOwn } from './resolve-orders.ts'
import { prepare, type Case as PreparedCase, type PrepareOptions } from './prepare-mail.ts'
import type { RefusedRecipient } from './target.ts'
import { noneSent, refuse, tell } from './refuse-mail.ts'
import { reportOf, shortenedOf, submissionOf } from './submission-of.ts'
import { mailTextOptions } from './text-options.ts'

export interface AcceptOptions extends CommandOptions, PrepareOptions {
  readonly intake: Intake
  /** A mail of ours to this conversation came back. */
  readonly bounced: (tag: string, mail: ReadMail) => Promise<void>
  readonly pause: (ms: number) => Promise<void>
}

/** Longer than any look-up takes. */
const evenPause = 100

export async function acceptMail(
  mail: SubmittedMail,
  options: AcceptOptions,
): Promise<MailVerdict> {
  const started = options.clock()
  const { verdict, isProved } = await decide(mail, options)
  // How long a no took tells a stranger nothing about what was found.
  if (verdict.kind === 'refused' && !isProved)
    await options.pause(Math.max(0, started + evenPause - options.clock()))
  return verdict
}

interface Case extends PreparedCase {
  readonly options: AcceptOptions
}

interface Weighed extends Case {
  readonly evidence: Evidence
}

interface Decision {
  readonly verdict: MailVerdict
  /** Whether the sender has proved who it is. */
  readonly isProved: boolean
}

async function decide(mail: SubmittedMail, options: AcceptOptions): Promise<Decision> {
  const unproved = (verdict: MailVerdict): Decision => ({ verdict, isProved: false })
  const source = await mail.source()
  const settings = options.settings()
  if (source.length > settings.limits.max_mail * 1_048_576 || mail.isHeaderCut === true)
    return unproved(await refuseUnread(mail, source, options))
  const { read, automatic } = await options.work.read(source, mail, () => likelyText(mail, options))
  // RFC 5321 6.1: a server that reports a mail of ours does so from the null sender.
  if (automatic === 'bounce' && mail.envelopeFrom === '' && tellsFailure(read)) {
    for (const tag of tagsOf(mail.recipients)) await options.bounced(tag, read)
  }
  // What would loop if it were answered is taken and dropped.
  if (automatic !== false && isReport(read, mail.envelopeFrom))
    return unproved(drop(automatic, mail, options))
  const orders = readOrders(mail.recipients, read, (domain) => settings.domains.has(domain))
  if (mail.ordinaryRecipients > 0 && showsKey(orders))
    return unproved({ kind: 'refused', reply: smtpReply({ code: 'key_shown', params: {} }) })
  if (orders.command !== undefined)
    return automatic === false
      ? command(mail, { read, source, orders }, options)
      : unproved(refuseAutomatic(automatic, { mail, read, isProved: false }, options))
  const { reading, evidence } = await identify(mail, { read, source, orders }, options)
  const isAllowed =
    automatic === false ||
    (await mayBeAutomatic(reading, { mail, read, orders }, options.directory))
  if (!isAllowed)
    return unproved(
      refuseAutomatic(automatic, { mail, read, isProved: isProvedSender(reading) }, options),
    )
  const sender = await admitted(reading, orders, options)
  if ('code' in sender)
    return unproved(
      await refuse(untilChecked(sender, evidence), { mail, read: () => read, options }),
    )
  const values = await options.directory.values(sender.account)
  const one = { mail, read, orders, sender, settings, values, options, evidence }
  const verdict = await submit(one)
  return { verdict, isProved: sender.proof !== undefined }
}

/** What a report may show of a mail that is not read. */
const beginning = 65_536

function refuseUnread(
  mail: SubmittedMail,
  source: Buffer,
  options: AcceptOptions,
): Promise<MailVerdict> {
  const read = async (): Promise<ReadMail> => {
    const start = source.subarray(0, beginning)
    return (await options.work.read(start, mail, () => Promise.resolve(undefined))).read
  }
  return refuse({ code: 'mail_unreadable', params: {} }, { mail, read, options })
}

/** By what the text is composed if the mail is from whom its envelope says. */
async function likelyText(
  { envelopeFrom }: SubmittedMail,
  { directory, settings }: AcceptOptions,
): Promise<TextOptions | undefined> {
  const account =
    envelopeFrom === '' ? undefined : await directory.account(withoutBatv(envelopeFrom))
  return account && mailTextOptions(await directory.values(account), settings())
}

async function command(
  mail: SubmittedMail,
  parts: MailParts,
  options: AcceptOptions,
): Promise<Decision> {
  const preview: Preview = async (sender) => {
    const values = await options.directory.values(sender.account)
    return previewOf({ mail, ...parts, sender, settings: options.settings(), values, options })
  }
  const { refusal, isProved } = await answerCommand(mail, parts, { ...options, preview })
  if (refusal !== undefined)
    return { verdict: await refuse(refusal, { mail, read: () => parts.read, options }), isProved }
  return { verdict: { kind: 'accepted', text: 'an answer follows', held: false }, isProved }
}

/**
 * Automatic mail is not sent on, and its ordinary recipients do not suffer for it. Words alone make a
 * bounce of what a person or an alarm writes, who must hear of it; a strange mail server must not.
 */
function refuseAutomatic(
  kind: AutomaticKind,
  { mail, read, isProved }: { mail: SubmittedMail; read: ReadMail; isProved: boolean },
  options: AcceptOptions,
): MailVerdict {
  const isStrangeServer = kind === 'bounce' && isFromMailServer(read) && !isProved
  return mail.ordinaryRecipients === 0 && !isStrangeServer
    ? { kind: 'refused', reply: smtpReply({ code: 'automatic_mail', params: {} }) }
    : drop(kind, mail, options)
}

function drop(kind: AutomaticKind, mail: SubmittedMail, { log }: AcceptOptions): MailVerdict {
  const from = mail.envelopeFrom === '' ? 'the null sender' : mail.envelopeFrom
  log.info(`automatic mail (${kind}) from ${from} was taken and not sent on`)
  return { kind: 'accepted', text: 'automatic mail is not sent on as SMS', held: false }
}

function tagsOf(recipients: readonly string[]): string[] {
  return recipients.flatMap(
    (address) => /-([a-z2-7]{16})@/i.exec(address)?.[1]?.toLowerCase() ?? [],
  )
}

async function submit(one: Weighed): Promise<MailVerdict> {
  const { mail, options } = one
  const { composed, messages, refused: allRefused, reason } = await prepare(one)
  if (composed === undefined && allRefused.length === 0)
    return { kind: 'accepted', text: 'the phones are in another part of this mail', held: false }
  if (composed === undefined) return refuseAll(allRefused, one, reason)
  const stored = await options.intake.submit(
    submissionOf(one, {
      messages,
      cuts: composed.cuts,
      report: reportOf(allRefused, one),
      shortened: shortenedOf(composed),
    }),
  )
  if (stored.isRefused) return refuseAll([...allRefused, ...stored.refused], one)
  const held = mail.ordinaryRecipients > 0
  return { kind: 'accepted', text: whatWasDone(stored), held }
}

function whatWasDone({ messages, refused, isTold }: Stored): string {
  if (messages > 0) return `${messages} SMS queued`
  return refused.length > 0 ? noneSent(isTold) : 'already queued'
}

/** One sentence stands for all that were refused: the reason that most of them share. */
function commonest(refused: readonly RefusedRecipient[]): Refusal {
  const counts = new Map<string, number>()
  for (const { refusal } of refused) counts.set(refusal.code, (counts.get(refusal.code) ?? 0) + 1)
  const most = Math.max(...counts.values())
  const one = refused.find(({ refusal }) => counts.get(refusal.code) === most)
  return one?.refusal ?? { code: 'recipients_none', params: {} }
}

/** The refusal of the whole mail; with ordinary recipients it goes out as a report instead. */
async function refuseAll(
  refused: readonly RefusedRecipient[],
  one: Weighed,
  ofMail?: Refusal,
): Promise<MailVerdict> {
  const { mail, read, options, sender, evidence } = one
  const reason = ofMail ?? commonest(sender.proof === undefined ? refused.slice(0, 1) : refused)
  return mail.ordinaryRecipients > 0 && (await isTrusted(one))
    ? tell(refused, one)
    : refuse(untilChecked(reason, evidence), { mail, read: () => read, options })
}

/** A report goes to nobody whose address may be forged. */
async function isTrusted({ sender, orders, options }: Weighed): Promise<boolean> {
  const { directory, clock } = options
  return sender.proof !== undefined || answersItsOwn(orders, sender, { directory, now: clock() })
}
