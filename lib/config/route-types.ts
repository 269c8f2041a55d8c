// The types of settings that only routes have: hours, local dates, prices by prefix, paths of groups.
import { readHours, type Span } from '../policy/schedule.ts'
import type { SettingType } from './types.ts'

export function hours(): SettingType<readonly Span[]> {
  const describe = 'hours such as Mon-Fri 08:00-18:00, Sat 10:00-14:00'
  return {
    describe,
    read: (value) => {
      const spans = readHours(value)
      return spans === undefined
        ? { ok: false, problem: `"${value}" is not ${describe}` }
        : { ok: true, value: spans }
    },
  }
}

/** As 2026-11-01 08:00, or ''. */
export function localMoment(): SettingType<string> {
  const describe = 'a date such as 2026-11-01 or 2026-11-01 08:00, or nothing'
  return {
    describe,
    read: (value) => {
      if (value === '') return { ok: true, value }
      const [, date = '', time = '00:00'] =
        /^(\d{4}-\d\d-\d\d)(?:[ T]([01]\d:[0-5]\d|2[0-3]:[0-5]\d))?$/.exec(value) ?? []
      const day = new Date(date)
      const isDate = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date)
      return isDate
        ? { ok: true, value: `${date} ${time}` }
        : { ok: false, problem: `"${value}" is not ${describe}` }
    },
  }
}

/** Prices of one part in millionths of a unit by prefix, '' for all that no other has. */
export function routePrices(): SettingType<ReadonlyMap<string, number>> {
  const describe = 'prices by prefix such as 45: 0.03, default: 0.08'
  return {
    describe,
    read: (value) => {
      const prices = new Map<string, number>()
      for (const one of value.split(',').map((part) => part.trim())) {
        if (one === '') continue
        const [, prefix = '', price] =
          /^([1-9]\d{0,14}|default)\s*:\s*(\d{1,5}(?:\.\d{1,6})?)$/.exec(one) ?? []
        if (price === undefined) return { ok: false, problem: `"${one}" is not one of ${describe}` }
        prices.set(prefix === 'default' ? '' : prefix, Math.round(Number(price) * 1_000_000))
      }
      return { ok: true, value: prices }
    },
  }
}

/** Paths of groups, separated by commas. */
export function paths(): SettingType<readonly string[]> {
  return {
    describe: 'paths of groups such as Office/Sales, School',
    read: (value) => ({
      ok: true,
      value: value
        .split(',')
        .map((path) => path.trim().replace(/^\/+|\/+$/g, ''))
        .filter((path) => path !== ''),
    }),
  }
}
