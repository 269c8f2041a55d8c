// The shape of the keys that we make, and their disguise wherever something is written down.
//
// A key is 130 random bits in base32 (RFC 4648 6, lower case): 26 characters with at least one letter, so
// that no run of digits is ever taken for one, and at least one digit, so that no word of a text is. Case
// does not matter to readers.

const base32Key = /^(?=.*[a-z])[a-z2-7]{26}$/i

/** Where a key is expected: a word of 26 letters is a wrong one there. */
export function isKey(text: string): boolean {
  return base32Key.test(text)
}

/** Where words may stand as well. */
export function isKeyInText(text: string): boolean {
  return isKey(text) && /[2-7]/.test(text)
}

/** The first key that stands in a text as a word of its own, in lower case. */
export function findKey(text: string): string | undefined {
  for (const [word] of text.matchAll(/[a-z0-9]+/gi)) {
    if (isKeyInText(word)) return word.toLowerCase()
  }
  return undefined
}

/**
 * Any text with the keys in it cut to four characters and an ellipsis. A mistyped key gives
 * away a key as well, so every run of twenty letters and digits with both in it is cut; phone numbers
 * and the tags of reply addresses are shorter, or digits alone, words have no digits, and all of them stay.
 */
export function maskKeys(text: string): string {
  return text.replace(/[a-z0-9]{20,}/gi, (run) =>
    /[a-z]/i.test(run) && /\d/.test(run) ? `${run.slice(0, 4)}…` : run,
  )
}

/** Cuts only what has exactly the shape of a key: for texts in which other long words are to stay. */
export function maskWholeKeys(text: string): string {
  return text.replace(/(?<![a-z0-9])[a-z2-7]{26}(?![a-z0-9])/gi, (run) =>
    isKeyInText(run) ? `${run.slice(0, 4)}…` : run,
  )
}
