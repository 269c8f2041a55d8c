// Limits of users and groups, kept in the transaction that stores the messages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Outcome } from '../../lib/routes/route.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

const hour = 3_600_000
const noon = Date.UTC(2026, 10, 3, 12, 30)

class Clock {
  now = noon
  read = (): number => this.now
}

forEachDatabase((_name, openDatabaseUrl) => {
  async function withGateway(
    work: (gateway: TestGateway, clock: Clock) => Promise<void>,
    { route = new FakeRoute(), settings = '' } = {},
  ): Promise<void> {
    const clock = new Clock()
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      clock: clock.read,
      settings,
    })
    try {
      const desk = gateway.gateway.administer('test')
      await desk.addGroup('Office')
      await desk.addGroup('Office/Sales')
      await addAccount(gateway, 'anna@example.test', 'Office/Sales')
      await addAccount(gateway, 'bo@example.test', 'Office/Sales')
      await addAccount(gateway, 'cy@example.test', 'Office')
      await work(gateway, clock)
    } finally {
      await gateway.close()
    }
  }

  async function addAccount({ gateway }: TestGateway, address: string, group: string) {
    const desk = gateway.administer('test')
    await desk.addAccount({ address, group, networks: ['127.0.0.1'] })
  }

  /** The limit as every process knows it: nobody's memory is older than this. */
  async function limit(
    { gateway }: TestGateway,
    clock: Clock,
    group: string,
    name: 'limit_user' | 'limit_group',
    value: string,
  ): Promise<void> {
    await gateway.administer('test').setSetting({ group }, { name, value })
    clock.now += 2_000
  }

  const to = (count: number, from = 0): string[] =>
    Array.from({ length: count }, (_, n) => `+45206430${10 + from + n}@sms.test`)

  const reply = async (gateway: TestGateway, from: string, recipients = to(1)): Promise<string> => {
    const verdict = await gateway.send({ from, to: recipients })
    return verdict.kind === 'accepted'
      ? verdict.text
      : `${verdict.reply.code} ${verdict.reply.enhanced} ${verdict.reply.text}`
  }

  test('each user of a group may send so many parts, then hears no', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_user', '2')
      assert.equal(await reply(gateway, 'anna@example.test'), '1 SMS queued')
      assert.equal(await reply(gateway, 'anna@example.test'), '1 SMS queued')
      assert.match(
        await reply(gateway, 'anna@example.test'),
        /^552 5\.2\.2 You have used up .*\(no_sms_left:Personal:Sales\)$/,
      )
      assert.equal(await reply(gateway, 'bo@example.test'), '1 SMS queued')
      const refused = (await gateway.messages()).find(({ state }) => state === 'refused')
      assert.equal(refused?.['parts'], 0)
      assert.equal(refused['reason'], 'no_sms_left:Personal:Sales')
    })
  })

  test('the limit of a group counts all below it, the nearest that is hit decides', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_group', '3')
      await limit(gateway, clock, 'Office/Sales', 'limit_group', '2')
      assert.equal(await reply(gateway, 'anna@example.test'), '1 SMS queued')
      assert.equal(await reply(gateway, 'bo@example.test'), '1 SMS queued')
      assert.match(await reply(gateway, 'bo@example.test'), /\(no_sms_left:Group:Sales\)$/)
      assert.equal(await reply(gateway, 'cy@example.test'), '1 SMS queued')
      assert.match(await reply(gateway, 'cy@example.test'), /\(no_sms_left:Group:Office\)$/)
    })
  })

  test('who may send nothing is told so before anything is used up', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_user', '0')
      await limit(gateway, clock, '', 'limit_group', 'none')
      assert.match(await reply(gateway, 'anna@example.test'), /^550 5\.7\.1 .*\(Group:Master\)$/)
      await limit(gateway, clock, 'Office', 'limit_user', 'none')
      assert.match(await reply(gateway, 'anna@example.test'), /^550 5\.7\.1 .*\(Personal:Sales\)$/)
    })
  })

  test('recipients are charged in order; those that are too many are told in a report', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_user', '2')
      assert.equal(await reply(gateway, 'anna@example.test', to(4)), '2 SMS queued')
      assert.deepEqual(
        (await gateway.messages()).map(({ phone, state }) => [phone, state === 'refused']),
        [
          ['+4520643010', false],
          ['+4520643011', false],
          ['+4520643012', true],
          ['+4520643013', true],
        ],
      )
      const mail = await eventually('the report', () => gateway.mails[0])
      assert.match(mail.contents, /4520643012@sms\.test/)
      assert.match(mail.contents, /Status: 5\.2\.2/)
      assert.doesNotMatch(mail.contents, /4520643011@sms\.test\r\n.*Status/)
    })
  })

  test('of a mail that nobody gets the reason that most share is said, also beside ordinary recipients', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_user', '0')
      const from = 'anna@example.test'
      const recipients = ['+46812345678@sms.test', ...to(2)]
      assert.match(await reply(gateway, from, recipients), /^552 .*\(no_sms_left:Personal:Sales\)$/)
      const mixed = await gateway.send({ from, to: to(1), ordinaryRecipients: 1 })
      assert.equal(mixed.kind === 'accepted' && mixed.text, 'no SMS was sent, a report follows')
    })
  })

  test('a client that tries a mail again that was refused in part gets its 250 and no second report', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_user', '1')
      const mail = { from: 'anna@example.test', to: to(2), messageId: '<once@example.test>' }
      assert.equal((await gateway.send(mail)).kind, 'accepted')
      assert.equal((await gateway.send(mail)).kind, 'accepted')
      assert.equal((await gateway.messages()).length, 2)
    })
  })

  test('a mail that was refused as a whole is judged anew when it comes again', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_user', '0')
      const mail = { from: 'anna@example.test', messageId: '<again@example.test>' }
      assert.equal((await gateway.send(mail)).kind, 'refused')
      assert.equal((await gateway.send(mail)).kind, 'refused')
      await limit(gateway, clock, 'Office', 'limit_user', '1')
      assert.equal((await gateway.send(mail)).kind, 'accepted')
    })
  })

  test('to say who may change a limit leaves its value, and a value leaves who may change it', async () => {
    await withGateway(async ({ gateway }) => {
      const desk = gateway.administer('test')
      const office = { group: 'Office' }
      const own = async () =>
        (await desk.listSettings(office)).find(({ name }) => name === 'limit_group')?.own
      await desk.setSetting(office, { name: 'limit_group', value: '5/30d' })
      await desk.setSetting(office, { name: 'limit_group', open: 'locked' })
      assert.deepEqual(await own(), { value: '5/30d', open: 'locked' })
      await desk.setSetting(office, { name: 'limit_group', value: '6/30d' })
      assert.deepEqual(await own(), { value: '6/30d', open: 'locked' })
      await desk.unsetSetting(office, 'limit_group')
      assert.deepEqual(await own(), { value: null, open: null })
    })
  })

  test('a limit that the operator locked at a group is not lifted by the administrator of that group', async () => {
    await withGateway(async ({ gateway }) => {
      const desk = gateway.administer('test')
      const [office = 0] = (await desk.listGroups())
        .filter(({ path }) => path === 'Office')
        .map(({ id }) => id)
      const chief = gateway.administer('chief', [office])
      const group = { group: 'Office' }
      const name = 'limit_group'
      await desk.setSetting(group, { name, value: '5', open: 'locked' })
      await desk.setSetting(group, { name, value: '6' })
      for (const attempt of [
        () => chief.setSetting(group, { name, value: 'unlimited' }),
        () => chief.setSetting(group, { name, open: 'subadmin' }),
        () => chief.unsetSetting(group, name),
      ])
        await assert.rejects(
          attempt(),
          /limit_group is locked by whoever administers the groups above/,
        )
      const listed = (await chief.listSettings(group)).find((one) => one.name === name)
      assert.deepEqual([listed?.value, listed?.changeable], ['6', false])
      // A lock of their own is theirs to open.
      await chief.setSetting(group, { name: 'limit_user', value: '5', open: 'locked' })
      await chief.setSetting(group, { name: 'limit_user', value: '6' })
      await desk.setSetting(group, { name, open: 'subadmin' })
      await chief.setSetting(group, { name, value: '4' })
    })
  })

  test('a rolling limit says when it frees, and frees then', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_user', '2/1d')
      await reply(gateway, 'anna@example.test')
      clock.now += 3 * hour
      await reply(gateway, 'anna@example.test')
      assert.match(
        await reply(gateway, 'anna@example.test'),
        /possible again from 2026-11-04 13:00/,
      )
      clock.now = Date.UTC(2026, 10, 4, 12, 59)
      assert.match(await reply(gateway, 'anna@example.test'), /^552/)
      clock.now = Date.UTC(2026, 10, 4, 13, 0)
      assert.equal(await reply(gateway, 'anna@example.test'), '1 SMS queued')
      assert.match(
        await reply(gateway, 'anna@example.test'),
        /possible again from 2026-11-04 16:00/,
      )
    })
  })

  test('a limit that is newly set counts what was sent before', async () => {
    await withGateway(async (gateway, clock) => {
      await reply(gateway, 'anna@example.test', to(3))
      clock.now += 30 * hour
      await reply(gateway, 'bo@example.test', to(2, 3))
      await limit(gateway, clock, 'Office', 'limit_group', '3/1d')
      assert.equal(await reply(gateway, 'cy@example.test', to(1, 5)), '1 SMS queued')
      assert.match(await reply(gateway, 'cy@example.test', to(1, 6)), /no_sms_left:Group:Office/)
      await limit(gateway, clock, 'Office', 'limit_group', '6')
      assert.match(await reply(gateway, 'cy@example.test', to(1, 6)), /no_sms_left:Group:Office/)
    })
  })

  test('parts that were never sent come back, in the hour that they were taken in', async () => {
    const route = new FakeRoute()
    route.answer = (): Outcome => ({ kind: 'permanent', reason: 'no such subscriber' })
    await withGateway(
      async (gateway, clock) => {
        await limit(gateway, clock, 'Office', 'limit_group', '1/1d')
        const unsent = (count: number): Promise<true> =>
          eventually(`${count} unsent`, async () =>
            (await gateway.messages()).filter(({ state }) => state === 'unsent').length === count
              ? true
              : undefined,
          )
        assert.equal(await reply(gateway, 'anna@example.test'), '1 SMS queued')
        await unsent(1)
        clock.now += 2 * hour
        assert.equal(await reply(gateway, 'anna@example.test'), '1 SMS queued')
        await unsent(2)
        route.answer = (message) => ({ kind: 'accepted', references: [`x${message.id}`] })
        assert.equal(await reply(gateway, 'bo@example.test'), '1 SMS queued')
        assert.match(await reply(gateway, 'bo@example.test'), /^552/)
      },
      { route },
    )
  })

  test('what is dropped with the rest of its mail comes back', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_group', '2')
      await gateway.send({ id: 'a.1', from: 'anna@example.test', to: to(2), ordinaryRecipients: 1 })
      assert.match(await reply(gateway, 'bo@example.test'), /^552/)
      await gateway.gateway.drop('a.1')
      assert.equal(await reply(gateway, 'bo@example.test', to(2)), '2 SMS queued')
    })
  })

  test('beside ordinary recipients a limit never makes the mail fail: a report says it', async () => {
    await withGateway(async (gateway, clock) => {
      await limit(gateway, clock, 'Office', 'limit_group', 'none')
      const mail = { id: 'b.1', from: 'anna@example.test', ordinaryRecipients: 1 }
      assert.equal((await gateway.send(mail)).kind, 'accepted')
      await gateway.gateway.release('b.1')
      const report = await eventually('the report', () => gateway.mails[0])
      assert.match(report.contents, /may not send SMS/)
    })
  })

  test('many gateways at once never take more than there is, and nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          personal: fc.integer({ min: 0, max: 12 }),
          office: fc.integer({ min: 0, max: 30 }),
          sales: fc.integer({ min: 0, max: 20 }),
          mails: fc.array(
            fc.record({
              who: fc.nat(2),
              gateway: fc.nat(1),
              count: fc.integer({ min: 1, max: 5 }),
            }),
            { minLength: 4, maxLength: 24 },
          ),
        }),
        async ({ personal, office, sales, mails }) => {
          await withGateway(async (one, clock) => {
            const two = await openGateway({
              database: one.url,
              routes: [new FakeRoute()],
              clock: clock.read,
            })
            try {
              await limit(one, clock, 'Office', 'limit_user', `${personal}/2d`)
              await limit(one, clock, 'Office', 'limit_group', `${office}`)
              await limit(one, clock, 'Office/Sales', 'limit_group', `${sales}/1d`)
              const people = ['anna', 'bo', 'cy']
              const verdicts = await Promise.all(
                mails.map(({ who, gateway, count }, n) =>
                  (gateway === 0 ? one : two).send({
                    from: `${people[who] ?? ''}@example.test`,
                    to: to(count),
                    text: `mail ${n}`,
                  }),
                ),
              )
              const away = verdicts.find(
                (verdict) => verdict.kind === 'refused' && verdict.reply.code < 452,
              )
              assert.equal(away, undefined, [...one.log, ...two.log].slice(-20).join('\n'))
              const wanted = people.map((_, who) => sum(mails.filter((mail) => mail.who === who)))
              const sent = await sentBy(one)
              assert.deepEqual(
                people.map((name) => (sent.get(name)?.sent ?? 0) + (sent.get(name)?.refused ?? 0)),
                wanted,
              )
              const used = people.map((name) => sent.get(name)?.sent ?? 0)
              const [anna = 0, bo = 0, cy = 0] = used
              assert.ok(used.every((parts) => parts <= personal))
              assert.ok(anna + bo <= sales)
              assert.ok(anna + bo + cy <= office)
              // Nobody is refused while there is room in all that counts for him.
              const isFull = anna + bo + cy === office
              const salesIsFull = anna + bo === sales || isFull
              for (const [who, name] of people.entries()) {
                if ((sent.get(name)?.refused ?? 0) === 0) continue
                const shared = who === 2 ? isFull : salesIsFull
                assert.ok(used[who] === personal || shared, `${name} was refused for nothing`)
              }
            } finally {
              await two.close()
            }
          })
        },
      ),
      { numRuns: 8 },
    )
  })

  function sum(mails: readonly { count: number }[]): number {
    return mails.reduce((total, { count }) => total + count, 0)
  }

  async function sentBy(
    gateway: TestGateway,
  ): Promise<Map<string, { sent: number; refused: number }>> {
    const rows: { address: string; parts: number }[] = await gateway.store
      .db('messages as m')
      .join('accounts as a', 'a.id', 'm.account_id')
      .select('a.address', 'm.parts')
    const sent = new Map<string, { sent: number; refused: number }>()
    for (const { address, parts } of rows) {
      const name = address.split('@')[0] ?? ''
      const { sent: all, refused } = sent.get(name) ?? { sent: 0, refused: 0 }
      sent.set(name, { sent: all + parts, refused: refused + (parts === 0 ? 1 : 0) })
    }
    return sent
  }
})
