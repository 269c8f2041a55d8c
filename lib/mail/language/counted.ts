// Sentences that count something: each language says which counts take the form for one.
import type { Language } from './phrases.ts'

export interface Counted {
  readonly one: string
  readonly other: string
}

export function counted(forms: Counted, count: number, language: Language): string {
  return forms[isOne(count, language) ? 'one' : 'other']
}

export function isOne(count: number, language: Language): boolean {
  return new Intl.PluralRules(language).select(count) === 'one'
}
