// When the gateway runs: in every worker, or in the single process of a server without workers.
//
// The primary of a server with workers runs nothing of ours, not even the database: it keeps root,
// and whatever ended it would end the server.
import type { Server } from './haraka.ts'

interface Startable {
  readonly gateway: { start(): void }
}

export function initMaster(server: Server, service: Startable): undefined {
  if (server.cluster === undefined) service.gateway.start()
}

export function initChild(service: Startable): undefined {
  service.gateway.start()
}
