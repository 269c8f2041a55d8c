// `haraka-sms route list`: how the ways to phones are, as their holders last said.
import type { Command } from 'commander'
import { listRouteStates, queueLengths, type RouteState } from '../store/route-states.ts'
import { Store } from '../store/store.ts'
import { administer, openInstallation } from './installation.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'
import { done, verb, type Common } from './verb.ts'

const modes = [
  ['pause', 'paused', 'hands nothing on; what waits takes other ways where it can'],
  ['drain', 'draining', 'takes nothing new, and hands on what it has'],
  ['resume', undefined, 'lets a route work again'],
] as const

export function addRouteCommands(program: Command): void {
  const route = program.command('route').description('ways to phones')
  for (const [name, mode, about] of modes) {
    verb(route, `${name} <route>`, about).action(
      async (named: string, { config, json }: Common) => {
        if (openInstallation(config).routes.entry(named) === undefined)
          throw new Sentence(`There is no route ${named}. See them with: haraka-sms route list`)
        await administer(config, (administration) => administration.setRouteMode(named, mode))
        done({ route: named, mode: mode ?? 'works' }, `${named}: ${mode ?? 'works'}.`, json)
      },
    )
  }
  verb(
    route,
    'list',
    'shows each route: whether it works, its signal and network, what waits',
  ).action(async ({ config, json }: Common) => {
    const { directory, settings, routes } = openInstallation(config)
    const store = new Store(settings.main.database, directory, () => undefined)
    try {
      await store.migrate()
      const states = await listRouteStates(store.db)
      const waiting = await queueLengths(store.db)
      const rows = routes.routes.map(({ name, type }) => ({
        route: name,
        type,
        queue: waiting.get(name) ?? 0,
        ...describe(states.find((state) => state.route === name)),
      }))
      printRows(rows, json === true)
    } finally {
      await store.close()
    }
  })
}

function describe(state: RouteState | undefined): Record<string, string> {
  if (state === undefined) return { state: 'works', about: '' }
  const since = new Date(state.since).toISOString().slice(0, 16).replace('T', ' ')
  const status = Object.entries(JSON.parse(state.status) as Record<string, string>)
  return {
    state: state.down === 1 ? `down since ${since}: ${state.reason ?? ''}` : 'works',
    about: status.map(([name, value]) => `${name}: ${value}`).join('; '),
  }
}
