// The commands about keys. A key itself is shown once, when it is made.
import type { Administration, KeyDetails } from '../gateway/administration/index.ts'
import { administer } from './administer.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'
import { done, switches, verb, yesOrNo, type Common, type Verb } from './verb.ts'

interface KeyOptions extends Common {
  readonly group?: string
  readonly account?: string
  readonly name?: string
  readonly purpose?: string
  readonly domain?: string[]
  readonly prefix?: string[]
  readonly automatic?: string
  readonly guard?: string
  readonly expires?: string
}

export function addKeyCommands(key: Verb): void {
  detailed(
    verb(
      key,
      'add',
      'makes a key and shows it, this once',
      '--group Office --name "Office" --domain example.org',
      '--name Alarms --automatic yes --guard off --prefix 45 46',
    ),
  ).action(async (options: KeyOptions) => {
    const details = detailsOf(options)
    const made = await administer(options.config, (administration) =>
      administration.addKey(details),
    )
    done({ key: made }, `${made}\nKeep it: it is not shown again.`, options.json)
  })
  detailed(
    verb(key, 'set <letters>', 'changes what is said about a key', 'k3xq7a --expires 2027-01-01'),
  ).action(async (letters: string, options: KeyOptions) => {
    const details = detailsOf(options)
    if (Object.keys(details).length === 0)
      throw new Sentence('Say what is to change. See: haraka-sms key set --help')
    await administer(options.config, (administration) => administration.changeKey(letters, details))
    done(
      { prefix: shown(letters), ...details },
      `The key ${shown(letters)}… is changed.`,
      options.json,
    )
  })
  verb(key, 'list', 'lists the keys by their first letters', '').action(
    async ({ config, json }: Common) => {
      const keys = await administer(config, (administration) => administration.listKeys())
      printRows(keys.map(json === true ? dated : brief), json === true)
    },
  )
  for (const [word, active] of switches) {
    verb(
      key,
      `${word} <letters>`,
      `${word}s the key that begins with these six letters`,
      'k3xq7a',
    ).action(async (letters: string, { config, json }: Common) => {
      const prefix = shown(letters)
      await administer(config, (administration) => administration.setKeyActive(prefix, active))
      done({ prefix, active }, `The key ${prefix}… is ${word}d.`, json)
    })
  }
  addRevoke(key)
}

function addRevoke(key: Verb): void {
  verb(
    key,
    'revoke <letters>',
    'ends the key that begins with these six letters, for good',
    'k3xq7a',
  ).action(async (letters: string, { config, json }: Common) => {
    const prefix = shown(letters)
    await administer(config, (administration) => administration.revokeKey(prefix))
    done({ prefix, active: false }, `The key ${prefix}… has ended.`, json)
  })
}

function detailed(command: Verb): Verb {
  return command
    .option('--group <path>', 'the group it proves (a new one: Master)')
    .option('--account <address>', 'the only account it proves; "" for all of the group')
    .option('--name <name>', 'what it is for')
    .option('--purpose <purpose>', 'mail or api')
    .option('--domain <domain...>', 'mail domains whose addresses become accounts; "" for none')
    .option('--prefix <prefix...>', 'countries or prefixes it may write to; "" for all')
    .option('--automatic <yes|no>', 'whether automatic mail is sent on')
    .option('--guard <on|off|inherit>', 'whether the same text twice a day is stopped')
    .option('--expires <date>', 'such as 2027-01-01 or 2027-01-01T12:00Z; never')
}

function detailsOf(options: KeyOptions): KeyDetails {
  const { group, account, name, domain, prefix, automatic, guard, expires } = options
  const purpose = (['mail', 'api'] as const).find((one) => one === options.purpose)
  if (options.purpose !== undefined && purpose === undefined)
    throw new Sentence(`"${options.purpose}" is neither mail nor api.`)
  return {
    ...(group !== undefined && { group }),
    ...(account !== undefined && { account }),
    ...(name !== undefined && { name }),
    ...(purpose !== undefined && { purpose }),
    ...(domain !== undefined && { domains: domain.filter((one) => one !== '') }),
    ...(prefix !== undefined && { prefixes: prefix.filter((one) => one !== '') }),
    ...(automatic !== undefined && { automatic: yesOrNo(automatic) }),
    ...(guard !== undefined && { guard: guard === 'inherit' ? guard : yesOrNo(guard) }),
    ...(expires !== undefined && { expiresAt: expires === 'never' ? null : time(expires) }),
  }
}

/** Date.parse turns 31 February into March: such a day is no day. */
function time(said: string): number {
  const [, day = ''] =
    /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?$/.exec(said) ?? []
  const at = Date.parse(said)
  const midnight = Date.parse(`${day}T00:00Z`)
  if (
    Number.isNaN(at) ||
    Number.isNaN(midnight) ||
    new Date(midnight).toISOString().slice(0, 10) !== day
  )
    throw new Sentence(`"${said}" is not a date such as 2027-01-01.`)
  return at
}

type ListedKey = Awaited<ReturnType<Administration['listKeys']>>[number]

/** What fits 80 columns; --json has the rest. */
function brief({ prefix, name, group, active, lastUsedAt, expiresAt }: ListedKey): object {
  return { prefix, name, group, active, used: day(lastUsedAt), expires: day(expiresAt) }
}

function dated({ createdAt, expiresAt, lastUsedAt, ...rest }: ListedKey): object {
  return {
    ...rest,
    created: new Date(createdAt).toISOString(),
    expires: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    used: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
  }
}

function day(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().slice(0, 10)
}

/** No more of a key than its list shows. */
function shown(letters: string): string {
  return letters.slice(0, 6).toLowerCase()
}
