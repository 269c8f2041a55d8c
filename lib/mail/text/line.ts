// A mail's text as lines that know how deep they are quoted: what all cutters work on.
// Plain text says so with marks (">"), HTML with its tree; readable-html.ts writes the same lines.

export interface Line {
  /** As it would be sent: without quote marks, trimmed at the end. */
  readonly text: string
  /** The text for matching: odd spaces made plain, invisible characters gone, 600 characters at most. */
  readonly plain: string
  /** As the mail has it, for the report of what was cut. */
  readonly raw: string
  /** Quote marks in front, or quoting elements around. */
  readonly depth: number
  /** The HTML says that this is history: a container that mail programs put around it. */
  readonly quoted?: true
  /** In blockquotes that may be a person's own; history only where it is introduced or ends the mail. */
  readonly soft?: true
  /**
   * What the HTML says of the line: it introduces a quotation; all from here on is history; a rule
   * is drawn here as above a header block; it belongs to the signature.
   */
  readonly role?: 'attribution' | 'border' | 'ruler' | 'signature'
}

const marks = /^ {0,3}((?:> {0,2})+)/
/** The Bat!, Gnus and FidoNet quote with initials: `JD> text`. */
const initials = /^ {0,8}(\p{Lu}\p{L}{0,3}(?:>{1,5}))\s?/u

const mayBeInitials = (row: string): boolean => {
  const at = row.indexOf('>')
  return at > 0 && at < 14
}

/** More lines than this can never be sent, and are not looked at. */
export const maxLines = 8000

export function linesOf(text: string): Line[] {
  const rows = text.split('\n', maxLines)
  const byInitials =
    rows.filter((row) => mayBeInitials(row) && initials.test(row.slice(0, 20))).length > 1
  return rows.map((row, at) => {
    const marked =
      /^ {0,3}>/.test(row) && !isNotMarked(row.trimEnd(), rows[at - 1] ?? '', rows[at + 1] ?? '')
    // The blank behind it makes a delimiter of it (RFC 3676 4.3).
    return plainLine(row === '-- ' ? row : row.trimEnd(), marked, byInitials)
  })
}

function plainLine(raw: string, marked: boolean, byInitials: boolean): Line {
  if (marked) {
    const found = marks.exec(raw.slice(0, 400))?.[1] ?? '>'
    const depth = found.split('>').length - 1
    return lineOf(raw.slice(raw.indexOf('>') + found.length).trimEnd(), raw, depth)
  }
  const named = byInitials && mayBeInitials(raw) ? initials.exec(raw.slice(0, 20)) : null
  if (named !== null) return lineOf(raw.slice(named[0].length), raw, 1)
  return lineOf(raw, raw, 0)
}

export function lineOf(text: string, raw: string, depth: number): Line {
  return { text, plain: plain(text), raw, depth }
}

/** A ">" in front that marks no quotation. */
function isNotMarked(raw: string, above: string, below: string): boolean {
  // RFC 4155: mbox writers put it before lines that begin with "From ".
  if (/^>From \S/.test(raw)) return !/^>From:? .*@/.test(raw)
  // The end of an address that was wrapped: "skrev Anna <anna@example.org" and ">:" below it.
  if (
    raw.endsWith(':') &&
    /^> ?(?:\p{L}[\p{L} ()]{0,25})?:$/u.test(raw) &&
    /<[^<>]{3,100}$/.test(above.trimEnd())
  )
    return true
  if (above.startsWith('>') || below.startsWith('>')) return false
  // Arrows are drawings, and what Groupwise and Gnus set around the name of whom they quote.
  return (
    /^ {0,3}>{2,} *[^>]{1,200}<{2,}$/.test(raw) ||
    /^ {0,3}(?:>>> ){2}/.test(raw) ||
    /^>>>.{1,300}(?:>>>|:)$/.test(raw)
  )
}

export const isBlank = (line: Line): boolean => line.plain === ''

/** RFC 3676 4.3, and what becomes of its blank on the way. */
export function isDelimiter(line: Line | undefined): boolean {
  return line !== undefined && /^\s*(?:--|—|__|–)\s*$/.test(line.text)
}

function plain(text: string): string {
  const start = (text.length > 600 ? text.slice(0, 600) : text).trim()

  if (/^[\x20-\x7e]*$/.test(start)) return start
  return start
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]/g, ' ')
    .trim()
}

export function textOf(lines: readonly Line[]): string {
  return lines.map((line) => line.text).join('\n')
}

export function rawOf(lines: readonly Line[]): string {
  return lines
    .map((line) => line.raw)
    .join('\n')
    .trim()
}
