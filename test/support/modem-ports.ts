// Where a simulated modem can be plugged in: a TCP port as of a serial device server, or a real
// pseudo-terminal under a path that stays, as udev gives one. Both can be unplugged and plugged in again.
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rename, rm, symlink } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { boxLine } from './rfc2217-box.ts'
import type { SimulatedModem } from './simulated-modem.ts'
import { openTerminal, type Terminal } from './terminal.ts'

export interface ModemPort {
  /** As it stands in the settings. */
  readonly port: string
  plugIn(): Promise<void>
  unplug(): Promise<void>
  close(): Promise<void>
}

export function tcpPort(modem: SimulatedModem): Promise<ModemPort> {
  return serverPort(modem, 'tcp', (socket) => socket)
}

/** A serial device server that speaks RFC 2217. `heard`: what is set, in hexadecimal. */
export function rfc2217Port(
  modem: SimulatedModem,
  heard: (hex: string) => void = () => undefined,
): Promise<ModemPort> {
  return serverPort(modem, 'rfc2217', (socket) => boxLine(socket, heard))
}

async function serverPort(
  modem: SimulatedModem,
  scheme: 'tcp' | 'rfc2217',
  lineOf: (socket: Socket) => Duplex,
): Promise<ModemPort> {
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let number = 0

  async function plugIn(): Promise<void> {
    server = createServer((socket) => {
      // A serial device server gives its line to one at a time.
      for (const other of sockets) other.destroy()
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.setNoDelay(true)
      modem.attach(lineOf(socket))
    })
    server.listen(number, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address === 'object' && address !== null) number = address.port
  }

  async function unplug(): Promise<void> {
    const closing = server
    server = undefined
    for (const socket of sockets) reset(socket)
    if (closing === undefined) return
    closing.close()
    await once(closing, 'close')
  }

  await plugIn()
  modem.unplug = () => {
    for (const socket of sockets) reset(socket)
  }
  return { port: `${scheme}://127.0.0.1:${number}`, plugIn, unplug, close: unplug }
}

/** Node never closes a socket that is reset while it says goodbye, and then its process does not end. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}

export async function terminalPort(modem: SimulatedModem): Promise<ModemPort> {
  const directory = mkdtempSync(join(tmpdir(), 'sms-modem-'))
  const link = join(directory, 'modem')
  let terminal: Terminal | undefined

  async function plugIn(): Promise<void> {
    terminal = openTerminal()
    modem.attach(terminal.master)
    await symlink(terminal.path, `${link}.new`)
    await rename(`${link}.new`, link)
  }

  function unplug(): Promise<void> {
    terminal?.hangUp()
    return rm(link, { force: true })
  }

  await plugIn()
  modem.unplug = () => void unplug()
  return {
    port: link,
    plugIn,
    unplug,
    async close() {
      await unplug()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
