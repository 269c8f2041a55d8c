// The grammar of the local parts in an SMS domain, in one place. docs/addresses.md shows it as a
// table, which a test runs.
//
// Guarantees: case does not matter; any text has exactly one reading; nothing throws; the cost is
// linear, and a local part longer than RFC 5321 allows is not read at all. The order of reading is
// command, reserved, reply address, number, key, name.

import { isNumberSpelled } from '../../sms/phone-number.ts'
import { findKey, isKey, maskKeys } from './key.ts'
import { addOption, readOption, type MessageOptions } from './options.ts'

export type Command = 'subscribe' | 'unsubscribe' | 'help' | 'status' | 'preview'

export type LocalPart =
  | { kind: 'command'; command: Command }
  /** RFC 5321 4.5.1, RFC 2142: left to the normal mail flow. */
  | { kind: 'reserved' }
  /** The answer to an SMS: `number` is the phone without its plus. */
  | { kind: 'reply'; number: string; tag: string }
  /** The envelope sender of an SMS that cannot be answered: only bounces come here. */
  | { kind: 'no-reply'; tag: string }
  | { kind: 'phone'; spelling: string }
  | { kind: 'key'; key: string }
  | { kind: 'key-and-phone'; key: string; spelling: string }
  /** `sms.KEY` */
  | { kind: 'key-subject'; key: string }
  /** `sms` */
  | { kind: 'subject' }
  | { kind: 'name'; name: string }
  | { kind: 'unreadable' }

export interface ParsedAddress {
  localPart: LocalPart
  options: MessageOptions
  /** The first option that is not understood, as it was written. */
  badOption?: string
}

export function readLocalPart(local: string): ParsedAddress {
  // RFC 5321 4.5.3.1.1 allows 64 octets; a quoted one may need a few more.
  if (local.length > 140) return { localPart: { kind: 'unreadable' }, options: {} }
  const text = unquote(local).normalize('NFC').trim()
  // The plus of an international number begins no option.
  const plus = text.indexOf('+', Math.max(1, beforeDigits.exec(text)?.[0].length ?? 1))
  const address = plus < 0 ? text : text.slice(0, plus)
  const localPart = readForm(address.toLowerCase())
  return plus < 0 ? { localPart, options: {} } : { localPart, ...readOptions(text.slice(plus + 1)) }
}

/** `+`, `(+`, `tel:+`, `KEY.+` */
const beforeDigits = /^(?:[a-z2-7]{26}\.)?(?:(?:tel|sms|callto):)?[\s(]*\+?/i

/** The local part that answers a conversation; a sender that cannot be answered has no plus. */
export function replyLocalPart(phone: string, tag: string): string {
  return phone.startsWith('+') ? `${phone.slice(1)}-${tag}` : `noreply-${tag}`
}

/** A local part for logs: keys are cut to four characters, also in a quoted one; never throws. */
export function maskLocalPart(local: string): string {
  return maskKeys(unquote(local))
}

/** The same of a whole address. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${maskLocalPart(address.slice(0, at))}${address.slice(at)}`
}

/** RFC 5321 4.1.2: Quoted-string, the quotes and backslashes around what is meant. */
function unquote(local: string): string {
  const inner = /^"(.*)"$/s.exec(local)?.[1]
  return inner === undefined ? local : inner.replace(/\\(.)/gs, '$1')
}

const commands: Record<string, Command | 'reserved' | 'sms'> = {
  subscribe: 'subscribe',
  unsubscribe: 'unsubscribe',
  help: 'help',
  status: 'status',
  preview: 'preview',
  postmaster: 'reserved',
  abuse: 'reserved',
  sms: 'sms',
}

function readForm(text: string): LocalPart {
  return readWord(text) ?? readReply(text) ?? readNumber(text) ?? readKey(text) ?? readName(text)
}

function readWord(text: string): LocalPart | undefined {
  const word = Object.hasOwn(commands, text) ? commands[text] : undefined
  if (word === undefined) return undefined
  if (word === 'sms') return { kind: 'subject' }
  return word === 'reserved' ? { kind: 'reserved' } : { kind: 'command', command: word }
}

function readReply(text: string): LocalPart | undefined {
  const match = /^(\d{3,15}|noreply)-([a-z2-7]{16})$/.exec(text)
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  const [, number, tag] = match
  return number === 'noreply' ? { kind: 'no-reply', tag } : { kind: 'reply', number, tag }
}

function readNumber(text: string): LocalPart | undefined {
  return isNumberSpelled(text) ? { kind: 'phone', spelling: text } : undefined
}

function readKey(text: string): LocalPart | undefined {
  if (isKey(text)) return { kind: 'key', key: text }
  const first = text.slice(0, 26)
  if (text[26] === '.' && isKey(first)) return keyAndPhone(first, text.slice(27))
  const last = text.slice(-26)
  if (text.at(-27) !== '.' || !isKey(last)) return undefined
  const rest = text.slice(0, -27)
  return rest === 'sms' ? { kind: 'key-subject', key: last } : keyAndPhone(last, rest)
}

function keyAndPhone(key: string, spelling: string): LocalPart {
  return isNumberSpelled(spelling)
    ? { kind: 'key-and-phone', key, spelling }
    : { kind: 'unreadable' }
}

function readName(text: string): LocalPart {
  // Whatever else stands beside a key, it is never looked up as a name, nor shown as one.
  const isName = /^[\p{L}\p{N}\p{M}._&'’ -]{1,64}$/u.test(text) && /\p{L}/u.test(text)
  return isName && findKey(text) === undefined
    ? { kind: 'name', name: text }
    : { kind: 'unreadable' }
}

function readOptions(text: string): Omit<ParsedAddress, 'localPart'> {
  const options: MessageOptions = {}
  // The plus of an international number behind an equals sign begins no option either.
  for (const written of text.split(/(?<!=)\+/)) {
    const equals = written.indexOf('=')
    const name = equals < 0 ? written : written.slice(0, equals)
    const option = readOption(name, equals < 0 ? undefined : written.slice(equals + 1))
    if (option === undefined || !addOption(options, option))
      return { options, badOption: written === '' ? '+' : written }
  }
  return { options }
}
