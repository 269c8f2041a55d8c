// An open serial device as a byte stream, for Linux and macOS.
//
// The device is read and written here and not by the stream of `serialport`, which reads on without end,
// at the whole of a processor, when the line was hung up because a stick was pulled out. Here that is
// the end of the stream. Nothing blocks: the device was opened for that.
import { readSync, writeSync } from 'node:fs'
import { Duplex } from 'node:stream'

/** What a binding of `serialport` opens. */
export interface OpenDevice {
  /** Null when closed. */
  readonly fd: number | null
  readonly poller: {
    once(event: 'readable' | 'writable', callback: (error: Error | null) => void): unknown
  }
  close(): Promise<void>
}

const mostAtOnce = 16_384

export class SerialStream extends Duplex {
  readonly #device: OpenDevice
  readonly #room = Buffer.allocUnsafeSlow(mostAtOnce)
  #isAwaited = false

  constructor(device: OpenDevice) {
    super({ allowHalfOpen: false })
    this.#device = device
  }

  override _read(): void {
    if (this.#isAwaited) return
    this.#isAwaited = true
    this.#when('readable', () => {
      this.#isAwaited = false
      this.#take()
    })
  }

  #take(): void {
    const count = unlessBusy(() => readSync(this.#fd, this.#room))
    if (count === undefined) this._read()
    // The line was hung up: the device is gone.
    else if (count === 0) this.push(null)
    else this.push(Buffer.from(this.#room.subarray(0, count)))
  }

  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    let written = 0
    try {
      written = unlessBusy(() => writeSync(this.#fd, chunk)) ?? 0
    } catch (error) {
      done(error as Error)
      return
    }
    if (written === chunk.length) done()
    else this.#when('writable', () => this._write(chunk.subarray(written), _encoding, done))
  }

  /** The poller of a device that is closed must not be asked again: that ends the whole process. */
  #when(event: 'readable' | 'writable', go: () => void): void {
    if (this.destroyed) return
    this.#device.poller.once(event, (cause) => {
      if (this.destroyed) return
      try {
        if (cause !== null) throw new Error('the device is gone', { cause })
        go()
      } catch (fault) {
        this.destroy(fault as Error)
      }
    })
  }

  get #fd(): number {
    if (this.#device.fd === null) throw new Error('the port is closed')
    return this.#device.fd
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#device.close().then(
      () => done(error),
      (fault: unknown) => done(error ?? (fault as Error)),
    )
  }
}

/** Undefined where the device has nothing, or no room, now. */
function unlessBusy(work: () => number): number | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && busy.has(error.code)) return undefined
    throw error
  }
}

const busy: ReadonlySet<unknown> = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR'])
