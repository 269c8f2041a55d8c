// What a sender may ask of one message, as `+name` or `+name=value` behind the local part of an
// address and as `name=value` in a Subject.

import { isTime, readDuration } from './time.ts'

export interface MessageOptions {
  /** Shown at once and not kept by the phone. */
  flash?: boolean
  /** Goes out ahead of what waits. */
  urgent?: boolean
  /** How long the network may try, in milliseconds: 1 hour to 3 days. */
  validity?: number
  /** When to send, as it was written: `resolveTime` reads it in the time zone of the account. */
  at?: string
  /** A number or a name, as it was written: whether it is allowed is for the account to say. */
  sender?: string
}

const optionNames = ['flash', 'urgent', 'validity', 'at', 'sender'] as const

/** One option; undefined when its name is unknown or its value cannot be read. */
export function readOption(name: string, value: string | undefined): MessageOptions | undefined {
  switch (optionNames.find((known) => known === name.toLowerCase())) {
    case 'flash':
      return readSwitch(value, (on) => ({ flash: on }))
    case 'urgent':
      return readSwitch(value, (on) => ({ urgent: on }))
    case 'validity':
      return readValidity(value)
    case 'at':
      return value !== undefined && isTime(value) ? { at: value } : undefined
    case 'sender':
      return value === undefined || value === '' ? undefined : { sender: value }
    case undefined:
      return undefined
  }
}

/** Adds what is said to what was said before; false where that says something else of the same. */
export function addOption(options: MessageOptions, said: MessageOptions): boolean {
  const agrees = Object.entries(said).every(
    ([name, value]) => (Reflect.get(options, name) ?? value) === value,
  )
  if (agrees) Object.assign(options, said)
  return agrees
}

/** The first option of which two say something else, as an address would have it. */
export function unlikeOption(one: MessageOptions, other: MessageOptions): string | undefined {
  const name = optionNames.find((option) => one[option] !== other[option])
  if (name === undefined) return undefined
  const value = other[name] ?? one[name]
  if (typeof value === 'boolean') return value ? name : `${name}=no`
  return `${name}=${typeof value === 'number' ? `${value / 60_000}m` : value}`
}

function readSwitch(
  value: string | undefined,
  option: (on: boolean) => MessageOptions,
): MessageOptions | undefined {
  if (value === undefined || /^(?:1|yes|on|true)$/i.test(value)) return option(true)
  if (/^(?:0|no|off|false)$/i.test(value)) return option(false)
  return undefined
}

function readValidity(value: string | undefined): MessageOptions | undefined {
  const validity = readDuration(value ?? '')
  // SMStoB offers 1 hour to 3 days.
  if (validity === undefined || validity < 3_600_000 || validity > 3 * 86_400_000) return undefined
  return { validity }
}
