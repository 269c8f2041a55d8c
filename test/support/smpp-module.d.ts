// What the tests use of npm's smpp, which has no types of its own.
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server } from 'node:net'

  export interface Pdu {
    readonly command: string
    readonly short_message?: { readonly message?: string | Buffer }
    readonly source_addr?: string
    readonly destination_addr?: string
    readonly registered_delivery?: number
    readonly data_coding?: number
    readonly validity_period?: string
    readonly esm_class?: number
    response(fields?: object): Pdu
  }
  export interface Session extends EventEmitter {
    send(pdu: Pdu): boolean
    deliver_sm(fields: object): boolean
    close(): void
    destroy(): void
  }
  const smpp: { createServer(listener: (session: Session) => void): Server }
  export default smpp
}
