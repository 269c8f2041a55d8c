// The bell of SQLite: the processes of one host.
import { randomUUID } from 'node:crypto'
import { watch, type FSWatcher } from 'node:fs'
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalBell, topics, type Bell, type Topic } from './bell.ts'

/**
 * Processes on one host: each has a file for each topic in a directory that all of them watch, and
 * touches it. So a process knows its own rings from those of others, which may come at the same time.
 */
class FileBell extends LocalBell {
  readonly #directory: string
  readonly #id = randomUUID()
  readonly #onError: (error: unknown) => void
  readonly #mine = new Set<string>()
  #opened: Promise<void> | undefined
  #watcher: FSWatcher | undefined

  constructor(directory: string, onError: (error: unknown) => void) {
    super()
    this.#directory = directory
    this.#onError = onError
  }

  override on(topic: Topic, listener: () => void): () => void {
    void this.#watch()
    return super.on(topic, listener)
  }

  async #watch(): Promise<void> {
    try {
      await this.#open()
      if (this.closed || this.#watcher !== undefined) return
      this.#watcher = watch(this.#directory, { persistent: false }, (_event, name) =>
        this.#touched(name),
      )
      this.#watcher.on('error', this.#onError)
    } catch (error) {
      this.#onError(error)
    }
  }

  /** Not every system tells the name. */
  #touched(name: string | null): void {
    if (name?.endsWith(this.#id) === true) return
    for (const topic of topics) if (name?.startsWith(topic) !== false) this.heard(topic)
  }

  #open(): Promise<void> {
    this.#opened ??= openDirectory(this.#directory).catch((error: unknown) => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  protected override async tellOthers(rung: readonly Topic[]): Promise<void> {
    try {
      await this.#open()
      await Promise.all(rung.map((topic) => this.#touch(topic)))
    } catch (error) {
      this.#onError(error)
    }
  }

  async #touch(topic: Topic): Promise<void> {
    const file = join(this.#directory, `${topic}-${this.#id}`)
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
    this.#watcher?.close()
    for (const file of this.#mine) await rm(file, { force: true }).catch(this.#onError)
  }
}

/** Processes that were killed leave their files; one that is still there makes its own anew. */
async function openDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const old = Date.now() - 86_400_000
  for (const name of await readdir(directory)) {
    const file = join(directory, name)
    const touched = await stat(file).catch(() => undefined)
    if (touched !== undefined && touched.mtimeMs < old) await rm(file, { force: true })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

export function sqliteBell(database: string, onError: (error: unknown) => void): Bell {
  return new FileBell(`${database}-bell`, onError)
}
