// What one holder of a route leaves to the next, and how it ends: a rest, a doubt, an outcome that the database
// does not take at once, a route that closes badly.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises'
import { Condition } from '../../lib/gateway/dispatch/condition.ts'
import type { Duty } from '../../lib/gateway/dispatch/duty.ts'
import { OutcomeKeeper } from '../../lib/gateway/dispatch/outcome-keeper.ts'
import type { Asked, Outcome } from '../../lib/routes/route.ts'
import { routeState, takeRouteOut } from '../../lib/store/route-states.ts'
import type { QueuedMessage } from '../../lib/store/queued-message.ts'
import type { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { FakeTable } from '../support/fake-table.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'
import { deafSinks } from '../support/http-routes.ts'

/** What a room of the dispatcher sees of its route; `more` is what the test is about. */
function dutyOf(more: Partial<Duty>): Duty {
  const silent = (): void => undefined
  const duty: Partial<Duty> = {
    route: new FakeRoute(),
    sinks: () => deafSinks,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    clock: () => 1_000_000,
    complain: silent,
    isClosing: () => false,
    ...more,
  }
  return duty as Duty
}

forEachDatabase((_name, openDatabaseUrl) => {
  async function withGateway(
    options: Omit<Parameters<typeof openGateway>[0], 'database'>,
    work: (gateway: TestGateway) => Promise<void>,
  ): Promise<void> {
    const gateway = await openGateway({ database: await openDatabaseUrl(), ...options })
    try {
      await addDemoAccount(gateway.gateway)
      await work(gateway)
    } finally {
      await gateway.close()
    }
  }

  const sent = (gateway: TestGateway, count: number): Promise<true> =>
    eventually(`${count} sent messages`, async () => {
      const messages = await gateway.messages()
      return messages.filter(({ state }) => state === 'sent').length === count ? true : undefined
    })

  test('a new holder tries with one message what rested in other hands', async () => {
    const database = await openDatabaseUrl()
    const before = await openGateway({ database, routes: [] })
    await addDemoAccount(before.gateway)
    const hour = Date.now() + 3_600_000
    await before.store.transaction((trx) => takeRouteOut(trx, 'fake', hour, Date.now()))
    await before.close()
    const route = new FakeRoute()
    const answers: ((outcome: Outcome) => void)[] = []
    route.answer = () => new Promise((resolve) => answers.push(resolve))
    const gateway = await openGateway({ database, routes: [route] })
    try {
      await eventually('the rest to be over', async () => {
        const state = await routeState(gateway.store.db, 'fake')
        return (state?.out_until ?? hour) < hour ? true : undefined
      })
      const to = Array.from({ length: 5 }, (_, n) => `+45206430${10 + n}@sms.test`)
      await gateway.send({ to })
      await eventually('the first', () => answers[0])
      assert.deepEqual([route.submitted.length, route.mostUnderWay], [1, 1])
      answers.shift()?.({ kind: 'accepted', references: ['x'] })
      await eventually('the others', () => (answers.length === 4 ? true : undefined))
      for (const [n, answer] of answers.entries())
        answer({ kind: 'accepted', references: [String(n)] })
      await sent(gateway, 5)
      const state = await routeState(gateway.store.db, 'fake')
      assert.equal(state?.out_until, 0)
    } finally {
      await gateway.close()
    }
  })

  test('a provider is asked about a message by when it was handed on, however late the answer failed', async () => {
    let now = Date.now()
    const handedAt = now
    const asked: Asked[] = []
    const route = Object.assign(new FakeRoute(), {
      query: (messages: readonly Asked[]): Promise<ReadonlyMap<number, Outcome>> => {
        asked.push(...messages)
        const fate: Outcome = { kind: 'accepted', references: ['there'] }
        return Promise.resolve(new Map(messages.map(({ id }) => [id, fate])))
      },
    })
    route.answer = async (): Promise<Outcome> => {
      await nextTurn()
      now += 30_000
      return { kind: 'unknown', reason: 'no answer' }
    }
    await withGateway({ routes: [route], clock: () => now }, async (gateway) => {
      await gateway.send()
      await sent(gateway, 1)
      assert.deepEqual(
        asked.map(({ at }) => at),
        [handedAt],
      )
    })
  })

  test('a provider is asked about a message with what is known of those that look like it', async () => {
    const asked: Asked[] = []
    const route = Object.assign(new FakeRoute(), {
      query: (messages: readonly Asked[]): Promise<ReadonlyMap<number, Outcome>> => {
        asked.push(...messages)
        return Promise.resolve(new Map())
      },
    })
    const texts = ['ALARM', 'ALARM', 'ALARM', 'other']
    route.answer = (): Outcome =>
      route.submitted.length === 1
        ? { kind: 'accepted', references: ['first'] }
        : { kind: 'unknown', reason: 'no answer' }
    await withGateway({ routes: [route] }, async (gateway) => {
      for (const [index, text] of texts.entries()) {
        await gateway.send({ text })
        await eventually(`${index + 1} that are over`, async () => {
          const open = (await gateway.messages()).filter(({ state }) =>
            ['queued', 'sending'].includes(String(state)),
          )
          return open.length === 0 && route.submitted.length > index ? true : undefined
        })
      }
      assert.deepEqual(
        asked.slice(0, 3).map(({ others, hasTwin }) => ({ others, hasTwin })),
        [
          { others: ['first'], hasTwin: false },
          { others: ['first'], hasTwin: true },
          { others: [], hasTwin: false },
        ],
      )
    })
  })

  test('a route that closes badly is said, and ends neither the others nor the process', async () => {
    const ways = new FakeTable('[a]\ntype = phone\n[b]\ntype = phone\n')
    for (const route of ways.made) route.close = () => Promise.reject(new Error('stuck'))
    await withGateway({ routes: [], table: ways.table }, async (gateway) => {
      await eventually(
        'both to be open',
        () => (ways.route('a').sinks && ways.route('b').sinks) ?? undefined,
      )
      ways.edit('[b]\ntype = phone\n')
      await eventually('it to be said', () => gateway.log.find((line) => line === 'route a: stuck'))
      await gateway.send()
      await sent(gateway, 1)
      await gateway.gateway.close()
      assert.ok(gateway.log.includes('route b: stuck'))
    })
  })

  test('a route that is changed keeps its lease until what is under way by it is answered', async () => {
    const ways = new FakeTable('[a]\ntype = phone\n')
    const old = ways.route('a')
    let answer: ((outcome: Outcome) => void) | undefined
    old.answer = () =>
      new Promise((resolve) => {
        answer = resolve
      })
    old.close = async () => {
      await eventually('the answer', () => (old.underWay === 0 ? true : undefined))
    }
    await withGateway({ routes: [], table: ways.table }, async (gateway) => {
      const lease = (): Promise<{ token: string; expires_at: number }> =>
        gateway.store.db('leases').where({ name: 'route:a' }).first()
      await gateway.send()
      await eventually('it to be under way', () => answer)
      const { token } = await lease()
      ways.edit('[a]\ntype = phone\nwindow = 7\n')
      await eventually('the end to begin', () =>
        gateway.log.find((line) => line.includes('taken out of service')),
      )
      const soon = Date.now() + 5_000
      await gateway.store.db('leases').where({ name: 'route:a' }).update({ expires_at: soon })
      await eventually('it to be prolonged', async () => {
        const now = await lease()
        assert.equal(now.token, token)
        return now.expires_at > soon ? true : undefined
      })
      answer?.({ kind: 'accepted', references: ['late'] })
      await sent(gateway, 1)
      await eventually('the new one to open', () => ways.route('a').sinks)
      assert.equal(ways.route('a').submitted.length, 0)
    })
  })

  test('the last that is said of a rest is what stays, however long the first takes to be stored', async () => {
    await withGateway({ routes: [] }, async ({ store }) => {
      let [begun, written] = [0, 0]
      const slow = {
        db: store.db,
        async transaction(work: Parameters<Store['transaction']>[0]) {
          if (begun++ === 0) await delay(50)
          await store.transaction(work)
          written++
        },
      }
      const table = new FakeTable('')
      const condition = new Condition(
        dutyOf({ store: slow as unknown as Store, routes: table.table }),
        () => undefined,
      )
      condition.note({ kind: 'configuration', reason: 'wrong password' })
      condition.note({ kind: 'accepted', references: ['x'] })
      await eventually('both', () => (written === 2 ? true : undefined))
      const state = await routeState(store.db, 'fake')
      assert.equal(state?.out_until, 0)
    })
  })
})

const settled = {
  message: { id: 1, account_id: 1, phone: '+4520643064', attempts: 1 } as QueuedMessage,
  outcome: { kind: 'accepted', references: ['x'] } as Outcome,
}

/** A keeper whose database fails so often, each time `step` milliseconds later. */
function keeperOf(failures: number, step: number): { keeper: OutcomeKeeper; tries: () => number } {
  let [now, tries] = [0, 0]
  const store = {
    wake: () => undefined,
    perform: () => {
      tries++
      now += step
      return tries <= failures ? Promise.reject(new Error('away')) : Promise.resolve()
    },
  }
  const { table } = new FakeTable('')
  const duty = dutyOf({
    store: store as unknown as Store,
    routes: table,
    retry: () => ({
      ...{ retry_first: 1, retry_most: 1, resend_uncertain: false },
      ...{ report_wait: 1, delay_after: 1 },
    }),
    clock: () => now,
    isClosing: () => true,
  })
  return { keeper: new OutcomeKeeper(duty, () => undefined), tries: () => tries }
}

test('an outcome is tried on for five seconds when a route ends, and no longer', async () => {
  const short = keeperOf(3, 1_600)
  await short.keeper.keep(settled)
  assert.equal(short.tries(), 4)
  const long = keeperOf(Infinity, 2_600)
  await long.keeper.keep(settled)
  assert.equal(long.tries(), 2)
})
