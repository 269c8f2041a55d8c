// What the thread of the programs does besides, on both databases.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMail } from '../../lib/gateway/database-programs.ts'
import { readAhead } from '../../lib/mail/mail-job.ts'
import type { Errand } from '../../lib/store/program.ts'
import { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'

const programs = new URL('../../lib/gateway/database-programs.js', import.meta.url).href
const envelope = { envelopeFrom: 'a@x.test', recipients: ['4520643064@sms.test'] }
const job = { source: 'From: a@x.test\r\n\r\nHej\r\n', envelope, options: undefined }

forEachDatabase((_name, openDatabaseUrl) => {
  async function withStore(
    module: string | undefined,
    work: (store: Store) => Promise<void>,
  ): Promise<void> {
    const store = new Store(await openDatabaseUrl(), '/', assert.ifError, module)
    try {
      await work(store)
    } finally {
      await store.close()
    }
  }

  /** The last of so many that PostgreSQL's thread is worth it. */
  async function inRush<A, R>(store: Store, errand: Errand<A, R>, args: A): Promise<R | undefined> {
    const [, , answer] = await Promise.all([
      store.assist(errand, args),
      store.assist(errand, args),
      store.assist(errand, args),
    ])
    return answer
  }

  /** The thread of SQLite is there with the first query, that of PostgreSQL soon after a rush has begun. */
  async function assisted<A, R>(store: Store, errand: Errand<A, R>, args: A): Promise<R> {
    await store.now()
    return await eventually('the thread', () => inRush(store, errand, args))
  }

  test('an errand is run there and answered, also beside a transaction', async () => {
    await withStore(programs, async (store) => {
      assert.equal(store.assist(readMail, job), undefined)
      assert.deepEqual(await assisted(store, readMail, job), structuredClone(readAhead(job)))
      await store.transaction(async () => {
        assert.deepEqual(await inRush(store, readMail, job), structuredClone(readAhead(job)))
      })
    })
  })

  test('one that fails, and one that nobody knows there, are rejected alone', async () => {
    await withStore(programs, async (store) => {
      await assisted(store, readMail, job)
      const broken = { ...job, source: undefined as unknown as string }
      const unknown = { name: 'no such', load: () => Promise.resolve(() => 1) }
      const [one, two, three] = await Promise.allSettled([
        inRush(store, readMail, broken),
        inRush(store, unknown, 1),
        inRush(store, readMail, job),
      ])
      assert.equal(one.status, 'rejected')
      assert.ok(two.status === 'rejected')
      assert.match(String(two.reason), /knows no "no such"/)
      assert.deepEqual(three, { status: 'fulfilled', value: structuredClone(readAhead(job)) })
    })
  })

  test('an answer that cannot be carried over, and a question that cannot, fail alone', async () => {
    const module = `
      export const programs = []
      export const errands = [
        { name: 'a function', load: async () => () => () => 1 },
        { name: 'a number', load: async () => () => 2 },
      ]`
    await withStore(`data:text/javascript,${encodeURIComponent(module)}`, async (store) => {
      const number = { name: 'a number', load: () => Promise.resolve(() => 2) }
      assert.equal(await assisted(store, number, 0), 2)
      const [one, two, three] = await Promise.allSettled([
        inRush(store, { name: 'a function', load: () => Promise.resolve(() => () => 1) }, 0),
        inRush<unknown, number>(store, number, () => 1),
        inRush(store, number, 0),
      ])
      assert.ok(one.status === 'rejected' && two.status === 'rejected')
      assert.match(`${one.reason} ${two.reason}`, /could not be cloned.+could not be cloned/s)
      assert.deepEqual(three, { status: 'fulfilled', value: 2 })
    })
  })

  test('where there are no programs there is nobody to ask', async () => {
    await withStore(undefined, async (store) => {
      await store.now()
      assert.equal(store.assist(readMail, job), undefined)
    })
  })
})
