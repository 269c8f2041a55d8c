// Who calls: the other end of the connection, or whom our own proxies in front of us name.
import type { IncomingMessage } from 'node:http'
import { isInside } from '../policy/networks.ts'

/** X-Forwarded-For is read from its end, as far as proxies of ours wrote it. */
export function callerOf(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  proxies: readonly string[],
): string {
  const said = String(headers['x-forwarded-for'] ?? '').split(',')
  let caller = bare(socket.remoteAddress ?? '')
  while (isInside(caller, proxies)) {
    const before = said.pop()?.trim()
    if (before === undefined || before === '') break
    caller = bare(before)
  }
  return caller
}

/** An IPv4 address as a socket for both families has it. */
function bare(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}
