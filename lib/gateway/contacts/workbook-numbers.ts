// Numbers of a workbook as people see them, as far as contacts need it: phones without an exponent, zeros
// that only the format holds, dates and times of day. ECMA-376 part 1, 18.8.30.

export interface CellFormat {
  readonly hasDate: boolean
  readonly hasTime: boolean
  /** Its own code, '' for those that every workbook has. */
  readonly code: string
}

const builtInDates = new Set(['14', '15', '16', '17', '22'])
const builtInTimes = new Set(['18', '19', '20', '21', '22', '45', '46', '47'])

export function dateKind(id: string, code = ''): Pick<CellFormat, 'hasDate' | 'hasTime'> {
  // Without what stands in quotes, in brackets or behind a backslash.
  const plain = code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').toLowerCase()
  return {
    hasDate: builtInDates.has(id) || /[yd]/.test(plain),
    hasTime: builtInTimes.has(id) || /[hs]/.test(plain),
  }
}

export function showNumber(value: string, format: CellFormat, startsIn1904: boolean): string {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  if (format.hasDate || format.hasTime) return showDate(number, format, startsIn1904)
  if (!Number.isInteger(number)) return value
  const digits = Number.isSafeInteger(number) ? String(number) : BigInt(number).toString()
  // 0000000000 keeps the zero of 0701234567.
  return /^0+$/.test(format.code) ? digits.padStart(format.code.length, '0') : digits
}

const day = 86_400_000
/** Day 0. Excel takes 1900 for a leap year, so what counts is the 30th, from March of that year on. */
const epoch1900 = Date.UTC(1899, 11, 30)
const epoch1904 = Date.UTC(1904, 0, 1)

function showDate(days: number, { hasDate, hasTime }: CellFormat, startsIn1904: boolean): string {
  const at = (startsIn1904 ? epoch1904 : epoch1900) + Math.round((days * day) / 60_000) * 60_000
  // Up to the year 9999.
  if (days < 0 || days > 2_958_465) return String(days)
  const iso = new Date(at).toISOString()
  return [hasDate ? iso.slice(0, 10) : '', hasTime ? iso.slice(11, 16) : '']
    .filter((part) => part !== '')
    .join(' ')
}
