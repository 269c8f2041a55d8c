// The commands about settings of groups and accounts, and about who changed what.
import { administer } from './administer.ts'
import { scopedVerb, scopeOf, type Scoped } from './scope.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

interface SettingOptions extends Scoped {
  readonly open?: string
}

const opennesses = ['locked', 'subadmin', 'users'] as const

export function addSettingCommands(setting: Verb): void {
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
      await administer(options.config, async (administration) => {
        await administration.setSetting(scopeOf(options), {
          name,
          ...(value !== undefined && { value }),
          ...(open !== undefined && { open }),
        })
        if (name !== 'networks' || value === undefined || value === '') return
        const { tellIdleNetworks } = await import('./idle-networks.ts')
        await tellIdleNetworks(administration, scopeOf(options))
      })
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

export function addAuditCommand(audit: Verb): void {
  verb(audit, 'list', 'lists the latest changes, newest first', '--most 20')
    .option('--most <n>', 'how many', '100')
    .action(async ({ config, json, most }: Common & { most: string }) => {
      const rows = await administer(config, (administration) =>
        administration.listAudit(countOf(most)),
      )
      printRows(
        rows.map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest })),
        json === true,
      )
    })
}

function countOf(written: string): number {
  if (!/^[1-9]\d{0,8}$/.test(written))
    throw new Sentence(`"${written}" is not a number such as 20.`)
  return Number(written)
}
