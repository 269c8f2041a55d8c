// Counts by the day: the same as a plain look at all messages, in days of the server's time zone, up to
// date after each round, and only of the trees that an administrator has.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayAfter, dayOf, startOfDay, wholeDay } from '../../lib/gateway/days.ts'
import { forEachDatabase } from '../support/databases.ts'
import { openGateway } from '../support/gateway.ts'
import { insertLog, logRow } from '../support/log-rows.ts'

test('a day begins at its midnight, also where clocks are changed', () => {
  const zone = 'Europe/Copenhagen'
  assert.equal(startOfDay('2026-03-29', zone), Date.parse('2026-03-28T23:00:00Z'))
  assert.equal(startOfDay('2026-03-30', zone), Date.parse('2026-03-29T22:00:00Z'))
  const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3_600_000
  assert.equal(hours(wholeDay('2026-03-29', zone)), 23)
  assert.equal(hours(wholeDay('2026-10-25', zone)), 25)
  assert.equal(dayOf(Date.parse('2026-03-28T23:00:00Z'), zone), '2026-03-29')
  assert.equal(dayAfter('2026-02-28'), '2026-03-01')
  assert.equal(dayAfter('2026-01-01', -1), '2025-12-31')
})

forEachDatabase((_name, openDatabaseUrl) => {
  test('statistics tell what there is, and follow what changes', async () => {
    let now = Date.parse('2026-06-10T12:00:00Z')
    const settings = 'time_zone = Europe/Copenhagen\n'
    const gateway = await openGateway({
      ...{ database: await openDatabaseUrl(), routes: [], settings, clock: () => now },
    })
    try {
      const { store } = gateway
      const administration = gateway.gateway.administer('test')
      for (const path of ['Office', 'Shop']) await administration.addGroup(path)
      await administration.addAccount({ address: 'anna@x.test', group: 'Office' })
      await administration.addAccount({ address: 'bo@x.test', group: 'Shop' })
      const row = (id: number, time: string, group: number, more: object = {}) =>
        logRow({
          ...{ id, direction: 'out', account_id: group - 1, group_id: group, route: 'modem' },
          ...{ phone: '+4520643064', parts: 2, state: 'delivered', text: 'x' },
          ...{ created_at: Date.parse(time), changed_at: Date.parse(time) + 30_000 },
          ...more,
        })
      await insertLog(store, [
        // Just before and after midnight in Copenhagen.
        row(1, '2026-06-07T21:59:59.999Z', 2),
        row(2, '2026-06-07T22:00:00.000Z', 2),
        row(3, '2026-06-09T10:00:00Z', 3, { state: 'refused', parts: 0, reason: 'Personal:Shop' }),
        row(4, '2026-06-09T10:00:00Z', 3, { state: 'sent' }),
        row(5, '2026-06-10T10:00:00Z', 3, { direction: 'in', state: 'incoming', parts: 1 }),
        row(6, '2026-06-10T10:00:00Z', 3, {
          ...{ direction: 'in', state: 'incoming', parts: 1, account_id: null, group_id: null },
        }),
      ])
      await gateway.gateway.count()
      const span = { from: '2026-06-07', to: '2026-06-10' }
      const all = await administration.statistics(span)
      assert.deepEqual(
        all.days.map(({ day, sent, received }) => [
          day,
          sent.messages,
          sent.parts,
          received.messages,
        ]),
        [
          ['2026-06-07', 1, 2, 0],
          ['2026-06-08', 1, 2, 0],
          ['2026-06-09', 2, 2, 0],
          ['2026-06-10', 0, 0, 2],
        ],
      )
      const plot = async (by: 'direction' | 'group' | 'route' | 'state') => {
        const { series } = (await administration.statistics({ ...span, by })).plot
        return series.map(({ name, parts, total }) => [name, ...parts, total])
      }
      assert.deepEqual(await plot('direction'), [
        ['out', 2, 2, 2, 0, 6],
        ['in', 0, 0, 0, 2, 2],
      ])
      assert.deepEqual(await plot('group'), [
        ['Office', 2, 2, 0, 0, 4],
        ['Shop', 0, 0, 2, 1, 3],
        ['', 0, 0, 0, 1, 1],
      ])
      assert.deepEqual(await plot('state'), [
        ['delivered', 2, 2, 0, 0, 4],
        ['incoming', 0, 0, 0, 2, 2],
        ['sent', 0, 0, 2, 0, 2],
      ])
      assert.deepEqual(all.delivery, {
        delivered: 2,
        within: [10, 60, 600, 3_600].map((seconds) => ({
          seconds,
          messages: seconds < 60 ? 0 : 2,
        })),
      })
      assert.deepEqual(
        all.senders.map(({ address, messages, parts }) => [address, messages, parts]),
        [
          ['anna@x.test', 2, 4],
          ['bo@x.test', 1, 2],
        ],
      )
      const shop = await gateway.gateway.administer('chief@x.test', [3]).statistics(span)
      assert.deepEqual(
        shop.groups.map(({ group, direction, messages }) => [group, direction, messages]),
        [
          ['Shop', 'out', 2],
          ['Shop', 'in', 1],
        ],
      )
      assert.deepEqual(
        shop.senders.map(({ address }) => address),
        ['bo@x.test'],
      )
      await assert.rejects(
        gateway.gateway.administer('chief@x.test', [3]).statistics({ ...span, group: 2 }),
        /no such group/,
      )
      // A report that comes later is counted with the day of its message.
      await store.db('messages').where({ id: 4 }).update({ state: 'delivered' })
      now += 86_400_000
      await gateway.gateway.count()
      const later = await administration.statistics(span)
      assert.equal(later.delivery.delivered, 3)
      assert.equal(later.countedAt, now)
    } finally {
      await gateway.close()
    }
  })
})
