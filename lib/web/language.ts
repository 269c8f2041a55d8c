// The language of a page: that of the person, or the one that the browser asks for.
import type { Request } from 'express'
import type { Language } from '../mail/language/phrases.ts'

const asked: Readonly<Record<string, Language>> = {
  en: 'en',
  da: 'da',
  sv: 'sv',
  nb: 'nb',
  no: 'nb',
  nn: 'nb',
  de: 'de',
  fr: 'fr',
}

export function languageAsked(request: Request): Language {
  const found = request.acceptsLanguages(...Object.keys(asked))
  return (found === false ? undefined : asked[found]) ?? 'en'
}
