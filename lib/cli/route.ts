// `haraka-sms route`: how the ways to phones are, which one a message takes, and putting them to rest.
import type { Settings } from '../config/settings.ts'
import { valuesIn } from '../gateway/account-values.ts'
import { groupOf } from '../gateway/administration/index.ts'
import { RouteWatch } from '../gateway/route-watch.ts'
import type { RouteTable } from '../gateway/route-table.ts'
import { readOwnNumber } from '../sms/phone-number.ts'
import { Store } from '../store/store.ts'
import { administer, openInstallation, readGoodRoutes } from './installation.ts'
import { listRoutes, showRoutes } from './route-list.ts'
import { explainChoice, showChoice } from './route-test.ts'
import { Sentence } from './sentence.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

const modes = [
  ['pause', 'paused', 'hands nothing on; what waits takes other ways where it can'],
  ['drain', 'draining', 'takes nothing new, and hands on what it has'],
  ['resume', undefined, 'lets a route work again'],
] as const

interface TestOptions extends Common {
  readonly group?: string
  readonly sender?: string
  readonly flash?: boolean
}

export function addRouteCommands(program: Verb): void {
  const route = program.command('route').description('ways to phones')
  for (const [name, mode, about] of modes) {
    verb(route, `${name} <route>`, about, 'modem-1').action(
      async (named: string, { config, json }: Common) => {
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
  ).action(async ({ config, json }: Common) => {
    const listed = await withRoutes(config, (store, routes) =>
      listRoutes(store, routes, Date.now()),
    )
    process.stdout.write(json === true ? `${JSON.stringify(listed)}\n` : showRoutes(listed))
  })
  verb(
    route,
    'unread <route>',
    'shows the SMS that a modem received and that cannot be read',
    'modem-1',
  )
    .option('--forget', 'and forgets them')
    .action(async (named: string, { config, json, forget }: Common & { forget?: boolean }) => {
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
      const wish = wishOf(number, options)
      const explained = await withRoutes(options.config, async ({ db }, routes, settings) => {
        const groupId = await groupOf(db, wish.group)
        const values = await valuesIn(db, { groupId, accountId: undefined }, settings)
        return explainChoice(routes, { ...wish, answerable: values.can_receive })
      })
      process.stdout.write(
        options.json === true ? `${JSON.stringify(explained)}\n` : showChoice(explained, wish),
      )
    })
}

function mustBeRoute(named: string, config: string | undefined): void {
  if (!readGoodRoutes(openInstallation(config)).names.includes(named))
    throw new Sentence(`There is no route ${named}. See them with: haraka-sms route list`)
}

function wishOf(number: string, { group, sender, flash }: TestOptions) {
  const phone = readOwnNumber(number)
  if (phone === undefined)
    throw new Sentence(`"${number}" is no number. Write it with its country, as +4520643064.`)
  return {
    phone,
    group: group?.replace(/^master(\/|$)/i, '') ?? '',
    sender: sender === undefined ? undefined : (readOwnNumber(sender) ?? sender),
    flash: flash === true,
  }
}

/** The routes as the database says that they are at this moment. */
async function withRoutes<T>(
  config: string | undefined,
  work: (store: Store, routes: RouteTable, settings: Settings) => T | Promise<T>,
): Promise<T> {
  const installation = openInstallation(config)
  const { directory, settings } = installation
  const routes = readGoodRoutes(installation).table
  const store = new Store(settings.main.database, directory, () => undefined)
  try {
    await store.migrate()
    const watch = new RouteWatch(store, Date.now)
    await watch.refresh()
    routes.watch(
      (entry) => watch.away(entry),
      (entry) => watch.numbers(entry),
    )
    return await work(store, routes, settings)
  } finally {
    await store.close()
  }
}
