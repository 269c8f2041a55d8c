/** A time as it is written in a Subject, too: 2026-12-24 18:00. `at` in milliseconds since 1970. */
export function moment(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone,
  }).format(at)
}
