// Prepaid credit: debits, refunds, transfers, alerts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Administration } from '../../lib/gateway/administration/index.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

forEachDatabase((_name, openDatabaseUrl) => {
  interface World {
    readonly gateway: TestGateway
    readonly desk: Administration
    readonly route: FakeRoute
    /** Waits until every process knows what was changed. */
    later(): void
  }

  async function withCredit(amount: string, work: (world: World) => Promise<void>): Promise<void> {
    let now = Date.UTC(2026, 10, 3, 12)
    const route = new FakeRoute()
    const database = await openDatabaseUrl()
    const gateway = await openGateway({ database, routes: [route], clock: () => now })
    try {
      const desk = gateway.gateway.administer('test')
      await desk.addGroup('Office')
      await desk.addGroup('Office/Sales')
      for (const [name, group] of [
        ['anna', 'Office/Sales'],
        ['bo', 'Office'],
        ['cy', ''],
      ] as const)
        await desk.addAccount({ address: `${name}@example.test`, group, networks: ['127.0.0.1'] })
      await desk.addCredit('Office', amount)
      const later = (): void => void (now += 2_000)
      await work({ gateway, desk, route, later })
    } finally {
      await gateway.close()
    }
  }

  const send = async ({ gateway }: World, name: string, to = ['+4520643064']): Promise<string> => {
    const recipients = to.map((phone) => `${phone}@sms.test`)
    const verdict = await gateway.send({ from: `${name}@example.test`, to: recipients })
    return verdict.kind === 'accepted' ? verdict.text : verdict.reply.text
  }

  const balances = async ({ desk }: World): Promise<Record<string, string>> =>
    Object.fromEntries((await desk.listCredit()).map(({ group, balance }) => [group, balance]))

  test('the nearest group with a balance pays, by the prices of the prefixes', async () => {
    await withCredit('3', async (world) => {
      await world.desk.setPrice('46', '0.75')
      assert.equal(await send(world, 'anna', ['+4520643064', '+46701234567']), '2 SMS queued')
      assert.deepEqual(await balances(world), { Office: '1.25' })
      assert.equal(await send(world, 'cy'), '1 SMS queued')
      assert.deepEqual(await balances(world), { Office: '1.25' })
    })
  })

  test('each recipient is debited alone, until there is not enough', async () => {
    await withCredit('1.5', async (world) => {
      assert.equal(await send(world, 'bo', ['+4520643064', '+4520643065']), '1 SMS queued')
      assert.match(await send(world, 'bo'), /credit of Office is used up.*\(credit_used\)$/)
      assert.deepEqual(await balances(world), { Office: '0.5' })
    })
  })

  test('what was never sent is given back, to the balance that paid', async () => {
    await withCredit('2', async (world) => {
      world.route.answer = () => ({ kind: 'permanent', reason: 'refused' })
      await send(world, 'anna')
      await eventually('the refund', async () =>
        (await balances(world))['Office'] === '2' ? true : undefined,
      )
    })
  })

  test('credit is transferred between groups, and no more than there is', async () => {
    await withCredit('10', async (world) => {
      const { desk } = world
      await desk.transferCredit({ from: 'Office', to: 'Office/Sales', amount: '4' })
      assert.deepEqual(await balances(world), { Office: '6', 'Office/Sales': '4' })
      await assert.rejects(
        desk.transferCredit({ from: 'Office', to: 'Office/Sales', amount: '6.0001' }),
        /has only 6/,
      )
      world.later()
      await send(world, 'anna')
      assert.deepEqual(await balances(world), { Office: '6', 'Office/Sales': '3' })
      const [latest] = await desk.listAudit(1)
      assert.equal(latest?.action, 'credit transfer')
      assert.equal(latest.after, '6, 4 to Office/Sales')
    })
  })

  test('a balance that falls through its level is told by mail, once until it is filled up', async () => {
    await withCredit('4', async (world) => {
      const { desk, gateway } = world
      await desk.setCreditAlert('Office', { below: '3', to: 'boss@example.test' })
      await send(world, 'anna')
      assert.equal(gateway.mails.length, 0)
      await send(world, 'anna')
      const mail = await eventually('the alert', () => gateway.mails[0])
      assert.equal(mail.to, 'boss@example.test')
      assert.match(mail.contents, /credit of Office is down to 2/)
      await send(world, 'anna')
      await desk.addCredit('Office', '3')
      await send(world, 'anna', ['+4520643064', '+4520643065'])
      await eventually('the second alert', () => gateway.mails[1])
      assert.equal(gateway.mails.length, 2)
    })
  })

  test('or by an SMS, which the balance pays', async () => {
    await withCredit('10', async (world) => {
      await world.desk.setCreditAlert('Office', { below: '9.5', to: '+4530643064' })
      await send(world, 'bo')
      const alert = await eventually('the alert', () =>
        world.route.submitted.find(({ phone }) => phone === '+4530643064'),
      )
      assert.match(alert.text, /down to 9/)
      assert.deepEqual(await balances(world), { Office: '8' })
    })
  })

  for (const [reason, to, prepare] of [
    ['opted_out', '+4530643064', ({ desk }) => desk.addBlock('Office', '+4530643064')],
    [
      'prefix_not_allowed',
      '+46701740611',
      ({ desk }) => desk.setSetting({ group: '' }, { name: 'allowed_prefixes', value: '45' }),
    ],
    ['credit_used', '+4530643064', ({ desk }) => desk.setPrice('4530', '9.5')],
  ] as [string, string, (world: World) => Promise<unknown>][])
    test(`but by none that is refused: ${reason}`, async () => {
      await withCredit('10', async (world) => {
        const { desk, gateway, route } = world
        await desk.setCreditAlert('Office', { below: '9.5', to })
        await prepare(world)
        world.later()
        await send(world, 'bo')
        const [row] = await desk.listMessages({ phone: to }, 1)
        assert.equal(row?.state, 'refused')
        assert.equal(row.reason, reason)
        assert.deepEqual(await balances(world), { Office: '9' })
        assert.ok(!route.submitted.some(({ phone }) => phone === to))
        await desk.setCreditAlert('Office', { below: '9.5', to: 'boss@example.test' })
        await send(world, 'bo')
        await eventually('the alert', () => gateway.mails[0])
        await desk.setCreditAlert('Office', { below: '9.5', to: 'boss@example.test' })
        await send(world, 'bo')
        assert.equal(gateway.mails.length, 1, 'not again where nothing was changed')
      })
    })

  test('an alert may be for no phone that the group may not write to', async () => {
    await withCredit('10', async ({ desk }) => {
      await desk.setSetting({ group: 'Office' }, { name: 'allowed_prefixes', value: '45' })
      const alert = { below: '9.5', to: '+46701740611' }
      await assert.rejects(desk.setCreditAlert('Office', alert), /not allowed here/)
    })
  })

  test('and is given back where it is never sent, while what was sent stays counted', async () => {
    await withCredit('10', async (world) => {
      const { desk, route } = world
      const usual = route.answer
      route.answer = (message) =>
        message.phone === '+4530643064' ? { kind: 'permanent', reason: 'refused' } : usual(message)
      await desk.setPrice('4530', '0.75')
      await desk.setCreditAlert('Office', { below: '9.5', to: '+4530643064' })
      await desk.setSetting({ group: 'Office' }, { name: 'limit_group', value: '50' })
      world.later()
      await send(world, 'bo')
      await eventually('the alert to end', async () =>
        (await world.gateway.messages()).find(({ state }) => state === 'unsent'),
      )
      assert.deepEqual(await balances(world), { Office: '9' })
      const usage = await desk.listUsage({ group: 'Office' })
      assert.deepEqual(
        usage.map(({ limit, used }) => [limit, used]),
        [['Group:Office', 1]],
      )
    })
  })

  test('many mails at once never spend more than there is', async () => {
    await withCredit('7', async (world) => {
      const two = await openGateway({ database: world.gateway.url, routes: [new FakeRoute()] })
      try {
        const mails = Array.from({ length: 20 }, (_, n) => ({
          from: `${n % 2 === 0 ? 'anna' : 'bo'}@example.test`,
          text: `mail ${n}`,
        }))
        const verdicts = await Promise.all(
          mails.map((mail, n) => (n % 3 === 0 ? two : world.gateway).send(mail)),
        )
        assert.equal(verdicts.filter(({ kind }) => kind === 'accepted').length, 7)
        assert.deepEqual(await balances(world), { Office: '0' })
      } finally {
        await two.close()
      }
    })
  })

  test('usage is shown for each limit that counts', async () => {
    await withCredit('9', async (world) => {
      const { desk } = world
      await desk.setSetting({ group: 'Office' }, { name: 'limit_user', value: '1/1d' })
      await desk.setSetting({ group: 'Office' }, { name: 'limit_group', value: '50' })
      world.later()
      await send(world, 'anna')
      const usage = await desk.listUsage({ account: 'anna@example.test' })
      assert.deepEqual(usage, [
        {
          limit: 'Personal:Sales',
          allowed: '1/1d',
          used: 1,
          left: 0,
          freesAt: Date.UTC(2026, 10, 4, 13),
        },
        { limit: 'Group:Office', allowed: '50', used: 1, left: 49, freesAt: null },
      ])
      assert.equal((await desk.listUsage({ group: 'Office/Sales' })).length, 1)
    })
  })
})
