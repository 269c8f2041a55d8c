// The database comes late, goes away, is locked or is opened by many at once: nothing is lost, clients
// are told to come again, and all goes on by itself when it is back.
import assert from 'node:assert/strict'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import pg from 'pg'
import { plainEntry, RouteTable } from '../../lib/gateway/route-table.ts'
import { migrations } from '../../lib/store/migrations/index.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'
import { TcpProxy } from '../support/tcp-proxy.ts'
import { told } from '../support/traffic.ts'

const away = '451 4.3.0 database_away'

interface Switch {
  readonly url: string
  readonly takeAway: () => Promise<void>
  readonly bringBack: () => Promise<void>
}

/** A database that can be taken away: by its connection, or by the directory of its file. */
async function switchable(url: string): Promise<Switch> {
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length).replace(/sms\.db$/, 'below/sms.db')
    return {
      url: `sqlite:${file}`,
      takeAway: () => rm(dirname(file), { recursive: true, force: true }),
      bringBack: async () => {
        await mkdir(dirname(file), { recursive: true })
      },
    }
  }
  const target = new URL(url)
  const proxy = await TcpProxy.open({ host: target.hostname, port: Number(target.port) })
  return {
    url: Object.assign(target, { port: String(proxy.port) }).href,
    takeAway: () => proxy.cut(),
    bringBack: () => proxy.mend(),
  }
}

const atRcpt = {
  address: '4520643064-abcdefghijklmnop@sms.test',
  envelopeFrom: 'demo@example.test',
  remoteIp: '127.0.0.1',
}

forEachDatabase((name, openDatabaseUrl, openEmptyDatabaseUrl) => {
  test('many processes that start at once on an empty database make its tables once', async () => {
    const database = await openEmptyDatabaseUrl()
    const gateways = await Promise.all(
      Array.from({ length: 6 }, () => openGateway({ database, routes: [] })),
    )
    try {
      const [first] = gateways as [TestGateway]
      const rows = await first.store.db<{ version: number }>('schema_version').orderBy('version')
      assert.deepEqual(
        rows.map(({ version }) => version),
        migrations.map((_, index) => index + 1),
      )
      assert.equal((await first.store.db('groups')).length, 1)
      const complaints = gateways.flatMap(({ log }) => log.filter((line) => line.includes('again')))
      assert.deepEqual(complaints, [])
    } finally {
      await Promise.all(gateways.map((gateway) => gateway.close()))
    }
  })

  test('until the database is there everything is answered 451, and then it works by itself', async () => {
    const { url, takeAway, bringBack } = await switchable(await openDatabaseUrl())
    await takeAway()
    const gateway = await openGateway({ database: url, routes: [new FakeRoute()], atOnce: true })
    try {
      assert.equal(gateway.gateway.ready, false)
      assert.equal(told(await gateway.send()), away)
      assert.equal((await gateway.gateway.checkRecipient(atRcpt))?.code, 451)
      await eventually('a line in the log', () =>
        gateway.log.find((line) => line.includes('cannot be opened')),
      )
      await bringBack()
      await gateway.gateway.migrated
      await addDemoAccount(gateway.gateway)
      assert.equal(told(await gateway.send()), 'taken')
    } finally {
      await gateway.close()
      if (url.startsWith('postgres')) await takeAway()
    }
  })

  test('a fault of the program is not told as one of the database', async () => {
    const missing = Object.assign(new Error("Cannot find package 'x'"), {
      code: 'ERR_MODULE_NOT_FOUND',
    })
    const faults: Error[] = [new TypeError('x is not a function'), missing]
    const table = new RouteTable([plainEntry(new FakeRoute())])
    const gateway = await openGateway({ database: await openDatabaseUrl(), routes: [], table })
    try {
      await addDemoAccount(gateway.gateway)
      for (const fault of faults) {
        table.choose = () => {
          throw fault
        }
        assert.equal(told(await gateway.send()), '451 4.3.0 internal_error')
        assert.ok(gateway.log.some((line) => line.includes(fault.message)))
      }
    } finally {
      await gateway.close()
    }
  })

  test('a gateway that never saw its database closes at once', async () => {
    const { url, takeAway } = await switchable(await openDatabaseUrl())
    await takeAway()
    const gateway = await openGateway({ database: url, routes: [new FakeRoute()], atOnce: true })
    await gateway.close()
    await gateway.close()
  })

  test(
    'a database that goes away is answered 451, and all goes on when it is back',
    { skip: name === 'SQLite' },
    async () => {
      const { url, takeAway, bringBack } = await switchable(await openDatabaseUrl())
      const route = new FakeRoute()
      const gateway = await openGateway({ database: url, routes: [route] })
      try {
        await addDemoAccount(gateway.gateway)
        await gateway.gateway
          .administer('test')
          .addNumber({ number: '+4599900001', account: 'demo@example.test' })
        await gateway.send({ text: 'before' })
        await eventually('the first to be sent', () => route.submitted[0])
        await takeAway()
        const verdicts = await Promise.all([1, 2, 3].map(() => gateway.send({ text: 'while' })))
        assert.deepEqual([...new Set(verdicts.map(told))], [away])
        assert.equal((await gateway.gateway.checkRecipient(atRcpt))?.code, 451)
        await assert.rejects(
          route.sinks?.incoming({
            reference: 'r',
            phone: '+4520643064',
            to: '4599900001',
            text: '',
            at: 1,
          }) ?? Promise.resolve(),
          'what could not be stored is not acknowledged',
        )
        await bringBack()
        await eventually('a mail to be taken again', async () =>
          told(await gateway.send({ text: 'after' })) === 'taken' ? true : undefined,
        )
        await eventually('it to be sent', () =>
          route.submitted.find(({ text }) => text === 'after'),
        )
        await route.sinks?.incoming({
          reference: 'r',
          phone: '+4520643064',
          to: '+4599900001',
          text: 'an answer',
          at: 1,
        })
        await eventually('the mail of the answer', () =>
          gateway.mails.find(({ contents }) => contents.includes('an answer')),
        )
        assert.ok(!route.submitted.some(({ text }) => text === 'while'))
      } finally {
        await gateway.close()
        await takeAway()
      }
    },
  )

  test('connections that the server ends are made anew', { skip: name === 'SQLite' }, async () => {
    const database = await openDatabaseUrl()
    const gateway = await openGateway({ database, routes: [new FakeRoute()] })
    const client = new pg.Client({ connectionString: database })
    await client.connect()
    try {
      await addDemoAccount(gateway.gateway)
      for (let time = 0; time < 3; time++) {
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid()`,
        )
        await eventually('a mail to be taken', async () =>
          told(await gateway.send({ text: `after ${time}` })) === 'taken' ? true : undefined,
        )
      }
    } finally {
      await client.end()
      await gateway.close()
    }
  })

  /** Another process has the file to itself; it waits for no lock here, in the thread of the test. */
  const lockedBy = (url: string): Promise<Database.Database> => {
    const other = new Database(url.slice('sqlite:'.length), { timeout: 0 })
    return eventually('the lock', () => {
      try {
        other.exec('begin exclusive')
        return other
      } catch {
        return undefined
      }
    })
  }

  test(
    'a file that another process locks for a moment is waited for',
    { skip: name !== 'SQLite' },
    async () => {
      const database = await openDatabaseUrl()
      const gateway = await openGateway({ database, routes: [] })
      try {
        await addDemoAccount(gateway.gateway)
        const other = await lockedBy(database)
        const coming = gateway.gateway.administer('test').addGroup('Waits')
        let done = false
        void coming.then(() => {
          done = true
        })
        let looks = 0
        await eventually('some attempts', () => (++looks > 10 ? true : undefined))
        assert.equal(done, false)
        other.exec('rollback')
        other.close()
        await coming
      } finally {
        await gateway.close()
      }
    },
  )

  test(
    'a file that stays locked is answered 451 to all who wait, about five seconds later',
    { skip: name !== 'SQLite' },
    async () => {
      const database = await openDatabaseUrl()
      const route = new FakeRoute()
      const gateway = await openGateway({ database, routes: [route] })
      try {
        await addDemoAccount(gateway.gateway)
        await gateway.send({ text: 'before' })
        const other = await lockedBy(database)
        const begun = Date.now()
        const verdicts = await Promise.all(
          Array.from({ length: 8 }, (_, n) => gateway.send({ text: `locked ${n}` })),
        )
        assert.deepEqual([...new Set(verdicts.map(told))], [away])
        assert.ok(Date.now() - begun < 15_000, `it took ${Date.now() - begun} ms`)
        other.exec('rollback')
        other.close()
        assert.equal(told(await gateway.send({ text: 'unlocked' })), 'taken')
        await eventually('it to be sent', () =>
          route.submitted.find(({ text }) => text === 'unlocked'),
        )
      } finally {
        await gateway.close()
      }
    },
  )
})
