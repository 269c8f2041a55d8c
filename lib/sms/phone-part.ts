// Some digits of a phone, as people write them when they look for it.

/**
 * As they stand in E.164: without a plus, 00, or the 0 of the country; undefined where it is something else
 * than a number.
 */
export function phonePart(written: string): string | undefined {
  if (!/^[\d\s+().\/-]+$/.test(written)) return undefined
  const digits = written.replace(/\D/g, '')
  return digits.replace(/^0+/, '') || digits || undefined
}
