// The world that routes touch, as it really is. Only plugins and the command line make one.
import { exec, type ExecException } from 'node:child_process'
import { openPool } from './http/pool.ts'
import { openRfc2217, openTcp } from './streams/tcp.ts'
import { openSerial, serialLacks } from './streams/serial.ts'
import type { RouteWorld } from './route-type.ts'

const commandPatience = 60_000
const networkPort = /^(tcp|rfc2217):\/\/(.+):(\d+)$/

/** `publicUrl` is asked at each use, so that a reload of the settings takes effect. */
export function realWorld(publicUrl: () => string = () => ''): RouteWorld {
  return {
    clock: Date.now,
    openHttp: openPool,
    publicUrl,
    lacksFor: (port) => (networkPort.test(port) ? undefined : serialLacks()),
    openStream(port, line) {
      const network = networkPort.exec(port)
      if (network === null) return openSerial(port, line)
      const [, scheme, host = '', number] = network
      const endpoint = { host: host.replace(/^\[|\]$/g, ''), port: Number(number) }
      return scheme === 'tcp' ? openTcp(endpoint) : openRfc2217(endpoint, line)
    },
    runCommand: (command) =>
      new Promise((resolve, reject) => {
        exec(command, { timeout: commandPatience }, (error) => {
          if (error === null) resolve()
          else reject(new Error(howFailed(error)))
        })
      }),
  }
}

/** No more than how it ended: in what it says, and in its own words, there may be a password. */
function howFailed({ code, signal }: ExecException): string {
  return signal == null ? `it ended with ${code}` : `it was ended by ${signal}`
}
