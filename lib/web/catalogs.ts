// Catalogs of words: for each language the same words.
import type { Language } from '../mail/language/phrases.ts'

export type Catalog<Word extends string> = Readonly<
  Record<Language, Readonly<Record<Word, string>>>
>

/** Two as one, for pages that say words of both. */
export function together<First extends string, Second extends string>(
  first: Catalog<First>,
  second: Catalog<Second>,
): Catalog<First | Second> {
  const { en, da, sv, nb, de, fr } = second
  return {
    en: { ...first.en, ...en },
    da: { ...first.da, ...da },
    sv: { ...first.sv, ...sv },
    nb: { ...first.nb, ...nb },
    de: { ...first.de, ...de },
    fr: { ...first.fr, ...fr },
  }
}
