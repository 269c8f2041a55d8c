// The block of header fields that Outlook, Notes, GMX and others set above a quoted mail, with or
// without a ruler, in any language, each field on a line or all on one.
// Guarantees: a list that merely looks alike ("From: Copenhagen, To: Aarhus") is no block: one of
// the values must be an address, or one of the names a word that only mail programs write.
import { isBlank, type Line } from './line.ts'
import { headerRoles, mailOnlySent, type HeaderRole } from './words/headers.ts'

export interface Field {
  role: HeaderRole
  label: string
  value: string
}

const field = /^[\s*_|>•·-]*([\p{L}][\p{L}\p{M} .()'’/-]{0,28}?)\s*[*_]*\s*[:：]\s*[*_]*\s*(.*)$/u
const address = /\S@\S|mailto:|\/o=|\/ou=/i
const maxBlockLines = 16

/** Lines, and what each is as a field. */
export interface FieldLines {
  lines: readonly Line[]
  fields: readonly (Field | undefined)[]
}

export function fieldLines(lines: readonly Line[]): FieldLines {
  return { lines, fields: lines.map(readField) }
}

/** The number of lines that the block starting at `start` has, 0 when there is none. */
export function headerBlockLength({ lines, fields: known }: FieldLines, start: number): number {
  const old = notesBlockLength(lines, start)
  if (old > 0) return old
  const first = known[start]
  const alone = inOneLine(lines[start]?.plain ?? '')
  if (first === undefined || first.role === 'other' || first.role === 'cc') return alone ? 1 : 0
  const fields = [first]
  let last = start
  let strange = 0
  for (let at = start + 1; at < Math.min(lines.length, start + maxBlockLines); at++) {
    const line = lines[at]
    if (line === undefined) break
    if (isBlank(line)) {
      if (known[at + 1] === undefined) break
      continue
    }
    const next = known[at]
    if (next !== undefined && !fields.some(({ role }) => role === next.role && role === 'from')) {
      fields.push(next)
      last = at
      strange = 0
    } else if (++strange > 2) break
  }
  const several = fields.some(({ role }) => role !== first.role)
  if (several && isMailHeader(fields)) return last - start + 1
  return alone ? 1 : 0
}

function readField({ plain: text }: Line): Field | undefined {
  const colon = text.search(/[:：]/)
  if (colon < 1 || colon > 40) return undefined
  const found = field.exec(text)
  const label = (found?.[1] ?? '').trim().toLowerCase()
  const role = headerRoles.get(label)
  return role === undefined ? undefined : { role, label, value: (found?.[2] ?? '').trim() }
}

function isMailHeader(fields: readonly Field[]): boolean {
  const roles = new Set(fields.map(({ role }) => role))
  const addressed = fields.some(
    ({ role, value }) => (role === 'from' || role === 'to') && address.test(value),
  )
  const dated = fields.some(({ role, value }) => role === 'sent' && /\d/.test(value))
  const mailDate = fields.some(
    ({ role, label, value }) =>
      role === 'sent' && mailOnlySent.has(label) && (/\d/.test(value) || value === ''),
  )
  const exact = fields.some(({ role, value }) => role === 'sent' && isExact(value))
  const told = exact || addressed || mailDate
  if (told && roles.has('from') && roles.has('subject') && roles.size > 2) return true
  if (roles.has('from') && mailDate) return true
  if (roles.has('from') && addressed && (dated || roles.has('subject') || roles.has('to')))
    return true
  if (mailDate && roles.has('subject') && roles.has('to')) return true
  return roles.has('to') && addressed && dated
}

/** Programs write the year and the time of day; a memo says "Dato: 5/3". */
function isExact(sent: string): boolean {
  return /\d{4}|年/.test(sent) && /\d[:.時点h]\d\d/.test(sent)
}

/** Whether only a mail program writes what stands there as fields, whatever the mail is. */
export function isSurelyHeader(
  { lines, fields: known }: FieldLines,
  start: number,
  end: number,
): boolean {
  const below = lines[end]
  if (below !== undefined && !isBlank(below)) return false
  const fields = known.slice(start, end).filter((one) => one !== undefined)
  const has = (wanted: HeaderRole, also: (field: Field) => boolean = () => true): boolean =>
    fields.some((one) => one.role === wanted && also(one))
  const addressed = has('from', ({ value }) => address.test(value))
  const named = has('sent', ({ label }) => mailOnlySent.has(label))
  const exact = has('sent', ({ value }) => isExact(value))
  return (
    has('subject') && !has('other') && named && (addressed || (has('from') && has('to') && exact))
  )
}

/** Notes and some phones write all fields into one line. */
function inOneLine(text: string): boolean {
  if (text.length < 12) return false
  if (/^发件人[\s:：].{1,200}(?:收件人|发送)/u.test(text)) return true
  if (!/\S@\S/.test(text) && !/\d{4}|\d\d[.:]\d\d/.test(text)) return false
  const names = text.matchAll(/(?:^|[\s>,;])([\p{L}][\p{L}'’]{1,15})\s?[:：](?=\s)/gu)
  const roles = new Set<HeaderRole>()
  for (const [, name] of names) {
    const role = headerRoles.get((name ?? '').toLowerCase())
    if (role !== undefined) roles.add(role)
  }
  return (
    roles.has('from') && [...roles].filter((role) => role !== 'other' && role !== 'cc').length >= 3
  )
}

// Older Notes: the sender, the date on the next line, then the names of the fields alone on theirs.
function notesBlockLength(lines: readonly Line[], start: number): number {
  const date = lines[start + 1]?.plain ?? ''
  if (date.length > 40 || !/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\D.*\d\d[:.]\d\d/.test(date)) return 0
  let addressed = false
  for (let at = start + 2; at < Math.min(lines.length, start + 18); at++) {
    const role = headerRoles.get((lines[at]?.plain ?? '').toLowerCase())
    if (role === 'to') addressed = true
    if (role === 'subject' && addressed) return at + 2 - start
  }
  return 0
}
