// The commands about ways to phones: how they are, which one a message takes, and putting them to rest.
import { administer } from './administer.ts'
import type { TestOptions } from './route-test.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

const modes = [
  ['pause', 'paused', 'hands nothing on; what waits takes other ways where it can'],
  ['drain', 'draining', 'takes nothing new, and hands on what it has'],
  ['resume', undefined, 'lets a route work again'],
] as const

export function addRouteCommands(route: Verb): void {
  for (const [name, mode, about] of modes) {
    verb(route, `${name} <route>`, about, 'modem-1').action(
      async (named: string, { config, json }: Common) => {
        const { mustBeRoute } = await import('./routes.ts')
        mustBeRoute(named, config)
        await administer(config, (administration) => administration.setRouteMode(named, mode))
        done({ route: named, mode: mode ?? 'works' }, `${named}: ${mode ?? 'works'}.`, json)
      },
    )
  }
  verb(
    route,
    'list',
    'shows each route: whether it works, what waits, speed, cost, signal, last error',
    '',
  ).action(async (options: Common) => {
    const { printRoutes } = await import('./route-list.ts')
    await printRoutes(options)
  })
  verb(
    route,
    'unread <route>',
    'shows the SMS that a modem received and that cannot be read',
    'modem-1',
  )
    .option('--forget', 'and forgets them')
    .action(async (named: string, { config, json, forget }: Common & { forget?: boolean }) => {
      const { mustBeRoute } = await import('./routes.ts')
      mustBeRoute(named, config)
      await administer(config, async (administration) => {
        const unread =
          forget === true
            ? await administration.forgetUnread(named)
            : await administration.listUnread(named)
        const lines = unread.map(({ at, pdu }) => `${at} ${pdu}`)
        done({ unread }, lines.length === 0 ? 'none' : lines.join('\n'), json)
      })
    })
  verb(
    route,
    'test <number>',
    'explains by which route a message to a phone goes now',
    '+4520643064 --group Shop --sender Bakery',
  )
    .option('--group <path>', 'of a sender in this group')
    .option('--sender <sender>', 'with this number of ours or name as its sender')
    .option('--flash', 'as a flash message')
    .action(async (number: string, options: TestOptions) => {
      const { testRoutes } = await import('./route-test.ts')
      await testRoutes(number, options)
    })
}
