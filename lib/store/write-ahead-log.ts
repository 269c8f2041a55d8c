// The write-ahead log of a SQLite file, made safe on the disk beside the work of its thread: while the disk
// writes, the thread reads the next mails. With synchronous=FULL SQLite would wait for it in every commit;
// with NORMAL it writes to the log in order and leaves this to us (https://sqlite.org/pragma.html#pragma_synchronous).
import { closeSync, fdatasync, openSync, realpathSync } from 'node:fs'
export class WriteAheadLog {
  readonly #database: string
  /** There from the first commit on; SQLite deletes its log only when the last connection is closed. */
  #file: number | undefined
  #running: Promise<void> | undefined
  /** Begins when what is running has ended, and is for all that come until then. */
  #next: Promise<void> | undefined

  constructor(database: string) {
    this.#database = database
  }

  /** Fulfilled when all that was committed before the call is on the disk. */
  makeSafe(): Promise<void> {
    return (this.#next ??= this.#afterRunning())
  }

  /** Not while something is being made safe. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
  }

  async #afterRunning(): Promise<void> {
    await Promise.allSettled([this.#running])
    this.#next = undefined
    this.#file ??= openSync(`${realpathSync(this.#database)}-wal`, 'r')
    this.#running = synchronize(this.#file)
    await this.#running
  }
}

function synchronize(file: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(file, (error) => {
      if (error === null) resolve()
      else reject(error)
    })
  })
}
