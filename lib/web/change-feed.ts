// Tells open pages that something has changed, by server-sent events. It says only that, never what:
// the page asks again for itself, so a message that is lost or comes twice does no harm.
//
// Whoever is signed out hears nothing more: this process ends what an account reads, and their browser, which
// comes back, is judged anew. Sessions that end elsewhere it looks for every few seconds, and every reader is
// judged anew now and then.
//
// Owns the open responses, the heartbeat and the subscription to the gateway, until close().
import type { RequestHandler, Response } from 'express'
import { clientNetwork } from '../gateway/key-guesses.ts'
import type { People, Person } from '../gateway/people/person.ts'
import { arrivalOf } from './arrival.ts'
import { HttpRefusal } from './http-refusal.ts'

const heartbeatMs = 20_000
const lookMs = 5_000
const longestMs = 10 * 60_000
const mostReaders = 1_000
/** Nobody takes the places of all others. */
const mostOfOne = 50

export interface ChangeFeed {
  /** For pages that ask nobody to sign in: their readers are told apart by where they come from. */
  readonly handler: RequestHandler
  /** Keeps the answer open and tells of changes, as long as the session is. Throws a refusal when it cannot. */
  listen(response: Response, whom: Pick<Person, 'accountId' | 'sessionId'>): void
  /** Lets them come back, if they may. */
  end(whose: Pick<Person, 'accountId'>): void
  close(): void
}

interface Reader {
  readonly whose: string
  readonly sessionId: number | undefined
  readonly since: number
}

export interface FeedSource {
  onChange(listener: () => void): () => void
  readonly people: Pick<People, 'openSessions'>
}

export function openChangeFeed(source: FeedSource): ChangeFeed {
  const readers = new Map<Response, Reader>()
  let open = true
  const tell = (lines: string) => {
    // A reader that does not keep up is already owed a line that says the same.
    for (const reader of readers.keys()) if (!reader.writableNeedDrain) reader.write(lines)
  }
  const unsubscribe = source.onChange(() => tell('data: changed\n\n'))
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
  const look = setInterval(() => void endSignedOut(), lookMs)
  look.unref()

  const endSignedOut = async (): Promise<void> => {
    const ids = new Set([...readers.values()].flatMap(({ sessionId }) => sessionId ?? []))
    if (ids.size === 0) return
    // Without a database nothing changes that could be told.
    const still = await source.people.openSessions([...ids]).catch(() => ids)
    endThose(({ sessionId = -1 }) => ids.has(sessionId) && !still.has(sessionId))
  }

  const isFull = (whose: string): boolean =>
    readers.size >= mostReaders ||
    (readers.size >= mostOfOne &&
      [...readers.values()].filter((one) => one.whose === whose).length >= mostOfOne)

  const admit = (response: Response, { whose, sessionId }: Omit<Reader, 'since'>): void => {
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
    readers.set(response, { whose, sessionId, since: performance.now() })
    response.on('close', () => readers.delete(response))
  }
  const handler: RequestHandler = (_request, response) =>
    admit(response, {
      whose: `network ${clientNetwork(arrivalOf(response).ip)}`,
      sessionId: undefined,
    })
  const accountOf = ({ accountId }: Pick<Person, 'accountId'>): string => `account ${accountId}`
  const listen: ChangeFeed['listen'] = (response, whom) =>
    admit(response, { whose: accountOf(whom), sessionId: whom.sessionId })
  const end: ChangeFeed['end'] = (whom) => endThose(({ whose }) => whose === accountOf(whom))
  const close = () => {
    open = false
    unsubscribe()
    clearInterval(heartbeat)
    clearInterval(look)
    endThose(() => true)
  }
  return { handler, listen, end, close }
}
