// The log of administrators: every filter against a plain look at all rows, whatever the order and however
// small the budget; nothing of other people's trees; nothing that is written into a filter is SQL.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { logFrontier, readLog, type LogOrder, type LogRow } from '../../lib/store/log.ts'
import {
  phoneFrontier,
  readLogByPhone,
  type PhonePlace,
  type PhoneWalk,
} from '../../lib/store/log-phones.ts'
import type { LogScan } from '../../lib/store/log-scan.ts'
import { forEachDatabase } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { insertLog, logRow } from '../support/log-rows.ts'

const states = [
  'delivered',
  'sent',
  'refused',
  'undelivered',
  'expired',
  'incoming',
  'queued',
] as const

/** Rows of every kind, many at the same time; the same at each run. */
function someRows(): ReturnType<typeof logRow>[] {
  return Array.from({ length: 200 }, (_, n) => {
    const state = states[(n * 3) % states.length] ?? 'sent'
    const group = n % 23 === 0 ? null : 2 + (n % 5)
    return logRow({
      id: n + 1,
      direction: state === 'incoming' ? 'in' : 'out',
      account_id: group === null ? null : 10 + (n % 5),
      group_id: group,
      phone: `+4520643${100 + (n % 11)}`,
      parts: n % 4,
      state,
      route: n % 2 === 0 ? 'modem' : 'web',
      text: `text ${n}`,
      created_at: 1_000 + Math.floor(n / 7) * 10,
    })
  })
}

/** Master, Office with Sales and Lab below it, Shop with Till below it; one account in each. */
async function fillTree(gateway: TestGateway): Promise<void> {
  const administration = gateway.gateway.administer('test')
  for (const path of ['Office', 'Office/Sales', 'Office/Lab', 'Shop', 'Shop/Till'])
    await administration.addGroup(path)
  await gateway.store.transaction(async (trx) => {
    for (let n = 0; n < 5; n++)
      await trx('accounts').insert({
        ...{ id: 10 + n, group_id: 2 + n, address: `user${n}@x.test` },
        ...{ name: '', active: 1, created_at: 0 },
      })
  })
  await insertLog(gateway.store, someRows())
}

const byTime = (a: LogRow, b: LogRow): number => a.created_at - b.created_at || a.id - b.id

forEachDatabase((_name, openDatabaseUrl) => {
  let gateway: TestGateway
  before(async () => {
    gateway = await openGateway({ database: await openDatabaseUrl(), routes: [] })
    await fillTree(gateway)
  })
  after(() => gateway.close())

  const withLog = (work: (gateway: TestGateway) => Promise<void>): Promise<void> => work(gateway)

  /** All that a scan finds, by as many answers as it takes with the budget. */
  async function all(
    { store }: TestGateway,
    first: LogScan,
    { each, most }: { each: number; most: number },
  ): Promise<number[]> {
    const ids: number[] = []
    let scan = first
    for (let answers = 0; answers < 2_000; answers++) {
      const until = await logFrontier(store.db, store.dialect, scan, each)
      const rows = await readLog(
        store.db,
        store.dialect,
        { ...scan, until },
        { most, texts: false },
      )
      ids.push(...rows.map(({ id }) => id))
      const last = rows.at(-1)
      const isFull = rows.length === most && last !== undefined
      const after = isFull ? { at: last.created_at, id: last.id } : until
      if (after === undefined) return ids
      scan = { ...scan, after }
    }
    throw new Error('the search does not come to its end')
  }

  describe('the log', () => {
    test('gives exactly what a filter asks for, in order, whatever its budget', async () => {
      await withLog(async (gateway) => {
        const rows = someRows() as unknown as LogRow[]
        const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })
        const scans = fc.record({
          by: fc.constantFrom('time', 'group', 'account', 'phone', 'failure'),
          oldestFirst: fc.boolean(),
          each: fc.constantFrom(3, 17, 1_000),
          most: fc.constantFrom(2, 40, 1_000),
          from: optional(fc.integer({ min: 900, max: 1_700 })),
          to: optional(fc.integer({ min: 900, max: 1_700 })),
          direction: optional(fc.constantFrom('in' as const, 'out' as const)),
          route: optional(fc.constantFrom('modem', 'web')),
          parts: optional(fc.integer({ min: 0, max: 4 })),
          phonePart: optional(fc.constantFrom('43', '3104', '99')),
        })
        await fc.assert(
          fc.asyncProperty(scans, async ({ by, oldestFirst, each, most, ...filter }) => {
            const sources = {
              time: { source: { by: 'time' }, filter },
              group: { source: { by: 'group', values: [2, 3, 6] }, filter },
              account: { source: { by: 'account', values: [12] }, filter },
              phone: { source: { by: 'phone', values: ['+4520643104'] }, filter },
              failure: {
                source: { by: 'failure', values: ['refused', 'expired'] },
                filter: { ...filter, groups: [2, 3, 6] },
              },
            } as const
            const scan: LogScan = { ...sources[by], oldestFirst }
            const expected = rows
              .filter((row) => matches(row, scan))
              .sort(byTime)
              .map(({ id }) => id)
            if (!oldestFirst) expected.reverse()
            assert.deepEqual(await all(gateway, scan, { each, most }), expected)
          }),
          { numRuns: 20 },
        )
      })
    })

    test('is gone through from phone to phone, whatever the budget', async () => {
      const { store } = gateway
      const rows = someRows() as unknown as LogRow[]
      const filter = { groups: [2, 3, 6], direction: 'out', from: 1_050, to: 1_250 } as const
      const scan: LogScan = { source: { by: 'time' }, filter, oldestFirst: false }
      const expected = rows
        .filter((row) => matches(row, scan) && filter.groups.some((id) => id === row.group_id))
        .sort((a, b) => (a.phone < b.phone ? -1 : a.phone > b.phone ? 1 : byTime(a, b)))
        .map(({ id }) => id)
      assert.ok(expected.length > 20)
      for (const descending of [false, true])
        for (const look of [1, 7, 1_000]) {
          const found: number[] = []
          let after: PhonePlace | undefined
          do {
            const walk: PhoneWalk = { filter, descending, after }
            const until = await phoneFrontier(store.db, store.dialect, walk, look)
            const page = { until, most: 1_000, texts: false }
            const some = await readLogByPhone(store.db, store.dialect, walk, page)
            found.push(...some.map(({ id }) => id))
            after = until
          } while (after !== undefined)
          assert.deepEqual(found, descending ? expected.toReversed() : expected)
        }
    })

    test('is shown by pages that follow one another without a gap', async () => {
      await withLog(async ({ gateway }) => {
        const administration = gateway.administer('test')
        const seen: number[] = []
        let after: string | undefined
        do {
          const page = await administration.searchLog({ after }, { texts: false, most: 30 })
          seen.push(...page.messages.map(({ id }) => id))
          after = page.next
        } while (after !== undefined)
        assert.deepEqual(
          seen,
          Array.from({ length: 200 }, (_, n) => 200 - n),
        )
      })
    })

    test('is sorted by every column, and goes on where a page ends', async () => {
      await withLog(async ({ gateway }) => {
        const administration = gateway.administer('test')
        const values: Record<Exclude<LogOrder, 'time'>, (row: Found) => string | number> = {
          address: (row) => row.address ?? '',
          phone: (row) => row.phone,
          parts: (row) => row.parts,
          direction: (row) => row.direction,
          state: (row) => row.state,
          group: (row) => (row.group ?? '').split('/').at(-1) ?? '',
        }
        for (const [order, value] of Object.entries(values)) {
          const found: Found[] = []
          let after: string | undefined
          do {
            const page = await administration.searchLog(
              { order: order as LogOrder, descending: true, after },
              { texts: false, most: 150 },
            )
            found.push(...page.messages)
            after = page.next
          } while (after !== undefined)
          assert.equal(new Set(found.map(({ id }) => id)).size, 200, order)
          const shown = found.map(value)
          assert.deepEqual(shown, [...shown].sort().reverse(), order)
        }
      })
    })

    test('offers as choices what the result has, and how often', async () => {
      await withLog(async ({ gateway }) => {
        const choices = await gateway.administer('test').logChoices({ group: 2, direction: 'out' })
        const rows = someRows().filter(
          (row) => [2, 3, 4].includes(row.group_id ?? 0) && row.direction === 'out',
        )
        assert.deepEqual(
          choices.groups.map(({ path, messages }) => [path, messages]),
          ['Office', 'Office/Lab', 'Office/Sales'].map((path) => {
            const id = { Office: 2, 'Office/Sales': 3, 'Office/Lab': 4 }[path]
            return [path, rows.filter((row) => row.group_id === id).length]
          }),
        )
        assert.deepEqual(choices.directions, [{ value: 'out', messages: rows.length }])
        assert.equal(
          choices.states.find(({ value }) => value === 'refused')?.messages,
          rows.filter(({ state }) => state === 'refused').length,
        )
      })
    })

    test('shows an administrator nothing of other trees, by whatever filter', async () => {
      await withLog(async ({ gateway }) => {
        const office = gateway.administer('chief@x.test', [2])
        const isOurs = (group: string | null): boolean => /^Office(\/|$)/.test(group ?? '')
        const searches = [
          {},
          { address: 'user3@x.test' },
          { phone: '+4520643104' },
          { phone: '643' },
          { state: 'refused' },
          { state: 'incoming' },
          { order: 'phone' as const },
          { parts: 2, route: 'web' },
        ]
        for (const search of searches) {
          const { messages } = await office.searchLog(search, { texts: true, most: 500 })
          assert.ok(messages.every(({ group }) => isOurs(group)))
          const choices = await office.logChoices(search)
          assert.ok(choices.groups.every(({ path }) => isOurs(path)))
          for await (const piece of office.allOfLog(search, { texts: true }))
            assert.ok(piece.messages.every(({ group }) => isOurs(group)))
        }
        for (const group of [1, 5, 6, 999])
          await assert.rejects(office.searchLog({ group }, { texts: true }), /no such group/)
        const { messages } = await office.searchLog({ group: 2, alone: true }, { texts: false })
        assert.ok(messages.length > 0 && messages.every(({ group }) => group === 'Office'))
      })
    })

    test('gives texts only to whoever may read them', async () => {
      await withLog(async ({ gateway }) => {
        const administration = gateway.administer('test')
        const read = async (texts: boolean) =>
          (await administration.searchLog({}, { texts })).messages.map(({ text }) => text)
        assert.ok((await read(false)).every((text) => text === null))
        assert.ok((await read(true)).every((text) => text?.startsWith('text ')))
      })
    })

    test('takes SQL in a filter for what it is: words that nobody wrote', async () => {
      await withLog(async ({ gateway, store }) => {
        const administration = gateway.administer('test')
        for (const evil of [
          `' or 1=1 --`,
          `"; drop table messages; --`,
          `%' or '1'='1`,
          '\\',
          `?`,
        ]) {
          for (const filter of [
            { address: evil },
            { phone: evil },
            { state: evil },
            { route: evil },
          ]) {
            const page = await administration.searchLog(filter, { texts: true })
            assert.deepEqual(page.messages, [], JSON.stringify(filter))
            await administration.logChoices(filter)
          }
          await assert.rejects(administration.searchLog({ after: evil }, { texts: true }), /page/)
        }
        assert.equal((await store.db('messages')).length, 200)
      })
    })

    test('is exported whole and in order, in pieces', async () => {
      await withLog(async ({ gateway }) => {
        const ids: number[] = []
        const search = { descending: false }
        for await (const piece of gateway.administer('test').allOfLog(search, { texts: false }))
          ids.push(...piece.messages.map(({ id }) => id))
        assert.deepEqual(
          ids,
          Array.from({ length: 200 }, (_, n) => n + 1),
        )
      })
    })
  })
})

type Found = Awaited<
  ReturnType<ReturnType<TestGateway['gateway']['administer']>['searchLog']>
>['messages'][number]

function matches(row: LogRow, { source, filter }: LogScan): boolean {
  const { from = 0, to = Infinity, direction, route, parts, phonePart, groups } = filter
  const fromSource = {
    time: () => true,
    group: () => source.by === 'group' && source.values.includes(row.group_id ?? 0),
    account: () => source.by === 'account' && source.values.includes(row.account_id ?? 0),
    phone: () => source.by === 'phone' && source.values.includes(row.phone),
    failure: () => source.by === 'failure' && source.values.includes(row.state),
  }[source.by]
  return (
    fromSource() &&
    row.created_at >= from &&
    row.created_at < to &&
    (groups === undefined || groups.includes(row.group_id ?? 0)) &&
    (direction === undefined || row.direction === direction) &&
    (route === undefined || row.route === route) &&
    (parts === undefined || row.parts === parts) &&
    (phonePart === undefined || row.phone.includes(phonePart))
  )
}
