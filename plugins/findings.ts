// What other plugins found out about a mail, and what a server in front of this one says about it.
//
// For a client that may relay, the SPF plugin may check this server in place of the client ([relay]
// context = myself), and does not say which: so its word counts for other clients alone.
// Haraka renames the Authentication-Results that a mail comes with, and a sender may have written the
// new name as well: so they are read from the lines as they were received.
import type { Findings } from '../lib/gateway/gateway.ts'
import type { DkimKeys } from './dkim-keys.ts'
import type { Connection, Signature, Transaction } from './haraka.ts'

export async function findingsOn(
  { relaying }: Connection,
  { results, notes, mail_from, header_lines }: Transaction,
  keys: DkimKeys,
): Promise<Findings> {
  const spf = relaying === true ? undefined : results.get('spf')
  const spfSays = (result: string): string | undefined =>
    spf?.scope === 'mfrom' && spf.result === result ? mail_from?.host : undefined
  const signatures = await Promise.all(
    (notes.dkim_results ?? []).map(async (one) => ({ ...one, fate: await fateOf(one, keys) })),
  )
  const domains = (wanted: Fate): string[] =>
    signatures.flatMap(({ fate, domain }) =>
      fate === wanted && domain !== undefined ? [domain] : [],
    )
  return {
    dkim: domains('right'),
    spf: spfSays('Pass'),
    unchecked: { dkim: domains('unchecked'), spf: spfSays('TempError') },
    authenticationResults: topmost(header_lines, /^authentication-results:/i),
  }
}

type Fate = 'right' | 'worthless' | 'unchecked'

async function fateOf(
  { domain = '', selector = '', result, error = '' }: Signature,
  keys: DkimKeys,
): Promise<Fate> {
  if (result === 'pass') {
    const isForTests = await keys.isForTests(selector, domain)
    if (isForTests === undefined) return 'unchecked'
    return isForTests ? 'worthless' : 'right'
  }
  // A signer's clock that is ahead of ours is right a little later.
  return result === 'tempfail' || /in the future/.test(error) ? 'unchecked' : 'worthless'
}

/** The value of the first field that begins so, with its continuation lines. */
function topmost(lines: readonly string[], beginning: RegExp): string | undefined {
  const first = lines.findIndex((line) => beginning.test(line))
  if (first < 0) return undefined
  const after = lines.slice(first + 1)
  const next = after.findIndex((line) => !/^[ \t]/.test(line))
  const folded = [lines[first] ?? '', ...after.slice(0, next < 0 ? undefined : next)]
  return folded.join('').replace(beginning, '').replace(/\r?\n/g, '')
}
