// Whether a domain that is proved may speak for the address in From (RFC 7489 3.1, narrower).
//
// It may for itself and for the domains below it: who holds a domain holds those in the DNS. A domain
// below may not speak for the one above, as DMARC lets it: for that one would have to know which
// domains sell names below themselves.

/** The domain of an address in lower case, without the dot of the root. */
export function domainOf(address: string): string {
  return plainDomain(address.slice(address.lastIndexOf('@') + 1))
}

export function isAligned(proved: string, from: string): boolean {
  const [above, below] = [plainDomain(proved), plainDomain(from)]
  return above.includes('.') && (below === above || below.endsWith(`.${above}`))
}

function plainDomain(domain: string): string {
  return domain.trim().toLowerCase().replace(/\.$/, '')
}
