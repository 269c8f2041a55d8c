// Names of contacts and contact groups as addresses are compared: case does not matter, and a space, a
// dot, an underscore and a dash are the same, so that anna.hansen@ is Anna Hansen.
import { isUsableName } from '../../mail/usable-name.ts'

export function nameKey(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s._-]+/g, ' ')
    .trim()
}

/** Tidied; undefined for what would be read as another form of an address. */
export function readName(written: string): string | undefined {
  const name = written.normalize('NFC').replace(/\s+/g, ' ').trim()
  return isUsableName(name) && isUsableName(nameKey(name)) ? name : undefined
}
