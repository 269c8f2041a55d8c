// Tells open pages that something has changed, by server-sent events. It says only that, never what:
// the page asks again for itself, so a message that is lost or comes twice does no harm.
//
// Whoever is signed out hears nothing more: this process ends what an account reads, and their browser, which
// comes back, is judged anew. So is every reader now and then, for sessions that end elsewhere.
//
// Owns the open responses, the heartbeat and the subscription to the gateway, until close().
import type { RequestHandler, Response } from 'express'
import { clientNetwork } from '../gateway/key-guesses.ts'
import type { Person } from '../gateway/people/person.ts'
import { arrivalOf } from './arrival.ts'
import { HttpRefusal } from './http-refusal.ts'

const heartbeatMs = 20_000
const longestMs = 10 * 60_000
const mostReaders = 1_000
/** Nobody takes the places of all others. */
const mostOfOne = 50

export interface ChangeFeed {
  /** For pages that ask nobody to sign in: their readers are told apart by where they come from. */
  readonly handler: RequestHandler
  /** Keeps the answer open and tells of changes. Throws a refusal when it cannot. `whose`: who reads. */
  listen(response: Response, whose: string): void
  /** Lets them come back, if they may. */
  end(whose: string): void
  close(): void
}

/** Who reads pages that ask to sign in. */
export function readerOf({ accountId }: Pick<Person, 'accountId'>): string {
  return `account ${accountId}`
}

interface Reader {
  readonly whose: string
  readonly since: number
}

export function openChangeFeed(onChange: (listener: () => void) => () => void): ChangeFeed {
  const readers = new Map<Response, Reader>()
  let open = true
  const tell = (lines: string) => {
    // A reader that does not keep up is already owed a line that says the same.
    for (const reader of readers.keys()) if (!reader.writableNeedDrain) reader.write(lines)
  }
  const unsubscribe = onChange(() => tell('data: changed\n\n'))
  const endThose = (isOver: (reader: Reader) => boolean): void => {
    for (const [response, reader] of readers)
      if (isOver(reader)) {
        readers.delete(response)
        response.end()
      }
  }
  const heartbeat = setInterval(() => {
    // Keeps proxies from closing a quiet connection.
    tell(':\n\n')
    endThose(({ since }) => performance.now() - since > longestMs)
  }, heartbeatMs)
  heartbeat.unref()

  const isFull = (whose: string): boolean =>
    readers.size >= mostReaders ||
    (readers.size >= mostOfOne &&
      [...readers.values()].filter((one) => one.whose === whose).length >= mostOfOne)

  const listen = (response: Response, whose: string): void => {
    if (!open || isFull(whose)) {
      const sentence = open ? 'Too many pages are open. Close one.' : 'The server is closing.'
      throw new HttpRefusal(503, sentence)
    }
    // Not kept alive afterwards: a server that stops would wait for it.
    response.set({
      'Content-Type': 'text/event-stream',
      'X-Accel-Buffering': 'no',
      Connection: 'close',
    })
    response.write('retry: 1000\n\n')
    readers.set(response, { whose, since: performance.now() })
    response.on('close', () => readers.delete(response))
  }
  const handler: RequestHandler = (_request, response) =>
    listen(response, `network ${clientNetwork(arrivalOf(response).ip)}`)
  const end = (whose: string): void => endThose((reader) => reader.whose === whose)
  const close = () => {
    open = false
    unsubscribe()
    clearInterval(heartbeat)
    endThose(() => true)
  }
  return { handler, listen, end, close }
}
