// The other side's ids as they are stored and compared: whatever a provider calls an id fits in an index.
import { createHash } from 'node:crypto'
import { storable } from './rows.ts'

const longest = 255
/** How a digest begins: the other side does not know it. */
export const digestMark = 'sha256:'

/** An id that is longer than ids are is known by its digest. */
export function storedReference(reference: string): string {
  return reference.length <= longest
    ? storable(reference)
    : `${digestMark}${createHash('sha256').update(reference).digest('hex')}`
}
