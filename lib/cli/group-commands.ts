// The commands about groups: a tree, in which each inherits what it does not set itself.
import { administer } from './administer.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

export function addGroupCommands(group: Verb): void {
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
    await tellFiles(config, path)
    done({ path, to }, `The group ${path} is now below ${to}.`, json)
  })
  verb(group, 'rename <path> <name>', 'gives a group another name', 'Shop/Sales Orders').action(
    async (path: string, name: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.renameGroup(path, name))
      await tellFiles(config, path)
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

/** Says where the files still name a group by the path that it had. */
async function tellFiles(config: string | undefined, path: string): Promise<void> {
  const { openInstallation } = await import('./installation.ts')
  const { namedGroups, tellOldPaths } = await import('./named-groups.ts')
  const { readRoutesOf } = await import('./routes.ts')
  const installation = openInstallation(config)
  tellOldPaths(namedGroups(installation.settings, readRoutesOf(installation).table), path)
}
