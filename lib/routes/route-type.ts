// A type of route: a table of settings, and how a route is made from their values. Whatever touches
// the world (clock, network, serial ports) is handed in as the RouteWorld.
import { readTable, setting, type Table, type Values } from '../config/table.ts'
import { duration, list, prefixes, someOf, text, timeZone, whole } from '../config/types.ts'
import { hours, localMoment, paths, routePrices } from '../config/route-types.ts'
import type { Duplex } from 'node:stream'
import type { HttpPool, HttpPoolOptions } from './http/http.ts'
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
  /** What this installation lacks to open such a port, as a sentence; undefined for nothing. */
  readonly lacksFor: (port: string) => string | undefined
  /** Connections to a web service; none is made before the first call. */
  readonly openHttp: (options: HttpPoolOptions) => HttpPool
  /** Where others reach this server, without a slash at the end; '' where nobody can. */
  readonly publicUrl: () => string
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
    prefixes(),
    '',
    'Prefixes of the phones that this way takes; nothing is all of them.',
  ),
  groups: setting(
    paths(),
    '',
    'Groups that this way is for, with those below them, separated by commas; nothing is all of them.',
  ),
  senders: setting(
    someOf('number', 'name', 'none'),
    '',
    'Kinds of sender that this way takes: a number of ours, a name, none; nothing is all of them.',
  ),
  numbers: setting(
    list('numbers such as +4520643064 or short codes', /^\+?\d{3,15}$/),
    '',
    'Numbers of ours that live here: what is sent from one of them goes by this way.',
  ),
  priority: setting(
    text('a number from 1, or nothing', /^([1-9]\d{0,3})?$/),
    '',
    'The lower comes first; ways of one priority share. Nothing is its place in this file.',
  ),
  weight: setting(
    whole(1, 1_000),
    '1',
    'How much of what it shares with others of its priority this way takes.',
  ),
  rate: setting(
    text('messages a second such as 10 or 0.5', /^\d{1,4}(\.\d{1,3})?$/),
    '0',
    'The most messages a second; 0 is as fast as it goes.',
  ),
  failover_after: setting(
    duration('0s', '7d'),
    '2m',
    'How long this way may be down, or a message may wait for it, before others are taken.',
  ),
  hours: setting(
    hours(),
    '',
    'When it works, as Mon-Fri 08:00-18:00, Sat 10:00-14:00; nothing is always.',
  ),
  valid_from: setting(localMoment(), '', 'When it begins, as 2026-11-01 or 2026-11-01 08:00.'),
  valid_until: setting(localMoment(), '', 'When it ends, as 2026-12-31 or 2026-12-31 18:00.'),
  time_zone: setting(timeZone(), 'UTC', 'The time zone of its hours.'),
  price: setting(
    routePrices(),
    '',
    'What one part costs, by prefix, as 45: 0.03, 1: 0.01, default: 0.08; where the other side does not say.',
  ),
  currency: setting(
    text('a currency such as EUR', /^([A-Z]{3})?$/),
    '',
    'The currency of its prices.',
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
