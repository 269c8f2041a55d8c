// The sender of a mail, with an account: told by proofs, and made where a newcomer may have one.
import type { Settings } from '../config/settings.ts'
import { withoutBatv } from '../mail/address/mail-address.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { Refusal } from '../policy/errors.ts'
import type { Directory } from './directory.ts'
import { weighEvidence, type Evidence } from './evidence.ts'
import type { Log } from './log.ts'
import { mayUseDomain, type GroupTree } from './sms-domain.ts'
import type { SubmittedMail } from './submitted-mail.ts'
import { guessingSource, type KeyGuesses } from './key-guesses.ts'
import type { KeyUses } from './key-uses.ts'
import type { Admit } from './newcomers.ts'
import { takesList, type Orders } from '../mail/orders.ts'
import { identifySender, provesFor, type Proof, type Sender, type SenderReading } from './trust.ts'

export interface SenderOptions {
  readonly settings: () => Settings
  readonly directory: Directory
  /** Makes the account of a newcomer. */
  readonly admit: Admit
  readonly guesses: KeyGuesses
  readonly keyUses: KeyUses
  readonly clock: () => number
  readonly log: Log
}

export interface MailParts {
  readonly read: ReadMail
  readonly source: Buffer
  readonly orders: Orders
}

export async function identify(
  mail: SubmittedMail,
  { read, source, orders }: MailParts,
  options: SenderOptions,
): Promise<{ reading: SenderReading; evidence: Evidence }> {
  const { settings, directory, guesses, clock, log } = options
  const from = read.from[0]?.address ?? ''
  const evidence = weighEvidence(from, { mail, read, source }, settings(), clock())
  const { authUser, remoteIp } = mail
  const envelopeFrom = withoutBatv(mail.envelopeFrom)
  const claims = { from: read.from, envelopeFrom, authUser, remoteIp, keys: orders.keys, evidence }
  const client = orders.keys.length === 0 ? undefined : guessingSource(mail, settings())
  if (client !== undefined && !(await guesses.turn(client)))
    return { reading: refused({ code: 'too_many_at_once', params: {} }), evidence }
  const reading = await identifySender(claims, directory, clock())
  if (client !== undefined && reading.kind === 'refused' && reading.refusal.code === 'key_unknown')
    guesses.wrong(client)
  if (evidence.why !== undefined && reading.kind !== 'newcomer')
    log.info(`the mail of ${from} is signed, but ${evidence.why}`)
  return { reading, evidence }
}

function refused(refusal: Refusal): SenderReading {
  return { kind: 'refused', refusal }
}

/** The sender with its account; one that has none yet gets it here. */
export async function admitted(
  reading: SenderReading,
  orders: Orders,
  { settings, directory, admit, keyUses }: SenderOptions,
): Promise<Sender | Refusal> {
  if (reading.kind === 'refused') return reading.refusal
  const { proof } = reading.kind === 'newcomer' ? reading.newcomer : reading.sender
  const { groupId, address } =
    reading.kind === 'newcomer' ? reading.newcomer : groupAndAddress(reading.sender)
  const params = { sender: address }
  const isProved = provesSome(orders, proof)
  // To whom a domain is open is not for strangers to know.
  if (!(await mayUseDomains(groupId, orders, settings(), directory)))
    return { code: isProved ? 'domain_not_open' : 'sender_not_trusted', params }
  if (proof?.kind === 'key') keyUses.note(proof.key.id)
  if (reading.kind === 'sender') return reading.sender
  // A signed mail that was sent on to somebody else makes no account.
  if (!isProved) return { code: 'sender_not_trusted', params }
  const admission = await admit(reading.newcomer)
  return admission.kind === 'refused'
    ? admission.refusal
    : { account: admission.account, proof, envelopeIsOwn: true }
}

function groupAndAddress({ account }: Sender): { groupId: number; address: string } {
  return { groupId: account.group_id, address: account.address }
}

export async function mayUseDomains(
  groupId: number,
  { addressees }: Orders,
  settings: Settings,
  tree: GroupTree,
): Promise<boolean> {
  for (const { domain } of addressees)
    if (!(await mayUseDomain(groupId, domain, settings, tree))) return false
  return true
}

/** Whether a proof holds for any phone that the mail asks for. */
function provesSome({ addressees }: Orders, proof: Proof | undefined): boolean {
  return addressees.some((addressee) =>
    (takesList(addressee) ? (['subject', 'list'] as const) : (['address'] as const)).some(
      (namedIn) => provesFor(proof, { address: addressee.written, namedIn }),
    ),
  )
}
