// The command `preview`: what would be sent for a raw mail, what was cut and why, and what it costs.
// Needs no server and no database: the settings are the defaults, with those that --set names.
import { readFileSync } from 'node:fs'
import { readSettings, settingsTable, type Settings } from '../config/settings.ts'
import { effectiveValues } from '../gateway/effective-settings.ts'
import { readOrders, usesSubject, type Orders } from '../mail/orders.ts'
import { textOptions } from '../gateway/text-options.ts'
import { automaticKind, type AutomaticKind } from '../mail/automatic.ts'
import { readMailNow, type ReadMail } from '../mail/read-mail.ts'
import { composeText, type Cut } from '../mail/text/compose-text.ts'
import { isReplySubject } from '../mail/text/words/subjects.ts'
import { sentence, type ErrorCode } from '../policy/errors.ts'
import { readPhone, type PhoneReading } from '../sms/phone-number.ts'
import { Sentence } from './sentence.ts'

export interface Preview {
  text: string
  parts: number
  encoding: 'gsm7' | 'ucs2'
  recipients: string[]
  cuts: Cut[]
  refused: ErrorCode | false
  automatic: AutomaticKind | false
}

export interface PreviewFlags {
  json?: boolean
  set: string[]
  files?: string
}

export function runPreview(flags: PreviewFlags): void {
  const settings = settingsWith(flags.set)
  if (flags.files !== undefined) previewFiles(flags.files, settings)
  else printPreview(previewMail(readFileSync(0), settings), flags.json ?? false)
}

/** The default settings with the ones that were given as NAME=VALUE. */
export function settingsWith(overrides: readonly string[]): Settings {
  const lines = overrides.map((override) => {
    const [, section = 'text', name = '', value = ''] =
      /^(?:(\w+)\.)?(\w+)\s*=(.*)$/s.exec(override) ?? []
    return `[${section === 'text' && name in settingsTable.main ? 'main' : section}]\n${name} = ${value}`
  })
  const reading = readSettings(lines.join('\n'), '--set')
  if (!reading.ok) throw new Sentence(reading.problems.join('\n'))
  return reading.settings
}

function previewFiles(list: string, settings: Settings): void {
  for (const path of readFileSync(list, 'utf8').split('\n')) {
    if (path.trim() === '') continue
    process.stdout.write(`${JSON.stringify(previewFile(path.trim(), settings))}\n`)
  }
}

function previewFile(path: string, settings: Settings): Preview | { error: string } {
  let source: Buffer
  try {
    source = readFileSync(path)
  } catch (error) {
    return { error: error instanceof Error ? error.message : `cannot read ${path}` }
  }
  return previewMail(source, settings)
}

export function previewMail(source: Buffer, settings: Settings): Preview {
  const mail = readMailNow(source)
  const orders = ordersOf(mail)
  const values = effectiveValues({ groups: [], accountId: undefined, rows: [] }, settings)
  const options = textOptions(values, settings.text.fixed_text)
  const { refused, ...composed } = composeText(mail, options, {
    subjectUsed: usesSubject(orders),
    isReply: orders.isReply || isReplySubject(mail.subject),
  })
  const automatic = automaticKind(mail, {
    envelopeFrom: envelopeSender(mail),
    recipients: recipientsOf(mail),
  })
  const { phones, fault } = phonesOf(orders, settings)
  return {
    ...composed,
    recipients: phones,
    refused: refused ?? (automatic === false ? (fault ?? false) : 'automatic_mail'),
    automatic,
  }
}

/** Every address that the mail shows stands for a recipient: the envelope is not in the file. */
function ordersOf(mail: ReadMail): Orders {
  return readOrders(recipientsOf(mail), mail, () => true)
}

function recipientsOf(mail: ReadMail): string[] {
  return [...mail.to, ...mail.cc].map(({ address }) => address)
}

interface Phones {
  phones: string[]
  /** Why there is none, where the mail spells some. */
  fault?: ErrorCode
}

function phonesOf(orders: Orders, settings: Settings): Phones {
  const rules = {
    country: settings.main.country,
    bareNumbers: settings.main.bare_numbers,
    allowedPrefixes: settings.main.allowed_prefixes,
  }
  const spellings = orders.addressees.flatMap(({ localPart }) =>
    'spelling' in localPart
      ? [localPart.spelling]
      : localPart.kind === 'reply'
        ? [`+${localPart.number}`]
        : [],
  )
  const inSubject = orders.subject.kind === 'orders' ? orders.subject.recipients : []
  const listed = inSubject.flatMap(({ kind, spelling }) => (kind === 'phone' ? [spelling] : []))
  const readings = [...spellings, ...listed].map((spelling) => readPhone(spelling, rules))
  const phones = new Set(readings.flatMap((one) => (one.kind === 'phone' ? [one.phone] : [])))
  return phones.size > 0 ? { phones: [...phones] } : { phones: [], ...faultOf(orders, readings) }
}

/** The first of them; a mail of which one recipient can be reached goes to that one. */
function faultOf(
  { subject, addressees }: Orders,
  readings: readonly PhoneReading[],
): Pick<Phones, 'fault'> {
  if (subject.kind === 'refused') return { fault: subject.code }
  if (addressees.some(({ badOption }) => badOption !== undefined))
    return { fault: 'option_invalid' }
  const [faulty] = readings
  if (faulty === undefined) return {}
  return { fault: faulty.kind === 'refused' ? faulty.code : 'number_invalid' }
}

// RFC 5321 4.4: the server that delivers writes the envelope sender into Return-Path.
function envelopeSender(mail: ReadMail): string {
  const path = mail.headers.get('return-path')?.[0]
  if (path === undefined) return mail.from[0]?.address ?? 'unknown'
  return path.replace(/^\s*<?|>?\s*$/g, '')
}

function printPreview(preview: Preview, json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(preview)}\n` : `${describe(preview)}\n`)
}

function describe(preview: Preview): string {
  const { text, parts, encoding, recipients, cuts, refused, automatic } = preview
  return [
    `${text.length} characters in ${parts} part${parts === 1 ? '' : 's'}, ${encoding}`,
    `To: ${recipients.length === 0 ? 'no phone that the mail itself names' : recipients.join(', ')}`,
    ...(automatic === false ? [] : [`Automatic mail: ${automatic}`]),
    ...(refused === false
      ? []
      : [`Refused (${refused}): ${sentence({ code: refused, params: {} })}`]),
    '',
    text,
    ...cuts.flatMap((cut) => ['', `--- cut: ${cut.reason}`, ...indented(cut.text)]),
  ].join('\n')
}

function indented(text: string): string[] {
  return text === '' ? [] : text.split('\n').map((line) => `  ${line}`)
}
