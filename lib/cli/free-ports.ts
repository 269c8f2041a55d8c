// Finds TCP ports on 127.0.0.1 that nobody listens on.
//
// They are taken all at once before any is given back, so that they differ from one another. None is of those that
// systems give to whoever connects: before it is listened on, it would be another's now and then.
import { randomInt } from 'node:crypto'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { once } from 'node:events'

const [from, to] = [20_000, 32_000]

export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = []
  while (servers.length < count) {
    const server = createServer().listen(randomInt(from, to), '127.0.0.1')
    try {
      await once(server, 'listening')
      servers.push(server)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    }
  }
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(
    servers.map(async (server) => {
      server.close()
      await once(server, 'close')
    }),
  )
  return ports
}
