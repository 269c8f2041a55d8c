// A recipient of one message: a phone, or the reason why it is none. By its number, or by the name of a
// contact or a contact group.
import type { MessageOptions } from '../mail/address/options.ts'
import type { Addressee } from '../mail/orders.ts'
import type { Refusal } from '../policy/errors.ts'
import { readPhone, type NumberRules } from '../sms/phone-number.ts'
import type { Directory } from './directory.ts'
import { provesFor, reaches, type NamedIn, type Sender } from './trust.ts'

export interface Addressed {
  readonly shown: string
  /** The address that it came by, in lower case. */
  readonly written?: string
}

/** A recipient of one message. */
export interface Target extends Addressed {
  /** Other addresses of the mail that mean the same phone. */
  readonly also?: readonly Addressed[]
  readonly domain: string
  readonly phone: string
  readonly options: MessageOptions
  /** The key of the conversation that a TAG answers. */
  readonly keyId?: number | undefined
}

export interface RefusedRecipient extends Addressed {
  readonly also?: readonly Addressed[]
  readonly refusal: Refusal
}

export type Resolved = Target | RefusedRecipient

export interface ResolveOptions {
  readonly rules: NumberRules
  readonly directory: Directory
  readonly sender: Sender
  readonly now: number
  readonly maxRecipients: number
}

export function isProved(
  { written }: Addressee,
  namedIn: NamedIn,
  { sender }: ResolveOptions,
): boolean {
  return provesFor(sender.proof, { address: written, namedIn })
}

export function notTrusted(shown: string, { sender }: ResolveOptions): RefusedRecipient {
  return {
    shown,
    refusal: { code: 'sender_not_trusted', params: { sender: sender.account.address } },
  }
}

/** By which addresses a phone was named. */
export function named({ shown, written, also }: Target): Addressed & Pick<Target, 'also'> {
  return {
    shown,
    ...(written !== undefined && { written }),
    ...(also !== undefined && { also }),
  }
}

export function phoneTarget(
  spelling: string,
  shown: string,
  { domain, options }: Addressee,
  { rules, sender }: ResolveOptions,
): Resolved {
  const reading = readPhone(spelling, rules)
  switch (reading.kind) {
    case 'phone': {
      const { phone } = reading
      const refusal = unreached(sender.proof, phone)
      if (refusal !== undefined) return { shown, refusal }
      return { shown, domain, phone, options }
    }
    case 'refused':
      return { shown, refusal: { code: reading.code, params: { number: reading.detail } } }
    case 'not-a-number':
      return { shown, refusal: { code: 'number_invalid', params: { number: spelling } } }
  }
}

/** What a key says of phones that it is not for. */
export function unreached(proof: Sender['proof'], phone: string): Refusal | undefined {
  return reaches(proof, phone)
    ? undefined
    : { code: 'prefix_not_allowed', params: { number: phone } }
}

/** The phones of a contact, or of all in a contact group, of the account. */
export async function namedTargets(
  name: string,
  shown: string,
  addressee: Addressee,
  options: ResolveOptions,
): Promise<Resolved[]> {
  const { directory, sender, maxRecipients } = options
  // One more than may be: the mail is refused by it.
  const phones = await directory.phonesNamed(sender.account.id, name, maxRecipients + 1)
  const [first] = phones ?? []
  if (phones === undefined || first === undefined) {
    const code = phones === undefined ? 'name_unknown' : 'name_empty'
    return [{ shown, refusal: { code, params: { name } } }]
  }
  if (phones.length === 1) return [phoneTarget(first, shown, addressee, options)]
  return phones.map((phone) => phoneTarget(phone, `${phone} (${shown})`, addressee, options))
}
