// A connection to somewhere that a test can cut or stall: what stands behind it is then away, as a
// database whose host has gone, or hangs.
import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { freePorts } from '../../lib/cli/free-ports.ts'

export class TcpProxy {
  readonly port: number
  readonly #target: { host: string; port: number }
  readonly #sockets = new Set<Socket>()
  #stalled = false
  readonly #server = createServer((near) => {
    const far = connect(this.#target)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
      one.on('data', (chunk) => other.write(chunk))
      if (this.#stalled) one.pause()
    }
  })

  private constructor(port: number, target: { host: string; port: number }) {
    this.port = port
    this.#target = target
  }

  static async open(target: { host: string; port: number }): Promise<TcpProxy> {
    const [port = 0] = await freePorts(1)
    const proxy = new TcpProxy(port, target)
    await proxy.mend()
    return proxy
  }

  /** Nothing comes through any more, and nobody is told; until flow(). */
  stall(): void {
    this.#stalled = true
    for (const socket of this.#sockets) socket.pause()
  }

  flow(): void {
    this.#stalled = false
    for (const socket of this.#sockets) socket.resume()
  }

  /** Connections end, new ones are refused. */
  async cut(): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }

  async mend(): Promise<void> {
    this.#server.listen(this.port, '127.0.0.1')
    await once(this.#server, 'listening')
  }
}
