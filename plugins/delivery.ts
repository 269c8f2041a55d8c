// When the gateway runs: in every worker, or in the single process of a server without workers.
//
// The primary of a server with workers runs nothing of ours, not even the database: it keeps root,
// and whatever ended it would end the server.
import type { Server } from './haraka.ts'

interface Startable {
  start(): void
}

export function initMaster(server: Server, open: () => Startable): undefined {
  if (server.cluster === undefined) open().start()
}

export function initChild(open: () => Startable): undefined {
  open().start()
}
