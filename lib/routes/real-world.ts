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
        exec(command, { timeout: commandPatience }, (error, _said, complained) => {
          if (error === null) resolve()
          else reject(new Error(whyFailed(command, error, complained)))
        })
      }),
  }
}

/** How it ended, and the first line of its complaints. Its own words may be a password: they are masked. */
function whyFailed(command: string, { code, signal }: ExecException, complained: string): string {
  const how = signal == null ? `it ended with ${code}` : `it was ended by ${signal}`
  const [line = ''] = complained.trim().split('\n')
  return line === '' ? how : `${how}: ${maskedWords(command, line)}`
}

/** All words of the command but the program, whole and in pieces, are dots in a line. */
function maskedWords(command: string, line: string): string {
  const [first = '', ...others] = command.trim().split(/\s+/)
  const words = /^[\w./-]+$/.test(first) ? others : [first, ...others]
  const pieces = words.flatMap((word) => [word, ...word.split(/["'`=:@/,&?]+/)])
  return pieces
    .filter((piece) => piece.length > 2)
    .sort((a, b) => b.length - a.length)
    .reduce((masked, piece) => masked.replaceAll(piece, '****'), line)
}
