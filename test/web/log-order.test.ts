// The log sorted by something else than time: all of it, or it is said how much.
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
  test(`${name}: a range with more messages than are sorted says so, a narrower one or phones it sorts all`, async () => {
    await using server = await startPeopleServer({ database: await openDatabaseUrl() })
    const { store, gateway } = server.test
    const desk = gateway.administer('test')
    await desk.addAccount({ address: operator, language: 'en' })
    await desk.grantRights({ address: operator, group: '', rights: ['operator'] })
    // The oldest has the first phone and the most parts, so it is first where all of them are sorted.
    const rows = Array.from({ length: 10_050 }, (_, index) =>
      logRow({
        ...{ id: index + 1, direction: 'out', account_id: 1, group_id: 1, text: 'Hi' },
        ...{ state: 'delivered', route: 'virtual', created_at: newest - (10_050 - index) * 60_000 },
        parts: index === 0 ? 9 : 1,
        phone: index === 0 ? '+4520000000' : `+45206${String(index).padStart(5, '0')}`,
      }),
    )
    await insertLog(store, rows)
    const browser = await signInAs(server, operator)
    const read = async (query: string) => (await browser.get(`/logs?${query}`)).html
    const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
    const all = await read('order=parts')
    const narrow = await read(`order=parts&to=${dayOf(newest - 3 * day)}`)
    assert.ok(!all.includes(oldest) && narrow.includes(oldest))
    assert.ok(!narrow.includes('more than can be sorted'))
    assert.match(all, /more than can be sorted[^<]*<time[^>]*>[^<]*<\/time>. Choose earlier days/)
    // By their phones they come in the order of an index: all of them, page by page.
    const first = await read('order=phone&up=1')
    assert.ok(first.includes(oldest) && !first.includes('more than can be sorted'))
    const next = /<a[^>]*rel="next"[^>]*href="\?([^"]+)"/.exec(first)?.[1] ?? ''
    const second = await read(next.replaceAll('&amp;', '&'))
    const phonesOf = (html: string) => html.match(/\+45 206\d{5}/g) ?? []
    assert.deepEqual(phonesOf(first).at(-1), '+45 20600049')
    assert.deepEqual(
      [phonesOf(second)[0], phonesOf(second).at(-1)],
      ['+45 20600050', '+45 20600099'],
    )
  })
})
