// A serial device server as a byte stream: raw TCP, or with RFC 2217, which sets the line's speed too.
//
// A box that is switched off does not refuse, it is silent: a connection attempt is given up early, so
// that the next one finds it soon after its return. Keep-alive tells of one that vanished later.
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SerialLine } from '../route-type.ts'
import { Rfc2217 } from './rfc2217.ts'

export interface Endpoint {
  readonly host: string
  readonly port: number
}

const connectPatience = 1_500
const keepAliveAfter = 30_000

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  ECONNREFUSED: 'nobody listens there (the line of a box in TCP server mode is wanted)',
  EHOSTUNREACH: 'there is no way to this host',
  ENETUNREACH: 'there is no way to this host',
}

export function openTcp({ host, port }: Endpoint): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true })
    const timer = setTimeout(() => {
      socket.destroy(new Error(`${host}:${port} does not answer`))
    }, connectPatience)
    socket.setKeepAlive(true, keepAliveAfter)
    const fail = (error: NodeJS.ErrnoException): void => {
      clearTimeout(timer)
      const reason = reasons[error.code ?? '']
      reject(reason === undefined ? error : new Error(reason, { cause: error }))
    }
    socket.once('error', fail)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', fail)
      resolve(socket)
    })
  })
}

export async function openRfc2217(endpoint: Endpoint, line: SerialLine): Promise<Duplex> {
  return new Rfc2217(await openTcp(endpoint), line)
}
