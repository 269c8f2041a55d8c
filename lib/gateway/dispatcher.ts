// Sends what is due, by every route that this process can get the lease of: one RouteRunner a route.
//
// Everything is a row: a runner that dies leaves its messages `sending`, and the next holder finds them
// and makes them `uncertain`. When the routes of this process change, the runners of those that are
// gone or different end what is under way, and new ones begin.
import { describe } from './describe-error.ts'
import type { DispatcherOptions } from './dispatch/duty.ts'
import { Rechooser } from './dispatch/rechooser.ts'
import { RouteRunner } from './dispatch/route-runner.ts'
import { Rounds } from './rounds.ts'

const tickEvery = 1_000

export interface Dispatcher {
  start(): void
  /** Hands in nothing more, waits for what is under way, and gives the leases back. */
  close(): Promise<void>
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, routes, watch, log } = options
  const rechooser = new Rechooser(options)
  /** Beside the ticks: however long it looks, the leases are prolonged. */
  const choosing = new Rounds(
    () => rechooser.run(),
    (error) => log.warn(`choosing anew: ${describe(error)}`),
  )
  const runners = new Map<string, RouteRunner>()
  const ending = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let stopListening: (() => void)[] = []
  let ticking: Promise<void> | undefined

  function end(name: string, runner: RouteRunner): void {
    runners.delete(name)
    log.info(`route ${name} is taken out of service`)
    const ended = runner
      .close()
      .catch((error: unknown) => log.warn(`route ${name}: ${describe(error)}`))
      .finally(() => ending.delete(ended))
    ending.add(ended)
  }

  function follow(): void {
    for (const [name, runner] of runners)
      if (routes.entry(name)?.route !== runner.route) end(name, runner)
    for (const { route } of routes.entries)
      if (route.elsewhere !== true && !runners.has(route.name))
        runners.set(route.name, new RouteRunner(route, options))
  }

  function tick(): void {
    ticking ??= watch
      .refresh()
      .then((changed) => {
        for (const { route, mode } of changed) log.info(`route ${route} is ${mode ?? 'resumed'}`)
      })
      .catch((error: unknown) => log.warn(`routes: ${describe(error)}`))
      .then(() => {
        for (const runner of runners.values()) runner.tick()
        choosing.ask()
      })
      .finally(() => {
        ticking = undefined
      })
  }

  return {
    start() {
      follow()
      stopListening = [
        store.onWake('queue', () => {
          for (const runner of runners.values()) runner.pump()
        }),
        routes.onChange(() => {
          follow()
          tick()
        }),
      ]
      timer = setInterval(tick, tickEvery)
      timer.unref()
      tick()
    },
    async close() {
      clearInterval(timer)
      for (const stop of stopListening) stop()
      await ticking
      rechooser.stop()
      const ends = [...runners.values()].map((runner) => runner.close())
      await Promise.all([...ends, ...ending, choosing.idle()])
    },
  }
}
