// What the commands of administration have in common: --config, --json, and one sentence when done.
import type { Command } from 'commander'
import { addConfigOption } from './installation.ts'
import { Sentence } from './sentence.ts'

export interface Common {
  readonly config?: string
  readonly json?: boolean
}

export function verb(parent: Command, usage: string, about: string): Command {
  return addConfigOption(parent.command(usage).description(about).option('--json', 'prints JSON'))
}

export function done(
  value: Readonly<Record<string, unknown>>,
  sentence: string,
  asJson: boolean | undefined,
): void {
  process.stdout.write(asJson === true ? `${JSON.stringify(value)}\n` : `${sentence}\n`)
}

/** yes or no, as people write it. */
export function yesOrNo(said: string): boolean {
  if (/^(yes|on|true)$/i.test(said)) return true
  if (/^(no|off|false)$/i.test(said)) return false
  throw new Sentence(`"${said}" is neither yes nor no.`)
}

/** Verbs that switch something off and on again. */
export const switches = [
  ['pause', false],
  ['resume', true],
] as const
