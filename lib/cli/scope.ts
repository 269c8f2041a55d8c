// Verbs about what a group or an account has: --group and --account say whose.
import type { SettingScope } from '../gateway/administration/index.ts'
import { verb, type Common, type Verb } from './verb.ts'

export interface Scoped extends Common {
  readonly group?: string
  readonly account?: string
}

export function scopedVerb(
  parent: Verb,
  usage: string,
  about: string,
  ...examples: readonly [string, ...string[]]
): Verb {
  return verb(parent, usage, about, ...examples)
    .option('--group <path>', 'of this group (default: Master)')
    .option('--account <address>', 'of this account')
}

export function scopeOf({ group, account }: Scoped): SettingScope {
  return account === undefined ? { group: group ?? '' } : { account }
}
