// What can be refused at RCPT already: what no later proof can change.
import type { Settings } from '../config/settings.ts'
import { maskAddress, readLocalPart } from '../mail/address/local-part.ts'
import { smtpReply, type Refusal } from '../policy/errors.ts'
import type { SmtpReply } from '../policy/smtp-reply.ts'
import { readPhone, type NumberRules } from '../sms/phone-number.ts'
import { isUsable } from '../store/keys.ts'
import type { Directory } from './directory.ts'
import type { RecipientFacts } from './submitted-mail.ts'
import { guessingSource, type KeyGuesses } from './key-guesses.ts'
import type { RouteTable } from './route-table.ts'

export interface CheckOptions {
  readonly settings: () => Settings
  readonly directory: Directory
  readonly routes: RouteTable
  readonly guesses: KeyGuesses
  readonly clock: () => number
}

export async function checkRecipient(
  facts: RecipientFacts,
  options: CheckOptions,
): Promise<SmtpReply | undefined> {
  // A bounce is taken wherever it comes to, and dropped at the end of data: no answer, no loop.
  if (facts.envelopeFrom === '') return undefined
  const refusal = await definiteNo(facts, options)
  return refusal && smtpReply(refusal)
}

async function definiteNo(
  facts: RecipientFacts,
  options: CheckOptions,
): Promise<Refusal | undefined> {
  const { address } = facts
  const at = address.lastIndexOf('@')
  const { localPart, badOption } = readLocalPart(address.slice(0, at))
  if (badOption !== undefined) return { code: 'option_invalid', params: { option: badOption } }
  const notUnderstood: Refusal = {
    code: 'address_not_understood',
    params: { address: maskAddress(address) },
  }
  switch (localPart.kind) {
    case 'phone':
      return badNumber(localPart.spelling, options)
    case 'key-and-phone':
      return (await badKey(localPart.key, facts, options)) ?? badNumber(localPart.spelling, options)
    case 'key':
    case 'key-subject':
      return badKey(localPart.key, facts, options)
    case 'reply': {
      const conversation = await options.directory.conversation(localPart.tag)
      return conversation?.phone === `+${localPart.number}` ? undefined : notUnderstood
    }
    case 'no-reply':
      return { code: 'reply_impossible', params: {} }
    case 'unreadable':
      return notUnderstood
    case 'command':
    case 'reserved':
    case 'subject':
    // Whose contact it may be is known with the proof, at the end of data.
    case 'name':
      return undefined
  }
}

/**
 * What a number is depends on the group of the sender, whom nobody knows yet: so it is refused only
 * where every group would refuse it, and for the same reason.
 */
async function badNumber(
  spelling: string,
  { directory, routes }: CheckOptions,
): Promise<Refusal | undefined> {
  const rules = await directory.numberRules()
  const refusals = rules.map((one) => numberRefusal(spelling, one, routes))
  const [first] = refusals
  const same = JSON.stringify(first)
  return refusals.every((refusal) => JSON.stringify(refusal) === same) ? first : undefined
}

function numberRefusal(
  spelling: string,
  rules: NumberRules,
  routes: RouteTable,
): Refusal | undefined {
  const reading = readPhone(spelling, rules)
  if (reading.kind === 'refused') return { code: reading.code, params: { number: reading.detail } }
  if (reading.kind === 'not-a-number')
    return { code: 'number_invalid', params: { number: spelling } }
  return routes.reaches(reading.phone)
    ? undefined
    : { code: 'no_route', params: { number: reading.phone } }
}

async function badKey(
  key: string,
  facts: RecipientFacts,
  { settings, directory, guesses, clock }: CheckOptions,
): Promise<Refusal | undefined> {
  const source = guessingSource(facts, settings())
  if (!(await guesses.turn(source))) return { code: 'too_many_at_once', params: {} }
  if (isUsable(await directory.key(key), clock())) return undefined
  guesses.wrong(source)
  return { code: 'key_unknown', params: {} }
}
