// Questions to name servers. A name that does not exist is an empty answer; a server that does not
// answer is an error.
import { Resolver } from 'node:dns/promises'

export interface Names {
  /** The hosts that take mail for a domain, the preferred one first; '' for none (RFC 7505). */
  readonly exchanges: (domain: string) => Promise<string[]>
  /** IPv4 and IPv6. */
  readonly addresses: (host: string) => Promise<string[]>
  readonly texts: (name: string) => Promise<string[]>
}

/** `server` as 192.0.2.53 or 192.0.2.53:5353; those of the system where none is named. */
export function namesOf(server: string | undefined): Names {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  if (server !== undefined) resolver.setServers([server])
  return {
    async exchanges(domain) {
      const found = await orNone(resolver.resolveMx(domain))
      return found.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange)
    },
    async addresses(host) {
      const families = [resolver.resolve4(host), resolver.resolve6(host)]
      return (await Promise.all(families.map(orNone))).flat()
    },
    texts: async (name) => (await orNone(resolver.resolveTxt(name))).map((one) => one.join('')),
  }
}

async function orNone<T>(answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw error
  }
}
