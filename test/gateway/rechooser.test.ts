// Who looks for other ways holds up nothing else: neither the leases nor another line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { createDispatcher } from '../../lib/gateway/dispatcher.ts'
import { RouteWatch } from '../../lib/gateway/route-watch.ts'
import type { WayFinder } from '../../lib/gateway/way-finder.ts'
import { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeTable } from '../support/fake-table.ts'
import { deafSinks } from '../support/http-routes.ts'
import { addDemoAccount, openGateway } from '../support/gateway.ts'

const file =
  '[a]\ntype = phone\nprefixes = 45\n[b]\ntype = phone\nprefixes = 46\n[c]\ntype = phone\nprefixes = 47\n'

forEachDatabase((_name, openDatabaseUrl) => {
  /** A dispatcher in whose lines those messages wait, a and c being paused. */
  async function withLines(
    to: readonly string[],
    another: WayFinder['another'],
    work: (store: Store) => Promise<void>,
  ): Promise<void> {
    const database = await openDatabaseUrl()
    const full = new FakeTable(file, (route) => (route.window = 0))
    const gateway = await openGateway({ database, routes: [], table: full.table })
    await addDemoAccount(gateway.gateway)
    await gateway.send({ to })
    for (const route of ['a', 'c'])
      await gateway.gateway.administer('test').setRouteMode(route, 'paused')
    await gateway.close()
    const store = new Store(database, '/', () => undefined)
    const { table } = new FakeTable(file)
    const watch = new RouteWatch(store, Date.now)
    table.watch(
      (entry) => watch.away(entry),
      () => [],
    )
    const silent = (): void => undefined
    const dispatcher = createDispatcher({
      ...{ store, routes: table, watch, clock: Date.now, blocksChanged: silent },
      ways: {
        another,
        next: () => Promise.resolve(undefined),
        first: () => Promise.resolve(undefined),
      },
      retry: () => ({
        ...{ retry_first: 1, retry_most: 1, resend_uncertain: false },
        ...{ report_wait: 1, delay_after: 1 },
      }),
      sinks: () => deafSinks,
      log: { debug: silent, info: silent, warn: silent, error: silent },
    })
    dispatcher.start()
    try {
      await work(store)
    } finally {
      await dispatcher.close()
      await store.close()
    }
  }

  test('leases are prolonged however long another way is looked for', async () => {
    let found = (): void => undefined
    const looking = new Promise<undefined>((resolve) => {
      found = () => resolve(undefined)
    })
    await withLines(
      ['+4520643064@sms.test'],
      () => looking,
      async (store) => {
        const ends = new Set<number>()
        try {
          await eventually('the lease to be prolonged twice', async () => {
            const [end] = await store
              .db('leases')
              .where({ name: 'route:b' })
              .pluck<number[]>('expires_at')
            if (end !== undefined) ends.add(end)
            return ends.size === 3 ? true : undefined
          })
        } finally {
          found()
        }
      },
    )
  })

  test('a line that takes long to look through lets the next have its turn, and is looked through', async () => {
    const asked: string[] = []
    const many = Array.from({ length: 30 }, (_, n) => `+45206430${10 + n}`)
    const other = '+4740612345'
    await withLines(
      [...many, other].map((phone) => `${phone}@sms.test`),
      async ({ phone }) => {
        asked.push(phone)
        await delay(30)
        return undefined
      },
      async () => {
        await eventually('all to be asked for', () =>
          [...many, other].every((phone) => asked.includes(phone)) ? true : undefined,
        )
        assert.ok(asked.indexOf(other) < many.length)
      },
    )
  })
})
