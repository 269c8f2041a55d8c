// The commands about mail domains: whose addresses become accounts of a group by themselves.
import { administer } from './administer.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

export function addDomainCommands(domain: Verb): void {
  verb(
    domain,
    'set <domain> <group>',
    'gives a domain to a group; its accounts move there',
    'example.org Office',
    'sales.example.org Office/Sales',
  ).action(async (name: string, group: string, { config, json }: Common) => {
    const moved = await administer(config, (administration) =>
      administration.setDomain({ domain: name, group }),
    )
    done(
      { domain: name, group, moved },
      `The domain ${name} belongs to ${group}. Accounts that moved there: ${moved}.`,
      json,
    )
  })
  verb(
    domain,
    'remove <domain>',
    'takes a domain away; accounts stay where they are',
    'example.org',
  ).action(async (name: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.removeDomain(name))
    done({ domain: name }, `The domain ${name} belongs to no group.`, json)
  })
  verb(domain, 'list', 'lists the domains', '').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listDomains()),
      json === true,
    )
  })
}
