// The commands about who may do what on the pages, and the way in for the first operator.
import type { Command } from 'commander'
import { rights } from '../gateway/people/rights.ts'
import { administer } from './installation.ts'
import { printRows } from './table.ts'
import { done, verb, type Common } from './verb.ts'

const help = `
Rights: ${rights.join(', ')};
operator is all of them, everywhere.

Examples:
  haraka-sms admin grant anna@example.org operator
  haraka-sms admin grant bo@example.org logs members --group Office/Sales
  haraka-sms admin link anna@example.org`

interface InGroup extends Common {
  readonly group?: string
}

export function addRightsCommands(admin: Command): void {
  admin.addHelpText('after', help)
  for (const [name, about, said] of [
    ['grant', 'lets an account do more on the pages', 'may do that now'],
    ['revoke', 'takes rights away', 'may not do that any more'],
  ] as const)
    verb(admin, `${name} <address> <rights...>`, about)
      .option('--group <path>', 'in this group and all below it (default: everywhere)')
      .action(async (address: string, wished: string[], { group = '', config, json }: InGroup) => {
        await administer(config, (administration) =>
          administration[`${name}Rights`]({ address, group, rights: wished }),
        )
        done({ address, group, rights: wished }, `${address} ${said}.`, json)
      })
  verb(admin, 'list', 'lists who has which rights').action(async ({ config, json }: Common) => {
    const rows = await administer(config, (administration) => administration.listRights())
    printRows(
      rows.map((row) => ({ ...row, rights: row.rights.join(', ') })),
      json === true,
    )
  })
  verb(
    admin,
    'link <address>',
    'prints a link that signs the account in, once, within 20 minutes',
  ).action(async (address: string, { config, json }: Common) => {
    const link = await administer(config, (administration) =>
      administration.makeSignInLink(address),
    )
    const where = link.startsWith('/') ? 'Open it behind the address of your pages:\n' : ''
    done({ address, link }, `${where}${link}`, json)
  })
}
