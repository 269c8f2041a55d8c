// The bell of SQLite: the processes of one host.
import { randomUUID } from 'node:crypto'
import { watch, type FSWatcher } from 'node:fs'
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LocalBell, topics, type Bell, type Topic } from './bell.ts'

/** How often a process that listens says that it is there, and when it is so no more, in milliseconds. */
const sayHereEvery = 20_000
const goneAfter = 70_000

/**
 * Processes on one host: each has a file for each topic in a directory that all of them watch, and
 * touches it; one more says that it is there. So a process knows its own rings from those of others, which may
 * come at the same time.
 */
class FileBell extends LocalBell {
  readonly #directory: string
  readonly #id = randomUUID()
  readonly #onError: (error: unknown) => void
  readonly #mine = new Set<string>()
  #opened: Promise<void> | undefined
  #watching: Promise<void> | undefined
  #watcher: FSWatcher | undefined
  #isDeaf = false
  #timer: NodeJS.Timeout | undefined

  constructor(directory: string, onError: (error: unknown) => void) {
    super()
    this.#directory = directory
    this.#onError = onError
  }

  override on(topic: Topic, listener: () => void): () => void {
    this.#watching ??= this.#watch()
    return super.on(topic, listener)
  }

  async #watch(): Promise<void> {
    try {
      await this.#open()
      if (this.closed) return
      const watcher = watch(this.#directory, { persistent: false }, (_event, name) =>
        this.#touched(name),
      )
      this.#watcher = watcher.on('error', (error) => {
        this.#deafened()
        this.#onError(error)
      })
      this.#timer = setInterval(() => void this.#tell(['here']), sayHereEvery).unref()
    } catch (error) {
      // The next that listens tries again.
      this.#watching = undefined
      this.#onError(error)
      return
    }
    // In this order: of two that come at once each sees the other.
    await this.#tell(['here'])
    await this.look()
  }

  /** Not every system tells the name. */
  #touched(name: string | null): void {
    if (name?.endsWith(this.#id) === true) return
    // So Linux says that the directory itself was removed.
    if (name === basename(this.#directory)) {
      this.#deafened()
      return
    }
    for (const topic of topics) if (name?.startsWith(topic) !== false) this.heard(topic)
    if (name?.startsWith('here') === false) return
    this.welcome()
    void this.look()
  }

  #deafened(): void {
    this.#isDeaf = true
    this.doubt()
  }

  protected override async seesNobody(): Promise<boolean> {
    if (this.#watcher === undefined || this.#isDeaf) return false
    try {
      const mine = `here-${this.#id}`
      const names = await readdir(this.#directory)
      const others = names.filter((name) => name.startsWith('here-') && name !== mine)
      const ages = await Promise.all(others.map((name) => ageOf(join(this.#directory, name))))
      return names.includes(mine) && ages.every((age) => age > goneAfter)
    } catch (error) {
      if (!this.closed) this.#onError(error)
      return false
    }
  }

  #open(): Promise<void> {
    this.#opened ??= openDirectory(this.#directory).catch((error: unknown) => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  protected override tellOthers(rung: readonly Topic[]): Promise<void> {
    return this.#tell(rung)
  }

  async #tell(what: readonly (Topic | 'here')[]): Promise<void> {
    try {
      await this.#open()
      await Promise.all(what.map((one) => this.#touch(one)))
    } catch (error) {
      this.#onError(error)
    }
  }

  async #touch(what: Topic | 'here'): Promise<void> {
    const file = join(this.#directory, `${what}-${this.#id}`)
    this.#mine.add(file)
    try {
      const now = new Date()
      await utimes(file, now, now)
    } catch (error) {
      if (!isMissing(error)) throw error
      await writeFile(file, '')
    }
  }

  override async close(): Promise<void> {
    await super.close()
    await this.#watching
    clearInterval(this.#timer)
    this.#watcher?.close()
    for (const file of this.#mine) await rm(file, { force: true }).catch(this.#onError)
  }
}

/** Processes that were killed leave their files; one that is still there makes its own anew. */
async function openDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  for (const name of await readdir(directory)) {
    const file = join(directory, name)
    if ((await ageOf(file)) > 86_400_000) await rm(file, { force: true })
  }
}

/** In milliseconds since it was touched; of a file that is not there, for ever. */
async function ageOf(file: string): Promise<number> {
  const touched = await stat(file).catch(() => undefined)
  return touched === undefined ? Infinity : Date.now() - touched.mtimeMs
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

export function sqliteBell(database: string, onError: (error: unknown) => void): Bell {
  return new FileBell(`${database}-bell`, onError)
}
