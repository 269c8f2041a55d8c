// The readable lines of an iCalendar object (RFC 5545), for mails that are nothing but an invitation.
// Guarantees: never throws; says only what the calendar says, in its own words.

/** Far more than an invitation has, its time zones included. */
const maxLines = 2000

/** Summary, time, place and description of the first event or task. */
export function calendarText(source: string): string {
  const lines = source.replace(/\n[ \t]/g, '').split('\n', maxLines)
  const start = lines.findIndex((line) => /^BEGIN:V(?:EVENT|TODO|JOURNAL)\s*$/i.test(line))
  const event = start < 0 ? [] : lines.slice(start)
  return [
    valueOf(event, 'SUMMARY'),
    timeOf(event),
    valueOf(event, 'LOCATION'),
    valueOf(event, 'DESCRIPTION'),
  ]
    .filter((value) => value !== '')
    .join('\n')
}

/** "2026-03-05 10:00-11:00", as the clock shows it where the event is; UTC where the calendar says that. */
function timeOf(event: readonly string[]): string {
  const start = readTime(valueOf(event, 'DTSTART') || valueOf(event, 'DUE'))
  if (start === undefined) return ''
  const end = readTime(valueOf(event, 'DTEND'))
  const from = `${start.date} ${start.time}`.trim()
  const utc = start.utc ? ' UTC' : ''
  if (end === undefined || end.time === '' || end.utc !== start.utc) return `${from}${utc}`
  return `${from}-${end.date === start.date ? '' : `${end.date} `}${end.time}${utc}`
}

/** RFC 5545 3.3.4, 3.3.5. */
function readTime(value: string): { date: string; time: string; utc: boolean } | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$/i.exec(value)
  if (found === null) return undefined
  const [, year, month, day, hour, minute, zone = ''] = found
  const time = hour === undefined ? '' : `${hour}:${minute}`
  return { date: `${year}-${month}-${day}`, time, utc: zone !== '' }
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
