// The bell: who rings wakes this process at once, and every other one on the same database.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { Store, type Topic } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'

const ringer = fileURLToPath(new URL('../support/ringer.js', import.meta.url))

interface Listening {
  readonly store: Store
  readonly heard: Topic[]
  readonly errors: unknown[]
}

function listening(database: string): Listening {
  const errors: unknown[] = []
  const store = new Store(database, '/', (error) => errors.push(error))
  const heard: Topic[] = []
  for (const topic of ['queue', 'outbox'] as const) store.onWake(topic, () => heard.push(topic))
  return { store, heard, errors }
}

/** Rings until the other side has heard it: it may not be listening yet. */
function ringsUntil(ring: () => void, heard: () => boolean): Promise<true> {
  return eventually('the bell to be heard', () => {
    if (heard()) return true
    ring()
    return undefined
  })
}

interface Overheard {
  /** What was told all who listen, with the names of those who told it. */
  readonly told: string[]
  /** Takes no part in it. */
  readonly client: pg.Client
  readonly one: Listening
}

/** Hears what one store tells others on PostgreSQL, as one that listens and is not known to. */
async function overhear(
  database: string,
  work: (overheard: Overheard) => Promise<void>,
): Promise<void> {
  const told: string[] = []
  const client = new pg.Client({ connectionString: database })
  client.on('notification', ({ payload = '' }) => told.push(payload))
  await client.connect()
  await client.query('listen haraka_sms')
  const one = listening(database)
  try {
    await work({ told, client, one })
  } finally {
    await one.store.close()
    await client.end()
  }
}

/** Rings until a ring asks nothing of the database: until nobody else is told. */
function untilSilent(t: TestContext, { store, heard }: Listening): Promise<true> {
  const asked = t.mock.method(
    store.db.client as { acquireConnection(): Promise<unknown> },
    'acquireConnection',
  )
  return eventually('it to be silent', async () => {
    heard.length = 0
    asked.mock.resetCalls()
    store.wake('queue')
    await eventually('the ring', () => (heard.includes('queue') ? true : undefined))
    return asked.mock.callCount() === 0 ? true : undefined
  })
}

/** The files by which processes on a SQLite database tell each other, and when each was last touched. */
async function bellFiles(database: string): Promise<Map<string, number>> {
  const directory = bellOf(database)
  const names = await readdir(directory).catch(() => [])
  const touched = names.map(
    async (name) => [name, (await stat(join(directory, name))).mtimeMs] as const,
  )
  return new Map(await Promise.all(touched))
}

function bellOf(database: string): string {
  return `${database.slice('sqlite:'.length)}-bell`
}

/** Rings until a ring touches no file: until nobody else is told. */
function untilUntouched(database: string, { store, heard }: Listening): Promise<true> {
  return eventually('it to be silent', async () => {
    heard.length = 0
    const before = await bellFiles(database)
    store.wake('queue', 'outbox')
    await eventually('the ring', () => (heard.includes('queue') ? true : undefined))
    await delay(20)
    const after = await bellFiles(database)
    const isHere = [...after.keys()].some((file) => file.startsWith('here-'))
    return isHere && [...after].every(([file, at]) => before.get(file) === at) ? true : undefined
  })
}

forEachDatabase((name, openDatabaseUrl) => {
  const onPostgres = { skip: name === 'SQLite' }
  const onSqlite = { skip: name !== 'SQLite' }

  test('a ring is heard in the same process at once, only by its topic, until it is stopped', async () => {
    const { store, heard } = listening(await openDatabaseUrl())
    try {
      let stopped = 0
      store.onWake('outbox', () => stopped++)()
      await store.migrate()
      heard.length = 0
      store.wake('outbox')
      await eventually('the ring', () => (heard.includes('outbox') ? true : undefined))
      assert.equal(stopped, 0)
    } finally {
      await store.close()
    }
  })

  test('rings of one turn are one', async () => {
    const { store, heard } = listening(await openDatabaseUrl())
    try {
      await store.migrate()
      await ringsUntil(
        () => store.wake('queue'),
        () => heard.length > 0,
      )
      heard.length = 0
      for (let ring = 0; ring < 1_000; ring++) store.wake('queue')
      await eventually('the ring', () => (heard.length > 0 ? true : undefined))
      assert.ok(heard.length < 10, `${heard.length} were heard`)
    } finally {
      await store.close()
    }
  })

  test('others hear the topic that was rung and no other, and nobody hears its own ring twice', async () => {
    const database = await openDatabaseUrl()
    const [one, two] = [listening(database), listening(database)]
    try {
      await one.store.migrate()
      for (const [from, to] of [
        [one, two],
        [two, one],
      ] as const)
        await ringsUntil(
          () => from.store.wake('queue'),
          () => to.heard.includes('queue'),
        )
      await delay(50)
      one.heard.length = two.heard.length = 0
      one.store.wake('queue')
      await eventually('the ring', () => (two.heard.includes('queue') ? true : undefined))
      await delay(50)
      assert.deepEqual(one.heard, ['queue'])
      assert.ok(!two.heard.includes('outbox'))
    } finally {
      await one.store.close()
      await two.store.close()
    }
  })

  test('two processes hear each other', async () => {
    const database = await openDatabaseUrl()
    const here = listening(database)
    await here.store.migrate()
    const there = spawn(process.execPath, [ringer, database], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let said = ''
    there.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    try {
      await ringsUntil(
        () => here.store.wake('queue'),
        () => said.includes('queue'),
      )
      here.heard.length = 0
      await ringsUntil(
        () => there.stdin.write('outbox\n'),
        () => here.heard.includes('outbox'),
      )
      assert.deepEqual(here.errors, [])
    } finally {
      there.stdin.end()
      const [code] = (await once(there, 'exit')) as [number]
      assert.equal(code, 0, 'it ends by itself when its store is closed')
      await here.store.close()
    }
  })

  test('a listener whose connection was ended listens again', onPostgres, async () => {
    const database = await openDatabaseUrl()
    const [one, two] = [listening(database), listening(database)]
    const client = new pg.Client({ connectionString: database })
    await client.connect()
    try {
      // What one rings itself it hears at once: that both listen, each hears from the other.
      await ringsUntil(
        () => two.store.wake('queue'),
        () => one.heard.length > 0,
      )
      two.heard.length = 0
      await ringsUntil(
        () => one.store.wake('queue'),
        () => two.heard.length > 0,
      )
      const { rows } = await client.query<{ ended: boolean }>(
        `select pg_terminate_backend(pid) as ended from pg_stat_activity
         where datname = current_database() and query like 'listen%'`,
      )
      assert.equal(rows.filter(({ ended }) => ended).length, 2)
      two.heard.length = 0
      await eventually('what may have been missed', () =>
        two.heard.includes('queue') && two.heard.includes('outbox') ? true : undefined,
      )
      two.heard.length = 0
      await ringsUntil(
        () => one.store.wake('outbox'),
        () => two.heard.includes('outbox'),
      )
    } finally {
      await client.end()
      await one.store.close()
      await two.store.close()
    }
  })

  test('who is alone touches no file, and whoever comes is told', onSqlite, async () => {
    const database = await openDatabaseUrl()
    const one = listening(database)
    try {
      await untilUntouched(database, one)
      const two = listening(database)
      try {
        await ringsUntil(
          () => one.store.wake('outbox'),
          () => two.heard.includes('outbox'),
        )
        one.heard.length = 0
        await ringsUntil(
          () => two.store.wake('queue'),
          () => one.heard.includes('queue'),
        )
      } finally {
        await two.store.close()
      }
      await untilUntouched(database, one)
      assert.deepEqual(one.errors, [])
    } finally {
      await one.store.close()
    }
    assert.deepEqual(await bellFiles(database), new Map())
  })

  test('who cannot hear any more tells others, though it sees none', onSqlite, async () => {
    const database = await openDatabaseUrl()
    const one = listening(database)
    try {
      await untilUntouched(database, one)
      await rm(bellOf(database), { recursive: true })
      const two = listening(database)
      try {
        await ringsUntil(
          () => one.store.wake('outbox'),
          () => two.heard.includes('outbox'),
        )
      } finally {
        await two.store.close()
      }
    } finally {
      await one.store.close()
    }
  })

  test('a newcomer on the same file is told what it may just have missed', onSqlite, async () => {
    const database = await openDatabaseUrl()
    const one = listening(database)
    try {
      await untilUntouched(database, one)
      const before = await bellFiles(database)
      await writeFile(join(bellOf(database), 'here-newcomer'), '')
      await eventually('all topics', async () => {
        const after = await bellFiles(database)
        const topics = ['queue', 'outbox', 'change'].filter((topic) =>
          [...after].some(([file, at]) => file.startsWith(`${topic}-`) && before.get(file) !== at),
        )
        return topics.length === 3 ? true : undefined
      })
      await utimes(join(bellOf(database), 'here-newcomer'), 1, 1)
      await untilUntouched(database, one)
    } finally {
      await one.store.close()
    }
  })

  test('who is alone tells nobody, and whoever comes is told', onPostgres, async (t) => {
    const database = await openDatabaseUrl()
    await overhear(database, async ({ told, one }) => {
      await untilSilent(t, one)
      told.length = 0
      const two = listening(database)
      try {
        await eventually('the hello', () =>
          told.some((payload) => payload.endsWith(' hello')) ? true : undefined,
        )
        await ringsUntil(
          () => one.store.wake('outbox'),
          () => told.some((payload) => payload.endsWith(' outbox')),
        )
        two.heard.length = 0
        await ringsUntil(
          () => one.store.wake('outbox'),
          () => two.heard.includes('outbox'),
        )
      } finally {
        await two.store.close()
      }
      assert.deepEqual(one.errors, [])
    })
  })

  test('a newcomer is told what it may just have missed', onPostgres, async (t) =>
    overhear(await openDatabaseUrl(), async ({ told, client, one }) => {
      await untilSilent(t, one)
      await client.query(`select pg_notify('haraka_sms', 'newcomer hello')`)
      await eventually('all topics', () =>
        told.some((payload) => payload.endsWith(' queue outbox change')) ? true : undefined,
      )
    }),
  )

  test(
    'who does not hear any more, and does not know, is not alone with the one that came',
    onPostgres,
    async (t) => {
      const connect = t.mock.method(pg.Client.prototype, 'connect')
      await overhear(await openDatabaseUrl(), async ({ told, client, one }) => {
        await untilSilent(t, one)
        const { rows } = await client.query<{ pid: number }>(
          `select pid from pg_locks where locktype = 'advisory' and objid = 7769
           and database = (select oid from pg_database where datname = current_database())`,
        )
        assert.equal(rows.length, 1)
        const deaf = connect.mock.calls
          .map((call) => call.this as { processID?: number; connection: { stream: Socket } })
          .find(({ processID }) => processID === rows[0]?.pid)
        assert.ok(deaf)
        const { stream } = deaf.connection
        stream.pause()
        try {
          await client.query('select pg_terminate_backend($1)', [rows[0]?.pid])
          await client.query('select pg_advisory_lock_shared(7769)')
          const now = performance.now() + 30_000
          t.mock.method(performance, 'now', () => now)
          told.length = 0
          await ringsUntil(
            () => one.store.wake('outbox'),
            () => told.some((payload) => payload.endsWith(' outbox')),
          )
        } finally {
          stream.resume()
        }
      })
    },
  )

  test('a store that is closed while it connects leaves no connection behind', async () => {
    const database = await openDatabaseUrl()
    for (let time = 0; time < 5; time++) {
      const { store, errors } = listening(database)
      await store.close()
      await store.close()
      assert.deepEqual(errors, [])
    }
    if (name === 'SQLite') return
    const client = new pg.Client({ connectionString: database })
    await client.connect()
    try {
      await eventually('no other connection', async () => {
        const { rows } = await client.query(
          `select 1 from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
        )
        return rows.length === 0 ? true : undefined
      })
    } finally {
      await client.end()
    }
  })
})
