// The languages in which we write to people, and what each must be able to say.

import type { ReasonCode } from './reasons.ts'

export type Language = 'da' | 'sv' | 'nb' | 'de' | 'fr' | 'en'

/** Sentences may hold `{name}` and `[ … {name} … ]`, see `fill`. */
export interface Phrases {
  reasons: Record<ReasonCode, string>
}
