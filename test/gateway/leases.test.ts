// Who holds a route, what becomes of its messages when the holder changes, and outcomes that come late.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimNext, type Claimed } from '../../lib/gateway/dispatch/claim.ts'
import type { Outcome, Outgoing } from '../../lib/routes/route.ts'
import { abandonMessages } from '../../lib/store/claims.ts'
import { takeLease } from '../../lib/store/leases.ts'
import { expireMessages } from '../../lib/store/due.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'

interface Pending {
  readonly message: Outgoing
  readonly answer: (outcome: Outcome) => void
}

/** A route whose answers the test gives by hand. */
function byHand(): { route: FakeRoute; pending: Pending[] } {
  const route = new FakeRoute()
  const pending: Pending[] = []
  route.answer = (message) =>
    new Promise((answer) => {
      pending.push({ message, answer })
    })
  return { route, pending }
}

/** Not that of the daily counts, which comes and goes. */
const ofRoute = { name: 'route:fake' }

forEachDatabase((name, openDatabaseUrl) => {
  async function withRoute(
    route: FakeRoute,
    work: (gateway: TestGateway, database: string) => Promise<void>,
    more: { settings?: string; clock?: () => number } = {},
  ): Promise<void> {
    const database = await openDatabaseUrl()
    const gateway = await openGateway({ database, routes: [route], ...more })
    try {
      await addDemoAccount(gateway.gateway)
      await work(gateway, database)
    } finally {
      await gateway.close()
    }
  }

  const inState = (gateway: TestGateway, state: string): Promise<Record<string, unknown>> =>
    eventually(`a message in the state ${state}`, async () =>
      (await gateway.messages()).find((message) => message['state'] === state),
    )

  const reports = (gateway: TestGateway): Promise<unknown[]> =>
    gateway.store.db('outbox').where({ kind: 'report' }).pluck('content')

  /** As another process that is still alive does: the lease is its own, until it ends. */
  const stealLease = async ({ store }: TestGateway, token: string): Promise<void> => {
    await store.transaction((trx) =>
      trx('leases').where(ofRoute).update({ token, expires_at: 9_000_000_000_000 }),
    )
  }
  const giveBack = async ({ store }: TestGateway): Promise<void> => {
    await store.transaction((trx) => trx('leases').where(ofRoute).update({ expires_at: 0 }))
  }

  /** Its holder does not prolong it in time, however often it tries, until another one has it. */
  const loseLease = async ({ store }: TestGateway): Promise<void> => {
    const [token] = await store.db('leases').where(ofRoute).pluck<string[]>('token')
    await eventually('another holder', async () => {
      const expired = await store.transaction((trx) =>
        trx('leases').where({ token }).update({ expires_at: 0 }),
      )
      return expired === 0 ? true : undefined
    })
  }

  test('a lease is taken over only after it ran out, by the clock of the database', async () => {
    await withRoute(new FakeRoute('other'), async ({ store }) => {
      const take = (token: string, ttl: number): Promise<boolean> =>
        store.transaction((trx) =>
          takeLease(trx, store.dialect, { name: 'l', holder: 'h', token, ttl }),
        )
      assert.equal(await take('a', 60_000), true)
      assert.equal(await take('b', 60_000), false)
      assert.equal(await take('a', 60_000), true, 'the holder prolongs it')
      assert.equal(await take('a', 0), true)
      assert.equal(await take('b', 60_000), true, 'it had run out')
      assert.equal(await take('a', 60_000), false)
    })
  })

  test('without the lease nothing is claimed, and the route is closed for its new holder', async () => {
    const route = new FakeRoute()
    await withRoute(route, async (gateway) => {
      await eventually('the route to be open', () => route.sinks)
      await stealLease(gateway, 'thief')
      await gateway.send()
      await eventually('the route to be closed', () => (route.closed ? true : undefined))
      assert.deepEqual(route.submitted, [])
      route.sinks = undefined
      await giveBack(gateway)
      await inState(gateway, 'sent')
      assert.notEqual(route.sinks, undefined, 'it is opened anew')
    })
  })

  test('who opened a route so slowly that another has it now leaves alone what that one sends', async () => {
    const route = new FakeRoute()
    let opened = (): void => undefined
    route.open = () => new Promise((resolve) => (opened = resolve))
    await withRoute(route, async (gateway) => {
      const { store } = gateway
      await eventually('the route to be opening', () =>
        gateway.log.find((line) => line.includes('is held by this process')),
      )
      await stealLease(gateway, 'thief')
      await gateway.send()
      await store.db('messages').update({ state: 'sending', claim: 'thief', attempts: 1 })
      opened()
      await eventually('the route to be closed', () => (route.closed ? true : undefined))
      assert.equal((await gateway.messages())[0]?.['state'], 'sending')
      const nobody = { route: 'fake', token: '', now: Date.now(), askAt: null }
      const abandoned = (): Promise<unknown[]> =>
        store.transaction((trx) => abandonMessages(trx, store.dialect, nobody))
      assert.deepEqual(await abandoned(), [])
      await store.db('messages').update({ claim: 'dead' })
      route.open = () => Promise.resolve()
      await giveBack(gateway)
      await inState(gateway, 'uncertain')
    })
  })

  const late: [outcome: Outcome, state: string][] = [
    [{ kind: 'accepted', references: ['late'] }, 'sent'],
    [{ kind: 'permanent', reason: 'no such phone' }, 'unsent'],
    [{ kind: 'temporary', reason: 'busy' }, 'scheduled'],
    [{ kind: 'unknown', reason: 'time-out' }, 'uncertain'],
  ]
  for (const [outcome, state] of late) {
    test(`a late ${outcome.kind} of a holder that lost its lease makes what is uncertain ${state}`, async () => {
      const { route, pending } = byHand()
      await withRoute(route, async (gateway, database) => {
        await gateway.send()
        const [{ message, answer }] = await eventually('the message', () =>
          pending.length > 0 ? (pending as [Pending]) : undefined,
        )
        const second = await openGateway({ database, routes: [new FakeRoute()] })
        try {
          await loseLease(gateway)
          await inState(second, 'uncertain')
          assert.equal((await reports(second)).length, 1)
          answer(outcome)
          await eventually('the outcome', async () => {
            const [row] = await gateway.messages()
            const reason = 'reason' in outcome ? outcome.reason : null
            return row?.['state'] === state && row['reason'] === reason ? row : undefined
          })
          const told = await reports(second)
          assert.equal(told.length, state === 'unsent' ? 2 : 1, told.join())
          assert.equal(message.attempt, 1)
        } finally {
          await second.close()
        }
      })
    })
  }

  test('an outcome that comes after another holder has sent it again only adds nothing', async () => {
    const { route, pending } = byHand()
    await withRoute(route, async (gateway, database) => {
      await gateway.send()
      const first = await eventually('the message', () => pending[0])
      const other = byHand()
      other.route.idempotent = true
      const second = await openGateway({ database, routes: [other.route] })
      try {
        await loseLease(gateway)
        const again = await eventually('the second attempt', () => other.pending[0])
        assert.equal(again.message.id, first.message.id)
        assert.equal(again.message.attempt, 2)
        first.answer({ kind: 'permanent', reason: 'late' })
        again.answer({ kind: 'accepted', references: ['second'] })
        await inState(second, 'sent')
        assert.deepEqual(await reports(second), [])
      } finally {
        await second.close()
      }
    })
  })

  test('resend_uncertain: what was under way is sent again, and nobody is troubled', async () => {
    const { route, pending } = byHand()
    const settings = '[delivery]\nresend_uncertain = yes\nretry_first = 100ms\n'
    await withRoute(
      route,
      async (gateway) => {
        await gateway.send()
        const first = await eventually('the message', () => pending[0])
        first.answer({ kind: 'unknown', reason: 'time-out' })
        const second = await eventually('the second attempt', () => pending[1])
        second.answer({ kind: 'accepted', references: ['x'] })
        await inState(gateway, 'sent')
        assert.deepEqual(await reports(gateway), [])
      },
      { settings },
    )
  })

  const ends: [outcome: Outcome, why: string][] = [
    [{ kind: 'permanent', reason: 'no such phone' }, 'refused for good'],
    [{ kind: 'temporary', reason: 'busy', retryAfter: 3_600_000 }, 'never taken in time'],
  ]
  for (const [outcome, why] of ends) {
    test(`resend_uncertain: what may have gone out and is then ${why} is told as uncertain`, async () => {
      const { route, pending } = byHand()
      const settings = '[delivery]\nresend_uncertain = yes\nretry_first = 100ms\nmax_age = 1h\n'
      await withRoute(
        route,
        async (gateway) => {
          await gateway.gateway
            .administer('test')
            .setSetting({ group: '' }, { name: 'limit_user', value: '9/1d' })
          await gateway.send()
          const first = await eventually('the message', () => pending[0])
          first.answer({ kind: 'unknown', reason: 'time-out' })
          const second = await eventually('the second attempt', () => pending[1])
          second.answer(outcome)
          await inState(gateway, 'uncertain')
          const [told] = await reports(gateway)
          assert.match(String(told), /"code":"uncertain"/)
          const usage = await gateway.gateway
            .administer('test')
            .listUsage({ account: 'demo@example.test' })
          assert.ok(usage.length > 0)
          for (const { used } of usage) assert.equal(used, 1, 'nothing comes back')
        },
        { settings },
      )
    })
  }

  test('resend_uncertain: what may have gone out is uncertain again when the repeat is cancelled', async () => {
    const { route, pending } = byHand()
    const settings = '[delivery]\nresend_uncertain = yes\nretry_first = 1h\n'
    await withRoute(
      route,
      async (gateway) => {
        await gateway.send()
        const { answer, message } = await eventually('the message', () => pending[0])
        answer({ kind: 'unknown', reason: 'time-out' })
        await inState(gateway, 'scheduled')
        await gateway.gateway.administer('test').cancelMessage(message.id)
        await inState(gateway, 'uncertain')
      },
      { settings },
    )
  })

  test('what is uncertain is not told when a report from the network has settled it', async () => {
    const { route, pending } = byHand()
    await withRoute(route, async (gateway) => {
      await gateway.send()
      const { answer, message } = await eventually('the message', () => pending[0])
      const about = { phone: message.phone, takenAt: Date.now() }
      await route.sinks?.report({ reference: 'r', fate: 'delivered', at: Date.now(), about })
      answer({ kind: 'unknown', reason: 'time-out' })
      await inState(gateway, 'delivered')
      assert.deepEqual(await reports(gateway), [])
    })
  })

  test('what a route answers while the gateway closes is stored', async () => {
    const { route, pending } = byHand()
    route.close = () => {
      for (const { answer, message } of pending)
        answer({ kind: 'accepted', references: [String(message.id)] })
      return Promise.resolve()
    }
    const gateway = await openGateway({ database: await openDatabaseUrl(), routes: [route] })
    try {
      await addDemoAccount(gateway.gateway)
      const to = Array.from({ length: 10 }, (_, n) => `+4520643${100 + n}@sms.test`)
      await gateway.send({ to })
      await eventually('all to be under way', () => (pending.length === 10 ? true : undefined))
      await gateway.gateway.close()
      const states = (await gateway.messages()).map(({ state }) => state)
      assert.deepEqual(states, Array(10).fill('sent'))
    } finally {
      await gateway.store.close()
    }
  })

  test('a claim whose answer was lost goes back into the line, one that is known does not', async () => {
    await withRoute(byHand().route, async (gateway) => {
      const { store } = gateway
      await eventually(
        'a holder',
        async () => (await store.db('leases').where(ofRoute))[0] as unknown,
      )
      await stealLease(gateway, 'holder')
      await gateway.send({ to: ['+4520643061@sms.test', '+4520643062@sms.test'] })
      const claim = (known?: number[]): Promise<readonly Claimed[]> =>
        store.transaction((trx) =>
          claimNext.run(trx, store, {
            ...{ route: 'fake', token: 'holder', free: 1, after: 0, now: Date.now() },
            ...{ isDue: false, known },
          }),
        )
      const ids = (claimed: readonly Claimed[]): number[] =>
        claimed.map(({ message }) => message.id)
      const lost = ids(await claim())
      const [again] = await claim([])
      assert.deepEqual([[again?.message.id], again?.message.attempts], [lost, 1])
      const next = ids(await claim(lost))
      assert.equal(next.length, 1)
      assert.notDeepEqual(next, lost)
    })
  })

  test('a route that cannot be opened is tried again', async () => {
    const route = new FakeRoute()
    const open = route.open.bind(route)
    let failures = 0
    route.open = (sinks) => (++failures < 3 ? Promise.reject(new Error('no port')) : open(sinks))
    await withRoute(route, async (gateway) => {
      await gateway.send()
      await inState(gateway, 'sent')
      assert.ok(gateway.log.some((line) => line.includes('no port')))
    })
  })

  test('a route that throws instead of answering leaves its messages uncertain and goes on', async () => {
    const route = new FakeRoute()
    route.window = 1
    const submit = route.submit.bind(route)
    let faults = 0
    route.submit = (batch) => {
      if (faults++ === 0) throw new Error('a fault')
      return submit(batch)
    }
    await withRoute(route, async (gateway) => {
      await gateway.send({ text: 'one' })
      await inState(gateway, 'uncertain')
      await gateway.send({ text: 'two' })
      await inState(gateway, 'sent')
    })
  })

  test('a route that rejects leaves its message uncertain', async () => {
    const route = new FakeRoute()
    route.answer = () => Promise.reject(new Error('a fault'))
    await withRoute(route, async (gateway) => {
      await gateway.send()
      assert.equal((await inState(gateway, 'uncertain'))['reason'], 'a fault')
    })
  })

  test(
    'what another process claims at this moment does not expire under it',
    { skip: name === 'SQLite' },
    async () => {
      let now = Date.now()
      await withRoute(
        new FakeRoute(),
        async (gateway) => {
          await stealLease(gateway, 'nobody')
          await gateway.send()
          now += 3_600_000
          const { store } = gateway
          const claiming = await store.db.transaction()
          await claiming('messages').update({ state: 'sending' })
          const expiring = store.transaction((trx) => expireMessages(trx, store.dialect, now, 500))
          await expiring
          await claiming.commit()
          assert.equal((await gateway.messages())[0]?.['state'], 'sending')
        },
        { settings: '[delivery]\nmax_age = 1h\n', clock: () => now - 3_600_001 },
      )
    },
  )
})
