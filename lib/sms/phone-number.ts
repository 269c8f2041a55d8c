// Reads phone numbers in every spelling that people write and gives E.164 with a plus.
//
// Guarantees: a number that is read as a phone can receive an SMS as far as its country's numbering
// plan tells (libphonenumber's full metadata); every other number has a reason of its own. Never
// throws, whatever the input; its cost is bounded (longer than 64 characters is not a number). The last
// readings are remembered: a recipient is read when it is named and again when its mail is there.

import {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max/es6'

/** What digits without any prefix mean where the international and the national reading are both
 * valid mobile numbers. `ask` refuses and shows both. */
export type BareNumbers = 'ask' | 'international' | 'national'

export interface NumberRules {
  /** ISO 3166 alpha-2, upper case: the country of national numbers. */
  country: string
  bareNumbers: BareNumbers
  /** E.164 prefixes without plus, `45` or `4530`; empty: every destination is allowed. */
  allowedPrefixes: readonly string[]
}

export type NumberRefusal =
  | 'number_invalid'
  | 'number_landline'
  | 'number_premium'
  | 'number_satellite'
  | 'number_not_mobile'
  | 'number_ambiguous'
  | 'numbers_joined'
  | 'prefix_not_allowed'

/** `detail` is what the sentence for the code shows: the number as it was read, for
 * `number_ambiguous` both readings, for `numbers_joined` what was written. */
export type PhoneReading =
  | { readonly kind: 'phone'; readonly phone: string }
  | { readonly kind: 'not-a-number' }
  | { readonly kind: 'refused'; readonly code: NumberRefusal; readonly detail: string }

/**
 * Reads one number. `+`, `00` and `p` in front mean international, a single `0` national; spaces,
 * dashes, dots, slashes, parentheses, `(0)` and `tel:` are understood.
 */
export function readPhone(spelling: string, rules: NumberRules): PhoneReading {
  const { country, bareNumbers, allowedPrefixes } = rules
  const asked = [
    spelling.slice(0, longestSpelling + 1),
    country,
    bareNumbers,
    ...allowedPrefixes,
  ].join('\n')
  const known = readings.get(asked)
  if (known !== undefined) return known
  const reading = readAfresh(spelling, rules)
  if (readings.size >= mostReadings) readings.clear()
  readings.set(asked, reading)
  return reading
}

const longestSpelling = 64
const readings = new Map<string, PhoneReading>()
const mostReadings = 1_000

function readAfresh(spelling: string, rules: NumberRules): PhoneReading {
  const written = strip(spelling)
  if (written === undefined) return { kind: 'not-a-number' }
  const { prefix, digits } = written
  if (isJoined(spelling, digits))
    return { kind: 'refused', code: 'numbers_joined', detail: spelling.trim() }
  if (prefix !== '') return allowed(readInternational(digits), rules)
  if (digits.startsWith('0')) return allowed(readNational(digits, rules.country), rules)
  return allowed(readBare(spelling, digits, rules), rules)
}

/** Longer than E.164 lets a number be, and each piece long enough to be one. */
function isJoined(spelling: string, digits: string): boolean {
  if (digits.length <= 15) return false
  const pieces = spelling.trim().split(/[\s/]+/)
  return pieces.length > 1 && pieces.every((piece) => piece.replace(/\D/g, '').length >= 6)
}

/** Whether a text is written as a number, be it a valid one or not: at least three digits. */
export function isNumberSpelled(text: string): boolean {
  return (strip(text)?.digits.length ?? 0) >= 3
}

/**
 * Reads one of our own numbers, which need not stand in any numbering plan: 7 to 15 digits are E.164,
 * 3 to 6 a short code, which has no plus. Undefined when it is neither.
 */
export function readOwnNumber(spelling: string): string | undefined {
  const written = strip(spelling)
  if (written === undefined) return undefined
  const { prefix, digits } = written
  if (/^[1-9]\d{6,14}$/.test(digits)) return `+${digits}`
  return prefix === '' && /^[1-9]\d{2,5}$/.test(digits) ? digits : undefined
}

/** Whether a number says its country: by +, 00 or p, or by being a short code, which has none. */
export function saysCountry(spelling: string): boolean {
  const written = strip(spelling)
  return written !== undefined && (written.prefix !== '' || /^[1-9]\d{2,5}$/.test(written.digits))
}

/** Whether a country, as ISO 3166 alpha-2 names it, has a numbering plan that is known here. */
export function hasNumbers(country: string): boolean {
  return isSupportedCountry(country)
}

/** ISO 3166 alpha-2 of an E.164 number, where its numbering plan tells. */
export function countryOf(phone: string): string | undefined {
  return parsePhoneNumberFromString(phone, { extract: false })?.country
}

/** `+4530643064` as a person reads it: `+45 30643064`. A name or a short code is left as it is. */
export function formatPhone(phone: string): string {
  const code = phone.startsWith('+') ? callingCodeOf(phone) : undefined
  return code === undefined ? phone : `+${code} ${phone.slice(1 + code.length)}`
}

function callingCodeOf(phone: string): string | undefined {
  return [1, 2, 3]
    .map((length) => phone.slice(1, 1 + length))
    .find((code) => callingCodes.has(code))
}

// The codes that belong to no country: ITU-T E.164, list of assigned country codes.
const worldwideCodes = ['800', '808', '870', '878', '881', '882', '883', '888', '979']
const callingCodes: ReadonlySet<string> = new Set([
  ...getCountries().map((country) => getCountryCallingCode(country)),
  ...worldwideCodes,
])

// Inmarsat, the Global Mobile Satellite System, and the satellite networks within +882.
const satellite = /^\+(?:870|881|8821[36])/

const spacing = /[\s\-.\/()\u00ad\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g
const scheme = /^(?:tel|sms|callto):(?:\/\/)?/i

function bareOf(spelling: string): string {
  return spelling.normalize('NFKC').trim().replace(scheme, '')
}

function strip(spelling: string): { prefix: '' | '+' | '00' | 'p'; digits: string } | undefined {
  if (spelling.length > longestSpelling) return undefined
  const plain = /^\+?\d+$/.test(spelling) ? spelling : withoutSpacing(bareOf(spelling))
  const match = /^(\+|00|p)?(\d+)$/i.exec(plain)
  if (match?.[2] === undefined) return undefined
  const prefix = match[1]?.toLowerCase() as '+' | '00' | 'p' | undefined
  return { prefix: prefix ?? '', digits: match[2] }
}

function withoutSpacing(bare: string): string {
  const international = /^(?:\+|00|p)/i.test(bare.replace(spacing, ''))
  // +46 (0)70: the trunk zero is shown for callers at home and is no part of the number.
  return (international ? bare.replace('(0)', '') : bare).replace(spacing, '')
}

function readInternational(digits: string): PhoneReading {
  const phone = `+${digits}`
  if (satellite.test(phone)) return { kind: 'refused', code: 'number_satellite', detail: phone }
  const parsed = parsePhoneNumberFromString(phone, { extract: false })
  return judge(parsed?.number ?? phone, parsed?.getType())
}

function readNational(digits: string, country: string): PhoneReading {
  if (!isSupportedCountry(country))
    return { kind: 'refused', code: 'number_invalid', detail: digits }
  const parsed = parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false })
  const type = parsed?.getType()
  // What is no number there is shown as it was written, without a country that nobody wrote.
  return judge(type === undefined ? digits : (parsed?.number ?? digits), type)
}

function judge(phone: string, type: string | undefined): PhoneReading {
  switch (type) {
    case 'MOBILE':
    // Denmark and North America do not tell the two apart.
    case 'FIXED_LINE_OR_MOBILE':
      return { kind: 'phone', phone }
    case undefined:
      return { kind: 'refused', code: 'number_invalid', detail: phone }
    case 'FIXED_LINE':
      return { kind: 'refused', code: 'number_landline', detail: phone }
    case 'PREMIUM_RATE':
    case 'SHARED_COST':
    // +44 70 and its like are charged as premium numbers.
    case 'PERSONAL_NUMBER':
      return { kind: 'refused', code: 'number_premium', detail: phone }
    default:
      return { kind: 'refused', code: 'number_not_mobile', detail: phone }
  }
}

/** Digits alone: the one reading that is a mobile number; where both are, the rule decides. */
function readBare(spelling: string, digits: string, rules: NumberRules): PhoneReading {
  const international = readInternational(digits)
  const national = readNational(digits, rules.country)
  if (international.kind !== 'phone')
    return national.kind === 'phone' ? national : closer(international, national)
  const abroad = international.phone
  if (national.kind !== 'phone') {
    const opening = nationalOpening(spelling, abroad, rules.country)
    return opening === undefined ? international : ambiguous(abroad, opening)
  }
  if (abroad === national.phone) return national
  if (rules.bareNumbers === 'international') return international
  if (rules.bareNumbers === 'national') return national
  return ambiguous(abroad, national.phone)
}

function ambiguous(abroad: string, national: string): PhoneReading {
  return { kind: 'refused', code: 'number_ambiguous', detail: `${abroad} / ${national}` }
}

/** `1800`, and a day of a month such as `2412`. */
const clock = /^(?:[01]?\d|2[0-4])[0-5]\d$/
/** Also an hour, or a day of a year. */
const timeOrDay = /^(?:(?:[01]?\d|2[0-4])(?:[0-5]\d)?|\d{6})$/

/**
 * The mobile number of the country with which a spelling of one abroad opens, where what is behind it may be a time:
 * `20643064 1800`. Not where the other country's code stands by itself, unless all is grouped as in this country
 * and a clock is behind it: `30 69 12 34 18 00`.
 */
function nationalOpening(spelling: string, abroad: string, country: string): string | undefined {
  if (/^\d+$/.test(spelling)) return undefined
  const pieces = bareOf(spelling)
    .split(spacing)
    .filter((piece) => piece !== '')
  const code = callingCodeOf(abroad)
  if (isSupportedCountry(country) && getCountryCallingCode(country) === code) return undefined
  for (let end = 1; end < pieces.length; end++) {
    const opening = pieces.slice(0, end)
    const rest = pieces.slice(end).join('')
    const reading = readNational(opening.join(''), country)
    if (reading.kind !== 'phone') continue
    const isGrouped =
      parsePhoneNumberFromString(reading.phone)?.formatNational() === opening.join(' ')
    const isMeant = pieces[0] === code ? isGrouped && clock.test(rest) : timeOrDay.test(rest)
    if (isMeant) return reading.phone
  }
  return undefined
}

/** Of two refusals the one that says more: a landline rather than no number at all. */
function closer(international: PhoneReading, national: PhoneReading): PhoneReading {
  const dull = international.kind === 'refused' && international.code === 'number_invalid'
  return dull ? national : international
}

function allowed(reading: PhoneReading, rules: NumberRules): PhoneReading {
  if (reading.kind !== 'phone' || rules.allowedPrefixes.length === 0) return reading
  const { phone } = reading
  if (rules.allowedPrefixes.some((prefix) => phone.startsWith(prefix, 1))) return reading
  return { kind: 'refused', code: 'prefix_not_allowed', detail: phone }
}
