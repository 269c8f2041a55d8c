// A real Haraka with the plugin, in a scratch directory, for a test: started when it takes mail, and
// gone, directory and all, when the test is over.
//
// `say` is haraka.ini without its listeners, which are free ports; `files` are laid over the made
// config directory, so that a test can have other plugins beside ours.
import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { writeHarakaDirectory } from '../../lib/cli/haraka-directory.ts'
import { PhonePage } from '../../lib/cli/phone-page.ts'
import { readProfile, type Profile } from '../../lib/cli/profile.ts'
import { runHaraka, stopServer, untilServing } from '../../lib/cli/server.ts'
import { SmtpClient, type SmtpReply } from '../../lib/cli/smtp-client.ts'
import {
  createAdministration,
  type Administration,
} from '../../lib/gateway/administration/index.ts'
import { Store } from '../../lib/store/store.ts'
import { databaseScratch } from './scratch.ts'
import { patient } from './patience.ts'

export interface HarakaOptions {
  /** The text of haraka.ini. */
  readonly say?: string
  readonly nodes?: number
  readonly files?: Readonly<Record<string, string>>
  /** Plugins of others, by name: the text of each. */
  readonly plugins?: Readonly<Record<string, string>>
  /** Waits only for SMTP, where the database is not to be ready. */
  readonly withoutDatabase?: boolean
}

export class TestHaraka {
  readonly directory: string
  readonly profile: Profile
  readonly page: PhonePage
  readonly log: string[] = []
  readonly #records = new EventEmitter()
  #haraka: ChildProcess | undefined
  #began = 0

  private constructor(directory: string, profile: Profile) {
    this.directory = directory
    this.profile = profile
    this.page = new PhonePage(`http://127.0.0.1:${profile.pages?.port}`)
  }

  static async start(options: HarakaOptions = {}): Promise<TestHaraka> {
    const haraka = await TestHaraka.prepare(options)
    await haraka.run(options.withoutDatabase)
    return haraka
  }

  /** Its directory alone, for a run that is to fail. */
  static async prepare(options: HarakaOptions): Promise<TestHaraka> {
    const directory = await mkdtemp(join(databaseScratch(), 'sms-haraka-'))
    const haraka = new TestHaraka(directory, await makeProfile(options))
    await writeHarakaDirectory(directory, haraka.profile)
    for (const [name, text] of Object.entries(options.files ?? {}))
      await writeFile(join(directory, 'config', name), text)
    await mkdir(join(directory, 'plugins'))
    for (const [name, text] of Object.entries(options.plugins ?? {}))
      await writeFile(join(directory, 'plugins', `${name}.js`), text)
    return haraka
  }

  /** Starts it, also again after stop() or kill(). */
  async run(withoutDatabase = false): Promise<void> {
    this.#began = this.log.length
    this.#haraka = runHaraka(this.directory, (record) => {
      this.log.push(record)
      this.#records.emit('record')
    })
    const { smtp, pages } = this.profile
    await untilServing(this.#haraka, { smtp, pages: withoutDatabase ? undefined : pages })
    const { nodes } = this.profile
    if (!withoutDatabase) await this.logged(/the database is open/, Math.max(1, Number(nodes)))
  }

  /** The database is there and up to date. */
  async ready(): Promise<void> {
    if (this.#haraka !== undefined) await untilServing(this.#haraka, this.profile)
  }

  /** A record of the log since the last start that fits, `count` of them, now or as soon as they come. */
  async logged(pattern: RegExp, count = 1): Promise<void> {
    const fits = (): boolean =>
      this.log.slice(this.#began).filter((record) => pattern.test(record)).length >= count
    const signal = patient()
    while (!fits()) {
      await once(this.#records, 'record', { signal }).catch(() => {
        throw new Error(`the log says nothing like ${pattern}:\n${this.log.slice(-30).join('\n')}`)
      })
    }
  }

  /** Whether it has never stopped by itself. */
  get running(): boolean {
    return this.#haraka?.exitCode === null && this.#haraka.signalCode === null
  }

  get pid(): number {
    return this.#haraka?.pid ?? 0
  }

  /** Works on the database from outside, as the command line does. */
  async administer<T>(work: (administration: Administration) => Promise<T>): Promise<T> {
    const store = new Store(this.profile.settings.main.database, this.directory, () => undefined)
    try {
      await store.migrate()
      return await work(
        createAdministration({
          store,
          settings: () => this.profile.settings,
          clock: Date.now,
          actor: 'test',
        }),
      )
    } finally {
      await store.close()
    }
  }

  async client(): Promise<SmtpClient> {
    const client = await SmtpClient.connect(this.profile.smtp)
    await client.command('EHLO client.test')
    return client
  }

  /** One mail on a connection of its own. */
  async send(mail: {
    from: string
    to: readonly string[]
    data: string | Buffer
  }): Promise<SmtpReply> {
    const client = await this.client()
    try {
      return await client.sendMail(mail)
    } finally {
      await client.quit()
    }
  }

  /** The texts that a phone has got, once there are `count`. */
  async texts(phone: string, count = 1): Promise<string[]> {
    return this.page.until(({ phones }) => {
      const messages = phones.find((one) => one.phone === phone)?.messages ?? []
      const texts = messages.filter((m) => m.direction === 'to-phone').map((m) => m.text)
      return texts.length >= count ? texts : undefined
    }, patient())
  }

  async stop(): Promise<void> {
    if (this.#haraka !== undefined) await stopServer(this.#haraka)
  }

  async close(): Promise<void> {
    await this.stop()
    await rm(this.directory, { recursive: true, force: true })
  }
}

const plainProfile = `
[domains]
sms.test =
[demo]
mailbox = example.test
[route virtual]
type = phone
`

async function makeProfile({ say = plainProfile, nodes = 0 }: HarakaOptions): Promise<Profile> {
  const [smtp, pages] = await freePorts(2)
  const server = `[server]\nsmtp = 127.0.0.1:${smtp}\npages = 127.0.0.1:${pages}\nnodes = ${nodes}\nlog_level = info\n`
  const trust = '[trust]\ntrust = auth, dkim, key, ip\n'
  const reading = readProfile(`${trust}${say}\n${server}`)
  if (!reading.ok) throw new Error(reading.problems.join('\n'))
  return reading.profile
}
