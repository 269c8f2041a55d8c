// The readable lines of an iCalendar object (RFC 5545), for mails that are nothing but an invitation.
// Guarantees: never throws; says only what the calendar says, in its own words.

/** Far more than an invitation has, its time zones included. */
const maxLines = 2000

/** Summary, place and description of the first event or task. */
export function calendarText(source: string): string {
  const lines = source.replace(/\n[ \t]/g, '').split('\n', maxLines)
  const start = lines.findIndex((line) => /^BEGIN:V(?:EVENT|TODO|JOURNAL)\s*$/i.test(line))
  const event = start < 0 ? [] : lines.slice(start)
  return ['SUMMARY', 'LOCATION', 'DESCRIPTION']
    .map((name) => valueOf(event, name))
    .filter((value) => value !== '')
    .join('\n')
}

function valueOf(lines: readonly string[], name: string): string {
  const start = new RegExp(`^${name}[;:]`, 'i')
  const line = lines.find((candidate) => start.test(candidate))
  if (line === undefined) return ''
  const value = line.slice(valueStart(line))
  return value
    .replace(/\\([nN,;\\])/g, (_, char: string) => (char.toLowerCase() === 'n' ? '\n' : char))
    .trim()
}

/** After the colon that ends the parameters; colons inside quotes do not count (RFC 5545 3.1). */
function valueStart(line: string): number {
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '"') quoted = !quoted
    if (line[at] === ':' && !quoted) return at + 1
  }
  return line.length
}
