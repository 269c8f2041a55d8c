// Counting what is sent: against a model, and by which indexes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  countParts,
  forgetHours,
  hoursSince,
  lockCounters,
  moveUsage,
  readUsage,
  returnParts,
  usageQuery,
  type Scope,
} from '../../lib/store/usage.ts'
import { findBlocked } from '../../lib/store/blocks.ts'
import { insertGroup, masterGroup } from '../../lib/store/groups.ts'
import { all } from '../../lib/store/rows.ts'
import type { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { withStore } from '../support/store.ts'
import { recordStatements } from '../support/statements.ts'

forEachDatabase((name, openDatabaseUrl) => {
  const withOne = async (work: (store: Store) => Promise<void>): Promise<void> =>
    withStore(await openDatabaseUrl(), work)

  const scope = { group_id: 1, account_id: 7 }
  const total = async (store: Store, since: number): Promise<number> =>
    (await readUsage(store.db, store.dialect, [{ ...scope, since }]))[0]?.used ?? 0

  test('any window holds what was counted in it, less what came back', async () => {
    const step = fc.record({
      hours: fc.nat(3),
      parts: fc.integer({ min: 1, max: 9 }),
      limited: fc.nat(1),
      /** How many steps ago was sent what comes back with this one. */
      back: fc.option(fc.nat(5)),
    })
    await withOne(async (store) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
          await store.db('usage_hours').delete()
          await store.db('counters').delete()
          const sent: { hour: number; parts: number }[] = []
          let hour = 1_000
          for (const { hours, parts, limited, back } of steps) {
            hour += hours
            await store.transaction(async (trx) => {
              if (limited === 1) await lockCounters(trx, store.dialect, [scope])
              await countParts(trx, store.dialect, [{ ...scope, parts, limited }], hour)
            })
            sent.push({ hour, parts })
            const returned = back === null ? undefined : sent[sent.length - 1 - back]
            if (returned === undefined || returned.parts === 0) continue
            await store.transaction((trx) =>
              returnParts(trx, store.dialect, [{ ...scope, ...returned }]),
            )
            returned.parts = 0
          }
          const after = (since: number): number =>
            sent.reduce((sum, one) => sum + (one.hour >= since ? one.parts : 0), 0)
          assert.equal(await total(store, -1), after(0))
          for (let since = 998; since <= hour + 2; since++)
            assert.equal(await total(store, since), after(since), `since ${since}`)
          const hours = await hoursSince(store.db, scope, 1_002)
          assert.equal(
            hours.reduce((sum, { parts }) => sum + parts, 0),
            after(1_002),
          )
        }),
        { numRuns: 25 },
      )
    })
  })

  test('what is forgotten of long ago changes neither windows nor totals', async () => {
    await withOne(async (store) => {
      for (const hour of [10, 500, 900])
        await store.transaction((trx) =>
          countParts(trx, store.dialect, [{ ...scope, parts: 1, limited: 0 }], hour),
        )
      assert.equal(await forgetHours(store.db, 400), 1)
      assert.equal(await total(store, -1), 3)
      assert.equal(await total(store, 450), 2)
      assert.equal(await total(store, 901), 0)
    })
  })

  test('who moves a group and who sends in it wait for each other in one order', async (context) => {
    if (name === 'SQLite') {
      context.skip('one transaction at a time')
      return
    }
    await withOne(async (store) => {
      const { db, dialect } = store
      const group = async (name: string): Promise<Scope> => ({
        group_id: await insertGroup(db, { parent_id: masterGroup, name, created_at: 0 }),
        account_id: 0,
      })
      const office = await group('Office')
      const sales = await group('Sales')
      const counts = [office, sales].map((one) => ({ ...one, parts: 1, limited: 1 }))
      await store.transaction((trx) => countParts(trx, dialect, counts, 1_000))
      let moving: Promise<void> | undefined
      await store.transaction(async (trx) => {
        await lockCounters(trx, dialect, [office])
        moving = store.transaction((other) =>
          moveUsage(other, dialect, sales.group_id, { left: [office.group_id], entered: [] }),
        )
        await eventually('the move to wait', async () => {
          const waiting = await all(
            db,
            `select 1 from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'`,
          )
          return waiting.length > 0 ? true : undefined
        })
        await lockCounters(trx, dialect, [sales])
      })
      await moving
      const [used] = await readUsage(db, dialect, [{ ...office, since: -1 }])
      assert.equal(used?.used, 0)
    })
  })

  test('a window is two look-ups in indexes, and nothing looks at messages', async () => {
    await withOne(async (store) => {
      if (name === 'PostgreSQL') await fill(store)
      const plan = await planOf(store, usageQuery(store.dialect), [{ ...scope, since: 5 }])
      assert.match(
        plan,
        /counters_group_id_account_id_slot_key|counters_1 \(group_id=\? AND account_id=\?\)/,
      )
      assert.match(plan, /usage_hours_pkey|usage_hours_1 \(counter_id=\? AND hour>\?\)/)
      assert.doesNotMatch(plan, /Seq Scan|SCAN (?:c|u)\b|messages/)
    })
  })

  test('blocked phones are looked up by their key', async () => {
    await withOne(async (store) => {
      if (name === 'PostgreSQL') await fill(store)
      const asked = recordStatements()
      await findBlocked(store.db, store.dialect, [{ group_id: 1, phone: '+4520643064' }])
      asked.stop()
      const [found = ''] = [...asked.statements.keys()].filter((text) => text.includes('blocks'))
      const sql = found.replace(/\$\d/g, '?')
      const plan = await planOf(store, sql, [{ group_id: 1, phone: '+4520643064' }])
      assert.match(plan, /blocks_pkey|sqlite_autoindex_blocks_1/)
      assert.doesNotMatch(plan, /Seq Scan|SCAN b\b/)
    })
  })

  /** PostgreSQL reads a small table whole, whatever indexes it has. */
  async function fill(store: Store): Promise<void> {
    await store.db.raw(`insert into counters (group_id, account_id, slot, total, hour, hour_before)
      select 1, n, 0, 1, 1, 0 from generate_series(1, 20000) n`)
    await store.db.raw(`insert into usage_hours (counter_id, hour, before)
      select id, h, 1 from counters cross join generate_series(1, 5) h`)
    await store.db.raw(`insert into blocks (group_id, phone, source, created_at)
      select 1, '+45' || n, 'STOP', 1 from generate_series(1, 20000) n`)
    await store.db.raw('analyze')
  }

  async function planOf(store: Store, sql: string, rows: readonly object[]): Promise<string> {
    // Hundreds of rows are what PostgreSQL expects of a list without knowing it.
    const explain = name === 'SQLite' ? 'explain query plan' : 'explain'
    const lines = await all<Record<string, unknown>>(store.db, `${explain} ${sql}`, [
      JSON.stringify(rows),
    ])
    return lines.map((line) => String(line['detail'] ?? line['QUERY PLAN'])).join('\n')
  }
})
