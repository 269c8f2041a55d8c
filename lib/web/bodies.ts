// Reads the bodies of calls and forms, byte by byte as they came, for signatures are made of them.
//
// None is longer or takes longer than is said here, and no more are read at once: one more ends the oldest of
// whoever sends most, so that whoever sends bodies drop by drop keeps out, and ends, none of anybody else.
import type { IncomingMessage } from 'node:http'
import type { RequestHandler, Response } from 'express'
import type { BodyReading } from '../gateway/gateway.ts'
import { clientNetwork } from '../gateway/key-guesses.ts'
import type { Person } from '../gateway/people/person.ts'
import { arrivalOf } from './arrival.ts'
import { HttpRefusal } from './http-refusal.ts'
import type { RefusalWord } from './refusal-words.ts'

export interface BodyBounds {
  readonly bytes: number
  /** Milliseconds from when it is begun to read it. */
  readonly patience: number
  readonly atOnce: number
}

/** The slowest line that a form may come by, in bytes a millisecond. */
const slowest = 8

/** For a form of so many bytes. */
export function formBounds(bytes: number, atOnce = 100): BodyBounds {
  return { bytes, atOnce, patience: 20_000 + bytes / slowest }
}

/** Leaves the body in `request.body`, a Buffer, or throws a refusal. */
export function bodyReader(bodies: Bodies): RequestHandler {
  return async (request, response, next) => {
    const reading = await bodies.read(request, senderOf(response))
    if (reading.kind === 'refused')
      throw new HttpRefusal(reading.status, refusals[reading.status] ?? 'unreadable')
    request.body = reading.body
    next()
  }
}

/** Whose body it is, where that is known before it is read. */
export function noteSender(response: Response, { accountId }: Pick<Person, 'accountId'>): void {
  response.locals['sender'] = `account ${accountId}`
}

function senderOf(response: Response): string {
  const { sender } = response.locals
  return typeof sender === 'string' ? sender : clientNetwork(arrivalOf(response).ip)
}

const refusals: Readonly<Record<number, RefusalWord>> = { 408: 'too_slow', 413: 'too_long' }

export class Bodies {
  readonly #bounds: BodyBounds
  /** By the oldest: what gives each of them up, and who sends it. */
  readonly #reading = new Map<() => void, string>()

  constructor(bounds: BodyBounds) {
    this.#bounds = bounds
  }

  read(request: IncomingMessage, sender = ''): Promise<BodyReading> {
    const { bytes, patience, atOnce } = this.#bounds
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
      return Promise.resolve({ kind: 'refused', status: 415 })
    if (Number(request.headers['content-length']) > bytes)
      return Promise.resolve({ kind: 'refused', status: 413 })
    if (this.#reading.size >= atOnce) this.#endOne(sender)
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
      this.#reading.set(giveUp, sender)
      request
        .on('data', take)
        .once('end', () => end({ kind: 'read', body: Buffer.concat(chunks) }))
        .once('close', () => end({ kind: 'refused', status: 400 }))
    })
  }

  /** For a further one of `sender`. */
  #endOne(sender: string): void {
    const counts = new Map([[sender, 1]])
    for (const one of this.#reading.values()) counts.set(one, (counts.get(one) ?? 0) + 1)
    const most = Math.max(...counts.values())
    const [oldest] = [...this.#reading].find(([, one]) => counts.get(one) === most) ?? []
    oldest?.()
  }
}
