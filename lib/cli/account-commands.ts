// The commands about accounts: who may send, by mail address.
import type { Administration, NewAccount } from '../gateway/administration/index.ts'
import { administer } from './administer.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'
import { done, switches, verb, yesOrNo, type Common, type Verb } from './verb.ts'

interface AccountOptions extends Common {
  readonly group?: string
  readonly name?: string
  readonly language?: string
  readonly timeZone?: string
  readonly alias?: string[]
  readonly network?: string[]
  readonly automatic?: boolean
}

const languages = ['da', 'sv', 'nb', 'de', 'fr', 'en'] as const

export function addAccountCommands(account: Verb): void {
  verb(
    account,
    'add <address>',
    'makes an account',
    'anna@example.org --group Office --name "Anna Berg"',
    'alarm@example.org --network 192.0.2.7 --automatic',
  )
    .option('--group <path>', 'the group it belongs to (default: Master)')
    .option('--name <name>', 'the name of the person')
    .option('--language <code>', `${languages.join(', ')}: of the mails it gets`)
    .option('--time-zone <zone>', 'such as Europe/Copenhagen: of the times it writes')
    .option('--alias <address...>', 'further addresses of the same person')
    .option('--network <network...>', 'networks it is trusted from, such as 192.0.2.0/24')
    .option('--automatic', 'a machine: its automatic mail is sent on')
    .action(async (address: string, options: AccountOptions) => {
      await administer(options.config, async (administration) => {
        await administration.addAccount(newAccount(address, options))
        if (options.network === undefined) return
        const { tellIdleNetworks } = await import('./idle-networks.ts')
        await tellIdleNetworks(administration, { account: address })
      })
      done({ address }, `The account ${address} is there.`, options.json)
    })
  verb(account, 'list', 'lists the accounts', '').action(async ({ config, json }: Common) => {
    const accounts = await administer(config, (administration) => administration.listAccounts())
    printRows(json === true ? accounts : accounts.map(brief), json === true)
  })
  for (const [word, active] of switches) {
    verb(account, `${word} <address>`, `${word}s an account`, 'anna@example.org').action(
      async (address: string, { config, json }: Common) => {
        await administer(config, (administration) =>
          administration.setAccountActive(address, active),
        )
        done({ address, active }, `The account ${address} is ${word}d.`, json)
      },
    )
  }
  addChanges(account)
}

function addChanges(account: Verb): void {
  const change = (
    usage: string,
    about: string,
    example: string,
    work: (administration: Administration, address: string, value: string) => Promise<void>,
    sentence: (address: string, value: string) => string,
  ): void => {
    verb(account, usage, about, example).action(
      async (address: string, value: string, { config, json }: Common) => {
        await administer(config, (administration) => work(administration, address, value))
        done({ address, value }, sentence(address, value), json)
      },
    )
  }
  change(
    'move <address> <group>',
    'moves an account to another group',
    'anna@example.org Office/Sales',
    (administration, address, group) => administration.moveAccount(address, group),
    (address, group) => `The account ${address} is in ${group} now.`,
  )
  change(
    'rename <address> <new-address>',
    'gives an account another address; all else stays',
    'anna@example.org anna.berg@example.org',
    (administration, address, to) => administration.renameAccount(address, to),
    (address, to) => `The account ${address} is ${to} now.`,
  )
  change(
    'alias <address> <alias>',
    'gives an account a further address',
    'anna@example.org anna.berg@example.org',
    (administration, address, alias) => administration.addAlias(address, alias),
    (address, alias) => `${alias} is ${address} too.`,
  )
  change(
    'unalias <address> <alias>',
    'takes a further address away',
    'anna@example.org anna.berg@example.org',
    (administration, address, alias) => administration.removeAlias(address, alias),
    (address, alias) => `${alias} is ${address} no more.`,
  )
  change(
    'automatic <address> <yes|no>',
    'says whether automatic mail of the account is sent on',
    'alarm@example.org yes',
    (administration, address, said) => administration.setAutomatic(address, yesOrNo(said)),
    (address, said) => `Automatic mail of ${address} is sent on: ${said}.`,
  )
  verb(
    account,
    'remove <address>',
    'ends an account; what it sent stays in the logs',
    'anna@example.org',
  ).action(async (address: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.removeAccount(address))
    done({ address }, `The account ${address} is gone.`, json)
  })
}

/** What fits 80 columns; --json has the rest. */
function brief({
  address,
  group,
  number,
  active,
}: Awaited<ReturnType<Administration['listAccounts']>>[number]): object {
  return { address, group, number, active }
}

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
    automatic: options.automatic === true,
  }
}
