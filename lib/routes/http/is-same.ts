// Compares secrets, taking the same time wherever they differ.
import { createHash, timingSafeEqual } from 'node:crypto'

export function isSame(given: string, wanted: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
