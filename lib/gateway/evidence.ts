// What DKIM and SPF prove about the one address in From.
//
// Found out by this server's own plugins, or, for mail from a server in front of it, by that one: then
// only its own word counts, and what this server's SPF says of the front server does not.
import type { Settings } from '../config/settings.ts'
import { domainOf, isAligned } from '../mail/proof/alignment.ts'
import { readAuthenticationResults } from '../mail/proof/authentication-results.ts'
import {
  readCoverage,
  type Coverage,
  type SignedContent,
} from '../mail/proof/signature-coverage.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { Refusal } from '../policy/errors.ts'
import { isInside } from '../policy/networks.ts'
import type { SubmittedMail } from './submitted-mail.ts'

export interface Evidence {
  /** What a signature of the domain in From covers. */
  readonly dkim: Coverage | undefined
  /** What that signature signs, by which the mail is known when it comes again. */
  readonly signed: SignedContent | undefined
  /** The domain of the envelope sender lets this client send, and may speak for From. */
  readonly spf: boolean
  /** A signature or the SPF of the domain could not be looked into for now. */
  readonly isUnchecked: boolean
  /** Why a signature that is right proves nothing: for the log. */
  readonly why: string | undefined
}

export const noEvidence: Evidence = {
  dkim: undefined,
  signed: undefined,
  spf: false,
  isUnchecked: false,
  why: undefined,
}

/** `from` is the one address in From. */
export function weighEvidence(
  from: string,
  { mail, read, source }: { mail: SubmittedMail; read: ReadMail; source: Buffer },
  settings: Settings,
  now: number,
): Evidence {
  const domain = domainOf(from)
  const found = findingsOn(mail, settings)
  const spf = found.spf.some(
    (passed) => passed === domainOf(mail.envelopeFrom) && isAligned(passed, domain),
  )
  const isUnchecked = found.unchecked.some((one) => isAligned(one, domain))
  const weighed = { spf, isUnchecked }
  let why: string | undefined
  for (const passed of found.dkim.filter((one) => isAligned(one, domain))) {
    const reading = readCoverage(source, read, passed, now)
    if (reading.kind === 'covers')
      return { dkim: reading.coverage, signed: reading.content, why: undefined, ...weighed }
    why = reading.why
  }
  return { dkim: undefined, signed: undefined, why, ...weighed }
}

/** Who may yet be proved is asked to come again, whether there is an account or not. */
export function untilChecked(refusal: Refusal, { isUnchecked }: Evidence): Refusal {
  return refusal.code === 'sender_not_trusted' && isUnchecked
    ? { ...refusal, code: 'sender_unchecked' }
    : refusal
}

interface Passed {
  readonly dkim: readonly string[]
  readonly spf: readonly string[]
  readonly unchecked: readonly string[]
}

function findingsOn(
  { findings, remoteIp }: SubmittedMail,
  { trust: { front_servers, front_server_id } }: Settings,
): Passed {
  const spf = findings.spf?.toLowerCase()
  const { dkim, unchecked } = findings
  if (!isInside(remoteIp, front_servers))
    return {
      dkim,
      spf: spf === undefined ? [] : [spf],
      unchecked: [...unchecked.dkim, ...(unchecked.spf === undefined ? [] : [unchecked.spf])],
    }
  const header = findings.authenticationResults
  const said = header === undefined ? undefined : readAuthenticationResults(header)
  const isTheirs = said !== undefined && said.server === front_server_id.toLowerCase()
  return isTheirs
    ? { dkim: [...dkim, ...said.dkim], spf: said.spf, unchecked: unchecked.dkim }
    : { dkim, spf: [], unchecked: unchecked.dkim }
}
