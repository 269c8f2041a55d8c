// How many parts may be sent: N and the days they are counted over, as one value.
import type { Limit } from '../policy/limits.ts'
import type { SettingType } from './types.ts'

export function limit(): SettingType<Limit> {
  return {
    describe: 'unlimited | none | 5000 | 5000/30d',
    read: (value) => {
      if (value === 'unlimited' || value === 'none') return { ok: true, value: { kind: value } }
      const [, parts, days] = /^(\d{1,12})(?:\/([1-9]\d{0,2})d)?$/.exec(value) ?? []
      if (parts === undefined || Number(days ?? 1) > 366)
        return { ok: false, problem: `"${value}" is none of unlimited, none, 5000 and 5000/30d` }
      return {
        ok: true,
        value: {
          kind: 'parts',
          parts: Number(parts),
          ...(days !== undefined && { days: Number(days) }),
        },
      }
    },
  }
}

/** A limit as it is written. */
export function showLimit(value: Limit): string {
  if (value.kind !== 'parts') return value.kind
  return value.days === undefined ? String(value.parts) : `${value.parts}/${value.days}d`
}
