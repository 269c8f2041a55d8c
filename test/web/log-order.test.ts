// The log sorted by something else than time: how much of it is sorted is said.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import { insertLog, logRow } from '../support/log-rows.ts'
import { signInAs, startPeopleServer } from '../support/people-server.ts'

const operator = 'operator@example.test'
const oldest = '+45 20000000'
const day = 86_400_000
const newest = Date.parse('2026-06-15T12:00:00Z')

forEachDatabase((name, openDatabaseUrl) => {
  test(`${name}: a range with more messages than are sorted says so, a narrower one sorts all`, async () => {
    await using server = await startPeopleServer({ database: await openDatabaseUrl() })
    const { store, gateway } = server.test
    const desk = gateway.administer('test')
    await desk.addAccount({ address: operator, language: 'en' })
    await desk.grantRights({ address: operator, group: '', rights: ['operator'] })
    // The oldest has the first phone, so it would be first if all of them were sorted.
    const rows = Array.from({ length: 10_050 }, (_, index) =>
      logRow({
        ...{ id: index + 1, direction: 'out', account_id: 1, group_id: 1, parts: 1, text: 'Hi' },
        ...{ state: 'delivered', route: 'virtual', created_at: newest - (10_050 - index) * 60_000 },
        phone: index === 0 ? '+4520000000' : `+45206${String(index).padStart(5, '0')}`,
      }),
    )
    await insertLog(store, rows)
    const browser = await signInAs(server, operator)
    const read = async (query: string) => (await browser.get(`/logs?order=phone&up=1${query}`)).html
    const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
    const all = await read('')
    const narrow = await read(`&to=${dayOf(newest - 3 * day)}`)
    assert.ok(!all.includes(oldest) && narrow.includes(oldest))
    assert.ok(!narrow.includes('more than can be sorted'))
    assert.match(all, /more than can be sorted[^<]*<time[^>]*>[^<]*<\/time>. Choose earlier days/)
  })
})
