// A thousand mails of forty kinds and more, none of which may become an SMS or make us write to anybody.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Store } from '../../lib/store/store.ts'
import { TrustingHaraka } from '../support/trusting-haraka.ts'
import { kinds } from './forged-kinds.ts'

const ofEach = Math.ceil(1000 / Object.keys(kinds).length)
const atOnce = 16

let server: TrustingHaraka
before(async () => {
  server = await TrustingHaraka.start()
})
after(() => server.close())

test('forged and broken mails become no SMS, no account and no mail of ours', async () => {
  assert.ok(Object.keys(kinds).length >= 40)
  const attempts = Object.entries(kinds).flatMap(([kind, make]) =>
    Array.from({ length: ofEach }, (_, n) => ({ kind, ...make(server, n) })),
  )
  assert.ok(attempts.length >= 1000)
  const answers = new Map<string, Set<string>>()
  async function work(): Promise<void> {
    for (let one = attempts.pop(); one !== undefined; one = attempts.pop()) {
      const { code, lines } = await server.send(one.data, one.envelope)
      const seen = answers.get(one.kind) ?? new Set()
      answers.set(one.kind, seen.add(`${code} ${lines[0] ?? ''}`))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const store = new Store(
    server.haraka.profile.settings.main.database,
    server.haraka.directory,
    () => undefined,
  )
  try {
    for (const table of ['messages', 'outbox', 'mails', 'conversations'])
      assert.deepEqual(await store.db(table).select(), [], table)
    assert.equal((await store.db('accounts').select()).length, 2)
  } finally {
    await store.close()
  }
  // What is taken is taken to be dropped: a bounce that were refused might come again.
  const accepted = [...answers].filter(([, said]) => [...said].some((one) => one.startsWith('250')))
  assert.deepEqual(
    accepted.map(([kind]) => kind),
    ['a bounce'],
  )
  const later = [...answers].filter(([, said]) => [...said].some((one) => one.startsWith('4')))
  assert.deepEqual(later, [])
  assert.ok(server.haraka.running)
})
