// The administrators' pages over a real gateway: what is shown stays within a person's trees, whatever is
// written into a message, a name or a form is shown as text, and no exported cell is a formula.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { writeRows, type Cell, type SheetFormat } from '../../lib/web/admin/spreadsheet.ts'
import { deleteBlocks } from '../../lib/store/blocks.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { insertLog, logRow } from '../support/log-rows.ts'
import {
  signInAs,
  startPeopleServer,
  type PlainBrowser,
  type PeopleServer,
} from '../support/people-server.ts'

const evil = `<script>alert(1)</script>"'&`
const formula = '=HYPERLINK("http://evil.test","x")'

/** Follows the answer to the page of its job until that has ended. */
async function jobDone(
  browser: PlainBrowser,
  { response }: { response: Response },
): Promise<{ html: string }> {
  assert.equal(response.status, 303)
  const path = response.headers.get('location') ?? ''
  return eventually('the end of the job', async () => {
    const { html } = await browser.get(path)
    return html.includes('It is done.') ? { html } : undefined
  })
}

forEachDatabase((_name, openDatabaseUrl) => {
  describe('pages of administrators', () => {
    let server: PeopleServer
    let operator: PlainBrowser
    let chief: PlainBrowser
    before(async () => {
      server = await startPeopleServer({ database: await openDatabaseUrl() })
      const administration = server.test.gateway.administer('test')
      for (const path of ['Office', 'Office/Sales', 'Shop']) await administration.addGroup(path)
      for (const [address, group] of [
        ['root@x.test', 'Shop'],
        ['chief@x.test', 'Office'],
        ['till@x.test', 'Shop'],
      ])
        await administration.addAccount({ address: address ?? '', group: group ?? '' })
      await administration.grantRights({ address: 'root@x.test', group: '', rights: ['operator'] })
      const zone = { name: 'time_zone', value: 'Pacific/Auckland' }
      await administration.setSetting({ account: 'root@x.test' }, zone)
      const rights = ['logs', 'members', 'settings', 'keys', 'numbers', 'send']
      await administration.grantRights({ address: 'chief@x.test', group: 'Office', rights })
      await administration.addKey({ group: 'Shop', name: 'key of the shop' })
      const row = (id: number, group_id: number, state: string) =>
        logRow({
          ...{ id, group_id, state, direction: 'out', account_id: group_id === 4 ? 3 : 2 },
          ...{ phone: `+452064306${id}`, parts: 1, route: 'modem', reason: evil },
          ...{ text: id === 1 ? formula : evil, created_at: 1_700_000_000_000 + id },
        })
      await insertLog(server.test.store, [
        row(1, 2, 'delivered'),
        row(2, 2, 'queued'),
        row(3, 4, 'delivered'),
        row(4, 4, 'queued'),
      ])
      operator = await signInAs(server, 'root@x.test')
      chief = await signInAs(server, 'chief@x.test')
    })
    after(() => server[Symbol.asyncDispose]())

    const stateOf = async (id: number): Promise<string | undefined> =>
      (await server.test.store.db<{ id: number; state: string }>('messages').where({ id }).first())
        ?.state

    const paths = ['/logs', '/queue', '/statistics', '/users', '/groups', '/keys', '/numbers']

    test('show nothing of another tree', async () => {
      for (const path of [...paths, '/blocks', '/logs/export?format=csv']) {
        const { status, html } = await chief.get(path)
        assert.equal(status, 200, path)
        assert.ok(!/Shop|till@|key of the shop|20 ?64 ?30 ?6[34]/.test(html), path)
        assert.ok(Buffer.byteLength(html) < 100_000, path)
      }
      for (const path of ['/logs/3', '/logs?group=4', '/users?group=4', '/statistics?group=4'])
        assert.equal((await chief.get(path)).status, 404, path)
    })

    test('show the whole block list, page by page, and find phones in any spelling', async () => {
      const phones = Array.from({ length: 120 }, (_, n) => `+46701740${String(n).padStart(3, '0')}`)
      const row = { group_id: 4, source: 'STOP', created_at: 1 }
      await server.test.store.transaction((trx) =>
        trx('blocks').insert(phones.map((phone) => ({ phone, ...row }))),
      )
      const shown = (html: string) =>
        [...html.matchAll(/name="phone" value="(\+\d+)"/g)].map(([, one]) => one)
      const first = (await operator.get('/blocks?group=Shop')).html
      const next =
        /rel="next" href="[^"]*(\/blocks\?[^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const second = (await operator.get(next)).html
      assert.deepEqual([...shown(first), ...shown(second)], phones)
      assert.doesNotMatch(second, /rel="next"/)
      const search = { group: 'Shop', q: '070-174 01 00' }
      const found = await operator.get(`/blocks?${new URLSearchParams(search).toString()}`)
      assert.deepEqual(shown(found.html), [phones[100]])
      const remove = { ...search, do: 'remove', phone: phones[100] ?? '' }
      const { status, response } = await operator.post('/blocks', remove)
      assert.equal(status, 303)
      const removed = await operator.get(response.headers.get('location') ?? '')
      assert.match(removed.html, /name="q"[^>]* value="070-174 01 00"/)
      assert.deepEqual(shown(removed.html), [])
      await server.test.store.transaction((trx) => deleteBlocks(trx, 4))
    })

    test('change nothing of another tree', async () => {
      const [key] = await server.test.gateway.administer('test').listKeys()
      const refused: [string, Record<string, string>][] = [
        ['/queue', { do: 'cancel' }],
        ['/users', { do: 'remove', address: 'till@x.test' }],
        ['/users', { do: 'move', address: 'till@x.test', group: 'Office' }],
        ['/users', { do: 'move', address: 'chief@x.test', group: 'Shop' }],
        ['/users/add', { group: 'Office', addresses: 'till@x.test' }],
        ['/groups', { parent: 'Shop', name: 'Mine' }],
        ['/groups', { parent: 'Master', name: 'Mine' }],
        ['/keys', { do: 'pause', prefix: key?.prefix ?? '' }],
        ['/keys', { do: 'add', group: 'Shop' }],
        ['/blocks', { group: 'Shop', phone: '+4520643064' }],
      ]
      for (const [path, form] of refused)
        assert.equal((await chief.post(path, form)).status, 422, `${path} ${JSON.stringify(form)}`)
      const hidden: [string, Record<string, string>][] = [
        ['/groups/4/settings', { 'value.max_parts': '1', 'shown.max_parts': '9' }],
        ['/groups/1/settings', { 'inherit.max_parts': 'yes' }],
        ['/groups/4', { do: 'remove' }],
        ['/groups/4/domains', { do: 'add', domain: 'shop.test' }],
        ['/groups/4/names', { do: 'add', name: 'Shop' }],
      ]
      for (const [path, form] of hidden)
        assert.equal((await chief.post(path, form)).status, 404, path)
      assert.equal((await chief.get('/groups/4')).status, 404)
      for (const form of [
        { do: 'cancel', id: '4' },
        { do: 'resend', id: '3' },
      ]) {
        const { html } = await jobDone(chief, await chief.post('/queue', form))
        assert.match(html, /There is no message/)
      }
      assert.equal(await stateOf(4), 'queued')
    })

    test('show what people wrote as text, and texts only to whoever may read them', async () => {
      for (const path of ['/logs', '/logs/2', '/queue']) {
        const { html } = await operator.get(path)
        assert.ok(!html.includes('<script>alert'), path)
        assert.ok(html.includes('&lt;script>') || html.includes('&lt;script&gt;'), path)
        assert.ok(!(await chief.get(path)).html.includes('HYPERLINK'), path)
      }
      assert.ok((await operator.get('/logs')).html.includes('HYPERLINK'))
      assert.ok(!(await chief.get('/logs/export?format=csv')).html.includes('HYPERLINK'))
    })

    test('show texts to whoever may read them in a group above, and not in one below', async () => {
      const administration = server.test.gateway.administer('test')
      for (const [address, group, isShown] of [
        ['above@x.test', '', true],
        ['below@x.test', 'Office/Sales', false],
      ] as const) {
        await administration.addAccount({ address, group: 'Shop' })
        await administration.grantRights({ address, group: 'Office', rights: ['logs'] })
        await administration.grantRights({ address, group, rights: ['read_texts'] })
        const reader = await signInAs(server, address)
        for (const path of ['/logs', '/logs/1', '/logs/export?format=csv'])
          assert.equal((await reader.get(path)).html.includes('HYPERLINK'), isShown, address + path)
      }
    })

    test('tell when what waits goes out', async () => {
      const change = (to: Record<string, unknown>) =>
        server.test.store.transaction((trx) => trx('messages').where({ id: 2 }).update(to))
      await change({ state: 'scheduled', due_at: Date.UTC(2090, 0, 1, 10) })
      for (const path of ['/queue', '/logs/2'])
        assert.match((await operator.get(path)).html, /Goes out[^]*2090-01-01T10:00/, path)
      await change({ state: 'queued' })
    })

    test('export the log without a formula in it', async () => {
      const { html } = await operator.get('/logs/export?format=csv')
      assert.match(html, /;"'=HYPERLINK/)
      assert.match(html, /;\+4520643061;/)
      assert.equal((await operator.get('/logs/export?format=evil')).status, 404)
    })

    test('search by days of the time zone of whoever asks', async () => {
      for (const [day, found] of [
        ['2023-11-14', 0],
        ['2023-11-15', 4],
        ['2023-11-16', 0],
        ['2023-99-99', 4],
      ] as const) {
        const { html } = await operator.get(`/logs/export?format=txt&from=${day}&to=${day}`)
        assert.equal(
          html.split('\r\n').filter((line) => /\t\+4520643/.test(line)).length,
          found,
          day,
        )
      }
    })

    test('give and take back numbers, each within their part of the tree, which the operator adds', async () => {
      const number = '+4560991007'
      const [added, foreign] = [{ do: 'add', number, group: 'Office' }, '+4560991008']
      assert.equal((await chief.send('/numbers', added)).status, 422)
      assert.equal((await operator.send('/numbers', added)).status, 200)
      assert.equal((await operator.send('/numbers', added)).status, 422)
      const offered = async (browser: PlainBrowser): Promise<string[]> => {
        const { html } = await browser.get('/numbers')
        return ['add', 'assign', 'remove'].filter((deed) => html.includes(`value="${deed}"`))
      }
      assert.deepEqual(await offered(operator), ['add', 'assign', 'remove'])
      assert.deepEqual(await offered(chief), ['assign'])
      const given = { do: 'assign', number, address: 'chief@x.test' }
      assert.equal((await chief.send('/numbers', given)).status, 200)
      const own = async (): Promise<(string | null)[]> =>
        (await server.test.gateway.administer('test').listNumbers()).map(({ account }) => account)
      assert.deepEqual(await own(), ['chief@x.test'])
      const pack = await chief.get(`/numbers/codes.zip?number=${encodeURIComponent(number)}`)
      assert.equal(pack.status, 200)
      assert.ok(pack.html.startsWith('PK'))
      assert.equal((await chief.send('/numbers', { do: 'release', number })).status, 200)
      assert.deepEqual(await own(), [null])
      await operator.send('/numbers', { do: 'add', number: foreign, group: 'Shop' })
      for (const wish of [
        { do: 'add', number: '+4560991009', group: 'Office' },
        { do: 'remove', number },
        { do: 'assign', number, address: 'till@x.test' },
        { do: 'assign', number: foreign, address: 'chief@x.test' },
        { do: 'release', number: foreign },
      ])
        assert.equal((await chief.send('/numbers', wish)).status, 422, JSON.stringify(wish))
      for (const [of, owner] of [
        [foreign, 'till@x.test'],
        [number, ''],
      ] as const) {
        if (owner !== '')
          await operator.send('/numbers', { do: 'assign', number: of, address: owner })
        const path = `/numbers/codes.zip?number=${encodeURIComponent(of)}`
        assert.equal((await chief.get(path)).status, 404, of)
      }
    })

    test('add many users by pasting, and say of each that cannot be added why', async () => {
      const addresses = 'new1@x.test, new2@x.test\nno address\ntill@x.test\nnew1@x.test'
      const { status, html } = await chief.send('/users/add', { group: 'Office/Sales', addresses })
      assert.equal(status, 422)
      assert.match(html, /2 added, 0 moved/)
      assert.match(html, /till@x\.test: /)
      const huge = Array.from({ length: 2_500 }, (_, n) => `u${n}@x.t`).join('\n')
      const answer = await chief.send('/users/add', { group: 'Office', addresses: huge })
      assert.equal(answer.status, 422)
      assert.match(answer.html, /2500 addresses/)
    })

    test('remove users after a second question, and stay where the list was', async () => {
      const where = '/users?filter=new'
      const { html } = await chief.get(where)
      assert.match(
        html,
        /<summary>Remove<\/summary><p[^>]*>The chosen users[^<]*<\/p><button class="quiet final"/,
      )
      const path = /action="([^"]*\/users\?[^"]*)"/.exec(html)?.[1] ?? ''
      const after = await chief.post(path, { do: 'pause', address: 'new1@x.test' })
      assert.match(after.response.headers.get('location') ?? '', /\/users\?filter=new&done=yes$/)
      const shown = (await chief.get(`${where}&done=yes`)).html
      assert.match(shown, /Done\.[^]*value="new1@x\.test"/)
      assert.doesNotMatch(shown, /value="chief@x\.test"/)
      const group = (await chief.get('/groups/2')).html
      assert.match(group, /<summary>Remove the group<\/summary>/)
    })

    test('a form that is sent twice is one job', async () => {
      const form = { do: 'cancel', id: '1', once: 'first' }
      const answers = [
        ...(await Promise.all([chief.post('/queue', form), chief.post('/queue', form)])),
        await chief.post('/queue', { ...form, once: 'second' }),
        await chief.post('/queue', { ...form, id: '2000' }),
      ]
      const jobs = answers.map(({ response }) => response.headers.get('location'))
      assert.equal(jobs[0], jobs[1])
      assert.equal(new Set(jobs).size, 3)
      for (const answer of answers) await jobDone(chief, answer)
    })

    test('cancel what waits, and show a new key once', async () => {
      const { html: ended } = await jobDone(
        chief,
        await chief.post('/queue', { do: 'cancel', which: 'all', found: '' }),
      )
      assert.match(ended, /1 done/)
      assert.deepEqual([await stateOf(2), await stateOf(4)], ['cancelled', 'queued'])
      const { html } = await chief.send('/keys', { do: 'add', group: 'Office', name: evil })
      const key = /<code>([a-z2-7]{26})<\/code>/.exec(html)?.[1]
      assert.ok(key !== undefined)
      assert.ok(!(await chief.get('/keys')).html.includes(key))
      const prefix = key.slice(0, 6)
      const change = async (wish: string): Promise<number> =>
        (await chief.send('/keys', { do: wish, prefix })).status
      assert.deepEqual([await change('pause'), await change('resume')], [200, 200])
      assert.equal(await change('revoke'), 200)
      assert.match((await chief.get('/keys')).html, /revoked/)
      assert.equal(await change('resume'), 422)
    })
  })
})

describe('exported rows', () => {
  async function written(
    format: SheetFormat,
    rows: Cell[][],
    rowsOfSheet?: number,
  ): Promise<Buffer> {
    const chunks: Buffer[] = []
    const out = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        chunks.push(Buffer.from(chunk))
        done()
      },
    })
    // eslint-disable-next-line @typescript-eslint/require-await -- all of it is there already
    async function* pieces(): AsyncGenerator<Cell[][]> {
      yield rows
    }
    await writeRows(format, ['head'], pieces(), out, rowsOfSheet)
    await finished(out).catch(() => undefined)
    return Buffer.concat(chunks)
  }

  test('are text where a spreadsheet would see a formula', async () => {
    const cells = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', 'a"b;c', '+4520643064', '-5', '＝1']
    const csv = (
      await written(
        'csv',
        cells.map((cell) => [cell]),
      )
    ).toString()
    assert.deepEqual(csv.split('\r\n').slice(1, -1), [
      ...[
        "'=1+1",
        "'+1+1",
        "'-1+1",
        "'@SUM(A1)",
        `"'\t=1"`,
        '"a""b;c"',
        '+4520643064',
        '-5',
        "'＝1",
      ],
    ])
    const text = (await written('txt', [['a\tb\nc', 1, null]])).toString()
    assert.equal(text.split('\r\n')[1], 'a b c\t1\t')
  })

  test('go on in a further sheet of the workbook where one is full', async () => {
    const book = await written(
      'xlsx',
      Array.from({ length: 12 }, () => [1]),
      10,
    )
    assert.equal(book.subarray(0, 2).toString(), 'PK')
    const names = book.toString('latin1')
    assert.ok(names.includes('xl/worksheets/sheet2.xml'))
    assert.ok(!names.includes('xl/worksheets/sheet3.xml'))
    assert.ok(names.includes('[Content_Types].xml'))
  })
})
