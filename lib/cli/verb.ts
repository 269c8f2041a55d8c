// What the commands of haraka-sms have in common: examples in --help, --config, --json, and one
// sentence when done.
import { Command } from 'commander'
import { Sentence } from './sentence.ts'

/** A command whose --help ends with examples: its own, or the first one of each command below it. */
export class Verb extends Command {
  readonly #own: string[] = []

  constructor(name?: string) {
    super(name)
    this.addHelpText('after', () =>
      this.examples.length === 0
        ? ''
        : `\nExamples:\n${this.examples.map((one) => `  ${one}`).join('\n')}`,
    )
  }

  override createCommand(name?: string): Verb {
    return new Verb(name)
  }

  /** As one types them in a shell. */
  get examples(): readonly string[] {
    return this.#own.length > 0 ? this.#own : this.verbs.flatMap((one) => one.examples.slice(0, 1))
  }

  get verbs(): readonly Verb[] {
    return this.commands.filter((one) => one instanceof Verb)
  }

  /** Each is what follows the words of the command itself. */
  example(...said: readonly string[]): this {
    this.#own.push(...said.map((one) => `${this.#words()} ${one}`.trimEnd()))
    return this
  }

  /** Some lines below the examples. */
  note(text: string): this {
    return this.addHelpText('after', `\n${text}`)
  }

  #words(): string {
    return this.parent instanceof Verb ? `${this.parent.#words()} ${this.name()}` : this.name()
  }
}

export interface Common {
  readonly config?: string
  readonly json?: boolean
}

/** A command of the administration. */
export function verb(
  parent: Verb,
  usage: string,
  about: string,
  ...examples: readonly [string, ...string[]]
): Verb {
  return plainVerb(parent, usage, about, ...examples)
    .option('--json', 'prints JSON')
    .option(
      '-c, --config <dir>',
      'the Haraka directory (default: $HARAKA, this directory, or ./var)',
    )
}

/** One that needs no Haraka directory. */
export function plainVerb(
  parent: Verb,
  usage: string,
  about: string,
  ...examples: readonly [string, ...string[]]
): Verb {
  return parent
    .command(usage)
    .description(about)
    .example(...examples)
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
