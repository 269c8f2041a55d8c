// What a Subject means beside an address in an SMS domain: recipients, a key, a time, options, or the
// answer to an SMS of which only the Subject is left. docs/addresses.md shows it as a table.
//
// Guarantees: never throws, linear in the length of the Subject. Whether a spelling is a valid phone,
// a name that exists or a time to come is for the caller to find out (`readPhone`, `resolveTime`).

import { isNumberSpelled } from '../sms/phone-number.ts'
import { findKey, isKey, isKeyInText } from './address/key.ts'
import type { LocalPart } from './address/local-part.ts'
import { addOption, readOption, type MessageOptions } from './address/options.ts'
import { isLikeTime, isTime, likeTimeAtEnd } from './address/time.ts'
import { messageFrom } from './language/phrases.ts'
import { serverMark, withoutAnswerPrefix } from './text/words/subjects.ts'

export interface SubjectRecipient {
  kind: 'phone' | 'name'
  spelling: string
}

export type SubjectMeaning =
  /** Free text: nothing of it is meant for the gateway. */
  | { kind: 'text' }
  /** The answer to the SMS from this phone, E.164 with a plus. */
  | { kind: 'reply'; phone: string; options: MessageOptions }
  | {
      kind: 'orders'
      key?: string
      recipients: readonly SubjectRecipient[]
      options: MessageOptions
    }
  | { kind: 'refused'; code: 'option_invalid' | 'time_invalid'; detail: string }

/** Whether it says who is to get the SMS. */
export function namesRecipients(subject: SubjectMeaning): boolean {
  return subject.kind === 'reply' || (subject.kind === 'orders' && subject.recipients.length > 0)
}

/**
 * Reads a decoded Subject. `form` is the kind of the address that it stands beside; `otherPhones`
 * says that the mail names phones in another way too, by other recipients or an attached list: then
 * words in the Subject are free text, unless they stand behind a key, and only numbers count as recipients.
 */
export function readSubject(
  subject: string,
  { form, otherPhones }: { form: LocalPart['kind']; otherPhones: boolean },
): SubjectMeaning {
  const line = subject.replace(/\s+/g, ' ').trim()
  const meaning = readAs(form, line, otherPhones)
  // A key that stands in free text goes no further: text may be sent on as part of the SMS.
  if (meaning.kind !== 'text' || findKey(line) === undefined) return meaning
  return { kind: 'orders', recipients: [], options: {} }
}

function readAs(form: LocalPart['kind'], line: string, otherPhones: boolean): SubjectMeaning {
  if (line === '') return { kind: 'text' }
  switch (form) {
    case 'subject':
      return readKeyed(line, otherPhones, isKey)
    case 'command':
      return readKeyed(line, otherPhones, isKeyInText)
    case 'key':
    case 'key-subject':
      return readFreeList(line, otherPhones)
    case 'key-and-phone':
      return readExtras(line)
    default:
      return readOptionsOnly(line)
  }
}

/** `KEY:phones`, `KEY` beside an attached list, or a list without a key from a trusted sender. */
function readKeyed(
  line: string,
  otherPhones: boolean,
  isMeant: (word: string) => boolean,
): SubjectMeaning {
  const list = withoutMarks(line)
  const match = /^([a-z2-7]{26})(?: ?: ?|$)/i.exec(list)
  if (match?.[1] === undefined || !isMeant(match[1])) return readFreeList(line, otherPhones)
  const key = match[1].toLowerCase()
  const meaning = readList(list.slice(match[0].length), { otherPhones, mayBeText: false })
  return meaning.kind === 'orders' ? { ...meaning, key } : meaning
}

/** Without a key; beside other phones a mark in front shows that it is free text. */
function readFreeList(line: string, otherPhones: boolean): SubjectMeaning {
  const list = otherPhones ? line : withoutMarks(line)
  return readList(list, { otherPhones, mayBeText: otherPhones })
}

/** `otherPhones`: no phone is missing, so twelve digits alone are a time. */
function readList(
  line: string,
  { otherPhones, mayBeText }: { otherPhones: boolean; mayBeText: boolean },
): SubjectMeaning {
  const { rest, options, bad } = takeOptions(line)
  const answer = readAnswer(rest)
  if (answer !== undefined) {
    const read = orders([], options, bad, answer.time)
    return read.kind === 'orders' ? { kind: 'reply', phone: answer.phone, options } : read
  }
  if (otherPhones && twelveDigits.test(rest) && isTime(rest)) return orders([], options, bad, rest)
  const { list, time } = takeTime(rest)
  const recipients = splitList(list)
  if (mayBeText && recipients.some(({ kind }) => kind === 'name')) return { kind: 'text' }
  const misplaced = recipients.find(({ spelling }) => isLikeTime(spelling))?.spelling
  if (misplaced !== undefined) return { kind: 'refused', code: 'time_invalid', detail: misplaced }
  return orders(recipients, options, bad, time)
}

const twelveDigits = /^\d{12}$/

/** Twelve digits, or one more or less, with which nothing but a time is meant where no recipient may stand. */
const aboutTwelveDigits = /^\d(?: ?\d){10,12}$/

/** The Subject of `KEY.NUMBER`: a time and options, never a recipient. */
function readExtras(line: string): SubjectMeaning {
  const { rest, options, bad } = takeOptions(line)
  if (rest === '') return orders([], options, bad)
  const time = withoutPrefixes(rest, bracketed)
  const isMeant = isTime(time) || isLikeTime(time) || aboutTwelveDigits.test(time)
  return isMeant ? orders([], options, bad, time) : { kind: 'text' }
}

function readOptionsOnly(line: string): SubjectMeaning {
  const { rest, options, bad } = takeOptions(line)
  return rest === '' ? orders([], options, bad) : { kind: 'text' }
}

function orders(
  recipients: readonly SubjectRecipient[],
  options: MessageOptions,
  badOption?: string,
  time?: string,
): SubjectMeaning {
  if (badOption !== undefined) return { kind: 'refused', code: 'option_invalid', detail: badOption }
  if (time === undefined) return { kind: 'orders', recipients, options }
  if (!isTime(time) || !addOption(options, { at: time }))
    return { kind: 'refused', code: 'time_invalid', detail: time }
  return { kind: 'orders', recipients, options }
}

// A name of ours, an equals sign, and a quoted value, a day with its hour, or a word.
const option =
  /(?<![^ ;,])(flash|urgent|validity|at|sender)=(?:["“”„]([^"“”„]{0,64})["“”]|(\d{4}-\d\d-\d\d \d\d?:\d\d)(?![^ ;,])|([^ ;,]{0,64}))/gi

function takeOptions(line: string): { rest: string; options: MessageOptions; bad?: string } {
  const options: MessageOptions = {}
  let bad: string | undefined
  const rest = line.replace(
    option,
    (all, name: string, quoted?: string, day?: string, word?: string) => {
      const read = readOption(name, quoted ?? day ?? word)
      if (read === undefined || !addOption(options, read)) bad ??= all
      return ''
    },
  )
  const tidy = trimEnd(rest.replace(/^[ ;,]+/, ''))
  return bad === undefined ? { rest: tidy, options } : { rest: tidy, options, bad }
}

/**
 * Cuts a time off the end of a list, a mistyped one as well, which must not become a recipient. Twelve digits
 * are one only behind a whole number or a name; what could be the end of a number is one there, or alone.
 */
function takeTime(text: string): { list: string; time?: string } {
  const last = text.slice(text.lastIndexOf(' ') + 1)
  const isPacked = twelveDigits.test(last) && isTime(last)
  const time = isPacked ? last : likeTimeAtEnd(text)
  if (time === undefined) return { list: text }
  const before = text.slice(0, text.length - time.length).trimEnd()
  const list = trimEnd(before)
  const isApart = !isPacked && (list === '' || list.length < before.length)
  const mayEndNumber = /^[\d./ -]+$/.test(time)
  return mayEndNumber && !isApart && !isWhole(list) ? { list: text } : { list, time }
}

/** Without the separators at its end; a regular expression would be quadratic here. */
function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && ' ;,'.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** Whether the list's last entry can stand alone: `+45` or `p45` before twelve digits cannot. */
function isWhole(list: string): boolean {
  const entry = list.slice(Math.max(list.lastIndexOf(','), list.lastIndexOf(';')) + 1).trim()
  return entry.replace(/\D/g, '').length >= 7 || /\p{L}/u.test(entry.replace(/^p(?=\d)/i, ''))
}

function splitList(list: string): SubjectRecipient[] {
  const entries = list.split(/[,;]/).map((entry) => entry.trim())
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const spelling = withoutOwner(entry)
      return { kind: isNumberSpelled(spelling) ? 'phone' : 'name', spelling }
    })
}

/** `20643064 (Anna)` */
function withoutOwner(entry: string): string {
  const number = /^([^(]*\d) ?\([^()\d]*\)$/.exec(entry)?.[1]
  return number !== undefined && isNumberSpelled(number) ? number : entry
}

const bracketed = /^\[[^[\]]{0,60}\] ?/
const anyMark = /^(?:\[[^[\]]{0,60}\]|[\p{L}*]{1,12}:) ?/u
const fromPhone = new RegExp(
  `^(?:${Object.values(messageFrom).join('|')}) (\\+\\d{1,3}(?:(?: \\d{1,4}){2,6}| ?\\d{4,14})(?![\\d:.h/-]))`,
  'iu',
)

/** The phone in `SV: [SMS] Besked fra +45 30643064`, whatever the tag, the language and the client; a time behind it. */
function readAnswer(line: string): { phone: string; time?: string } | undefined {
  const rest = withoutPrefixes(line, anyMark)
  const [all = '', spelling] = fromPhone.exec(rest) ?? []
  if (spelling === undefined) return undefined
  const phone = spelling.replaceAll(' ', '')
  if (phone.length > 16) return undefined
  const behind = rest.slice(all.length).trim()
  const time = twelveDigits.test(behind) ? behind : likeTimeAtEnd(behind)
  return time === undefined ? { phone } : { phone, time }
}

/** A list without what stands in front of it, as no name does. */
function withoutMarks(line: string): string {
  return withoutPrefixes(line, serverMark) + line.slice(longestPrefixes)
}

const longestPrefixes = 300

/** A Subject's beginning without the prefixes of answers, and the marks of servers between them. */
function withoutPrefixes(line: string, mark: RegExp): string {
  let rest = line.slice(0, longestPrefixes).normalize('NFC')
  for (let cut = ''; cut !== rest;) {
    cut = rest
    rest = withoutAnswerPrefix(rest).replace(mark, '')
  }
  return rest
}
