// The commands that make and list groups and settings; accounts, keys, numbers and others have files of
// their own.
import { addAccountCommands } from './account-commands.ts'
import { addContactCommands } from './contact-commands.ts'
import { addCreditCommands, addPriceCommands } from './credit-commands.ts'
import { addDomainCommands } from './domain-commands.ts'
import { administer } from './installation.ts'
import { addKeywordCommands } from './keyword-commands.ts'
import { addKeyCommands } from './key-commands.ts'
import { addBlockCommands, addUsageCommand } from './limit-commands.ts'
import { addMessageCommands } from './message-commands.ts'
import { addMobileCommands, addNumberCommands, addSenderCommands } from './number-commands.ts'
import { addPhraseCommands } from './phrase-commands.ts'
import { addRightsCommands } from './rights-commands.ts'
import { scopedVerb, scopeOf, type Scoped } from './scope.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

export function addAdminCommands(program: Verb): void {
  addGroupCommands(
    program.command('group').description('groups of accounts, as a tree below Master'),
  )
  addAccountCommands(
    program.command('account').description('accounts: who may send, by mail address'),
  )
  addContactCommands(
    program.command('contact').description('what accounts call phones, and groups of them'),
  )
  addKeyCommands(program.command('key').description('keys: secrets that prove a group'))
  addDomainCommands(
    program
      .command('domain')
      .description('mail domains whose addresses become accounts of a group'),
  )
  addRightsCommands(program.command('admin').description('who may do what on the pages'))
  addSettingCommands(
    program.command('setting').description('what groups and accounts set for themselves'),
  )
  addAuditCommand(program.command('audit').description('who changed what'))
  addKeywordCommands(
    program.command('keyword').description('words by which phones say whom they write to'),
  )
  addPhraseCommands(
    program.command('phrase').description('stock phrases: texts that are written again and again'),
  )
  addMessageCommands(
    program
      .command('message')
      .description('messages: what became of them, and what you do to them'),
  )
  addUsageCommand(program)
  addCreditCommands(program.command('credit').description('prepaid credit of groups'))
  addPriceCommands(program.command('price').description('what one part costs, by prefix'))
  addBlockCommands(program.command('block').description('phones that want no more SMS'))
  addNumberCommands(program.command('number').description('numbers of ours, that phones answer to'))
  addSenderCommands(program.command('sender').description('names that may stand as the sender'))
  addMobileCommands(program.command('mobile').description('mobiles that accounts may send from'))
}

function addGroupCommands(group: Verb): void {
  verb(
    group,
    'add <path>',
    'makes a group, such as Office or Office/Sales',
    'Office',
    'Office/Sales',
    'Shop',
  ).action(async (path: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.addGroup(path))
    done({ path }, `The group ${path} is there.`, json)
  })
  verb(
    group,
    'move <path> <to>',
    'puts a group with all below it below another one',
    'Office/Sales Shop',
  ).action(async (path: string, to: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.moveGroup(path, to))
    done({ path, to }, `The group ${path} is now below ${to}.`, json)
  })
  verb(group, 'rename <path> <name>', 'gives a group another name', 'Shop/Sales Orders').action(
    async (path: string, name: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.renameGroup(path, name))
      done({ path, name }, `The group ${path} is now called ${name}.`, json)
    },
  )
  verb(group, 'remove <path>', 'removes a group that is empty and never sent', 'Archive').action(
    async (path: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.removeGroup(path))
      done({ path }, `The group ${path} is gone.`, json)
    },
  )
  verb(group, 'list', 'lists the groups', '').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listGroups()),
      json === true,
    )
  })
}

interface SettingOptions extends Scoped {
  readonly open?: string
}

const opennesses = ['locked', 'subadmin', 'users'] as const

function addSettingCommands(setting: Verb): void {
  scopedVerb(
    setting,
    'list',
    'lists the settings that count, and where each comes from',
    '--group Office',
    '--account anna@example.org',
  ).action(async (options: SettingOptions) => {
    const settings = await administer(options.config, (administration) =>
      administration.listSettings(scopeOf(options)),
    )
    const rows = settings.map(({ name, value, from, open }) => ({ name, value, from, open }))
    printRows(rows, options.json === true)
  })
  scopedVerb(
    setting,
    'set <name> [value]',
    'sets a value, or only says who may change it',
    'limit_user 100/30d --group Office',
    'sender_name "Acme Ltd" --open subadmin',
  )
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
  scopedVerb(
    setting,
    'unset <name>',
    'lets a setting be inherited again',
    'limit_user --group Office',
  ).action(async (name: string, options: Scoped) => {
    await administer(options.config, (administration) =>
      administration.unsetSetting(scopeOf(options), name),
    )
    done({ name }, `${name} is inherited.`, options.json)
  })
}

function addAuditCommand(audit: Verb): void {
  verb(audit, 'list', 'lists the latest changes, newest first', '--most 20')
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
