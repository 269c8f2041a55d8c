// The commands about who may do what on the pages, and the way in for the first operator.
import { rights } from '../gateway/people/rights.ts'
import { administer } from './administer.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

const note = `Rights: ${rights.join(', ')};
operator is all of them, everywhere.`

interface InGroup extends Common {
  readonly group?: string
}

export function addRightsCommands(admin: Verb): void {
  admin.note(note)
  for (const [name, about, said] of [
    ['grant', 'lets an account do more on the pages', 'may do that now'],
    ['revoke', 'takes rights away', 'may not do that any more'],
  ] as const)
    verb(
      admin,
      `${name} <address> <rights...>`,
      about,
      'anna@example.org operator',
      'bo@example.org logs members --group Office/Sales',
    )
      .option('--group <path>', 'in this group and all below it (default: everywhere)')
      .action(async (address: string, wished: string[], { group = '', config, json }: InGroup) => {
        await administer(config, (administration) =>
          administration[`${name}Rights`]({ address, group, rights: wished }),
        )
        done({ address, group, rights: wished }, `${address} ${said}.`, json)
      })
  verb(admin, 'list', 'lists who has which rights', '').action(async ({ config, json }: Common) => {
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
    'anna@example.org',
  ).action(async (address: string, { config, json }: Common) => {
    const link = await administer(config, (administration) =>
      administration.makeSignInLink(address),
    )
    const where = link.startsWith('/') ? 'Open it behind the address of your pages:\n' : ''
    done({ address, link }, `${where}${link}`, json)
  })
  verb(
    admin,
    'step-off <address>',
    'switches the second step off for whoever lost their phone',
    'anna@example.org',
  ).action(async (address: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.endSecondStep(address))
    done({ address }, `${address} signs in without a code now.`, json)
  })
}
