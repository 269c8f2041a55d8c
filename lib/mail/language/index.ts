// The phrases of all languages that we write.

import { da } from './da.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { nb } from './nb.ts'
import type { Language, Phrases } from './phrases.ts'
import type { ReasonCode } from './reasons.ts'
import { sv } from './sv.ts'

export const phrases: Readonly<Record<Language, Phrases>> = { da, sv, nb, de, fr, en }

/** Whether a stored code is one that a mail of ours can tell. */
export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(en.reasons, code)
}
