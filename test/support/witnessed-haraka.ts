// A Haraka whose virtual phones are witnessed outside the database, a client that hands in mails whatever
// happens, and the reckoning of both against the rows afterwards.
//
// Mails of ours stay in its outbound queue, where they can be counted, unless a smarthost takes them.
// (Haraka keeps each mail that it may not deliver in memory, with a timer of its own.)
import assert from 'node:assert/strict'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Store } from '../../lib/store/store.ts'
import { eventually } from './eventually.ts'
import { StubbornSender, stubbornAddress, textOf } from './stubborn-sender.ts'
import { TestHaraka } from './test-haraka.ts'

const stubbornNumber = '+46701740699'

interface Sms {
  readonly text: string
  readonly state: string
}

export class WitnessedHaraka {
  readonly haraka: TestHaraka
  readonly sender: StubbornSender
  readonly store: Store
  readonly journal: string

  private constructor(haraka: TestHaraka, sender: StubbornSender, store: Store, journal: string) {
    this.haraka = haraka
    this.sender = sender
    this.store = store
    this.journal = journal
  }

  /** `journal` is a file that is not there yet. From here on mails come in. */
  static async start(options: {
    database: string
    nodes: number
    journal: string
    connections?: number
    pause?: number
    /** The port of a server here that takes the mails of ours. */
    smarthost?: number
  }): Promise<WitnessedHaraka> {
    const { database, nodes, journal, connections = 8, pause = 20, smarthost } = options
    process.env['SMS_TEST_JOURNAL'] = journal
    process.env['NODE_OPTIONS'] = `--import=${new URL('witness.js', import.meta.url).href}`
    const haraka = await TestHaraka.start({
      say: [
        `[main]\ndatabase = ${database}\n[domains]\nsms.test =\n[route virtual]\ntype = phone\n`,
        smarthost === undefined ? '' : `[outgoing]\nsmarthost = 127.0.0.1:${smarthost}\n`,
      ].join(''),
      nodes,
      files: smarthost === undefined ? { 'outbound.ini': 'disabled=true\n' } : {},
    })
    await haraka.administer(async (administration) => {
      await administration.addAccount({ address: stubbornAddress, networks: ['127.0.0.1'] })
      await administration.addNumber({ number: stubbornNumber, account: stubbornAddress })
    })
    const sender = new StubbornSender(haraka.profile.smtp, { connections, pause })
    const store = new Store(database, haraka.directory, () => undefined)
    return new WitnessedHaraka(haraka, sender, store, journal)
  }

  /**
   * kill -9 for the primary and all workers. A worker that was just being made may be left over, which
   * the next look finds.
   */
  async kill(): Promise<void> {
    await eventually('the server to be gone', async () => {
      const left = await processesOf(this.haraka.directory)
      for (const pid of left) killIfThere(pid)
      return left.length === 0 && !this.haraka.running ? true : undefined
    })
  }

  async workers(): Promise<number[]> {
    const { pid } = this.haraka
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
    return children.split(' ').filter(Boolean).map(Number)
  }

  /** The phone that was last written to answers; false when nobody acknowledged it. */
  async answer(text: string): Promise<boolean> {
    const { page } = this.haraka
    try {
      const { phones } = await page.read()
      const [last] = phones
      if (last === undefined) return false
      await page.answer({ phone: last.phone, to: stubbornNumber, text })
      return true
    } catch {
      return false
    }
  }

  /** Waits until nothing is on its way to a phone or into the outbound queue. */
  async settled(patience: number): Promise<void> {
    const { db } = this.store
    const busy = async (table: string, states: readonly string[]): Promise<number> => {
      const rows = await db(table).whereIn('state', states).count<{ n: number }[]>({ n: '*' })
      return Number(rows[0]?.n)
    }
    await eventually(
      'everything to be settled',
      async () => {
        await delay(200)
        const waiting =
          (await busy('messages', ['queued', 'scheduled', 'sending', 'held'])) +
          (await busy('outbox', ['queued', 'writing']))
        return waiting === 0 ? true : undefined
      },
      patience,
    )
  }

  /**
   * Every mail that got its 250 is one message, and one SMS on its phone, unless it is marked as
   * uncertain; no phone got one twice. Answers how many are uncertain.
   */
  async reckon(): Promise<number> {
    const stored = new Map<string, Sms[]>()
    const rows = await this.store
      .db('messages')
      .where({ direction: 'out' })
      .select<Sms[]>('text', 'state')
    for (const row of rows) stored.set(row.text, [...(stored.get(row.text) ?? []), row])
    const got = await this.#phonesGot()
    let uncertain = 0
    for (const n of this.sender.accepted) {
      const text = textOf(n)
      const [sms, second] = stored.get(text) ?? []
      assert.ok(sms !== undefined, `"${text}" was answered 250 and is not there`)
      assert.equal(second, undefined, `"${text}" is there twice`)
      const times = got.get(text) ?? 0
      if (sms.state === 'uncertain') uncertain++
      else assert.ok(['sent', 'delivered'].includes(sms.state), `"${text}" is ${sms.state}`)
      if (sms.state === 'uncertain') assert.ok(times <= 1, `"${text}" went out ${times} times`)
      else assert.equal(times, 1, `"${text}" is ${sms.state} and went out ${times} times`)
    }
    return uncertain
  }

  async #phonesGot(): Promise<Map<string, number>> {
    const got = new Map<string, number>()
    for (const line of (await readFile(this.journal, 'utf8')).split('\n').filter(Boolean)) {
      const { text } = JSON.parse(line) as { text: string }
      got.set(text, (got.get(text) ?? 0) + 1)
    }
    return got
  }

  /** The Message-IDs of the mails in the outbound queue that hold `text` as a line. */
  async mailsInQueue(): Promise<{ text: string; messageId: string }[]> {
    const directory = join(this.haraka.directory, 'queue')
    const names = (await readdir(directory)).filter((name) => !name.startsWith('.'))
    const files = await Promise.all(names.map((name) => readFile(join(directory, name), 'latin1')))
    return files.flatMap((mail) => {
      const messageId = /^message-id: (\S+)/im.exec(mail)?.[1]
      const text = /\r\n\r\n([^\r\n]*)/.exec(mail)?.[1]
      return messageId === undefined || text === undefined ? [] : [{ text, messageId }]
    })
  }

  async close(): Promise<void> {
    await this.store.close()
    await this.haraka.stop()
    await this.kill()
    await this.haraka.close()
  }
}

async function processesOf(directory: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  return pids.map(Number).filter((_, index) => commands[index]?.endsWith(`\0-c\0${directory}\0`))
}

export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}
