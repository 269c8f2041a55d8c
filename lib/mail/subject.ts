// What a Subject means beside an address in an SMS domain: recipients, a key, a time, options, or the
// answer to an SMS of which only the Subject is left. docs/addresses.md shows it as a table.
//
// Guarantees: never throws, linear in the length of the Subject. Whether a spelling is a valid phone,
// a name that exists or a time to come is for the caller to find out (`readPhone`, `resolveTime`).

import { isNumberSpelled } from '../sms/phone-number.ts'
import { findKey, isKey } from './address/key.ts'
import type { LocalPart } from './address/local-part.ts'
import { addOption, readOption, type MessageOptions } from './address/options.ts'
import { isTime } from './address/time.ts'
import { messageFrom } from './language/phrases.ts'

export interface SubjectRecipient {
  kind: 'phone' | 'name'
  spelling: string
}

export type SubjectMeaning =
  /** Free text: nothing of it is meant for the gateway. */
  | { kind: 'text' }
  /** The answer to the SMS from this phone, E.164 with a plus. */
  | { kind: 'reply'; phone: string }
  | {
      kind: 'orders'
      key?: string
      recipients: readonly SubjectRecipient[]
      options: MessageOptions
    }
  | { kind: 'refused'; code: 'option_invalid' | 'time_invalid'; detail: string }

/**
 * Reads a decoded Subject. `form` is the kind of the address that it stands beside; `otherPhones`
 * says that the mail names phones in another way too, by other recipients or an attached list: then
 * words in the Subject are free text, and only numbers count as recipients.
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
    case 'command':
      return readKeyed(line, otherPhones)
    case 'key':
    case 'key-subject':
      return readList(line, otherPhones)
    case 'key-and-phone':
      return readExtras(line)
    default:
      return readOptionsOnly(line)
  }
}

/** `KEY:phones`, `KEY` beside an attached list, or a list without a key from a trusted sender. */
function readKeyed(line: string, otherPhones: boolean): SubjectMeaning {
  const match = /^([a-z2-7]{26})(?: ?: ?|$)/i.exec(line)
  if (match?.[1] === undefined || !isKey(match[1])) return readList(line, otherPhones)
  const key = match[1].toLowerCase()
  const meaning = readList(line.slice(match[0].length), otherPhones)
  if (meaning.kind === 'text') return { kind: 'orders', key, recipients: [], options: {} }
  return meaning.kind === 'orders' ? { ...meaning, key } : meaning
}

function readList(line: string, otherPhones: boolean): SubjectMeaning {
  const phone = readAnswer(line)
  if (phone !== undefined) return { kind: 'reply', phone }
  const { rest, options, bad } = takeOptions(line)
  const { list, time } = takeTime(rest)
  const recipients = splitList(list)
  if (otherPhones && recipients.some(({ kind }) => kind === 'name')) return { kind: 'text' }
  return orders(recipients, options, bad, time)
}

/** The Subject of `KEY.NUMBER`: a time and options, never a recipient, so twelve digits are a time. */
function readExtras(line: string): SubjectMeaning {
  const { rest, options, bad } = takeOptions(line)
  const isMeant = rest === '' || isTime(rest) || isLikeTime(rest) || /^\d{12}$/.test(rest)
  if (!isMeant) return { kind: 'text' }
  return orders([], options, bad, rest === '' ? undefined : rest)
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

/** Cuts a time off the end of a list. Twelve digits are one only behind a whole number or a name. */
function takeTime(text: string): { list: string; time?: string } {
  const iso = /(?:^|[ ,;])(\d{4}-\d\d-\d\d \d\d?:\d\d)$/.exec(text.slice(-20))?.[1]
  const last = iso ?? text.slice(text.lastIndexOf(' ') + 1)
  const list = trimEnd(text.slice(0, text.length - last.length))
  if (/^\d{12}$/.test(last))
    return isTime(last) && isWhole(list) ? { list, time: last } : { list: text }
  return isTime(last) || isLikeTime(last) ? { list, time: last } : { list: text }
}

/** Without the separators at its end; a regular expression would be quadratic here. */
function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && ' ;,'.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** A mistyped time, which must not become a recipient: 25:00, 2026-13-01. */
function isLikeTime(text: string): boolean {
  return /^\d{1,2}:\d\d$/.test(text) || /^\d{4}-\d\d-\d\d(?:[ T]\d\d?:\d\d)?$/i.test(text)
}

/** Whether the list's last entry can stand alone: `+45` before twelve digits cannot. */
function isWhole(list: string): boolean {
  const entry = list.slice(Math.max(list.lastIndexOf(','), list.lastIndexOf(';')) + 1).trim()
  return entry.replace(/\D/g, '').length >= 7 || /\p{L}{2}/u.test(entry)
}

function splitList(list: string): SubjectRecipient[] {
  const entries = list.split(/[,;]/).map((entry) => entry.trim())
  return entries
    .filter((entry) => entry !== '')
    .map((spelling) => ({ kind: isNumberSpelled(spelling) ? 'phone' : 'name', spelling }))
}

// What mail clients put before the Subject of an answer (never of a forwarded mail): English and
// many others, Swedish/Danish/Norwegian, German, Dutch, Polish, Spanish/Portuguese, Italian, French,
// Turkish, Hungarian, Welsh, Indonesian, Greek, Russian, Chinese.
const answerPrefix =
  /^(?:re|sv|aw|antw|antwort|odp|res|r|rif|rép|ref|réf|ynt|cevap|vá|atb|bls|απ|σχετ|ha|отв|回复|答复|回覆)(?: ?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3}))? ?[:：] ?/iu
const bracketed = /^\[[^[\]]{0,60}\] ?/
const fromPhone = new RegExp(
  `^(?:${Object.values(messageFrom).join('|')}) (\\+\\d[\\d ]{3,20})(?!\\d)`,
  'iu',
)

/** The phone in `SV: [SMS] Besked fra +45 30643064`, whatever the tag, the language and the client. */
function readAnswer(line: string): string | undefined {
  let rest = line.slice(0, 300).normalize('NFC')
  for (let cut = ''; cut !== rest;) {
    cut = rest
    rest = rest.replace(answerPrefix, '').replace(bracketed, '')
  }
  const digits = fromPhone.exec(rest)?.[1]?.replaceAll(' ', '')
  return digits !== undefined && digits.length <= 16 ? digits : undefined
}
