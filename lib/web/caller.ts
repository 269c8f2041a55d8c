// Who calls: the other end of the connection, or whom our own proxies in front of us name.
import type { IncomingMessage } from 'node:http'
import { isInside } from '../policy/networks.ts'

type Call = Pick<IncomingMessage, 'socket' | 'headers'>

/** X-Forwarded-For is read from its end, as far as proxies of ours wrote it. */
export function callerOf(call: Call, proxies: readonly string[]): string {
  const said = String(call.headers['x-forwarded-for'] ?? '').split(',')
  let caller = peerOf(call)
  while (isInside(caller, proxies)) {
    const before = said.pop()?.trim()
    if (before === undefined || before === '') break
    caller = bare(before)
  }
  return caller
}

const passedOn = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']

/**
 * Whether callerOf can know the caller. It cannot where a proxy passed the call on that is not listed, or
 * that does not say for whom: such a proxy on this host would make all the world local.
 */
export function isCallerKnown(call: Call, proxies: readonly string[]): boolean {
  if (!passedOn.some((name) => call.headers[name] !== undefined)) return true
  const said = String(call.headers['x-forwarded-for'] ?? '').trim()
  return said !== '' && isInside(peerOf(call), proxies)
}

/** The other end of the connection. */
export function peerOf({ socket }: Pick<Call, 'socket'>): string {
  return bare(socket.remoteAddress ?? '')
}

/** An IPv4 address as a socket for both families has it. */
function bare(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}
