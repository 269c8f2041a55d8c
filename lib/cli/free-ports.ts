// Finds TCP ports on 127.0.0.1 that nobody listens on.
//
// They are taken all at once before any is given back, so that they differ from one another.
import { createServer, type AddressInfo, type Server } from 'node:net'
import { once } from 'node:events'

export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = []
  for (let i = 0; i < count; i++) {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    servers.push(server)
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
