// What a route may say beyond yes and no: parts that went out, reports that name a phone, long messages
// in parts, faults, facts to keep.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unreadFact, type Incoming, type Outcome, type Report } from '../../lib/routes/route.ts'
import { masterGroup } from '../../lib/store/groups.ts'
import { listBlocks } from '../../lib/store/blocks.ts'
import { forgetJoins } from '../../lib/store/joins.ts'
import { listRouteStates, writeRouteStatus } from '../../lib/store/route-states.ts'
import { plainEntry, RouteTable } from '../../lib/gateway/route-table.ts'
import { RouteWatch } from '../../lib/gateway/route-watch.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'

const phone = '+4520643064'

forEachDatabase((_name, openDatabaseUrl) => {
  async function withRoute(
    work: (gateway: TestGateway) => Promise<void>,
    { route = new FakeRoute(), settings = '', clock = Date.now } = {},
  ): Promise<void> {
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings,
      clock,
    })
    try {
      await addDemoAccount(gateway.gateway)
      await eventually('the route to be open', () => route.sinks)
      await work(gateway)
    } finally {
      await gateway.close()
    }
  }

  const inState = (gateway: TestGateway, state: string): Promise<Record<string, unknown>> =>
    eventually(`a message in the state ${state}`, async () =>
      (await gateway.messages()).find((message) => message['state'] === state),
    )

  const report = (reference: string, more: Partial<Report> = {}): Report => ({
    reference,
    fate: 'delivered',
    at: Date.now(),
    about: { phone, takenAt: Date.now() },
    ...more,
  })

  test('what a route could not read is listed, the oldest first, until it is forgotten', async () => {
    const route = new FakeRoute()
    await withRoute(
      async ({ gateway }) => {
        await route.sinks?.remember(`${unreadFact}b`, '2026-01-02T03:04:05.000Z 0004')
        await route.sinks?.remember(`${unreadFact}a`, '2026-02-02T03:04:05.000Z 0005')
        await route.sinks?.remember('unreadable', 'a fact of another kind')
        const unread = [
          { at: '2026-01-02T03:04:05.000Z', pdu: '0004' },
          { at: '2026-02-02T03:04:05.000Z', pdu: '0005' },
        ]
        const desk = gateway.administer('test')
        assert.deepEqual(await desk.listUnread('fake'), unread)
        assert.deepEqual(await desk.listUnread('another'), [])
        assert.deepEqual(await desk.forgetUnread('fake'), unread)
        assert.deepEqual(await desk.listUnread('fake'), [])
        assert.ok(await route.sinks?.recall('unreadable'))
      },
      { route },
    )
  })

  test('a message goes on behind the parts that had gone out', async () => {
    const route = new FakeRoute()
    route.answer = (message): Outcome =>
      message.attempt === 1
        ? { kind: 'temporary', reason: 'busy', references: ['a', 'b'] }
        : { kind: 'accepted', references: [...message.done, 'c'] }
    await withRoute(
      async (gateway) => {
        await gateway.send()
        await inState(gateway, 'scheduled')
        await route.sinks?.report(report('a'))
        await inState(gateway, 'sent')
        assert.deepEqual(route.submitted[1]?.done, ['a', 'b'])
        await route.sinks?.report(report('c'))
        await route.sinks?.report(report('b'))
        await inState(gateway, 'delivered')
      },
      { route, settings: '[delivery]\nretry_first = 1s\n' },
    )
  })

  test('a number that a route found, such as that of a SIM, lives on it in every process', async () => {
    await withRoute(async (gateway) => {
      const { store } = gateway
      const [b, a] = ['b', 'a'].map((name) => new FakeRoute(name))
      if (a === undefined || b === undefined) throw new Error('two routes')
      for (const { capabilities } of [a, b]) capabilities.senderNumber = false
      await store.transaction((trx) =>
        writeRouteStatus(
          trx,
          'a',
          JSON.stringify({ 'tty0 number': '+4520000001', 'tty1 number': '', signal: '-73 dBm' }),
          Date.now(),
        ),
      )
      const watch = new RouteWatch(store, Date.now)
      await watch.refresh()
      const table = new RouteTable([plainEntry(b, 0), plainEntry(a, 1)])
      table.watch(
        () => undefined,
        (entry) => watch.numbers(entry),
      )
      const sender = '+4520000001'
      assert.equal(table.choose({ phone, sender })?.name, 'a')
      assert.equal(table.choose({ phone })?.name, 'b')
      assert.deepEqual(
        table.choice().candidates.map(({ numbers }) => numbers),
        [[], [sender]],
      )
    })
  })

  test('a report that names phone and time settles a message whose fate was unknown', async () => {
    const route = new FakeRoute()
    route.answer = (): Outcome => ({ kind: 'unknown', reason: 'no answer' })
    await withRoute(
      async (gateway) => {
        await gateway.send()
        await inState(gateway, 'uncertain')
        await route.sinks?.report(
          report('7', { about: { phone: '+4520999999', takenAt: Date.now() } }),
        )
        await route.sinks?.report(report('7', { about: { phone, takenAt: 1 } }))
        assert.equal((await gateway.messages())[0]?.['state'], 'uncertain')
        await route.sinks?.report(
          report('7', { fate: 'buffered', about: { phone: '20643064', takenAt: Date.now() } }),
        )
        assert.equal((await gateway.messages())[0]?.['state'], 'buffered')
        await route.sinks?.report(report('7'))
        assert.equal((await gateway.messages())[0]?.['state'], 'delivered')
        assert.equal(route.submitted.length, 1)
      },
      { route },
    )
  })

  test('so does a report that came before it was known that the answer is lost', async () => {
    const route = new FakeRoute()
    route.answer = async (): Promise<Outcome> => {
      await route.sinks?.report(report('7'))
      return { kind: 'unknown', reason: 'no answer' }
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

  test('once the part in doubt is known to have gone out, the parts behind it follow', async () => {
    const route = new FakeRoute()
    route.answer = (message): Outcome =>
      message.attempt === 1
        ? { kind: 'unknown', reason: 'no answer', references: ['a'], more: true }
        : { kind: 'accepted', references: [...message.done, 'c'] }
    await withRoute(
      async (gateway) => {
        await gateway.send()
        await inState(gateway, 'uncertain')
        await route.sinks?.report(report('a'))
        assert.equal((await gateway.messages())[0]?.['state'], 'uncertain')
        await route.sinks?.report(report('b'))
        await inState(gateway, 'sent')
        assert.deepEqual(route.submitted[1]?.done, ['a', 'b'])
        await route.sinks?.report(report('c'))
        await inState(gateway, 'delivered')
      },
      { route },
    )
  })

  test('of two messages under one reference, a report is about the one sent nearest to its time', async () => {
    const route = new FakeRoute()
    let now = Date.now()
    route.answer = (): Outcome => ({ kind: 'accepted', references: ['5'] })
    await withRoute(
      async (gateway) => {
        await gateway.send({ text: 'first' })
        await inState(gateway, 'sent')
        now += 3_000_000
        await gateway.send({ text: 'second' })
        await eventually('both', async () =>
          (await gateway.messages()).every(({ state }) => state === 'sent') &&
          route.submitted.length === 2
            ? true
            : undefined,
        )
        const takenAt = now - 3_000_000 + 2_000
        await route.sinks?.report(report('5', { about: { phone, takenAt } }))
        const states = (await gateway.messages()).map(({ state }) => state)
        assert.deepEqual(states, ['delivered', 'sent'])
      },
      { route, clock: () => now },
    )
  })

  const part = (seq: number, total: number, text: string, ref = 9): Incoming => ({
    reference: `${ref}-${seq}-${text}`,
    phone,
    to: '+4599999999',
    text,
    at: 1,
    part: { ref, refBits: 8, total, seq },
  })

  const received = async (gateway: TestGateway): Promise<unknown[]> =>
    (await gateway.messages()).filter(({ direction }) => direction === 'in').map(({ text }) => text)

  test('the parts of a long message make one, in any order, with repeats before and after', async () => {
    const route = new FakeRoute()
    await withRoute(
      async (gateway) => {
        for (const seq of [3, 1, 3, 2, 1]) await route.sinks?.incoming(part(seq, 3, `<${seq}>`))
        assert.deepEqual(await received(gateway), ['<1><2><3>'])
        assert.equal((await gateway.messages())[0]?.['parts'], 3)
      },
      { route },
    )
  })

  test('an emoji that a phone cut in two is whole again, and half of one harms nobody', async () => {
    const route = new FakeRoute()
    await withRoute(
      async (gateway) => {
        await route.sinks?.incoming({ ...part(1, 2, 'Hej \ud83d'), reference: 'a' })
        await route.sinks?.incoming({ ...part(2, 2, '\ude00 \u0000du'), reference: 'b' })
        await route.sinks?.incoming({ ...part(1, 1, 'half \ud83d', 10), reference: 'c' })
        assert.deepEqual(await received(gateway), ['Hej 😀 du', 'half \ufffd'])
      },
      { route },
    )
  })

  test('a reference that comes round again before its message is whole begins a new one', async () => {
    const route = new FakeRoute()
    await withRoute(
      async (gateway) => {
        await route.sinks?.incoming(part(1, 2, 'old'))
        await route.sinks?.incoming(part(1, 2, 'new '))
        await route.sinks?.incoming(part(2, 2, 'one'))
        assert.deepEqual(await received(gateway), ['old[…]', 'new one'])
      },
      { route },
    )
  })

  test('a long message that comes again when its parts are forgotten is a repeat, and holds up no other', async () => {
    const route = new FakeRoute()
    await withRoute(
      async (gateway) => {
        const comes = async (...texts: string[]): Promise<void> => {
          for (const [index, text] of texts.entries())
            await route.sinks?.incoming(part(index + 1, 2, text))
        }
        await comes('old ', 'one')
        await gateway.store.transaction((trx) => forgetJoins(trx, Date.now() + 86_400_000))
        await comes('old ', 'one')
        await comes('another ', 'text')
        assert.deepEqual(await received(gateway), ['old one', 'another text'])
        assert.deepEqual(await gateway.store.db('joins').whereNull('message_id'), [])
      },
      { route },
    )
  })

  test('missing parts are waited for, then the mail says how many there are', async () => {
    const route = new FakeRoute()
    let now = Date.now()
    await withRoute(
      async (gateway) => {
        await gateway.send()
        await inState(gateway, 'sent')
        await route.sinks?.incoming(part(2, 3, 'second'))
        now += 59_000
        await route.sinks?.incoming(part(3, 3, 'third'))
        now += 59_000
        assert.deepEqual(await received(gateway), [])
        now += 2_000
        await eventually('the rest', async () => (await received(gateway))[0])
        const mail = await eventually('the mail', () => gateway.mails[0])
        assert.match(mail.contents, /\[=E2=80=A6\]secondthird|\[…\]secondthird/)
        assert.match(mail.contents, /1\D+3/)
      },
      { route, clock: () => now, settings: '[delivery]\njoin_wait = 1m\n' },
    )
  })

  test('a phone that the other side knows to want no more goes on the block list', async () => {
    const route = new FakeRoute()
    route.answer = (): Outcome => ({ kind: 'permanent', reason: 'unsubscribed', optedOut: true })
    await withRoute(
      async (gateway) => {
        await gateway.send()
        const message = await inState(gateway, 'refused')
        assert.equal(message['reason'], 'opted_out')
        const mail = await eventually('the report', () => gateway.mails[0])
        assert.match(mail.contents, /wants no more SMS/)
        const [block] = await listBlocks(gateway.store.db, masterGroup, 1)
        assert.deepEqual([block?.phone, block?.source], [phone, 'route fake'])
      },
      { route },
    )
  })

  test('so does one of which a report says it, also when the report comes early', async () => {
    const route = new FakeRoute()
    route.answer = async (): Promise<Outcome> => {
      await route.sinks?.report(report('9', { fate: 'undelivered', optedOut: true }))
      return { kind: 'accepted', references: ['9'] }
    }
    await withRoute(
      async (gateway) => {
        await gateway.send()
        await inState(gateway, 'undelivered')
        assert.equal((await gateway.store.db('blocks')).length, 1)
      },
      { route },
    )
  })

  test('nothing is handed on while a route is down, and at once when it works again', async () => {
    const route = new FakeRoute()
    await withRoute(
      async (gateway) => {
        route.sinks?.down(true, 'unplugged')
        await gateway.send()
        await inState(gateway, 'queued')
        await eventually('the state', async () => (await listRouteStates(gateway.store.db))[0])
        assert.equal(route.submitted.length, 0)
        route.sinks?.down(false, 'plugged in')
        await inState(gateway, 'sent')
        assert.equal((await gateway.messages())[0]?.['attempts'], 1)
      },
      { route },
    )
  })

  test('the operator hears once of a route that is down, and at once of a wrong PIN', async () => {
    const route = new FakeRoute()
    let now = Date.now()
    await withRoute(
      async (gateway) => {
        const down = (fault: 'route_down' | 'wrong_pin'): void =>
          route.sinks?.down(true, 'out of order', fault)
        down('wrong_pin')
        await eventually('the first mail', () => gateway.mails[0])
        down('wrong_pin')
        route.sinks?.down(false, 'mended')
        down('wrong_pin')
        down('route_down')
        const other = await eventually('the other mail', () => gateway.mails[1])
        assert.match(other.contents, /fake/)
        assert.match(other.contents, /out of order/)
        now += 3_700_000
        route.sinks?.down(false, 'mended')
        down('route_down')
        await eventually('one more', () => gateway.mails[2])
        assert.equal(gateway.mails.length, 3)
      },
      {
        route,
        clock: () => now,
        settings: 'operator = op@example.test\n[delivery]\ntell_down_after = 0s\n',
      },
    )
  })

  test('a route that is back in time is no mail', async () => {
    const route = new FakeRoute()
    await withRoute(
      async (gateway) => {
        route.sinks?.down(true, 'unplugged')
        await eventually('the state', async () => (await listRouteStates(gateway.store.db))[0])
        route.sinks?.down(false, 'plugged in')
        await eventually('the other state', async () =>
          (await listRouteStates(gateway.store.db)).find(({ down }) => down === 0),
        )
        assert.deepEqual(await gateway.store.db('outbox'), [])
      },
      { route, settings: 'operator = op@example.test\n' },
    )
  })

  test('what a route must not forget is there for the next holder', async () => {
    const route = new FakeRoute()
    await withRoute(
      async () => {
        await route.sinks?.remember('pin', 'a')
        await route.sinks?.remember('pin', 'b')
        assert.equal(await route.sinks?.recall('pin'), 'b')
        await route.sinks?.remember('pin', undefined)
        assert.equal(await route.sinks?.recall('pin'), undefined)
      },
      { route },
    )
  })

  test('a route that is held elsewhere is not opened here', async () => {
    const route = Object.assign(new FakeRoute('away'), { elsewhere: true })
    const here = new FakeRoute('here')
    const gateway = await openGateway({ database: await openDatabaseUrl(), routes: [route, here] })
    try {
      await eventually('the other', () => here.sinks)
      assert.equal(route.sinks, undefined)
    } finally {
      await gateway.close()
    }
  })
})
