// Credit: amounts and prices in ten-thousandths of a credit, written with up to four decimals.

const unit = 10_000

/** Undefined when it is no amount such as 100, 0.8 or -2.5; 1,000 may be a thousand, too, and so is none. */
export function readCredits(text: string): number | undefined {
  const [, sign, whole, decimals = ''] =
    /^(-?)(\d{1,11})(?:[.,](\d{1,4}))?$/.exec(text.trim()) ?? []
  if (whole === undefined || (decimals.length === 3 && Number(whole) > 0)) return undefined
  const amount = Number(whole) * unit + Number(decimals.padEnd(4, '0'))
  return sign === '-' ? -amount : amount
}

/** Never with three decimals, which may be read as a thousand. */
export function showCredits(amount: number): string {
  const decimals = String(Math.abs(amount) % unit)
    .padStart(4, '0')
    .replace(/0{2,}$/, '')
  const whole = `${amount < 0 ? '-' : ''}${Math.floor(Math.abs(amount) / unit)}`
  return decimals === '' ? whole : `${whole}.${decimals}`
}

/** Prices of one part by prefix, without plus; '' for all that no other has. */
export type Prices = ReadonlyMap<string, number>

/** That of the longest prefix; where the list says nothing one credit, or what is given. */
export function priceOf(phone: string, prices: Prices, otherwise = unit): number {
  const digits = phone.replace(/^\+/, '')
  for (let length = digits.length; length >= 0; length--) {
    const price = prices.get(digits.slice(0, length))
    if (price !== undefined) return price
  }
  return otherwise
}
