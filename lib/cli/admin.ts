// The commands that make and list groups, accounts, keys and numbers.
import type { Command } from 'commander'
import type { NewAccount, SettingScope } from '../gateway/administration/index.ts'
import { addConfigOption, administer } from './installation.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'

interface Common {
  readonly config?: string
  readonly json?: boolean
}

export function addAdminCommands(program: Command): void {
  addGroupCommands(
    program.command('group').description('groups of accounts, as a tree below Master'),
  )
  addAccountCommands(
    program.command('account').description('accounts: who may send, by mail address'),
  )
  addKeyCommands(program.command('key').description('keys: secrets that prove a group'))
  addSettingCommands(
    program.command('setting').description('what groups and accounts set for themselves'),
  )
  addAuditCommand(program.command('audit').description('who changed what'))
  addNumberCommands(program.command('number').description('numbers of ours, that phones answer to'))
}

function addGroupCommands(group: Command): void {
  verb(group, 'add <path>', 'makes a group, such as Office or Office/Sales').action(
    async (path: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.addGroup(path))
      done({ path }, `The group ${path} is there.`, json)
    },
  )
  verb(group, 'list', 'lists the groups').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listGroups()),
      json === true,
    )
  })
}

interface AccountOptions extends Common {
  readonly group?: string
  readonly name?: string
  readonly language?: string
  readonly timeZone?: string
  readonly alias?: string[]
  readonly network?: string[]
}

const languages = ['da', 'sv', 'nb', 'de', 'fr', 'en'] as const

function addAccountCommands(account: Command): void {
  verb(account, 'add <address>', 'makes an account')
    .option('--group <path>', 'the group it belongs to (default: Master)')
    .option('--name <name>', 'the name of the person')
    .option('--language <code>', `${languages.join(', ')}: of the mails it gets`)
    .option('--time-zone <zone>', 'such as Europe/Copenhagen: of the times it writes')
    .option('--alias <address...>', 'further addresses of the same person')
    .option('--network <network...>', 'networks it is trusted from, such as 192.0.2.0/24')
    .action(async (address: string, options: AccountOptions) => {
      await administer(options.config, (administration) =>
        administration.addAccount(newAccount(address, options)),
      )
      done({ address }, `The account ${address} is there.`, options.json)
    })
  verb(account, 'list', 'lists the accounts').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listAccounts()),
      json === true,
    )
  })
  for (const [word, active] of switches) {
    verb(account, `${word} <address>`, `${word}s an account`).action(
      async (address: string, { config, json }: Common) => {
        await administer(config, (administration) =>
          administration.setAccountActive(address, active),
        )
        done({ address, active }, `The account ${address} is ${word}d.`, json)
      },
    )
  }
}

const switches = [
  ['pause', false],
  ['resume', true],
] as const

function newAccount(address: string, options: AccountOptions): NewAccount {
  const language = languages.find((code) => code === options.language)
  if (options.language !== undefined && language === undefined)
    throw new Sentence(`"${options.language}" is none of ${languages.join(', ')}.`)
  return {
    address,
    ...(options.group !== undefined && { group: options.group }),
    ...(options.name !== undefined && { name: options.name }),
    ...(language !== undefined && { language }),
    ...(options.timeZone !== undefined && { timeZone: options.timeZone }),
    aliases: options.alias ?? [],
    networks: options.network ?? [],
  }
}

function addKeyCommands(key: Command): void {
  verb(key, 'add', 'makes a key and shows it, this once')
    .option('--group <path>', 'the group it proves (default: Master)')
    .option('--name <name>', 'what it is for')
    .action(async (options: Common & { group?: string; name?: string }) => {
      const made = await administer(options.config, (administration) =>
        administration.addKey(options),
      )
      done({ key: made }, `${made}\nKeep it: it is not shown again.`, options.json)
    })
  verb(key, 'list', 'lists the keys by their first letters').action(
    async ({ config, json }: Common) => {
      const keys = await administer(config, (administration) => administration.listKeys())
      const rows = keys.map(({ createdAt, ...rest }) => ({
        ...rest,
        created: new Date(createdAt).toISOString(),
      }))
      printRows(rows, json === true)
    },
  )
  for (const [word, active] of switches) {
    verb(key, `${word} <letters>`, `${word}s the key that begins with these six letters`).action(
      async (letters: string, { config, json }: Common) => {
        await administer(config, (administration) =>
          administration.setKeyActive(letters.slice(0, 6), active),
        )
        done(
          { prefix: letters.slice(0, 6), active },
          `The key ${letters.slice(0, 6)}… is ${word}d.`,
          json,
        )
      },
    )
  }
}

function addNumberCommands(number: Command): void {
  verb(number, 'add <number>', 'gives a number to an account, or to the pool of a group')
    .option('--account <address>', 'whose own number it is')
    .option('--group <path>', 'whose pool it belongs to (default: Master)')
    .action(async (written: string, options: Common & { account?: string; group?: string }) => {
      await administer(options.config, (administration) =>
        administration.addNumber({ number: written, ...options }),
      )
      done({ number: written }, `The number ${written} is there.`, options.json)
    })
  verb(number, 'list', 'lists the numbers').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listNumbers()),
      json === true,
    )
  })
}

interface SettingOptions extends Common {
  readonly group?: string
  readonly account?: string
  readonly open?: string
}

const opennesses = ['locked', 'subadmin', 'users'] as const

function addSettingCommands(setting: Command): void {
  const scoped = (usage: string, about: string): Command =>
    verb(setting, usage, about)
      .option('--group <path>', 'of this group (default: Master)')
      .option('--account <address>', 'of this account')
  scoped('list', 'lists the settings that count, and where each comes from').action(
    async (options: SettingOptions) => {
      const settings = await administer(options.config, (administration) =>
        administration.listSettings(scopeOf(options)),
      )
      printRows(settings, options.json === true)
    },
  )
  scoped('set <name> [value]', 'sets a value, or only says who may change it')
    .option('--open <who>', 'who below may change it: locked, subadmin or users')
    .action(async (name: string, value: string | undefined, options: SettingOptions) => {
      const open = opennesses.find((one) => one === options.open)
      if (open === undefined && options.open !== undefined)
        throw new Sentence(`"${options.open}" is none of ${opennesses.join(', ')}.`)
      if (open === undefined && value === undefined)
        throw new Sentence('Say a value, or --open and who may change it.')
      await administer(options.config, (administration) =>
        administration.setSetting(scopeOf(options), {
          name,
          ...(value !== undefined && { value }),
          ...(open !== undefined && { open }),
        }),
      )
      done({ name, value, open }, `${name} is set.`, options.json)
    })
  scoped('unset <name>', 'lets a setting be inherited again').action(
    async (name: string, options: SettingOptions) => {
      await administer(options.config, (administration) =>
        administration.unsetSetting(scopeOf(options), name),
      )
      done({ name }, `${name} is inherited.`, options.json)
    },
  )
}

function scopeOf({ group, account }: SettingOptions): SettingScope {
  return account === undefined ? { group: group ?? '' } : { account }
}

function addAuditCommand(audit: Command): void {
  verb(audit, 'list', 'lists the latest changes, newest first')
    .option('--most <n>', 'how many', '100')
    .action(async ({ config, json, most }: Common & { most: string }) => {
      const rows = await administer(config, (administration) =>
        administration.listAudit(Math.max(1, Number.parseInt(most, 10) || 100)),
      )
      printRows(
        rows.map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest })),
        json === true,
      )
    })
}

function verb(parent: Command, usage: string, about: string): Command {
  return addConfigOption(parent.command(usage).description(about).option('--json', 'prints JSON'))
}

function done(
  value: Readonly<Record<string, unknown>>,
  sentence: string,
  asJson: boolean | undefined,
): void {
  process.stdout.write(asJson === true ? `${JSON.stringify(value)}\n` : `${sentence}\n`)
}
