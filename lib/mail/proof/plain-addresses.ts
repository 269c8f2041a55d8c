// The addresses of a signed To or Cc, where no two readers can find different ones (RFC 5322 3.4,
// narrower).
//
// An address may hold another one, as "x <4520643064@sms.test> y"@evil.test does, and who answers it
// signs it: a reader that is lenient with such a field takes the signature for one to that phone. So
// a field with a quoted local part, a comment with anything but words, a group or whatever else is no
// plain list names nobody. Names that are quoted or encoded, and comments of words, are skipped over
// and never searched; a name with a backslash, of which readers differ where it ends, holds nothing
// of an address.

/** Each begins where the one before it ended. */
const token =
  /"[^"\\]*"|"(?:[^"\\<>@]|\\["\\])*"|\([^()<>"\\@]*\)|<[^\s()<>"\\@,;:[\]]+@[^\s()<>"\\@,;:[\]]+>|[^\s()<>"\\,;:[\]]+|,|\s+/gy

/** In lower case; none where the field is not plain. `value` is unfolded. */
export function plainAddresses(value: string): string[] {
  const tokens = value.match(token) ?? []
  if (tokens.join('') !== value) return []
  const addresses = split(tokens)
    // RFC 5322 4.4: some programs leave commas about.
    .filter((words) => words.length > 0)
    .map(plainAddress)
  return addresses.every((address) => address !== undefined) ? addresses : []
}

/** The words of each mailbox, without comments and blanks. */
function split(tokens: readonly string[]): string[][] {
  const mailboxes: string[][] = [[]]
  for (const one of tokens) {
    if (one === ',') mailboxes.push([])
    else if (!/^[\s(]/.test(one)) mailboxes.at(-1)?.push(one)
  }
  return mailboxes
}

/** `Name <address>`, or nothing but an address. */
function plainAddress(words: readonly string[]): string | undefined {
  const last = words.at(-1) ?? ''
  const names = words.slice(0, -1)
  if (names.some((word) => word.startsWith('<'))) return undefined
  if (last.startsWith('<')) return last.slice(1, -1).toLowerCase()
  return names.length === 0 && /^[^"@]+@[^"@]+$/.test(last) ? last.toLowerCase() : undefined
}
