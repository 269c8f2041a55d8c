// From the database to a route and back: claims, outcomes, reports, leases.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { Outcome } from '../../lib/routes/route.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'

forEachDatabase((name, openDatabaseUrl) => {
  async function withRoute(
    work: (gateway: TestGateway, route: FakeRoute) => Promise<void>,
    { route = new FakeRoute(), settings = '' } = {},
  ): Promise<void> {
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings,
    })
    try {
      await addDemoAccount(gateway.gateway)
      await work(gateway, route)
    } finally {
      await gateway.close()
    }
  }

  const inState = (gateway: TestGateway, state: string): Promise<Record<string, unknown>> =>
    eventually(`a message in the state ${state}`, async () =>
      (await gateway.messages()).find((message) => message['state'] === state),
    )

  test('an accepted message is sent, and delivered when the route reports it', async () => {
    await withRoute(async (gateway, route) => {
      await gateway.send({ text: 'Hello' })
      await inState(gateway, 'sent')
      assert.equal(route.submitted[0]?.text, 'Hello')
      assert.equal(route.submitted[0].phone, '+4520643064')
      const reference = `ref-${route.submitted[0].id}`
      await route.sinks?.report({ reference, fate: 'buffered', at: 1 })
      await inState(gateway, 'buffered')
      await route.sinks?.report({ reference, fate: 'delivered', at: 2 })
      await inState(gateway, 'delivered')
    })
  })

  test('reports come twice and in any order: a final state stays', async () => {
    await withRoute(async (gateway, route) => {
      await gateway.send()
      await inState(gateway, 'sent')
      const reference = `ref-${route.submitted[0]?.id ?? 0}`
      for (const fate of ['delivered', 'buffered', 'delivered', 'undelivered'] as const)
        await route.sinks?.report({ reference, fate, at: 1 })
      assert.equal((await gateway.messages())[0]?.['state'], 'delivered')
    })
  })

  test('a report that comes before the outcome is stored counts all the same', async () => {
    const route = new FakeRoute()
    route.answer = async (message): Promise<Outcome> => {
      await route.sinks?.report({ reference: `ref-${message.id}`, fate: 'delivered', at: 1 })
      return { kind: 'accepted', references: [`ref-${message.id}`] }
    }
    await withRoute(
      async (gateway) => {
        await gateway.send()
        await inState(gateway, 'delivered')
        assert.deepEqual(await gateway.store.db('early_reports'), [])
      },
      { route },
    )
  })

  test('a message of several parts is delivered when all its parts are', async () => {
    const route = new FakeRoute()
    route.answer = (): Outcome => ({ kind: 'accepted', references: ['a', 'b'] })
    await withRoute(
      async (gateway) => {
        await gateway.send()
        await inState(gateway, 'sent')
        await route.sinks?.report({ reference: 'b', fate: 'delivered', at: 1 })
        assert.equal((await gateway.messages())[0]?.['state'], 'sent')
        await route.sinks?.report({ reference: 'a', fate: 'delivered', at: 2 })
        assert.equal((await gateway.messages())[0]?.['state'], 'delivered')
      },
      { route },
    )
  })

  test('an id of the other side may be of any length', async () => {
    const route = new FakeRoute()
    const [first, second] = [1, 2].map(() => randomBytes(9_000).toString('base64'))
    route.answer = (): Outcome => ({ kind: 'accepted', references: [first ?? '', second ?? ''] })
    await withRoute(
      async (gateway) => {
        const sinks = await eventually('the route is open', () => route.sinks)
        await sinks.report({ reference: second ?? '', fate: 'delivered', at: 1 })
        await gateway.send()
        await inState(gateway, 'sent')
        await sinks.report({ reference: first ?? '', fate: 'delivered', at: 2 })
        await inState(gateway, 'delivered')
      },
      { route },
    )
  })

  test('an outcome that the database does not take is stored without the ids in it', async () => {
    const route = new FakeRoute()
    route.answer = (): Outcome => ({ kind: 'accepted', references: ['bad'] })
    await withRoute(
      async (gateway) => {
        await gateway.store.db.raw(
          name === 'SQLite'
            ? `create trigger bad before insert on parts when new.reference = 'bad'
               begin select raise(abort, 'bad'); end`
            : `alter table parts add constraint bad check (reference <> 'bad')`,
        )
        await gateway.send()
        await inState(gateway, 'sent')
        const parts = await gateway.store.db('parts').select('reference', 'gone')
        assert.deepEqual(parts, [{ reference: '', gone: 'yes' }])
        assert.ok(gateway.log.some((line) => line.includes('without the ids')))
      },
      { route },
    )
  })

  test('a temporary failure is tried again until the route takes it', async () => {
    const route = new FakeRoute()
    route.answer = (message): Outcome =>
      message.attempt < 3
        ? { kind: 'temporary', reason: 'busy' }
        : { kind: 'accepted', references: ['x'] }
    await withRoute(
      async (gateway) => {
        await gateway.send()
        await inState(gateway, 'sent')
        assert.deepEqual(
          route.submitted.map(({ attempt }) => attempt),
          [1, 2, 3],
        )
      },
      { route, settings: '[delivery]\nretry_first = 100ms\n' },
    )
  })

  test('a permanent failure ends as unsent, and the sender gets a report', async () => {
    const route = new FakeRoute()
    route.answer = (): Outcome => ({ kind: 'permanent', reason: 'no such subscriber' })
    await withRoute(
      async (gateway) => {
        await gateway.send()
        const message = await inState(gateway, 'unsent')
        assert.equal(message['reason'], 'no such subscriber')
        const mail = await eventually('the report', () => gateway.mails[0])
        assert.equal(mail.to, 'demo@example.test')
        assert.match(mail.contents, /no such subscriber/)
      },
      { route },
    )
  })

  test('an unknown outcome is uncertain and is not sent again', async () => {
    const route = new FakeRoute()
    route.answer = (): Outcome => ({ kind: 'unknown', reason: 'time-out' })
    await withRoute(
      async (gateway) => {
        await gateway.send()
        await inState(gateway, 'uncertain')
        await eventually('the report', () => gateway.mails[0])
        assert.equal(route.submitted.length, 1)
      },
      { route },
    )
  })

  test('an uncertain message of several parts has gone out when all its parts are reported, or it as a whole', async () => {
    for (const partReports of [true, false]) {
      const route = new FakeRoute()
      route.capabilities.partReports = partReports
      const report = (id: number, reference: string): Promise<void> | undefined =>
        route.sinks?.report({ reference, id, fate: 'delivered', at: 1 })
      route.answer = async ({ id }): Promise<Outcome> => {
        await report(id, 'first')
        return { kind: 'unknown', reason: 'timed out' }
      }
      await withRoute(
        async (gateway) => {
          await gateway.send({ text: 'two parts '.repeat(20) })
          if (partReports) {
            const { id } = await inState(gateway, 'uncertain')
            await report(Number(id), 'second')
          }
          await inState(gateway, 'delivered')
        },
        { route },
      )
    }
  })

  test('never more is under way than the window of the route', async () => {
    const route = new FakeRoute()
    route.window = 3
    route.answer = async (message): Promise<Outcome> => {
      await new Promise((resolve) => setImmediate(resolve))
      return { kind: 'accepted', references: [String(message.id)] }
    }
    await withRoute(
      async (gateway) => {
        const to = Array.from({ length: 20 }, (_, n) => `+45206430${10 + n}@sms.test`)
        await gateway.send({ to })
        await eventually('all to be sent', () => (route.submitted.length === 20 ? true : undefined))
        assert.equal(route.mostUnderWay, 3)
      },
      { route },
    )
  })

  test('a route that takes messages ahead gets them while its window is full, and no more', async () => {
    const route = new FakeRoute()
    Object.assign(route, { window: 2, ahead: 1 })
    const gates: (() => void)[] = []
    route.answer = (message) =>
      new Promise((resolve) => {
        gates.push(() => resolve({ kind: 'accepted', references: [String(message.id)] }))
      })
    await withRoute(
      async (gateway) => {
        const to = Array.from({ length: 6 }, (_, n) => `+45206430${10 + n}@sms.test`)
        await gateway.send({ to })
        for (let sent = 3; sent <= 6; sent++) {
          await eventually(`${sent}`, () => (route.submitted.length === sent ? true : undefined))
          assert.equal(route.underWay, 3)
          gates.shift()?.()
        }
        for (const open of gates) open()
        await eventually('all to be sent', async () =>
          (await gateway.messages()).every(({ state }) => state === 'sent') ? true : undefined,
        )
        assert.equal(route.mostUnderWay, 3)
      },
      { route },
    )
  })

  test('a mail to many does not hold up the mail of another account', async () => {
    const route = new FakeRoute()
    route.window = 2
    const gates: (() => void)[] = []
    route.answer = (message) =>
      new Promise((resolve) => {
        gates.push(() => resolve({ kind: 'accepted', references: [String(message.id)] }))
      })
    await withRoute(
      async (gateway) => {
        await addDemoAccount(gateway.gateway, 'other@example.test')
        const to = Array.from({ length: 50 }, (_, n) => `+45206430${10 + n}@sms.test`)
        await gateway.send({ to })
        await eventually('the first two', () => (gates.length === 2 ? true : undefined))
        await gateway.send({ from: 'other@example.test', text: 'quick' })
        const quick = await eventually('the other mail', () => {
          gates.shift()?.()
          return route.submitted.findIndex(({ text }) => text === 'quick') + 1 || undefined
        })
        assert.ok(quick <= 7, `it was number ${quick}`)
        const release = setInterval(() => gates.shift()?.(), 1)
        await eventually('the rest', () => (route.submitted.length === 51 ? true : undefined))
        await eventually('the last outcome', async () =>
          (await gateway.messages()).every(({ state }) => state === 'sent') ? true : undefined,
        )
        clearInterval(release)
      },
      { route },
    )
  })

  test('what waits longer than it may is expired, and the sender hears of it', async () => {
    let now = Date.now()
    const route = new FakeRoute()
    route.answer = (): Outcome => ({ kind: 'temporary', reason: 'no signal' })
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings: '[delivery]\nmax_age = 1h\nretry_first = 1h\nretry_most = 1h\n',
      clock: () => now,
    })
    try {
      await addDemoAccount(gateway.gateway)
      await gateway.send()
      await inState(gateway, 'scheduled')
      now += 3_700_000
      await inState(gateway, 'expired')
      await eventually('the report', () => gateway.mails[0])
    } finally {
      await gateway.close()
    }
  })

  test('a route is held by one gateway; when it closes the other takes over', async () => {
    const database = await openDatabaseUrl()
    const [one, two] = [new FakeRoute(), new FakeRoute()]
    const first = await openGateway({ database, routes: [one] })
    await addDemoAccount(first.gateway)
    await first.send()
    await eventually('the first to hold it', () => one.submitted[0])
    const second = await openGateway({ database, routes: [two] })
    try {
      await second.send({ text: 'by the first' })
      await eventually('the first to send', () => one.submitted[1])
      await first.close()
      await second.send({ text: 'by the second' })
      await eventually('the second to send', () => two.submitted[0])
      assert.equal(one.submitted.length, 2)
      assert.equal(two.submitted.length, 1)
    } finally {
      await second.close()
    }
  })

  test('what a holder that vanished had under way becomes uncertain, and the rest is sent', async () => {
    const database = await openDatabaseUrl()
    const gateway = await openGateway({ database, routes: [] })
    try {
      await addDemoAccount(gateway.gateway)
      // As a process leaves it that was killed: its lease has run out, one message is under way.
      const route = new FakeRoute()
      await gateway.gateway.close()
      const next = await openGateway({ database, routes: [route] })
      await next.gateway.close()
      const { db } = next.store
      await db('messages').insert(
        ['sending', 'queued'].map((state) => ({
          direction: 'out',
          account_id: 1,
          phone: '+4520643064',
          text: state,
          encoding: 'gsm7',
          parts: 1,
          state,
          route: 'fake',
          claim: 'gone',
          attempts: 1,
          flash: 0,
          expires_at: Date.now() + 100_000,
          created_at: 1,
          changed_at: 1,
        })),
      )
      const after = await openGateway({ database, routes: [route] })
      await eventually('the rest', () => route.submitted[0])
      assert.deepEqual(
        route.submitted.map(({ text }) => text),
        ['queued'],
      )
      assert.equal((await after.messages())[0]?.['state'], 'uncertain')
      await after.close()
      await next.store.close()
    } finally {
      await gateway.store.close()
    }
  })
})
