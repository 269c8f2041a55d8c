// Own columns of contacts, such as a town or an appointment: what texts to several people may hold in
// braces. Names are compared without regard to case and spaces at the ends.

/** Name and value, in the order of the file. */
export type Fields = readonly (readonly [name: string, value: string])[]

export const mostFields = 20
const longestName = 40
export const longestValue = 1_000

/** Tidied, so that it can stand in braces, and before a colon; undefined for nothing. */
export function readFieldName(title: string): string | undefined {
  const name = title
    .normalize('NFC')
    .replace(/[{}|:\s]+/g, ' ')
    .trim()
    .slice(0, longestName)
    .trim()
  return name === '' ? undefined : name
}

export function fieldKey(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
}

/** As the database holds them. */
export function writeFields(fields: Fields | undefined): string | null {
  return fields === undefined ? null : JSON.stringify(fields)
}

export function readFields(stored: string | null): Fields {
  return stored === null ? [] : (JSON.parse(stored) as Fields)
}
