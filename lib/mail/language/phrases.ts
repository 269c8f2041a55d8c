// The languages in which we write to people, and what each must be able to say.

import type { ReasonCode } from './reasons.ts'

export type Language = 'da' | 'sv' | 'nb' | 'de' | 'fr' | 'en'

/**
 * The Subject of the mail that brings an SMS, without tag and phone. It is read again in answers to a
 * key address, where nothing else says which phone is meant: so a phrase once used stays here.
 */
export const messageFrom: Record<Language, string> = {
  da: 'Besked fra',
  sv: 'Meddelande från',
  nb: 'Melding fra',
  de: 'Nachricht von',
  fr: 'Message de',
  en: 'Message from',
}

/** Sentences may hold `{name}` and `[ … {name} … ]`, see `fill`. */
export interface Phrases {
  reasons: Record<ReasonCode, string>
}
