// What one modem of a route is told, and how fast it is dealt with.
import type { Duplex } from 'node:stream'
import type { ChannelPace } from './at-channel.ts'
import type { StorageName } from './start.ts'

export interface ModemSettings {
  /** What references to parts begin with, and how logs name it. */
  readonly key: string
  /** The number of the SIM, or undefined: what the SIM says of itself. */
  readonly number: string | undefined
  readonly pin: string | undefined
  readonly serviceCentre: string | undefined
  readonly storage: StorageName | 'auto' | 'none'
  readonly reports: boolean
  readonly languages: readonly number[]
  /** Parts a minute; 0 is as fast as it goes. */
  readonly partsAMinute: number
  readonly sendTimeout: number
  /** How long it may be without a network before it is reset. */
  readonly stuckAfter: number
  readonly trace: boolean
}

export interface ModemWorld {
  readonly clock: () => number
  readonly openStream: () => Promise<Duplex>
  /** The user's command that switches the power; undefined when there is none. */
  readonly switchPower: (() => Promise<void>) | undefined
}

/** Milliseconds. */
export interface Pace extends ChannelPace {
  /** Before a port that was lost or cannot be opened is tried again. */
  readonly reopen: number
  /** Before a modem that did not start is tried again; it doubles up to `most`. */
  readonly restart: number
  readonly most: number
  /** After a reset, until the port may be back. */
  readonly reset: number
  /** Between two switchings of the power. */
  readonly power: number
  /** Between two looks at a modem that works, and at one without a network. */
  readonly watch: number
  readonly search: number
  /** How long one of a pool rests whose SIM may not send; it doubles up to the longest. */
  readonly refused: number
  readonly longestRefused: number
}

export const usualPace: Pace = {
  reopen: 500,
  restart: 2_000,
  most: 60_000,
  reset: 5_000,
  power: 300_000,
  watch: 30_000,
  search: 2_000,
  refused: 60_000,
  longestRefused: 3_600_000,
  attention: 1_000,
  quiet: 200,
  patience: 5_000,
}
