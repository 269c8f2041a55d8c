// The phones that the orders of a mail mean for one account. Each recipient is taken or refused alone;
// equal phones are one, and all its addresses are kept; what they ask for must be the same.
import type { ParsedAddress } from '../mail/address/local-part.ts'
import { unlikeOption, type MessageOptions } from '../mail/address/options.ts'
import { takesList, type Addressee, type Orders } from '../mail/orders.ts'
import type { Refusal } from '../policy/errors.ts'
import { listTargets } from './list-targets.ts'
import { answerRefusal } from './number-rules.ts'
import {
  isProved,
  named,
  namedTargets,
  notTrusted,
  phoneTarget,
  type RefusedRecipient,
  type Resolved,
  type ResolveOptions,
  type Target,
  unreached,
} from './target.ts'
import { mayAnswer, type Sender } from './trust.ts'

export interface Resolution {
  readonly targets: readonly Target[]
  readonly refused: readonly RefusedRecipient[]
}

/** Finds the phones; never throws for anything that a sender wrote. */
export async function resolveOrders(orders: Orders, options: ResolveOptions): Promise<Resolution> {
  const targets = new Map<string, Target>()
  const unlike = new Map<string, string>()
  const refused: RefusedRecipient[] = []
  const forAll = askedForAll(orders, options)
  for (const addressee of orders.addressees) {
    const { written } = addressee
    const asked = forAll === undefined ? addressee : withAll(addressee, forAll)
    for (const one of await resolveAddressee(asked, orders, options)) {
      if ('refusal' in one) {
        refused.push({ written, ...one })
        continue
      }
      const known = targets.get(one.phone)
      const option = known && unlikeOption(known.options, one.options)
      if (option !== undefined) unlike.set(one.phone, option)
      targets.set(one.phone, joined(known, { written, ...one }))
    }
  }
  const tooMany = refused.find(({ refusal }) => refusal.code === 'too_many_at_once')
  if (tooMany === undefined && targets.size <= options.maxRecipients)
    return agreed([...targets.values()], unlike, refused)
  const refusal = tooMany?.refusal ?? { code: 'too_many_at_once', params: {} }
  return {
    targets: [],
    refused: orders.addressees.map(({ shown, written }) => ({ shown, written, refusal })),
  }
}

type Asked = Pick<ParsedAddress, 'options' | 'badOption'>

/**
 * What the Subject asks for all phones of a mail, and above it the addresses that let the Subject name
 * phones, wherever those stand.
 */
function askedForAll({ subject, listForms }: Orders, resolving: ResolveOptions): Asked | undefined {
  if (listForms.length === 0 && !('options' in subject)) return undefined
  const asked: MessageOptions = {}
  for (const form of listForms.filter((one) => isProvedSomewhere(one, resolving))) {
    const { options } = form
    const twice = unlikeOption({ ...options, ...asked }, { ...asked, ...options })
    const badOption = form.badOption ?? twice
    if (badOption !== undefined) return { options: {}, badOption }
    Object.assign(asked, options)
  }
  return { options: { ...('options' in subject && subject.options), ...asked } }
}

function withAll(addressee: Addressee, forAll: Asked): Addressee {
  return { ...forAll, ...addressee, options: { ...forAll.options, ...addressee.options } }
}

/** Without the phones of which two addresses ask for something else; the option that differs, by phone. */
function agreed(
  targets: readonly Target[],
  unlike: ReadonlyMap<string, string>,
  refused: readonly RefusedRecipient[],
): Resolution {
  const contradicted = targets.flatMap((target): RefusedRecipient[] => {
    const option = unlike.get(target.phone)
    if (option === undefined) return []
    return [{ ...named(target), refusal: { code: 'option_invalid', params: { option } } }]
  })
  return {
    targets: targets.filter(({ phone }) => !unlike.has(phone)),
    refused: [...refused, ...contradicted],
  }
}

function joined(known: Target | undefined, target: Target): Target {
  if (known === undefined) return target
  const { also = [] } = known
  const { shown, written } = target
  // A list may name a phone many times.
  if ([known, ...also].some((one) => one.written === written)) return known
  return { ...known, also: [...also, { shown, ...(written !== undefined && { written }) }] }
}

async function resolveAddressee(
  addressee: Addressee,
  orders: Orders,
  options: ResolveOptions,
): Promise<Resolved[]> {
  const no = (code: Refusal['code'], params: Refusal['params'] = {}): Resolved[] => [
    { shown: addressee.shown, refusal: { code, params } },
  ]
  const { localPart } = addressee
  // Without a proof of the sender only a TAG counts, and it counts for its own conversation.
  if (localPart.kind === 'reply') return answerTargets(localPart, addressee, orders, options)
  if (!isProvedSomewhere(addressee, options)) return [notTrusted(addressee.shown, options)]
  const mistake = mistakeIn(addressee, orders)
  if (mistake !== undefined) return [mistake]
  switch (localPart.kind) {
    case 'phone':
    case 'key-and-phone':
      return [phoneTarget(localPart.spelling, addressee.shown, addressee, options)]
    case 'key':
    case 'key-subject':
    case 'subject':
      return listTargets(addressee, orders, options)
    case 'no-reply':
      return no('reply_impossible')
    case 'name':
      return namedTargets(localPart.name, addressee.shown, addressee, options)
    case 'command':
      return takesList(addressee)
        ? listTargets(addressee, orders, options)
        : no('address_not_understood', { address: addressee.shown })
    case 'reserved':
    case 'unreadable':
      return no('address_not_understood', { address: addressee.shown })
  }
}

function isProvedSomewhere(addressee: Addressee, options: ResolveOptions): boolean {
  const places = takesList(addressee) ? (['subject', 'list'] as const) : (['address'] as const)
  return places.some((namedIn) => isProved(addressee, namedIn, options))
}

/** A mistyped time or option is never taken for none. */
function mistakeIn(
  { badOption, shown }: Addressee,
  { subject }: Orders,
): RefusedRecipient | undefined {
  if (badOption !== undefined)
    return { shown, refusal: { code: 'option_invalid', params: { option: badOption } } }
  if (subject.kind !== 'refused') return undefined
  const { code, detail } = subject
  const name = code === 'time_invalid' ? 'time' : 'option'
  return { shown, refusal: { code, params: { [name]: detail } } }
}

async function answerTargets(
  { number, tag }: { number: string; tag: string },
  addressee: Addressee,
  orders: Orders,
  resolving: ResolveOptions,
): Promise<Resolved[]> {
  const { directory, sender, rules, now } = resolving
  const { shown } = addressee
  const conversation = await directory.conversation(tag)
  if (conversation?.phone !== `+${number}`)
    return [{ shown, refusal: { code: 'address_not_understood', params: { address: shown } } }]
  const allowed =
    conversation.account_id === sender.account.id &&
    (isProved(addressee, 'address', resolving) ||
      (await mayAnswer(conversation, sender, directory, now)))
  // Who proves nothing is not told whether From has an account.
  if (!allowed && sender.proof === undefined) return [notTrusted(shown, resolving)]
  if (!allowed) return [{ shown, refusal: { code: 'reply_not_yours', params: {} } }]
  const mistake = mistakeIn(addressee, orders)
  if (mistake !== undefined) return [mistake]
  const { phone, key_id } = conversation
  const refusal = answerRefusal(phone, rules) ?? unreached(sender.proof, phone)
  if (refusal !== undefined) return [{ shown, refusal }]
  const { domain, options } = addressee
  return [{ shown, domain, phone, options, keyId: key_id ?? undefined }]
}

/** Whether a sender without another proof has that of a TAG: an answer in a conversation of its own. */
export async function answersItsOwn(
  { addressees }: Orders,
  sender: Sender,
  { directory, now }: Pick<ResolveOptions, 'directory' | 'now'>,
): Promise<boolean> {
  for (const { localPart } of addressees) {
    if (localPart.kind !== 'reply') continue
    const conversation = await directory.conversation(localPart.tag)
    if (conversation?.phone !== `+${localPart.number}`) continue
    if (await mayAnswer(conversation, sender, directory, now)) return true
  }
  return false
}
