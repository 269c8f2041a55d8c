// A type of route: a table of settings, and how a route is made from their values. Whatever touches
// the world (clock, network, serial ports) is handed in as the RouteWorld.
import { readTable, setting, type Table, type Values } from '../config/table.ts'
import { list } from '../config/types.ts'
import type { Duplex } from 'node:stream'
import type { Route } from './route.ts'

/** How bytes go over a serial line. */
export interface SerialLine {
  /** Bits a second. */
  readonly speed: number
  readonly flow: 'none' | 'hardware'
}

export interface RouteWorld {
  readonly clock: () => number
  /**
   * The open stream to a serial device (`/dev/…`, `usb:VENDOR:PRODUCT`) or to a box that has one
   * (`tcp://host:port`, `rfc2217://host:port`). Rejects when it cannot be opened.
   */
  readonly openStream: (port: string, line: SerialLine) => Promise<Duplex>
  /** Runs a command of the operator's; rejects when it fails. */
  readonly runCommand: (command: string) => Promise<void>
}

export interface RouteType {
  readonly name: string
  /** The keys that a section of this type may hold beside the common ones, for the reference. */
  readonly settings: Table
  /** Undefined when something was told to `complain`. */
  read(
    name: string,
    section: ReadonlyMap<string, string>,
    complain: (key: string, problem: string) => void,
    world: RouteWorld,
  ): Route | undefined
}

/** What every section may hold. */
export const commonSettings = {
  prefixes: setting(
    list('prefixes of digits such as 45 or 4670', /^\d{1,15}$/),
    '',
    'Prefixes of the phones that this way takes; nothing is all of them.',
  ),
} as const

export function routeType<T extends Table>(
  name: string,
  settings: T,
  build: (name: string, values: Values<T>, world: RouteWorld) => Route,
): RouteType {
  return {
    name,
    settings,
    read(route, section, complain, world) {
      const values = readTable(settings, section, complain)
      return values === undefined ? undefined : build(route, values, world)
    },
  }
}
