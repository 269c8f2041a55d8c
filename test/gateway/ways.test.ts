// From one way to another, in a running gateway: failover, the circuit, pause and drain, changes of
// sms.routes.ini, what is asked for, what it costs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Outcome } from '../../lib/routes/route.ts'
import { listRouteStates } from '../../lib/store/route-states.ts'
import { sumRouteCosts } from '../../lib/store/route-costs.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeTable } from '../support/fake-table.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'

const both = '[a]\ntype = phone\n[b]\ntype = phone\n'
const refused = (): Outcome => ({ kind: 'temporary', reason: 'busy' })

forEachDatabase((_name, openDatabaseUrl) => {
  async function withWays(
    ways: FakeTable,
    work: (gateway: TestGateway) => Promise<void>,
    { settings = '', clock = Date.now } = {},
  ): Promise<void> {
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [],
      table: ways.table,
      settings,
      clock,
    })
    try {
      await addDemoAccount(gateway.gateway)
      for (const route of ways.made) await eventually(`${route.name} to be open`, () => route.sinks)
      await work(gateway)
    } finally {
      await gateway.close()
    }
  }

  const allSent = (gateway: TestGateway, count = 1): Promise<Record<string, unknown>[]> =>
    eventually(`${count} sent messages`, async () => {
      const messages = await gateway.messages()
      const sent = messages.filter(({ state }) => state === 'sent')
      return sent.length === count ? sent : undefined
    })

  const mode = (gateway: TestGateway, route: string, to: 'paused' | 'draining' | undefined) =>
    gateway.gateway.administer('test').setRouteMode(route, to)

  test('what one route refuses for now goes by the next, at once', async () => {
    const ways = new FakeTable(both)
    ways.route('a').answer = refused
    await withWays(ways, async (gateway) => {
      await gateway.send()
      const [message] = await allSent(gateway)
      assert.equal(message?.['route'], 'b')
      assert.equal(ways.route('a').submitted.length, 1)
    })
  })

  test('a message of which a part went out stays on its route', async () => {
    const ways = new FakeTable(both)
    ways.route('a').answer = (message): Outcome =>
      message.attempt === 1
        ? { kind: 'temporary', reason: 'busy', references: ['1'] }
        : { kind: 'accepted', references: [...message.done, '2'] }
    await withWays(
      ways,
      async (gateway) => {
        await gateway.send()
        const [message] = await allSent(gateway)
        assert.equal(message?.['route'], 'a')
        assert.equal(ways.route('b').submitted.length, 0)
      },
      { settings: '[delivery]\nretry_first = 1s\n' },
    )
  })

  test('a route that refuses our credentials is out at once, and what waits for it moves', async () => {
    const ways = new FakeTable(both)
    ways.route('a').answer = (): Outcome => ({ kind: 'configuration', reason: 'wrong password' })
    await withWays(ways, async (gateway) => {
      await gateway.send({ to: ['+4520643061@sms.test', '+4520643062@sms.test'] })
      const sent = await allSent(gateway, 2)
      assert.deepEqual([...new Set(sent.map(({ route }) => route))], ['b'])
      const state = await eventually('it to be out', async () =>
        (await listRouteStates(gateway.store.db)).find(({ out_until }) => out_until !== null),
      )
      assert.deepEqual([state.route, state.fault], ['a', 'route_refused'])
    })
  })

  test('a provider that wants no more for years ends no message', async () => {
    const ways = new FakeTable('[a]\ntype = phone\n')
    ways.route('a').answer = (): Outcome => ({ ...refused(), retryAfter: 1e12 }) as Outcome
    await withWays(ways, async (gateway) => {
      await gateway.send()
      const message = await eventually('it to wait', async () =>
        (await gateway.messages()).find(({ reason }) => reason === 'busy'),
      )
      assert.equal(message['state'], 'scheduled')
      assert.ok(Number(message['due_at']) <= Date.now() + 3_600_000)
    })
  })

  test('a message for which alone the settings are wrong holds up no others, however urgent it is', async () => {
    let now = Date.now()
    const ways = new FakeTable('[a]\ntype = phone\n')
    const a = ways.route('a')
    a.answer = ({ id, text }): Outcome =>
      text === 'bad'
        ? { kind: 'configuration', reason: 'no such sender' }
        : { kind: 'accepted', references: [String(id)] }
    await withWays(
      ways,
      async (gateway) => {
        const tried = (count: number): Promise<unknown> =>
          eventually(`${count} attempts`, () => (a.submitted.length === count ? true : undefined))
        await gateway.send({ text: 'bad', to: ['+4520643064+urgent@sms.test'] })
        await tried(1)
        await gateway.send({ text: 'good' })
        now += 60_001
        await tried(2)
        now += 120_001
        await tried(3)
        await allSent(gateway)
        const bad = await eventually('the outcome of the third', async () => {
          const [one] = await gateway.messages()
          return one?.['state'] === 'sending' ? undefined : one
        })
        assert.deepEqual([bad['state'], bad['reason']], ['scheduled', 'no such sender'])
        await gateway.send({ text: 'better' })
        await allSent(gateway, 2)
        now += 120_001
        await tried(5)
      },
      { clock: () => now },
    )
  })

  test('a route that rested is tried with the next message, however long nothing came', async () => {
    let now = Date.now()
    const ways = new FakeTable(both)
    const a = ways.route('a')
    const well = a.answer
    a.answer = (): Outcome => ({ kind: 'configuration', reason: 'wrong password' })
    await withWays(
      ways,
      async (gateway) => {
        const stateOfA = async (): Promise<
          { down: number; out_until: number | null } | undefined
        > => (await listRouteStates(gateway.store.db)).find(({ route }) => route === 'a')
        await gateway.send()
        await allSent(gateway)
        await eventually('it to be out', async () =>
          (await stateOfA())?.down === 1 && ((await stateOfA())?.out_until ?? 0) > 0
            ? true
            : undefined,
        )
        const away = await eventually('it to be seen', () =>
          ways.table.weigh({ phone: '+45' }).find(({ away }) => away?.includes('rests')),
        )
        assert.match(away.away ?? '', /^it rests until [-\d]+ [:\d]+ UTC: wrong password$/)
        a.answer = well
        now += 7_200_000
        await eventually('the routes to be seen anew', () =>
          ways.table.weigh({ phone: '+45' })[0]?.away === undefined ? true : undefined,
        )
        await gateway.send({ to: ['+4520643065@sms.test'] })
        const sent = await allSent(gateway, 2)
        assert.equal(sent.find(({ phone }) => phone === '+4520643065')?.['route'], 'a')
        await eventually('it to be well', async () =>
          (await stateOfA())?.down === 0 ? true : undefined,
        )
      },
      { clock: () => now },
    )
  })

  test('what waits for a route that is down takes another way after failover_after', async () => {
    let now = Date.now()
    const ways = new FakeTable(both)
    await withWays(
      ways,
      async (gateway) => {
        ways.route('a').sinks?.down(true, 'unplugged')
        await gateway.send()
        await eventually('it to wait', async () => (await gateway.messages())[0])
        assert.equal((await gateway.messages())[0]?.['route'], 'a')
        now += 3_600_000
        const [message] = await allSent(gateway)
        assert.equal(message?.['route'], 'b')
      },
      { clock: () => now },
    )
  })

  test('a message comes back to the route that it left when that works again and the other does not', async () => {
    const ways = new FakeTable(both, (route) => (route.window = 0))
    await withWays(ways, async (gateway) => {
      const isOn = (route: string): Promise<true> =>
        eventually(`it to be on ${route}`, async () =>
          (await gateway.messages())[0]?.['route'] === route ? true : undefined,
        )
      await gateway.send()
      await isOn('a')
      await mode(gateway, 'a', 'paused')
      await isOn('b')
      await mode(gateway, 'a', undefined)
      await mode(gateway, 'b', 'paused')
      await isOn('a')
      ways.route('a').window = 1
      const [message] = await allSent(gateway)
      assert.equal(message?.['route'], 'a')
    })
  })

  test('a message goes back to a route that refused it for now when the next one is away', async () => {
    const ways = new FakeTable(both)
    const a = ways.route('a')
    const well = a.answer
    a.answer = refused
    ways.route('b').window = 0
    await withWays(ways, async (gateway) => {
      await gateway.send()
      await eventually('it to be on b', async () =>
        (await gateway.messages())[0]?.['route'] === 'b' ? true : undefined,
      )
      a.answer = well
      await mode(gateway, 'b', 'paused')
      const [message] = await allSent(gateway)
      assert.equal(message?.['route'], 'a')
    })
  })

  test('a message that waits too long by one working route goes by the next, and stays there as long', async () => {
    let now = Date.now()
    const ways = new FakeTable(both, (route) => (route.window = 0))
    await withWays(
      ways,
      async (gateway) => {
        const moves = (count: number): Promise<true> =>
          eventually(`${count} moves`, () =>
            gateway.log.filter((line) => line.includes('take another way')).length === count
              ? true
              : undefined,
          )
        await gateway.send()
        now += 3_600_000
        await moves(1)
        await delay(2_500)
        await moves(1)
        assert.equal((await gateway.messages())[0]?.['route'], 'b')
        now += 3_600_000
        await moves(2)
      },
      { clock: () => now },
    )
  })

  test('pause hands nothing on and lets what waits go elsewhere; resume ends it', async () => {
    const ways = new FakeTable('[a]\ntype = phone\n[b]\ntype = phone\nprefixes = 46\n')
    await withWays(ways, async (gateway) => {
      await mode(gateway, 'a', 'paused')
      await eventually('it to be seen', () => ways.table.weigh({ phone: '+45' })[0]?.away)
      await gateway.send({ to: ['+4520643064@sms.test', '+46701740699@sms.test'] })
      const [message] = await allSent(gateway)
      assert.equal(message?.['phone'], '+46701740699')
      assert.equal(ways.route('a').submitted.length, 0)
      await mode(gateway, 'a', undefined)
      await allSent(gateway, 2)
    })
  })

  test('a route that is drained hands on what it has, and is chosen for nothing new', async () => {
    const ways = new FakeTable(both)
    const a = ways.route('a')
    const answers: (() => void)[] = []
    a.window = 1
    a.answer = ({ id }) =>
      new Promise((resolve) => {
        answers.push(() => resolve({ kind: 'accepted', references: [String(id)] }))
      })
    await withWays(ways, async (gateway) => {
      await gateway.send({ to: ['+4520643061@sms.test', '+4520643062@sms.test'] })
      await eventually('the first', () => answers[0])
      await mode(gateway, 'a', 'draining')
      await eventually('it to be seen', () => ways.table.weigh({ phone: '+45' })[1]?.away)
      await gateway.send({ text: 'new' })
      const [message] = await allSent(gateway)
      assert.deepEqual([message?.['route'], message?.['text']], ['b', 'new'])
      answers.shift()?.()
      await eventually('the second', () => answers[0])
      answers.shift()?.()
      const sent = await allSent(gateway, 3)
      assert.deepEqual(sent.map(({ route }) => route).sort(), ['a', 'a', 'b'])
    })
  })

  test('an edited file keeps routes open whose own section is the same', async () => {
    const ways = new FakeTable(both)
    await withWays(ways, async (gateway) => {
      const [a, b] = [ways.route('a'), ways.route('b')]
      ways.edit('[a]\ntype = phone\nprefixes = 46\n[b]\ntype = phone\nwindow = 3\n')
      const changed = ways.route('b')
      await eventually('b to be open anew', () => changed.sinks)
      assert.deepEqual([a.closed, b.closed], [false, true])
      assert.equal(ways.route('a'), a)
      await gateway.send()
      await allSent(gateway)
      assert.equal(changed.submitted.length, 1)
    })
  })

  test('what a changed route has under way is waited for before it is opened anew', async () => {
    const ways = new FakeTable('[a]\ntype = phone\n')
    const old = ways.route('a')
    let answer = (): void => undefined
    old.answer = ({ id }) =>
      new Promise((resolve) => {
        answer = () => resolve({ kind: 'accepted', references: [String(id)] })
      })
    let drained = (): void => undefined
    old.close = () =>
      new Promise((resolve) => {
        drained = () => {
          answer()
          resolve()
        }
      })
    await withWays(ways, async (gateway) => {
      await gateway.send()
      await eventually('it to be under way', () => old.submitted[0])
      ways.edit('[a]\ntype = phone\nwindow = 3\n')
      await gateway.send({ text: 'next' })
      assert.equal(ways.route('a').sinks, undefined)
      drained()
      const sent = await allSent(gateway, 2)
      assert.deepEqual(
        sent.map(({ attempts }) => attempts),
        [1, 1],
      )
      assert.equal(ways.route('a').submitted[0]?.text, 'next')
    })
  })

  test('what waits for a route that is gone from the file takes another', async () => {
    const ways = new FakeTable('[a]\ntype = phone\n')
    await withWays(ways, async (gateway) => {
      ways.route('a').sinks?.down(true, 'unplugged')
      await gateway.send()
      ways.edit('[c]\ntype = phone\n')
      const [message] = await allSent(gateway)
      assert.equal(message?.['route'], 'c')
    })
  })

  test('what the host of a modem had under way is uncertain when nobody has held it for a minute', async () => {
    let now = Date.now()
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [],
      table: new FakeTable('[a]\ntype = phone\n', (route) =>
        Object.assign(route, { elsewhere: true }),
      ).table,
      clock: () => now,
    })
    try {
      await addDemoAccount(gateway.gateway)
      await gateway.send({ to: ['+4520643061@sms.test', '+4520643062@sms.test'] })
      const { db } = gateway.store
      const [first] = await gateway.messages()
      await db('messages').where({ id: first?.['id'] }).update({ state: 'sending', claim: 'dead' })
      const states = async (): Promise<unknown[]> =>
        (await gateway.messages()).map(({ state }) => state)
      const lease = { name: 'route:a', holder: 'other', token: 'dead', expires_at: 9e12 }
      await db('leases').insert(lease)
      await delay(1_500)
      now += 61_000
      await delay(1_500)
      assert.deepEqual(await states(), ['sending', 'queued'], 'it lives')
      await db('leases').where({ name: 'route:a' }).update({ expires_at: 0 })
      await delay(2_500)
      assert.deepEqual(await states(), ['sending', 'queued'], 'it may come back')
      now += 61_000
      await eventually('the doubt', async () =>
        (await states())[0] === 'uncertain' ? true : undefined,
      )
      assert.deepEqual(await states(), ['uncertain', 'queued'])
      assert.equal((await gateway.messages())[0]?.['reason'], 'holder_gone')
      assert.equal((await db('outbox').where({ kind: 'report' })).length, 1)
    } finally {
      await gateway.close()
    }
  })

  test('a message that may be out is asked for until the other side knows of it', async () => {
    let now = Date.now()
    const ways = new FakeTable('[a]\ntype = phone\n', (route) => {
      route.answer = (): Outcome => ({ kind: 'unknown', reason: 'no answer' })
      const known: Outcome[] = [
        { kind: 'unknown', reason: 'not yet' },
        { kind: 'unknown', reason: 'not yet' },
        { kind: 'accepted', references: ['later'] },
      ]
      Object.assign(route, {
        query: ([asked]: { id: number }[]) => {
          const outcome = known.shift()
          return Promise.resolve(new Map(asked && outcome ? [[asked.id, outcome]] : []))
        },
      })
    })
    await withWays(
      ways,
      async (gateway) => {
        await gateway.send()
        await eventually('its fate to be open', async () =>
          (await gateway.messages()).find(({ state }) => state === 'uncertain'),
        )
        const moving = setInterval(() => (now += 1_000), 50)
        try {
          await allSent(gateway)
        } finally {
          clearInterval(moving)
        }
        assert.equal(ways.route('a').submitted.length, 1)
      },
      { clock: () => now },
    )
  })

  test('costs are counted by route, day and currency: as the answer says, else by the file', async () => {
    const ways = new FakeTable(
      '[a]\ntype = phone\nprefixes = 46\nprice = 46: 0.5\ncurrency = SEK\n[b]\ntype = phone\n',
    )
    ways.route('b').answer = ({ id }): Outcome => ({
      kind: 'accepted',
      references: [String(id)],
      charged: { parts: 2, price: 0.13, currency: 'EUR' },
    })
    await withWays(ways, async (gateway) => {
      await gateway.send({ to: ['+46701740699@sms.test', '+46701740698@sms.test'] })
      await gateway.send({ to: ['+4520643064@sms.test'] })
      await allSent(gateway, 3)
      assert.deepEqual(await sumRouteCosts(gateway.store.db, 0), [
        { route: 'a', currency: 'SEK', messages: 2, parts: 2, cost: 1_000_000 },
        { route: 'b', currency: 'EUR', messages: 1, parts: 2, cost: 130_000 },
      ])
    })
  })
})
