// The commands about mail domains: whose addresses become accounts of a group by themselves.
import type { Command } from 'commander'
import { administer } from './installation.ts'
import { printRows } from './table.ts'
import { done, verb, type Common } from './verb.ts'

const examples = `
Examples:
  haraka-sms domain set example.org Office
  haraka-sms domain set sales.example.org Office/Sales`

export function addDomainCommands(domain: Command): void {
  domain.addHelpText('after', examples)
  verb(domain, 'set <domain> <group>', 'gives a domain to a group; its accounts move there').action(
    async (name: string, group: string, { config, json }: Common) => {
      const moved = await administer(config, (administration) =>
        administration.setDomain({ domain: name, group }),
      )
      done(
        { domain: name, group, moved },
        `The domain ${name} belongs to ${group}. Accounts that moved there: ${moved}.`,
        json,
      )
    },
  )
  verb(domain, 'remove <domain>', 'takes a domain away; accounts stay where they are').action(
    async (name: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.removeDomain(name))
      done({ domain: name }, `The domain ${name} belongs to no group.`, json)
    },
  )
  verb(domain, 'list', 'lists the domains').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listDomains()),
      json === true,
    )
  })
}
