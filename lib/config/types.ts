// The types a setting can have. Each reads the text of an .ini value and answers the value or one
// phrase that says what is wrong with it.
import { isNetwork } from '../policy/networks.ts'
import { hasNumbers } from '../sms/phone-number.ts'

export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

export interface SettingType<T> {
  /** Its values are shown to nobody. */
  readonly isSecret?: boolean
  /** How the documentation names what may be written. */
  readonly describe: string
  /** All that may be written, where it is one of a few. */
  readonly choices?: readonly string[]
  read(text: string): Reading<T>
}

const good = <T>(value: T): Reading<T> => ({ ok: true, value })
const bad = (problem: string): Reading<never> => ({ ok: false, problem })

/** Any text, or one that matches `pattern`, described by `describe`. */
export function text(describe = 'text', pattern?: RegExp): SettingType<string> {
  return {
    describe,
    read: (value) =>
      pattern === undefined || pattern.test(value)
        ? good(value)
        : bad(`"${value}" is not ${describe}`),
  }
}

/** One whose national numbers can be read. */
export function country(): SettingType<string> {
  const describe = 'a country such as DK, or nothing'
  return {
    describe,
    read: (value) => {
      if (value === '' || hasNumbers(value)) return good(value)
      return bad(`"${value}" is not ${describe}${value === 'UK' ? '; Great Britain is GB' : ''}`)
    },
  }
}

/** Text that no complaint repeats. */
export function secret(describe: string, pattern: RegExp): SettingType<string> {
  return {
    describe,
    isSecret: true,
    read: (value) =>
      pattern.test(value) ? good(value) : bad(`what stands there is not ${describe}`),
  }
}

/** Where everything is kept. There may be a password in it: no complaint repeats what was written. */
export function databaseUrl(): SettingType<string> {
  const url = secret(
    'a URL that begins with sqlite: or postgres:',
    /^(sqlite:|postgres(ql)?:\/\/)./,
  )
  return {
    ...url,
    read: (value) =>
      value.startsWith('postgres') && url.read(value).ok && !isPostgresUrl(value)
        ? bad(
            'that URL cannot be read; / # ? @ % in a user or password are written %2F %23 %3F %40 %25',
          )
        : url.read(value),
  }
}

/** As the driver reads it: a URL without a host is that of a socket. A mark in a password is not taken for the end of a host. */
function isPostgresUrl(value: string): boolean {
  try {
    const { username, password, pathname, search, hash } = new URL(value.replace('@/', '@local/'))
    decodeURIComponent(username + password)
    return hash === '' && !(pathname + search).includes('@')
  } catch {
    return false
  }
}

/**
 * A URL of http or https such as `example`. Users and passwords have settings of their own: no complaint
 * repeats what was written, as there may be one in it.
 */
export function webUrl(example: string, { mayAsk = false } = {}): SettingType<string> {
  const describe = `a URL such as ${example}`
  return {
    describe,
    read(value) {
      if (!/^https?:\/\//.test(value) || !URL.canParse(value)) return bad(`that is not ${describe}`)
      const url = new URL(value)
      if (url.username + url.password !== '')
        return bad('user and password do not belong into the URL; they have keys of their own')
      if (value.includes('#') || (!mayAsk && value.includes('?')))
        return bad(`it has to end with its path, as ${describe}`)
      return good(value)
    },
  }
}

/** Networks, separated by commas or spaces. */
export function networks(): SettingType<readonly string[]> {
  return {
    describe: 'networks such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7',
    read: (value) => {
      const found = words(value)
      const wrong = found.find((word) => !isNetwork(word))
      return wrong === undefined
        ? good(found)
        : bad(`"${wrong}" is not a network such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7`)
    },
  }
}

/** Mail addresses and phones with a plus, separated by commas or spaces. */
export function forwardTargets(): SettingType<readonly string[]> {
  const describe = 'at most 5 mail addresses or phones such as +4520643064'
  return {
    describe,
    read: (value) => {
      const found = [...new Set(words(value.toLowerCase()))]
      const wrong = found.find(
        (one) => !/^(?:\+[1-9]\d{6,14}|[^\s@+]+@[^\s@]+\.[^\s@]+)$/.test(one),
      )
      if (wrong !== undefined) return bad(`"${wrong}" is none of ${describe}`)
      return found.length > 5 ? bad(`these are more than 5: ${describe}`) : good(found)
    },
  }
}

/** A name of the IANA time zone database. */
export function timeZone(): SettingType<string> {
  return {
    describe: 'a time zone such as Europe/Copenhagen',
    read: (value) =>
      isTimeZone(value)
        ? good(value)
        : bad(`"${value}" is not a time zone such as Europe/Copenhagen`),
  }
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export function oneOf<const T extends string>(...choices: readonly T[]): SettingType<T> {
  const describe = choices.join(' | ')
  return {
    describe,
    choices,
    read: (value) => {
      const found = choices.find((choice) => choice === value.toLowerCase())
      return found === undefined ? bad(`"${value}" is none of ${describe}`) : good(found)
    },
  }
}

/** Several of the choices, separated by commas or spaces. */
export function someOf<const T extends string>(
  ...choices: readonly T[]
): SettingType<readonly T[]> {
  const one = oneOf(...choices)
  return {
    describe: `any of ${choices.join(', ')}`,
    read: (value) => {
      const found: T[] = []
      for (const word of words(value)) {
        const reading = one.read(word)
        if (!reading.ok) return reading
        found.push(reading.value)
      }
      return good(found)
    },
  }
}

/** Words separated by commas or spaces. */
export function list(describe: string, pattern: RegExp): SettingType<readonly string[]> {
  return {
    describe,
    read: (value) => {
      const found = words(value)
      const wrong = found.find((word) => !pattern.test(word))
      return wrong === undefined ? good(found) : bad(`"${wrong}" is not one of ${describe}`)
    },
  }
}

/** Digits that phones begin with, as they stand behind the plus: never with a 0. */
export function prefixes(): SettingType<readonly string[]> {
  return list('prefixes of digits such as 45 or 4670', /^[1-9]\d{0,14}$/)
}

/** A list, but no complaint repeats what was written. */
export function secretList(describe: string, pattern: RegExp): SettingType<readonly string[]> {
  const open = list(describe, pattern)
  return {
    describe,
    read: (value) => {
      const reading = open.read(value)
      return reading.ok ? reading : bad(`what stands there is not ${describe}`)
    },
  }
}

export function flag(): SettingType<boolean> {
  return {
    describe: 'yes | no',
    choices: ['yes', 'no'],
    read: (value) => {
      if (/^(yes|true|on|1)$/i.test(value)) return good(true)
      if (/^(no|false|off|0)$/i.test(value)) return good(false)
      return bad(`"${value}" is neither yes nor no`)
    },
  }
}

export function whole(least: number, most: number): SettingType<number> {
  return {
    describe: `${least} to ${most}`,
    read: (value) => {
      if (!/^-?\d+$/.test(value)) return bad(`"${value}" is not a whole number`)
      const number = Number(value)
      if (number < least) return bad(`${value} is below ${least}`)
      if (number > most) return bad(`${value} is above ${most}`)
      return good(number)
    },
  }
}

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A length of time such as 30s, 6h or 7d; the value is in milliseconds. */
export function duration(least: string, most: string): SettingType<number> {
  const inMs = (value: string): number | undefined => {
    const match = /^(\d{1,9})\s*(ms|s|m|h|d)$/.exec(value)
    return match?.[1] === undefined ? undefined : Number(match[1]) * (units[match[2] ?? ''] ?? 0)
  }
  return {
    describe: `${least} to ${most}, as 90s, 15m, 6h or 7d`,
    read: (value) => {
      const ms = inMs(value)
      if (ms === undefined) return bad(`"${value}" is not a time such as 90s, 15m, 6h or 7d`)
      if (ms < (inMs(least) ?? 0)) return bad(`${value} is below ${least}`)
      if (ms > (inMs(most) ?? 0)) return bad(`${value} is above ${most}`)
      return good(ms)
    },
  }
}

function words(value: string): string[] {
  return value.split(/[\s,]+/).filter((word) => word !== '')
}
