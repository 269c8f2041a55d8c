// The readable lines of an iCalendar object (RFC 5545), for mails that are nothing but an invitation.
// Guarantees: never throws; says only what the calendar says, in its own words.

/** Far more than an invitation has, its time zones included. */
const maxLines = 2000

/** Summary, time, place and description of the first event or task. */
export function calendarText(source: string): string {
  const lines = source.replace(/\n[ \t]/g, '').split('\n', maxLines)
  const event = firstOf(lines)
  return [
    valueOf(event, 'SUMMARY'),
    timeOf(event),
    valueOf(event, 'LOCATION'),
    valueOf(event, 'DESCRIPTION'),
  ]
    .filter((value) => value !== '')
    .join('\n')
}

/** The lines of the first event or task, without those of its alarms (RFC 5545 3.6). */
function firstOf(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => /^BEGIN:V(?:EVENT|TODO|JOURNAL)\s*$/i.test(line))
  const own: string[] = []
  let depth = 0
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    if (/^BEGIN:/i.test(line)) depth++
    else if (/^END:/i.test(line)) depth--
    else if (depth === 0) own.push(line)
    if (depth < 0) break
  }
  return own
}

/** "2026-03-05 10:00-11:00", as the clock shows it where the event is; UTC where the calendar says that. */
function timeOf(event: readonly string[]): string {
  const start = readTime(valueOf(event, 'DTSTART') || valueOf(event, 'DUE'))
  if (start === undefined) return ''
  const end = readTime(valueOf(event, 'DTEND'))
  const from = `${start.date} ${start.time}`.trim()
  const utc = start.utc ? ' UTC' : ''
  if (start.time === '' && end?.time === '') {
    // The end of whole days is the day after them (RFC 5545 3.6.1).
    const last = new Date(Date.parse(end.date) - 86_400_000)
    const day = Number.isNaN(last.getTime()) ? '' : last.toISOString().slice(0, 10)
    return day > from ? `${from} - ${day}` : from
  }
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
