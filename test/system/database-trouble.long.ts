// A database that stops, drops its connections, or is locked by another program while mails come in: 451
// as long as it lasts, back by itself within seconds, nothing lost and nothing twice.
//
// A full disk and a database that hangs have files of their own.
import { test, type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import Database from 'better-sqlite3'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { eventually } from '../support/eventually.ts'
import { startPostgres } from '../support/postgres.ts'
import { WitnessedHaraka } from '../support/witnessed-haraka.ts'

/** A connection that was cut may leave a batch under way, whose outcome nobody knows. */
const window = 100

/** `closeDatabase` is called when the server is gone. */
async function start(
  t: TestContext,
  database: (directory: string) => string,
  closeDatabase: () => Promise<void> = () => Promise.resolve(),
): Promise<WitnessedHaraka> {
  const directory = await mkdtemp(join(tmpdir(), 'sms-trouble-'))
  const starting = WitnessedHaraka.start({
    database: database(directory),
    nodes: 0,
    journal: join(directory, 'journal'),
    connections: 4,
  })
  t.after(async () => {
    await (await starting).close()
    await closeDatabase()
    await rm(directory, { recursive: true })
  })
  const witnessed = await starting
  await goesOn(witnessed, 'the first mails')
  return witnessed
}

/** Answers how long it took until mails were taken again, in milliseconds. */
async function goesOn({ sender }: WitnessedHaraka, what: string): Promise<number> {
  const before = sender.accepted.length
  const began = performance.now()
  await eventually(what, () => (sender.accepted.length > before + 4 ? true : undefined), 30_000)
  return performance.now() - began
}

async function reckon(t: TestContext, witnessed: WitnessedHaraka): Promise<number> {
  await witnessed.sender.end()
  await witnessed.settled(120_000)
  const uncertain = await witnessed.reckon()
  const { accepted, setbacks } = witnessed.sender
  const codes = [...setbacks.keys()]
  t.diagnostic(`${accepted.length} mails, ${uncertain} uncertain, codes ${codes.join(', ')}`)
  assert.deepEqual(
    codes.filter((code) => code !== 451),
    [],
    'something else than 451 was said',
  )
  return uncertain
}

test('PostgreSQL stops and starts five times', async (t) => {
  const postgres = await startPostgres()
  const witnessed = await start(
    t,
    () => postgres.url,
    () => postgres.stop(),
  )
  for (let times = 0; times < 5; times++) {
    await postgres.halt()
    const before = witnessed.sender.setbacks.get(451) ?? 0
    await eventually('451', () =>
      (witnessed.sender.setbacks.get(451) ?? 0) > before ? true : undefined,
    )
    await delay(Math.random() * 3_000)
    await postgres.start()
    const back = await goesOn(witnessed, 'mails to be taken again')
    assert.ok(back < 5_000, `it took ${Math.round(back)} ms to come back`)
  }
  assert.ok((await reckon(t, witnessed)) <= 5 * window)
})

test('the connections to PostgreSQL are cut forty times', async (t) => {
  const postgres = await startPostgres()
  const witnessed = await start(
    t,
    () => postgres.url,
    () => postgres.stop(),
  )
  const axe = new pg.Client({ connectionString: postgres.url })
  await axe.connect()
  for (let times = 0; times < 40; times++) {
    await delay(50 + Math.random() * 400)
    await axe.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    )
  }
  await axe.end()
  const back = await goesOn(witnessed, 'mails to be taken again')
  assert.ok(back < 5_000, `it took ${Math.round(back)} ms to come back`)
  assert.equal(await reckon(t, witnessed), 0, 'the outcome is kept until the database takes it')
})

test('SQLite is locked by another program for half a minute', async (t) => {
  let file = ''
  const witnessed = await start(t, (directory) => {
    file = join(directory, 'sms.db')
    return `sqlite:${file}`
  })
  const other = new Database(file)
  other.exec('begin immediate')
  const accepted = witnessed.sender.accepted.length
  await delay(30_000)
  const during = witnessed.sender.accepted.length - accepted
  assert.ok(during <= 4, `${during} mails were answered 250 while nothing could be written`)
  assert.ok((witnessed.sender.setbacks.get(451) ?? 0) > 0, 'nobody was told to come again')
  other.exec('commit')
  other.close()
  const back = await goesOn(witnessed, 'mails to be taken again')
  assert.ok(back < 5_000, `it took ${Math.round(back)} ms to come back`)
  assert.equal(await reckon(t, witnessed), 0)
})
