// Numbers that stand as the sender by the country of the phone, as one value of a setting.
import { hasNumbers } from '../sms/phone-number.ts'
import { list, type SettingType } from './types.ts'

const byCountry = list(
  'numbers by country such as SE:72323, NO:1963 or *:+4560991000',
  /^(?:[A-Z]{2}|\*):(?:\+[1-9]\d{6,14}|[1-9]\d{2,5})$/,
)

export const replyNumbers: SettingType<readonly string[]> = {
  ...byCountry,
  read: (value) => {
    const reading = byCountry.read(value)
    if (!reading.ok) return reading
    const countries = reading.value.map((one) => one.slice(0, one.indexOf(':')))
    const wrong = countries.find((one) => one !== '*' && !hasNumbers(one))
    return wrong === undefined ? reading : { ok: false, problem: `"${wrong}" is not a country` }
  },
}

/** The number for a country, that for all others, or undefined where there is neither. */
export function replyNumberFor(
  country: string | undefined,
  numbers: readonly string[],
): string | undefined {
  const pairs = new Map(numbers.map((one) => one.split(':') as [string, string]))
  return pairs.get(country ?? '*') ?? pairs.get('*')
}

/** Whether a number is any of them. */
export function isReplyNumber(number: string, numbers: readonly string[]): boolean {
  return withoutCountries(numbers).includes(number)
}

export function withoutCountries(numbers: readonly string[]): string[] {
  return numbers.map((one) => one.slice(one.indexOf(':') + 1))
}
