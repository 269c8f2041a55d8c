// Where a simulated modem can be plugged in: a TCP port as of a serial device server, or a real
// pseudo-terminal under a path that stays, as udev gives one. Both can be unplugged and plugged in again.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rename, rm, symlink } from 'node:fs/promises'
import { mkdtempSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import type { SimulatedModem } from './simulated-modem.ts'

export interface ModemPort {
  /** As it stands in the settings. */
  readonly port: string
  plugIn(): Promise<void>
  unplug(): Promise<void>
  close(): Promise<void>
}

export async function tcpPort(modem: SimulatedModem): Promise<ModemPort> {
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
      modem.attach(socket)
    })
    server.listen(number, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address === 'object' && address !== null) number = address.port
  }

  async function unplug(): Promise<void> {
    const closing = server
    server = undefined
    for (const socket of sockets) socket.resetAndDestroy()
    if (closing === undefined) return
    closing.close()
    await once(closing, 'close')
  }

  await plugIn()
  modem.unplug = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return { port: `tcp://127.0.0.1:${number}`, plugIn, unplug, close: unplug }
}

/** By script(1), which every Debian has: it owns the one end and gives us its bytes. */
export async function terminalPort(modem: SimulatedModem): Promise<ModemPort> {
  const directory = mkdtempSync(join(tmpdir(), 'sms-modem-'))
  const link = join(directory, 'modem')
  let child: ChildProcess | undefined
  let gone = Promise.resolve()

  async function plugIn(): Promise<void> {
    const script = spawn(
      'script',
      ['-qfec', 'stty raw -echo; tty; exec sleep 86400', '/dev/null'],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    )
    child = script
    const { stdin, stdout } = script
    stdin.on('error', () => undefined)
    let said = ''
    for (;;) {
      const [bytes] = (await once(stdout, 'data')) as [Buffer]
      said += bytes.toString('latin1')
      const path = /(\/dev\/\S+)\s/.exec(said)?.[1]
      if (path === undefined) continue
      modem.attach(Duplex.from({ readable: stdout, writable: stdin }))
      await symlink(path, `${link}.new`)
      await rename(`${link}.new`, link)
      break
    }
  }

  function unplug(): Promise<void> {
    const ending = child
    child = undefined
    if (ending !== undefined) gone = end(ending)
    return gone
  }

  async function end(ending: ChildProcess): Promise<void> {
    await rm(link, { force: true })
    ending.kill('SIGKILL')
    if (ending.exitCode === null && ending.signalCode === null) await once(ending, 'exit')
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
