// Whether a mail's header can be read in one way only, so that whoever checked a signature and
// whoever reads the fields saw the same (RFC 5322 2.2).
//
// Readers differ in what they make of a line without a colon, of a line of blanks, of a bare CR, of a
// thousand lines. A mail with one of them may be worth reading; its signature is worth nothing, since
// the fields that it covers may stand where another reader found them.

const mostLines = 900
const mostBytes = 256 * 1024

/** Where the body begins; undefined where the header is not plain or never ends. */
export function plainHeaderEnd(source: Buffer): number | undefined {
  let first = true
  for (let at = 0, lines = 0; at < source.length && at < mostBytes; lines++, first = false) {
    const end = source.indexOf(0x0a, at)
    if (end < 0 || lines > mostLines) return undefined
    const line = source.toString('latin1', at, end).replace(/\r$/, '')
    if (line === '') return first ? undefined : end + 1
    if (!isField(line) && (first || !isContinuation(line))) return undefined
    at = end + 1
  }
  return undefined
}

function isField(line: string): boolean {
  return /^[!-9;-~]+:[^\r\0]*$/.test(line)
}

function isContinuation(line: string): boolean {
  return /^[ \t]+[^\s\0][^\r\0]*$/.test(line)
}
