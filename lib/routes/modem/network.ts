// Whether the modem is in a network, which one, and how well it hears it.
import { fieldsOf, numberAt, valueOf } from './answers.ts'
import type { AtChannel } from './at-channel.ts'

export interface NetworkState {
  readonly registered: boolean
  /** In words: `home`, `roaming`, `searching`, `refused`, `none`. */
  readonly registration: string
  readonly operator: string | undefined
  readonly dBm: number | undefined
}

// 3GPP TS 27.007 7.2; 6 and 7 are for SMS only.
const registrations: Readonly<Record<number, string>> = {
  0: 'none',
  1: 'home',
  2: 'searching',
  3: 'refused',
  5: 'roaming',
  6: 'home',
  7: 'roaming',
}

export async function readNetwork(channel: AtChannel): Promise<NetworkState> {
  const registration = await readRegistration(channel)
  const registered = registration === 'home' || registration === 'roaming'
  return {
    registered,
    registration,
    operator: registered ? await readOperator(channel) : undefined,
    dBm: await readSignal(channel),
  }
}

/** A modem in a network of the fourth generation may say `none` about the others. */
async function readRegistration(channel: AtChannel): Promise<string> {
  let said = 'none'
  for (const name of ['+CREG', '+CEREG', '+CGREG']) {
    const fields = fieldsOf(valueOf(await channel.command(`AT${name}?`), name) ?? '')
    // `+CREG: 0,1`; where it is mixed up with the unsolicited line there is one field.
    const state = registrations[numberAt(fields, fields.length > 1 ? 1 : 0) ?? 0] ?? 'none'
    if (state === 'home' || state === 'roaming') return state
    if (said === 'none') said = state
  }
  return said
}

async function readOperator(channel: AtChannel): Promise<string | undefined> {
  const value = valueOf(await channel.command('AT+COPS?'), '+COPS')
  return value === undefined ? undefined : fieldsOf(value)[2]
}

// 27.007 8.5: 0 to 31 in steps of 2 dBm from -113; 99 is not known.
async function readSignal(channel: AtChannel): Promise<number | undefined> {
  const value = valueOf(await channel.command('AT+CSQ'), '+CSQ')
  const level = value === undefined ? undefined : numberAt(fieldsOf(value), 0)
  return level === undefined || level > 31 ? undefined : -113 + 2 * level
}

/** `TDC (home)`, `searching`. */
export function describeRegistration({ registration, registered, operator }: NetworkState): string {
  return registered && operator !== undefined ? `${operator} (${registration})` : registration
}

export function describeSignal({ dBm }: NetworkState): string {
  return dBm === undefined ? 'no signal' : `${dBm} dBm`
}

export function describeNetwork(network: NetworkState): string {
  return `${describeRegistration(network)}, ${describeSignal(network)}`
}
