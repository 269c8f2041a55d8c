// From a mail at the end of its data to messages in the database, or to the sentence that says why not.
//
// Order of questions: is it automatic, whom does it address, who sent it and is that proved, which
// phones, what text, which way. Everything up to the commit is only reading; the commit is the intake's.
import { createHash } from 'node:crypto'
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import { maskKeys } from '../mail/address/key.ts'
import { readDuration } from '../mail/address/time.ts'
import { automaticKind, type AutomaticKind } from '../mail/automatic.ts'
import { notifyOf, wants } from '../mail/dsn/notify.ts'
import { readMail, type ReadMail } from '../mail/read-mail.ts'
import type { ComposedText } from '../mail/text/compose-text.ts'
import type { TextComposer } from '../mail/text/composer.ts'
import { isReasonCode } from '../mail/language/index.ts'
import { priceOf, showCredits } from '../policy/credit.ts'
import { sentence, smtpReply, type Refusal } from '../policy/errors.ts'
import { maxParts } from '../sms/parts.ts'
import { formatPhone } from '../sms/phone-number.ts'
import { mayBeAutomatic } from './automatic-senders.ts'
import {
  answerCommand,
  commandOf,
  type CommandOptions,
  type Preview,
} from './commands/answer-command.ts'
import type { Wish } from './choose-route.ts'
import type { MailVerdict, SubmittedMail } from './gateway.ts'
import { admitted, identify, type MailParts } from './mail-sender.ts'
import { linkPlace, signedWithLinkPlace, wantsLink, withLinkPlace } from './block-link.ts'
import type { Intake, SubmittedMessage } from './intake.ts'
import {
  dueTime,
  maskedHeaders,
  readOrders,
  resolveOrders,
  showsKey,
  usesSubject,
  type Orders,
  type RefusedRecipient,
  type Target,
} from './orders.ts'
import type { AnswerContent, ReportContent, ShortenedContent } from './outbox-content.ts'
import type { RouteTable } from './route-table.ts'
import { senderFor } from './sender.ts'
import { textOptions } from './text-options.ts'
import type { Sender } from './trust.ts'

export interface AcceptOptions extends CommandOptions {
  readonly routes: () => RouteTable
  readonly intake: Intake
  readonly composer: TextComposer
  /** A mail of ours to this conversation came back. */
  readonly bounced: (tag: string, mail: ReadMail) => Promise<void>
  /** A sender wrote to what cannot get an SMS. */
  readonly noteWrongNumber: (sender: string, recipient: string) => void
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
    return unproved(refuse({ code: 'mail_unreadable', params: {} }, { mail, options }))
  const read = await readMail(source)
  const automatic = automaticKind(read, mail.envelopeFrom)
  if (automatic === 'bounce') {
    for (const tag of tagsOf(mail.recipients)) await options.bounced(tag, read)
  }
  // What would loop if it were answered is taken and dropped.
  if (automatic !== false && (automatic === 'bounce' || mail.envelopeFrom === ''))
    return unproved(drop(automatic, mail, options))
  const orders = readOrders(mail.recipients, read, (domain) => settings.domains.has(domain))
  if (mail.ordinaryRecipients > 0 && showsKey(orders))
    return unproved({ kind: 'refused', reply: smtpReply({ code: 'key_shown', params: {} }) })
  if (commandOf(orders) !== undefined)
    return automatic === false
      ? command(mail, { read, source, orders }, options)
      : unproved(refuseAutomatic(automatic, mail, options))
  const reading = await identify(mail, { read, source, orders }, options)
  const isAllowed =
    automatic === false ||
    (await mayBeAutomatic(reading, { mail, read, orders }, options.directory))
  if (!isAllowed) return unproved(refuseAutomatic(automatic, mail, options))
  const sender = await admitted(reading, orders, options)
  if ('code' in sender) return unproved(refuse(sender, { mail, options }))
  const values = await options.directory.values(sender.account)
  const verdict = await submit({ mail, read, orders, sender, settings, values, options })
  return { verdict, isProved: sender.proof !== undefined }
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
  if (refusal !== undefined) return { verdict: refuse(refusal, { mail, options }), isProved }
  return { verdict: { kind: 'accepted', text: 'an answer follows', held: false }, isProved }
}

/** What `submit` would do, told instead of done. */
async function previewOf(one: Case): Promise<AnswerContent['answer'] | Refusal> {
  const { sender, options } = one
  const prepared = await prepare(one)
  if (prepared.composed === undefined)
    return prepared.refused[0]?.refusal ?? { code: 'recipients_none', params: {} }
  const { composed, messages, refused } = prepared
  const { payer } = await options.directory.rules(sender.account)
  const prices = await options.directory.prices()
  const price = messages.reduce((sum, { phone, parts }) => sum + priceOf(phone, prices) * parts, 0)
  return {
    kind: 'preview',
    text: composed.text,
    parts: composed.parts,
    encoding: composed.encoding,
    price: payer === undefined ? null : showCredits(price),
    phones: messages.map(({ phone }) => formatPhone(phone)),
    refused: refused.map(({ shown, refusal: { code, params } }) => ({
      shown: maskKeys(shown),
      reason: isReasonCode(code) ? { code, params: masked(params) } : sentence({ code, params }),
    })),
    cuts: composed.cuts.flatMap(({ text }) => (text === '' ? [] : [text])),
  }
}

/** Automatic mail is not sent on, and its ordinary recipients do not suffer for it. */
function refuseAutomatic(
  kind: AutomaticKind,
  mail: SubmittedMail,
  options: AcceptOptions,
): MailVerdict {
  return mail.ordinaryRecipients === 0
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

interface Case {
  readonly mail: SubmittedMail
  readonly read: ReadMail
  readonly orders: Orders
  readonly sender: Sender
  readonly settings: Settings
  /** What counts for the account. */
  readonly values: GroupValues
  readonly options: AcceptOptions
}

interface Prepared {
  /** Undefined where there is nothing to send. */
  readonly composed: ComposedText | undefined
  readonly messages: readonly SubmittedMessage[]
  readonly refused: readonly RefusedRecipient[]
}

/** Everything that is only reading: the phones, the text, the way. */
async function prepare(one: Case): Promise<Prepared> {
  const { orders, sender, settings, values, options, read } = one
  const nothing = (none: readonly RefusedRecipient[]): Prepared => ({
    composed: undefined,
    messages: [],
    refused: none,
  })
  const { targets, refused } = await resolveOrders(orders, {
    directory: options.directory,
    sender,
    now: options.clock(),
    rules: {
      country: values.country,
      bareNumbers: values.bare_numbers,
      allowedPrefixes: values.allowed_prefixes,
    },
    maxRecipients: settings.limits.max_recipients,
  })
  for (const { shown, refusal } of refused)
    if (refusal.code.startsWith('number_'))
      options.noteWrongNumber(sender.account.address, maskKeys(shown))
  if (targets.length === 0) return nothing(refused)
  const place = linkPlace(settings.main.public_url)
  const composed = await options.composer.compose(
    withLinkPlace(read, place),
    signedWithLinkPlace(textOptions(values, settings.text.fixed_text), place),
    {
      subjectUsed: usesSubject(orders),
      isReply: orders.isReply,
    },
  )
  const first = targets[0]?.shown ?? ''
  if (composed.refused !== undefined)
    return nothing([{ shown: first, refusal: textRefusal(composed, values) }])
  if (wantsLink(composed.text))
    return nothing([{ shown: first, refusal: { code: 'block_link_missing', params: {} } }])
  const { messages, refused: unable } = await messagesFor(targets, composed, one)
  const all = [...refused, ...unable]
  return messages.length === 0 ? nothing(all) : { composed, messages, refused: all }
}

async function submit(one: Case): Promise<MailVerdict> {
  const { mail, options } = one
  const { composed, messages, refused: allRefused } = await prepare(one)
  if (composed === undefined) return refuseAll(allRefused, one)
  const stored = await options.intake.submit({
    ...submissionOf(one),
    messages,
    cuts: composed.cuts,
    report: reportOf(allRefused, one),
    shortened: shortenedOf(composed),
  })
  if (stored.isRefused) return refuseAll([...allRefused, ...stored.refused], one)
  const held = mail.ordinaryRecipients > 0
  const text = stored.messages === 0 ? 'already queued' : `${stored.messages} SMS queued`
  return { kind: 'accepted', text, held }
}

/** The refusal of the whole mail; with ordinary recipients it goes out as a report instead. */
async function refuseAll(refused: readonly RefusedRecipient[], one: Case): Promise<MailVerdict> {
  const { mail, options, sender } = one
  const first = refused[0]?.refusal ?? { code: 'recipients_none' as const, params: {} }
  const isProved = sender.proof !== undefined || first.code !== 'sender_not_trusted'
  if (mail.ordinaryRecipients === 0 || !isProved) return refuse(first, { mail, options })
  const report = reportOf(refused, one)
  await options.intake.submit({
    ...submissionOf(one),
    messages: [],
    cuts: [],
    report,
    shortened: undefined,
  })
  return { kind: 'accepted', text: 'no SMS was sent, a report follows', held: true }
}

/** Says no inside SMTP, unless ordinary recipients would lose their mail by it: then only the log hears. */
function refuse(
  refusal: Refusal,
  { mail, options }: { mail: SubmittedMail; options: AcceptOptions },
): MailVerdict {
  const reply = smtpReply(refusal)
  if (mail.ordinaryRecipients === 0) return { kind: 'refused', reply }
  options.log.warn(
    `no SMS was sent for ${mail.envelopeFrom}, the rest of the mail goes on: ${reply.text}`,
  )
  return { kind: 'accepted', text: 'no SMS was sent', held: false }
}

function submissionOf({
  mail,
  read,
  sender,
}: Case): Omit<Parameters<Intake['submit']>[0], 'messages' | 'cuts' | 'report' | 'shortened'> {
  return {
    ref: mail.id,
    account: sender.account,
    held: mail.ordinaryRecipients > 0,
    guarded: guardOf(sender),
    envelopeFrom: mail.envelopeFrom,
    messageId: read.messageId,
    identity: read.messageId === undefined ? identityOf(read) : '',
    subject: maskKeys(read.subject),
    headers: maskedHeaders(read, maskKeys),
    ret: mail.reports?.ret,
    envelopeId: mail.reports?.envelopeId && maskKeys(mail.reports.envelopeId),
    proof: proofOf(sender),
  }
}

/** As a trace names it. */
function proofOf({ proof }: Sender): string {
  if (proof === undefined) return 'reply address'
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

async function messagesFor(
  targets: readonly Target[],
  composed: ComposedText,
  { mail, sender, values, options }: Case,
): Promise<{ messages: SubmittedMessage[]; refused: RefusedRecipient[] }> {
  const messages: SubmittedMessage[] = []
  const refused: RefusedRecipient[] = []
  const choose = await senderFor(sender.account, values, options.directory)
  const { path } = await options.directory.rules(sender.account)
  for (const target of targets) {
    const message = await messageFor(target)
    if ('refusal' in message) refused.push(message)
    else messages.push(message)
  }
  return { messages, refused }

  async function messageFor(target: Target): Promise<SubmittedMessage | RefusedRecipient> {
    const no = (refusal: Refusal): RefusedRecipient => ({ ...named(target), refusal })
    const from = await choose(target.phone, target.options.sender)
    if ('code' in from) return no(from)
    const flash = target.options.flash ?? values.format === 'flash'
    const wish: Wish = {
      phone: target.phone,
      group: path,
      sender: from.own ?? from.poolNumber,
      flash,
      unicode: composed.encoding === 'ucs2',
      parts: composed.parts,
      answerable: values.can_receive,
    }
    const route = options.routes().choose(wish)
    if (route === undefined) return no({ code: 'no_route', params: { number: target.phone } })
    const due = dueTime(target.options, options.clock(), values.time_zone)
    if ('code' in due) return no(due)
    return {
      recipient: target.shown,
      phone: target.phone,
      domain: target.domain,
      ...from,
      text: composed.text,
      encoding: composed.encoding,
      parts: composed.parts,
      route: route.name,
      wish,
      flash,
      validity: target.options.validity ?? readDuration(values.validity),
      urgent: target.options.urgent === true,
      ...requested(target, mail),
      dueAt: due.at,
      keyId: keyOf(sender, target),
    }
  }
}

function named({ shown, written }: Target): { shown: string; written?: string } {
  return { shown, ...(written !== undefined && { written }) }
}

/** What the client asked for by DSN about a recipient. */
function requested(
  { written = '' }: { readonly written?: string },
  { reports }: SubmittedMail,
): Pick<SubmittedMessage, 'notify' | 'originalRecipient'> {
  const { notify, originalRecipient } = reports?.recipients.get(written) ?? {}
  return { notify, originalRecipient: originalRecipient && maskKeys(originalRecipient) }
}

/** A TAG alone proves no more than before: the conversation keeps the key that it came by. */
function keyOf({ proof }: Sender, target: Target): number | undefined {
  if (proof === undefined) return target.keyId
  return proof.kind === 'key' ? proof.key.id : undefined
}

function textRefusal(composed: ComposedText, values: GroupValues): Refusal {
  // A text is read no further than it could ever be sent, and its parts are counted so far.
  const parts = composed.parts > maxParts ? `${maxParts}+` : String(composed.parts)
  const params = { parts, max: String(values.max_parts) }
  return { code: composed.refused ?? 'text_empty', params }
}

/** Those of which the sender wants to hear. */
function reportOf(
  refused: readonly RefusedRecipient[],
  { mail, values }: Case,
): ReportContent | undefined {
  const told = refused.flatMap((one) => {
    const { notify = notifyOf(values.reports), originalRecipient } = requested(one, mail)
    if (!wants(notify, 'FAILURE')) return []
    const { code, params } = one.refusal
    const recipient = maskKeys(one.shown)
    return [
      {
        ...{ recipient, code, params: masked(params) },
        ...(originalRecipient !== undefined && { originalRecipient }),
      },
    ]
  })
  return told.length === 0 ? undefined : { refused: told }
}

/** What the sender wrote in the wrong place may be a key. */
function masked(params: Refusal['params']): Refusal['params'] {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, maskKeys(value)]))
}

function shortenedOf({ cuts }: ComposedText): ShortenedContent | undefined {
  const leftOut = cuts.find(({ reason }) => reason === 'too_long')?.text
  return leftOut === undefined ? undefined : { leftOut }
}
