// Characters outside the GSM 7-bit default alphabet that have an equal in it: curly quotes, dashes,
// odd spaces, ellipses, and letters that lose no more than an accent.
// Guarantees: toGsm7 answers a text of which every character is in the alphabet.
import { isGsm7 } from './alphabet.ts'

const punctuation: readonly (readonly [string, string])[] = [
  ["'", '\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u00b4\u0060\u02bc'],
  ['"', '\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb'],
  ['-', '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad'],
  [
    ' ',
    '\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t',
  ],
  ['', '\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f'],
  ['\n', '\u2028\u2029\u0085\u000b'],
  ['...', '\u2026'],
  ['*', '\u2022\u00b7\u2027'],
  ['/', '\u2044\u2215'],
]

const equals: ReadonlyMap<string, string> = new Map(
  punctuation.flatMap(([equal, characters]) =>
    Array.from(characters, (character): [string, string] => [character, equal]),
  ),
)

/** The text with quotes, dashes and spaces that GSM 7-bit lacks replaced by their equals; the rest is kept. */
export function withEquals(text: string): string {
  if (isGsm7(text)) return text
  let result = ''
  for (const character of text) result += equals.get(character) ?? character
  return result
}

function nearest(character: string): string {
  const plain = character.normalize('NFKD').replace(/\p{M}+/gu, '')
  return plain !== '' && isGsm7(plain) ? plain : '?'
}

/** The text in GSM 7-bit at any price: equals first, then letters without their accent, then `?`. */
export function toGsm7(text: string): string {
  if (isGsm7(text)) return text
  let result = ''
  // Composed first, so that a letter with a combining accent is one character, perhaps one of ours.
  for (const character of withEquals(text.normalize('NFC'))) {
    result += isGsm7(character) ? character : nearest(character)
  }
  return result
}
