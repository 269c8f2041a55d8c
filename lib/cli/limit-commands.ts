// The commands for what has been used, and for phones that want no more SMS.
import { administer } from './administer.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

export function addUsageCommand(program: Verb): void {
  verb(
    program,
    'usage',
    'shows what has been used of the limits',
    '--account anna@example.org',
    '--group Office',
  )
    .option('--group <path>', 'of this group and those above it (default: Master)')
    .option('--account <address>', 'of this account')
    .action(async (options: Common & { group?: string; account?: string }) => {
      const { config, json, group = '', account } = options
      const usage = await administer(config, (administration) =>
        administration.listUsage(account === undefined ? { group } : { account }),
      )
      const rows = usage.map(({ freesAt, ...rest }) => ({
        ...rest,
        frees: freesAt === null ? null : new Date(freesAt).toISOString(),
      }))
      printRows(rows, json === true)
    })
    .note('Limits are settings:\n  haraka-sms setting set limit_user 100/1d --group Office')
}

export function addBlockCommands(block: Verb): void {
  const listed = (usage: string, about: string, example: string): Verb =>
    verb(block, usage, about, example).option(
      '--group <path>',
      'of the organisation that this group is in (default: Master)',
    )
  listed(
    'add <phone>',
    'blocks a phone: it gets no SMS from the organisation',
    '+4520643064 --group Office',
  ).action(async (phone: string, { config, json, group = '' }: Common & { group?: string }) => {
    await administer(config, (administration) => administration.addBlock(group, phone))
    done({ phone }, `${phone} gets no more SMS.`, json)
  })
  listed('remove <phone>', 'lets a phone get SMS again', '+4520643064 --group Office').action(
    async (phone: string, { config, json, group = '' }: Common & { group?: string }) => {
      await administer(config, (administration) => administration.removeBlock(group, phone))
      done({ phone }, `${phone} may get SMS again.`, json)
    },
  )
  listed('list', 'lists the phones that want no more SMS', '--group Office').action(
    async ({ config, json, group = '' }: Common & { group?: string }) => {
      const blocks = await administer(config, (administration) => administration.listBlocks(group))
      const rows = blocks.map(({ since, ...rest }) => ({
        ...rest,
        since: new Date(since).toISOString(),
      }))
      printRows(rows, json === true)
    },
  )
}
