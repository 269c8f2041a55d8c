// Whether a link says nothing but the text in front of it: Outlook's plain text has
// "www.example.com<http://www.example.com/>", "ann@example.com<mailto:ann@example.com>" and
// "12 34 56 78<tel:+4512345678>". Guarantees: a link that says anything else is none of them.

/** `before` ends where the link begins. */
export function repeatsText(target: string, before: string): boolean {
  if (target.startsWith('tel:')) return repeatsNumber(target, before)
  const word = before.slice(before.lastIndexOf(' ') + 1)
  return bare(target) === bare(word.replace(/^[("'<[]+/, ''))
}

/** Without the country it is the same number. */
function repeatsNumber(target: string, before: string): boolean {
  const shown = /\+?\d[\d ().\/-]*$/.exec(before.slice(-40))?.[0] ?? ''
  const digits = shown.replace(/\D/g, '').replace(/^0+/, '')
  return digits.length > 4 && target.replace(/%20|\D/g, '').endsWith(digits)
}

/** Without the beginning that everybody adds; the host of an address has no capitals. */
function bare(link: string): string {
  const address = link.replace(/^(?:mailto:|https?:\/\/)/, '').replace(/\/$/, '')
  return address.replace(/^[^/]+/, (host) => host.toLowerCase().replace(/^www\./, ''))
}
