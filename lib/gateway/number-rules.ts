// How numbers are read: by one group, and by any group at all, for RCPT, where nobody knows yet whose
// mail it is.
import { groupSettings, type GroupSettingName, type GroupValues } from '../config/group-settings.ts'
import type { Refusal } from '../policy/errors.ts'
import { readPhone, type NumberRules } from '../sms/phone-number.ts'
import type { SettingRow } from '../store/group-settings.ts'

export function numberRulesOf({
  country,
  bare_numbers: bareNumbers,
  allowed_prefixes: allowedPrefixes,
}: Pick<GroupValues, (typeof numberSettings)[number]>): NumberRules {
  return { country, bareNumbers, allowedPrefixes }
}

/** Why nothing may be sent to a phone that somebody names; undefined where it may. */
export function phoneRefusal(phone: string, rules: NumberRules): Refusal | undefined {
  const reading = phone.startsWith('+') ? readPhone(phone, rules) : undefined
  if (reading?.kind === 'phone') return undefined
  const code = reading?.kind === 'refused' ? reading.code : 'number_invalid'
  return { code, params: { number: phone } }
}

const unwanted: readonly string[] = ['prefix_not_allowed', 'number_satellite', 'number_premium']

/**
 * The same for a phone that has written: it gets SMS, whatever its numbering plan says of it, but some cost whoever
 * writes to them. A short number that was delivered as an international one has no seven digits.
 */
export function answerRefusal(phone: string, rules: NumberRules): Refusal | undefined {
  const refusal = phoneRefusal(phone, rules)
  if (refusal === undefined || !/^\+\d{7,}$/.test(phone) || unwanted.includes(refusal.code))
    return refusal
  const { allowedPrefixes } = rules
  const isAllowed =
    allowedPrefixes.length === 0 || allowedPrefixes.some((prefix) => phone.startsWith(prefix, 1))
  return isAllowed ? undefined : { code: 'prefix_not_allowed', params: { number: phone } }
}

export const numberSettings = ['country', 'bare_numbers', 'allowed_prefixes'] as const

/** With more ways than these a number is read when its sender is known, and no earlier. */
const most = 60

/**
 * Every way in which some group may read a number: what all of them refuse is refused for everybody.
 * Empty where there are too many to ask. `said`: what groups set of `numberSettings`.
 */
export function everyNumberRules(
  master: GroupValues,
  said: readonly Pick<SettingRow, 'name' | 'value'>[],
): readonly NumberRules[] {
  const values = <N extends GroupSettingName>(name: N): GroupValues[N][] => [
    master[name],
    ...said
      .filter((row) => row.name === name && row.value !== null)
      .flatMap(({ value }) => {
        const reading = groupSettings[name].type.read(value ?? '')
        return reading.ok ? [reading.value as GroupValues[N]] : []
      }),
  ]
  const [countries, bare, prefixes] = [
    distinct(values('country')),
    distinct(values('bare_numbers')),
    distinct(values('allowed_prefixes')),
  ]
  if (countries.length * bare.length * prefixes.length > most) return []
  return countries.flatMap((country) =>
    bare.flatMap((bareNumbers) =>
      prefixes.map((allowedPrefixes) => ({ country, bareNumbers, allowedPrefixes })),
    ),
  )
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
