// A mail to subscribe@, unsubscribe@, status@, help@ or preview@: done and answered in one transaction.
//
// Who has proved nothing hears a no inside SMTP, and never gets a mail but the link that a right key
// causes. A mail that comes again does nothing again; a sender is answered once a minute.
import { createHash } from 'node:crypto'
import type { GroupValues } from '../../config/group-settings.ts'
import { findKey } from '../../mail/address/key.ts'
import type { Command } from '../../mail/address/local-part.ts'
import { withoutBatv } from '../../mail/address/mail-address.ts'
import type { Language } from '../../mail/language/phrases.ts'
import type { ReadMail } from '../../mail/read-mail.ts'
import type { Refusal } from '../../policy/errors.ts'
import { findAccount, type Account } from '../../store/accounts.ts'
import { takeAnswerTurn } from '../../store/auto-answers.ts'
import { takeFingerprints } from '../../store/fingerprints.ts'
import { insertOutbox } from '../../store/outbox.ts'
import type { Knex, Store } from '../../store/store.ts'
import { plainAddress, type Directory } from '../directory.ts'
import { untilChecked, weighEvidence } from '../evidence.ts'
import { rememberFor } from '../fresh.ts'
import type { SubmittedMail } from '../submitted-mail.ts'
import { guessingSource } from '../key-guesses.ts'
import { mayUseDomains, type MailParts, type SenderOptions } from '../mail-sender.ts'
import type { Orders } from '../../mail/orders.ts'
import type { AnswerContent } from '../outbox-content.ts'
import type { Sender } from '../trust.ts'
import { readCommandSender, type CommandReading } from './command-sender.ts'
import { makeLink, valuesForLink } from './confirmation-links.ts'
import { CommandRefused, subscribe, unsubscribe, type MembershipWorld } from './membership.ts'
import { statusOf } from './status.ts'

export interface CommandOptions extends SenderOptions {
  readonly store: Store
}

/** What the mail would send, without sending it. */
export type Preview = (sender: Sender) => Promise<AnswerContent['answer'] | Refusal>

export interface CommandOutcome {
  readonly refusal?: Refusal
  /** Whether the sender has proved who it is. */
  readonly isProved: boolean
}

export async function answerCommand(
  mail: SubmittedMail,
  parts: MailParts,
  options: PreviewingOptions,
): Promise<CommandOutcome> {
  const { addressees, command: asked } = parts.orders
  const [addressee] = addressees
  if (addressee === undefined || asked?.isAlone !== true)
    return { refusal: { code: 'command_alone', params: {} }, isProved: false }
  const command = asked.name
  const reading = await readSender(mail, parts, { command, written: addressee.written }, options)
  if (reading.kind === 'refused') return { refusal: reading.refusal, isProved: false }
  const isProved = hasProof(reading)
  const one = { mail, parts, command, domain: addressee.domain, reading, options }
  const refusal = (await whyNot(one)) ?? (await perform(one))
  return refusal === undefined ? { isProved } : { refusal, isProved }
}

type PreviewingOptions = CommandOptions & { readonly preview: Preview }

async function readSender(
  mail: SubmittedMail,
  { orders, read, source }: MailParts,
  { command, written }: { readonly command: Command; readonly written: string },
  { settings, directory, guesses, clock }: CommandOptions,
): Promise<CommandReading> {
  const isMembership = command === 'subscribe' || command === 'unsubscribe'
  const keys = isMembership ? keysFor(orders, read) : orders.keys
  const client = guessingSource(mail, settings())
  if (keys.length > 0 && !(await guesses.turn(client)))
    return { kind: 'refused', refusal: { code: 'too_many_at_once', params: {} } }
  const from = read.from[0]?.address ?? ''
  const evidence = weighEvidence(from, { mail, read, source }, settings(), clock())
  const { authUser, remoteIp } = mail
  const envelopeFrom = withoutBatv(mail.envelopeFrom)
  const sent = { envelopeFrom, authUser, remoteIp }
  const claims = { ...sent, from: read.from, keys, evidence, written, isMembership }
  const reading = await readCommandSender(claims, directory, clock())
  if (reading.kind !== 'refused') return reading
  if (reading.refusal.code === 'key_unknown') guesses.wrong(client)
  return { ...reading, refusal: untilChecked(reading.refusal, evidence) }
}

/** A command of somebody who may be answered. */
interface Asking {
  readonly mail: SubmittedMail
  readonly parts: MailParts
  readonly command: Command
  /** The SMS domain that was written to. */
  readonly domain: string
  readonly reading: Answerable
  readonly options: PreviewingOptions
}

async function whyNot({ mail, parts, reading, options }: Asking): Promise<Refusal | undefined> {
  const { settings, directory } = options
  const params = { sender: withoutBatv(mail.envelopeFrom) }
  const notTrusted: Refusal = { code: 'sender_not_trusted', params }
  const isToConfirm = reading.kind === 'to-confirm'
  if (!(await mayUseDomains(groupOf(reading), parts.orders, settings(), directory)))
    return isToConfirm ? notTrusted : { code: 'domain_not_open', params }
  return isToConfirm && settings().main.public_url === '' ? notTrusted : undefined
}

async function perform(one: Asking): Promise<Refusal | undefined> {
  const { reading, options } = one
  const { store, directory, keyUses } = options
  if (reading.kind === 'to-confirm') keyUses.note(reading.key.id)
  const values = await valuesOf(reading, directory)
  try {
    const work = await workOf(one, values)
    await store.transaction((trx) => answerOnce(trx, one, values.language, work))
  } catch (error) {
    if (error instanceof CommandRefused) return error.refusal
    throw error
  }
  directory.forgetAccount(withoutBatv(one.mail.envelopeFrom))
  store.wake('outbox', 'change')
  return undefined
}

/** What the transaction has to do; what only has to be read is read before it. */
async function workOf(one: Asking, values: GroupValues): Promise<Work> {
  const { command, reading, options } = one
  if (reading.kind === 'to-confirm') return linkFor(one, reading, values)
  const world: MembershipWorld = {
    now: options.clock(),
    skipLocked: options.store.dialect.skipLocked,
    values,
    quarantine: options.settings().numbers.quarantine,
  }
  if (command === 'subscribe') return (trx) => subscribe(trx, memberOf(reading), world)
  if (command === 'unsubscribe')
    return async (trx) => unsubscribe(trx, await accountIn(trx, reading), world)
  if (command === 'help') return () => Promise.resolve({ kind: 'help' })
  const account = await withAccount(reading, options)
  const { proof } = reading.kind === 'account' ? reading : reading.newcomer
  const answer =
    command === 'status'
      ? await statusOf(account, options)
      : await options.preview({ account, proof, envelopeIsOwn: true })
  if ('code' in answer) throw new CommandRefused(answer)
  return () => Promise.resolve(answer)
}

function linkFor(
  { command, domain, options }: Asking,
  { address, name, key }: Extract<Answerable, { kind: 'to-confirm' }>,
  values: GroupValues,
): Work {
  const asked = command === 'unsubscribe' ? command : 'subscribe'
  const { public_url: publicUrl } = options.settings().main
  const bounds = { publicUrl, most: values.new_accounts_per_day, now: options.clock() }
  return async (trx) => {
    const link = await makeLink(trx, { command: asked, address, name, key, domain }, bounds)
    return { kind: 'confirm', command: asked, address, link }
  }
}

type Answerable = Exclude<CommandReading, { kind: 'refused' }>

function hasProof(reading: Answerable): reading is Proved {
  return reading.kind !== 'to-confirm'
}

type Proved = Exclude<Answerable, { kind: 'to-confirm' }>
type Work = (trx: Knex.Transaction) => Promise<AnswerContent['answer']>

function groupOf(reading: Answerable): number {
  if (reading.kind === 'account') return reading.account.group_id
  return reading.kind === 'newcomer' ? reading.newcomer.groupId : reading.key.group_id
}

/** What counts for the account, or for those of the key. */
function valuesOf(reading: Answerable, directory: Directory): Promise<GroupValues> {
  if (reading.kind === 'account') return directory.values(reading.account)
  return reading.kind === 'newcomer'
    ? directory.groupValues(reading.newcomer.groupId)
    : valuesForLink(reading, directory)
}

function memberOf(reading: Proved): Parameters<typeof subscribe>[1] {
  return reading.kind === 'account' ? { account: reading.account } : { newcomer: reading.newcomer }
}

async function accountIn(trx: Knex, reading: Proved): Promise<Account | undefined> {
  return reading.kind === 'account' ? reading.account : findAccount(trx, reading.newcomer.address)
}

/** Any first mail that is trusted makes an account. */
async function withAccount(reading: Proved, { admit }: CommandOptions): Promise<Account> {
  if (reading.kind === 'account') return reading.account
  const admission = await admit(reading.newcomer)
  if (admission.kind === 'refused') throw new CommandRefused(admission.refusal)
  return admission.account
}

/**
 * The keys that a mail about a membership shows: in To, in the Subject, in the text. Where there is none,
 * what looks like a mistyped one in the Subject, letters and digits, is taken for a wrong one.
 */
function keysFor({ keys }: Orders, read: ReadMail): string[] {
  const whole = [read.subject, read.text ?? '', read.html ?? ''].map(findKey)
  const found = whole.find((key) => key !== undefined) ?? keyLike(read.subject)
  return [...new Set(found === undefined ? keys : [...keys, found])]
}

function keyLike(text: string): string | undefined {
  return text
    .match(/[a-z0-9]{16,}/gi)
    ?.find((word) => /[a-z]/i.test(word) && /\d/.test(word))
    ?.toLowerCase()
}

async function answerOnce(
  trx: Knex.Transaction,
  { mail, parts: { read }, command, domain, reading, options }: Asking,
  language: Language,
  work: Work,
): Promise<void> {
  const { store, clock } = options
  const now = clock()
  const sender = plainAddress(withoutBatv(mail.envelopeFrom))
  const identity = read.messageId ?? [read.headers.get('date')?.[0], read.subject, read.text]
  const digest = createHash('sha256')
    .update(JSON.stringify(['command', command, sender, identity]))
    .digest('hex')
  const row = { digest, expires_at: now + rememberFor }
  // Told to come again by a client that lost our 250, or sent once more by somebody else.
  if (!(await takeFingerprints(trx, store.dialect, [row], now)).has(digest)) return
  const asker = { address: sender, isProved: hasProof(reading) }
  if (!(await takeAnswerTurn(trx, asker, now)))
    throw new CommandRefused({ code: 'too_many_at_once', params: {} })
  const content: AnswerContent = {
    ...{ to: mail.envelopeFrom, language, domain },
    ...(read.messageId !== undefined && { about: read.messageId }),
    answer: await work(trx),
  }
  await insertOutbox(trx, {
    ...{ kind: 'answer', account_id: null, message_id: null, mail_id: null },
    content: JSON.stringify(content),
    ref: `answer.${digest.slice(0, 32)}`,
    state: 'queued',
    now,
  })
}
