// A POST of which the head and some of the body are sent, over a connection of its own.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface BegunPost {
  readonly socket: Socket
  /** All that comes back until the connection ends. */
  readonly answer: Promise<string>
}

export function beginPost(
  url: string,
  {
    sent = 'x',
    length = 100,
    headers = {},
  }: { sent?: string; length?: number; headers?: Readonly<Record<string, string>> } = {},
): BegunPost {
  const { port, pathname } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(
    `POST ${pathname} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n${more.join('')}\r\n${sent}`,
  )
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const answer = once(socket, 'close').then(() => Buffer.concat(chunks).toString())
  return { socket, answer }
}
