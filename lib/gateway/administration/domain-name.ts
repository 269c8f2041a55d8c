// Mail domains as people write them.
import { Complaint } from './desk.ts'

/** In lower case, without an @ in front or a dot at the end. */
export function readDomain(written: string): string {
  const domain = written.trim().toLowerCase().replace(/^@/, '').replace(/\.$/, '')
  if (domain.length <= 253 && /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/.test(domain))
    return domain
  throw new Complaint(`"${written}" is not a mail domain such as example.org.`, 'domain_invalid', {
    domain: written,
  })
}
