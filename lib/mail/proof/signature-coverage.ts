// What a DKIM signature that was found right says about an SMS (RFC 6376).
//
// That somebody signed a mail does not say to whom it went: a signed mail can be sent again to other
// recipients. So a signature proves the sender only for recipients that a signed header names, only
// within a day, and only with the Message-ID by which a repeat is known; and only where nothing of its
// text can have been put there by whoever sent it again: neither a Subject nor an end of the body. Which of several signatures
// of a domain was right is not told to us: each of them must be as good.
//
// The headers that say how the body is to be read (Content-Type, Content-Transfer-Encoding, In-Reply-To)
// are left unsigned by large providers, and who sends a mail again can have another text read out of the
// same body. So a repeat of a signed mail is known by what was signed, not by its text.
import { createHash } from 'node:crypto'
import type { ReadMail } from '../read-mail.ts'
import { plainAddresses } from './plain-addresses.ts'
import { plainHeaderEnd } from './plain-header.ts'

/** What the signed header names. */
export interface Coverage {
  /** The addresses in To and Cc, in lower case, as far as those are signed and plain lists. */
  readonly addresses: ReadonlySet<string>
  /** Whether To or Cc is signed: then it is known for whom the mail is. */
  readonly isAddressed: boolean
  /** Whether the Subject is signed. */
  readonly subject: boolean
}

/** A hash of body and Subject that is the same however often the mail is sent again. */
export type SignedContent = string

export type CoverageReading =
  | { readonly kind: 'covers'; readonly coverage: Coverage; readonly content: SignedContent }
  | Nothing

interface Nothing {
  readonly kind: 'nothing'
  /** For the log of the admin. */
  readonly why: string
}

const day = 86_400_000
/** Clocks differ. */
const ahead = 300_000

/** `domain` has signed the mail: a signature with it in d= was found right. `now` in milliseconds since 1970. */
export function readCoverage(
  source: Buffer,
  mail: ReadMail,
  domain: string,
  now: number,
): CoverageReading {
  const body = plainHeaderEnd(source)
  if (body === undefined) return nothing('its header can be read in more than one way')
  const signatures = (mail.headers.get('dkim-signature') ?? [])
    .map(readTags)
    .filter((tags) => tags.get('d')?.toLowerCase() === domain.toLowerCase())
  if (signatures.length === 0) return nothing(`it has no signature of ${domain}`)
  const coverages: Coverage[] = []
  for (const tags of signatures) {
    const reading = coverageOf(tags, mail, now)
    if ('why' in reading) return reading
    coverages.push(reading)
  }
  const content = signedContent(source.subarray(body), mail.subject)
  return { kind: 'covers', coverage: coverages.reduce(common), content }
}

/** Far more than any text; no mail holds up the server for long. */
const mostHashed = 1_048_576

/** Without blanks, whose number may change on the way: RFC 6376 3.4.2 and 3.4.4. */
function signedContent(body: Buffer, subject: string): SignedContent {
  const kept = Buffer.allocUnsafe(Math.min(body.length, mostHashed))
  let length = 0
  for (let at = 0; at < body.length && length < kept.length; at++) {
    const octet = body[at] ?? 0
    if (octet > 0x20) kept[length++] = octet
  }
  return createHash('sha256')
    .update(subject.replace(/\s+/g, ''))
    .update('\n')
    .update(kept.subarray(0, length))
    .digest('base64url')
}

function coverageOf(
  tags: ReadonlyMap<string, string>,
  mail: ReadMail,
  now: number,
): Coverage | Nothing {
  const signs = signedFields(tags, mail)
  for (const name of ['from', 'message-id']) {
    if (!signs(name)) return nothing(`its signature does not cover ${name}`)
  }
  if (mail.headers.has('subject') && !signs('subject'))
    return nothing('its signature does not cover subject')
  // RFC 6376 8.2: only so many octets of the body are signed, and anything may follow them.
  if (tags.has('l')) return nothing('its signature may leave an end of the text uncovered (l=)')
  const time = signingTime(tags, mail, signs)
  if (time === undefined) return nothing('its signature does not say when it was made')
  if (time < now - day || time > now + ahead)
    return nothing(`its signature is of ${new Date(time).toISOString()}`)
  const named = ['to', 'cc'].filter(signs).flatMap((name) => mail.headers.get(name) ?? [])
  return {
    addresses: new Set(named.flatMap(plainAddresses)),
    isAddressed: named.length > 0,
    subject: signs('subject'),
  }
}

/**
 * Whether all fields of a name are signed. A name in h= stands for one field, from the bottom up
 * (RFC 6376 5.4.2): what was put on top of the signed ones is not signed.
 */
function signedFields(
  tags: ReadonlyMap<string, string>,
  mail: ReadMail,
): (name: string) => boolean {
  const signed = (tags.get('h') ?? '').toLowerCase().split(':')
  return (name) => {
    const there = mail.headers.get(name)?.length ?? 0
    return there > 0 && there <= signed.filter((one) => one === name).length
  }
}

/** t= where it is said, else the Date, if that is signed. RFC 6376 3.5. */
function signingTime(
  tags: ReadonlyMap<string, string>,
  mail: ReadMail,
  signs: (name: string) => boolean,
): number | undefined {
  const said = tags.get('t')
  if (said !== undefined) return /^\d{1,12}$/.test(said) ? Number(said) * 1_000 : undefined
  return signs('date') ? mail.date?.getTime() : undefined
}

/** The tag=value list (RFC 6376 3.2); blanks have no meaning in the tags that are looked at. */
function readTags(value: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>()
  for (const tag of value.replace(/\s+/g, '').split(';')) {
    const equals = tag.indexOf('=')
    if (equals > 0) tags.set(tag.slice(0, equals), tag.slice(equals + 1))
  }
  return tags
}

function common(one: Coverage, other: Coverage): Coverage {
  return {
    addresses: new Set([...one.addresses].filter((address) => other.addresses.has(address))),
    isAddressed: one.isAddressed || other.isAddressed,
    subject: one.subject && other.subject,
  }
}

function nothing(why: string): Nothing {
  return { kind: 'nothing', why }
}
