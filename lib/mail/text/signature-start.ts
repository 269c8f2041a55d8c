// Where the signature of a mail begins: by what the HTML says, by the delimiter of RFC 3676 4.3, or by a closing
// such as "Med venlig hilsen" with short lines, names and ways to reach someone below it. Guarantees: linear.
import { isBlank, isDelimiter, type Line } from './line.ts'
import { closingOf } from './words/closings.ts'

const maxSignatureLines = 15

/** Where the mail signature begins, or the number of lines. */
export function signatureStart(lines: readonly Line[]): number {
  const marked = lines.findIndex((line) => line.role === 'signature')
  const delimiter = lines.findIndex((line, at) => opensSignature(lines, line, at))
  const closing = lines.findLastIndex(
    (line, at) => lines.length - at <= 40 && at > 0 && closes(lines, line, at),
  )
  const found = [marked, delimiter, closing].filter((at) => at >= 0)
  return found.length === 0 ? lines.length : Math.min(...found)
}

// RFC 3676 4.3: the delimiter ends with a blank. Without it, it may be a line between two parts of a text.
function opensSignature(lines: readonly Line[], line: Line, at: number): boolean {
  if (lines.length - at > 25 || !isDelimiter(line)) return false
  return line.text === '-- ' || isContact(lines.slice(at + 1))
}

function closes(lines: readonly Line[], line: Line, at: number): boolean {
  const closing = closingOf(line.plain)
  if (closing === undefined) return false
  const below = lines.slice(at + 1)
  if (closing === 'name') return isReach(below)
  return closing === 'words' ? isSignature(below) : isContact(below)
}

function isSignature(below: readonly Line[]): boolean {
  const written = below.filter((line) => !isBlank(line))
  return (
    written.length <= maxSignatureLines &&
    written.every(({ plain }) => plain.length <= 90 && !/\?$|^p\.?s\b/iu.test(plain))
  )
}

/** Names and ways to reach someone, and no sentence. */
function isContact(below: readonly Line[]): boolean {
  const written = below.filter((line) => !isBlank(line)).map(({ plain }) => plain)
  if (!isSignature(below) || written.length === 0) return false
  return written.every((line, at) => (at === 0 ? isName(line) : isContactLine(line)))
}

/** What may stand below a closing that ends with the name: "Mvh Anna" may be followed by the code of the door. */
function isReach(below: readonly Line[]): boolean {
  return (
    isSignature(below) &&
    below.every(({ plain }) => plain === '' || isFirm(plain) || isWay(plain) || isRole(plain))
  )
}

/** "Example A/S" */
const isFirm = (line: string): boolean =>
  !/\d/.test(line) &&
  isCapitalised(line, 5) &&
  /\s(?:a\/s|aps|i\/s|ab|asa?|oyj?|gmbh|ag|kg|ltd|limited|llc|inc|plc|sarl|b\.?v|s\.?a|s\.?r\.?l)\.?$/i.test(
    line,
  )

const isName = (line: string): boolean =>
  isWay(line) ||
  closingOf(line) !== undefined ||
  (!/\d/.test(line) && (/^\p{L}{1,15}[,.]?$/u.test(line) || isCapitalised(line, 5)))

const isContactLine = (line: string): boolean =>
  isName(line) || isCapitalised(line, 8) || isRole(line)

/** "Sales manager": what someone is, in lower case. */
const isRole = (line: string): boolean =>
  /^[^\d.!?:]{4,50}$/.test(line) &&
  /manager|director|direktør|head of|sales|consultant|konsulent|engineer|ingeniør|ingenieur|leder$|leiter|geschäftsführer|sekretær|secretary|assistent|assistant|partner|owner|officer|afdeling|department/.test(
    line.toLowerCase(),
  )

/** Words as in names, firms and addresses: "Example A/S", "2100 København Ø". */
function isCapitalised(line: string, most: number): boolean {
  const words = line
    .replace(/\(\p{L}+\/\p{L}+\)/u, '')
    .split(/[\s|,•·]+/)
    .filter((word) => word !== '')
  return (
    words.length <= most &&
    words.every((word) =>
      /^(?:[*_(/~+]{0,2}[\p{Lu}\d]|(?:st\.?|tv\.?|th\.?|mf\.?|sal|af|von|van|de|den|der|for|of|in|og|and|und|et|y|i|&|-)$)/u.test(
        word,
      ),
    )
  )
}

/** A telephone number, an address in the net. */
const isWay = (line: string): boolean =>
  (phone.test(line) && !dateOrTimes.test(line)) ||
  /^(?:[\p{L}.]{1,8}: ?)?(?:\S+@\S+\.\S+|https?:\/\/\S+|www\.\S+)$|^[\w-]+\.(?:com|dk|se|no|de|fr|org|net|eu|uk|nl|it|es|pl|fi)$/u.test(
    line,
  )

const phone =
  /^(?:(?:t|m|p|d|f|h|w|tlf|tel|telefon|telefono|teléfono|telefone|telefoon|téléphone|tél|phone|ph|mob|mobil|mobile|mobiltlf|mobiel|móvil|portable|port|cell|handy|direct|direkte|direkt|office|kontor|fax|gsm|puh)\s?[.:]{0,2}\s?)?[+(]?\d[\d\s()./-]{6,24}$/iu
const dateOrTimes =
  /^(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?:\s.*)?|\d{1,2}\.\d\d\s?-\s?\d{1,2}\.\d\d)$/
