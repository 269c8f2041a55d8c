// What other plugins found out about a mail, and what a server in front of this one says about it.
//
// Haraka renames the Authentication-Results that a mail comes with, and a sender may have written the
// new name as well: so they are read from the lines as they were received.
import type { Findings } from '../lib/gateway/gateway.ts'
import type { Transaction } from './haraka.ts'

export function findingsOn({ results, mail_from, header_lines }: Transaction): Findings {
  const spf = results.get('spf')
  const passed = spf?.scope === 'mfrom' && spf.result === 'Pass'
  return {
    dkim: results.get('dkim')?.pass ?? [],
    spf: passed ? mail_from?.host : undefined,
    authenticationResults: topmost(header_lines, 'authentication-results'),
  }
}

/** The value of the first field of that name, with its continuation lines. */
function topmost(lines: readonly string[], name: string): string | undefined {
  const first = lines.findIndex((line) => line.toLowerCase().startsWith(`${name}:`))
  if (first < 0) return undefined
  const after = lines.slice(first + 1)
  const next = after.findIndex((line) => !/^[ \t]/.test(line))
  const folded = [lines[first] ?? '', ...after.slice(0, next < 0 ? undefined : next)]
  return folded
    .join('')
    .slice(name.length + 1)
    .replace(/\r?\n/g, '')
}
