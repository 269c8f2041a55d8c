import { isNumberSpelled, readOwnNumber, saysCountry } from '../../sms/phone-number.ts'
import { Complaint } from './desk.ts'

/** E.164, or a short code. Without its country 20643064 would be a number in Egypt: a Complaint says so. */
export function ownNumber(written: string): string {
  const own = readOwnNumber(written)
  if (own !== undefined && saysCountry(written)) return own
  if (isNumberSpelled(written) && !saysCountry(written))
    throw new Complaint(
      `"${written}" does not say its country. Write it with + and the country code, such as +4520643064.`,
      'number_no_country',
      { number: written },
    )
  throw new Complaint(
    `"${written}" is not a number of ours: up to 15 digits, or a short code of 3 to 6.`,
    'number_not_ours',
    { number: written },
  )
}
