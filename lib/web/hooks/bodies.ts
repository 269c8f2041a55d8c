// Reads the bodies of calls from strangers, byte by byte as they came, for signatures are made of them.
//
// None is longer or takes longer than is said here, and no more are read at once: one more ends the oldest,
// so that whoever sends a body drop by drop keeps nobody else out.
import type { IncomingMessage } from 'node:http'
import type { BodyReading } from '../../gateway/gateway.ts'

export interface BodyBounds {
  readonly bytes: number
  /** Milliseconds from when it is begun to read it. */
  readonly patience: number
  readonly atOnce: number
}

export class Bodies {
  readonly #bounds: BodyBounds
  /** By the oldest: what gives each of them up. */
  readonly #reading = new Set<() => void>()

  constructor(bounds: BodyBounds) {
    this.#bounds = bounds
  }

  read(request: IncomingMessage): Promise<BodyReading> {
    const { bytes, patience, atOnce } = this.#bounds
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
      return Promise.resolve({ kind: 'refused', status: 415 })
    const [oldest] = this.#reading
    if (this.#reading.size >= atOnce) oldest?.()
    return new Promise((resolve) => {
      const chunks: Buffer[] = []
      let length = 0
      const end = (reading: BodyReading): void => {
        clearTimeout(timer)
        this.#reading.delete(giveUp)
        request.removeListener('data', take)
        resolve(reading)
      }
      const giveUp = (): void => end({ kind: 'refused', status: 408 })
      const take = (chunk: Buffer): void => {
        length += chunk.length
        if (length > bytes) end({ kind: 'refused', status: 413 })
        else chunks.push(chunk)
      }
      const timer = setTimeout(giveUp, patience)
      this.#reading.add(giveUp)
      request
        .on('data', take)
        .once('end', () => end({ kind: 'read', body: Buffer.concat(chunks) }))
        .once('close', () => end({ kind: 'refused', status: 400 }))
    })
  }
}
