// kill -9 at random moments, of the whole server, of one worker, of `haraka-sms dispatch`, while mails
// come in and phones answer: nothing that was acknowledged is lost, and nothing is done twice unmarked.
import { test, type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { killIfThere, WitnessedHaraka } from '../support/witnessed-haraka.ts'

const kills = 54
const window = 100

forEachDatabase((name, openDatabaseUrl) => {
  test(`${name}: ${kills} times kill -9 loses nothing and sends nothing twice unmarked`, async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'sms-crash-'))
    const witnessed = await WitnessedHaraka.start({
      database: await openDatabaseUrl(),
      nodes: 2,
      journal: join(directory, 'journal'),
    })
    const dispatcher = new Dispatcher(witnessed.haraka.directory)
    t.after(async () => {
      dispatcher.kill()
      await witnessed.close()
      await rm(directory, { recursive: true })
    })
    const phones = new Phones(witnessed)
    await killAtRandom(t, witnessed, dispatcher)
    await eventually(
      '2,000 mails',
      () => (witnessed.sender.accepted.length >= 2_000 ? true : undefined),
      300_000,
    )
    await Promise.all([witnessed.sender.end(), phones.end()])
    await witnessed.settled(180_000)
    const uncertain = await witnessed.reckon()
    t.diagnostic(
      `${witnessed.sender.accepted.length} mails accepted, ${uncertain} uncertain; setbacks: ` +
        [...witnessed.sender.setbacks].map(([code, times]) => `${times} times ${code}`).join(', '),
    )
    assert.ok(uncertain <= window * kills, `${uncertain} messages are uncertain`)
    assert.ok(phones.acknowledged.length > 100, 'phones had their say')
    await phones.reckon()
    t.diagnostic(`${phones.acknowledged.length} SMS from phones, each a mail`)
  })
})

async function killAtRandom(
  t: TestContext,
  witnessed: WitnessedHaraka,
  dispatcher: Dispatcher,
): Promise<void> {
  const { haraka } = witnessed
  for (let kill = 0; kill < kills; kill++) {
    await delay(100 + Math.random() * 1_500)
    if (kill % 3 === 0) {
      await witnessed.kill()
      await haraka.run()
    } else if (kill % 3 === 1) {
      const workers = await witnessed.workers()
      const worker = workers[Math.floor(Math.random() * workers.length)]
      if (worker !== undefined) killIfThere(worker)
    } else {
      dispatcher.kill()
      dispatcher.run()
    }
    assert.ok(haraka.running, `the server has stopped:\n${haraka.log.slice(-20).join('\n')}`)
  }
  t.diagnostic(`${kills} kills`)
}

class Dispatcher {
  readonly #directory: string
  #process: ChildProcess | undefined

  constructor(directory: string) {
    this.#directory = directory
    this.run()
  }

  run(): void {
    const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))
    const command = [main, 'dispatch', '--config', this.#directory]
    this.#process = spawn(process.execPath, command, { stdio: 'ignore' })
  }

  kill(): void {
    this.#process?.kill('SIGKILL')
  }
}

/** Phones that answer all the while; what the server did not acknowledge they forget. */
class Phones {
  readonly acknowledged: string[] = []
  readonly #witnessed: WitnessedHaraka
  readonly #working: Promise<void>
  #over = false

  constructor(witnessed: WitnessedHaraka) {
    this.#witnessed = witnessed
    this.#working = this.#work()
  }

  async end(): Promise<void> {
    this.#over = true
    await this.#working
  }

  async #work(): Promise<void> {
    for (let n = 0; !this.#over; n++) {
      const text = `answer ${n}`
      if (await this.#witnessed.answer(text)) this.acknowledged.push(text)
      await delay(100)
    }
  }

  /** Each that was acknowledged is a mail; where it is two, both have the same Message-ID. */
  async reckon(): Promise<void> {
    const mails = await this.#witnessed.mailsInQueue()
    for (const text of this.acknowledged) {
      const ids = new Set(mails.filter((mail) => mail.text === text).map((mail) => mail.messageId))
      assert.equal(ids.size, 1, `"${text}" is ${ids.size} mails`)
    }
  }
}
