// Brings a modem from whatever state it is in to one that sends and receives, and finds out what it can
// do. What it cannot is lived with: every command here but the few that SMS needs may fail. That a SIM is
// still busy says nothing of what it can.
import { setTimeout as delay } from 'node:timers/promises'
import type { RouteFault } from '../route.ts'
import { describeAnswer, fieldsOf, numberAt, textOf, valueOf, valuesOf } from './answers.ts'
import type { Answer, AtChannel } from './at-channel.ts'
import { isBusy } from './errors.ts'
import { unlock, type UnlockOptions } from './pin.ts'

/** SR keeps reports alone (27.005 3.2.2); messages never come to it. */
export type StorageName = 'SM' | 'ME' | 'MT' | 'SR'

export interface Storage {
  readonly name: StorageName
  readonly used: number
  readonly total: number
}

export interface Identity {
  readonly make: string | undefined
  readonly model: string | undefined
  readonly revision: string | undefined
  readonly imei: string | undefined
}

export interface Profile {
  readonly identity: Identity
  /** The SIM's own number, where the SIM knows it. */
  readonly number: string | undefined
  readonly serviceCentre: string | undefined
  /** Those that can be read. */
  readonly storages: readonly Storage[]
  /** Where new messages are kept; undefined when nowhere. */
  readonly storage: StorageName | undefined
  /** How new messages come: kept in the storage and announced, handed over at once, or not at all. */
  readonly receives: 'stored' | 'direct' | 'not'
  readonly reports: 'direct' | 'stored' | 'not'
  /** What is handed over wants to be acknowledged (AT+CSMS=1). */
  readonly acknowledges: boolean
  /** Several messages can go out in a row over one connection to the network. */
  readonly keepsLink: boolean
}

export interface StartOptions extends Omit<UnlockOptions, 'key'> {
  readonly key: string
  readonly storage: StorageName | 'auto' | 'none'
  /** A number of a service centre that is to be set. */
  readonly serviceCentre: string | undefined
}

export type Starting =
  | { readonly kind: 'started'; readonly profile: Profile }
  | { readonly kind: 'failed'; readonly fault: RouteFault; readonly reason: string }

export async function start(channel: AtChannel, options: StartOptions): Promise<Starting> {
  if (!(await channel.attention())) return failed('the modem does not answer')
  await quietly(channel, ['ATE0', 'AT+CMEE=1'])
  const identity = await readIdentity(channel)
  const unlocking = await unlock(channel, options)
  if (unlocking.kind === 'no-sim') return failed(unlocking.reason)
  if (unlocking.kind === 'wrong-pin')
    return { kind: 'failed', fault: 'wrong_pin', reason: unlocking.reason }
  const mode = await channel.command('AT+CMGF=0')
  if (mode.kind !== 'ok') return failed(`no PDU mode: ${describeAnswer(mode)}`)
  const sim = whileBusy(channel, options.pause)
  const serviceCentre = await chooseServiceCentre(sim, options.serviceCentre)
  const acknowledges = (await sim.command('AT+CSMS=1')).kind === 'ok'
  const { storages, storage } = await chooseStorage(sim, options.storage)
  const profile: Profile = {
    identity,
    number: await readNumber(sim),
    serviceCentre,
    storages,
    storage,
    acknowledges,
    ...(await chooseDelivery(sim, storage !== undefined)),
    keepsLink: (await sim.command('AT+CMMS=2')).kind === 'ok',
  }
  if (profile.receives === 'not' && storages.every(({ name }) => name === 'SR'))
    return failed('it neither stores SMS that come in nor hands them over')
  return { kind: 'started', profile }
}

/** All that a start needs of a channel. */
type Commands = Pick<AtChannel, 'command'>

const busyLooks = 20

/** Asks again what a SIM is too busy to answer, so many times in all. */
function whileBusy(channel: Commands, pause: number): Commands {
  let looks = busyLooks
  return {
    async command(text, options) {
      for (;;) {
        const answer = await channel.command(text, options)
        if (answer.kind !== 'error' || !isBusy(answer.error) || looks === 0) return answer
        looks--
        await delay(pause)
      }
    },
  }
}

const failed = (reason: string): Starting => ({ kind: 'failed', fault: 'route_down', reason })

async function quietly(channel: AtChannel, commands: readonly string[]): Promise<void> {
  for (const command of commands) await channel.command(command)
}

export async function readIdentity(channel: AtChannel): Promise<Identity> {
  return {
    make: textOf(await channel.command('AT+CGMI')),
    model: textOf(await channel.command('AT+CGMM')),
    revision: textOf(await channel.command('AT+CGMR')),
    imei: textOf(await channel.command('AT+CGSN')),
  }
}

async function readNumber(channel: Commands): Promise<string | undefined> {
  const value = valueOf(await channel.command('AT+CNUM'), '+CNUM')
  const number = value === undefined ? undefined : fieldsOf(value)[1]
  return number !== undefined && /^\+\d{7,15}$/.test(number) ? number : undefined
}

async function chooseServiceCentre(
  channel: Commands,
  wanted: string | undefined,
): Promise<string | undefined> {
  const value = valueOf(await channel.command('AT+CSCA?'), '+CSCA')
  const there = value === undefined ? undefined : fieldsOf(value)[0]
  if (wanted === undefined || wanted === there) return there === '' ? undefined : there
  await channel.command(`AT+CSCA="${wanted}",${wanted.startsWith('+') ? 145 : 129}`)
  return wanted
}

const storageNames: readonly StorageName[] = ['SM', 'ME', 'MT', 'SR']

/** `auto` is the one with the most room. */
async function chooseStorage(
  channel: Commands,
  wanted: StorageName | 'auto' | 'none',
): Promise<{ storages: Storage[]; storage: StorageName | undefined }> {
  const offered = valueOf(await channel.command('AT+CPMS=?'), '+CPMS') ?? '("SM","ME")'
  const readable = storageNames.filter((name) => fieldsOf(offered)[0]?.includes(`"${name}"`))
  const storages: Storage[] = []
  for (const name of readable) {
    // MT is the others together.
    if (name === 'MT' && storages.length > 0) continue
    const select = name === 'SR' ? openStorage : selectStorage
    const storage = await select(channel, name)
    if (storage !== undefined) storages.push(storage)
  }
  if (wanted === 'none') return { storages, storage: undefined }
  const [roomiest] = storages
    .filter(({ name }) => name !== 'SR')
    .toSorted((a, b) => b.total - a.total)
  const storage = wanted === 'auto' ? roomiest?.name : wanted
  const chosen = storage && (await selectStorage(channel, storage))
  return { storages, storage: chosen?.name }
}

/** For reading, writing and receiving, or as many of these as the modem lets. */
async function selectStorage(channel: Commands, name: StorageName): Promise<Storage | undefined> {
  const quoted = `"${name}"`
  for (const places of [`${quoted},${quoted},${quoted}`, `${quoted},${quoted}`, quoted]) {
    const storage = readStorage(name, await channel.command(`AT+CPMS=${places}`, patient))
    if (storage !== undefined) return storage
  }
  return undefined
}

/** For reading alone; where new messages are kept stays as it is. */
export async function openStorage(
  channel: Commands,
  name: StorageName,
): Promise<Storage | undefined> {
  return readStorage(name, await channel.command(`AT+CPMS="${name}"`, patient))
}

const patient = { timeout: 10_000 }

function readStorage(name: StorageName, answer: Answer): Storage | undefined {
  if (answer.kind !== 'ok') return undefined
  const fields = fieldsOf(valueOf(answer, '+CPMS') ?? '')
  return { name, used: numberAt(fields, 0) ?? 0, total: numberAt(fields, 1) ?? 0 }
}

interface Delivery {
  readonly receives: Profile['receives']
  readonly reports: Profile['reports']
}

// 27.005 3.4.1: mode, messages, broadcasts, reports, buffer. The best first: what is announced while a
// line is busy is kept back (mode 2); reports are handed over or, failing that, stored.
const stored: readonly (readonly [string, Delivery])[] = [
  ['2,1,0,1,0', { receives: 'stored', reports: 'direct' }],
  ['1,1,0,1,0', { receives: 'stored', reports: 'direct' }],
  ['2,1,0,1,1', { receives: 'stored', reports: 'direct' }],
  ['1,1,0,1,1', { receives: 'stored', reports: 'direct' }],
  ['2,1,0,2,0', { receives: 'stored', reports: 'stored' }],
  ['1,1,0,2,1', { receives: 'stored', reports: 'stored' }],
  ['2,1,0,0,0', { receives: 'stored', reports: 'not' }],
  ['1,1,0,0,1', { receives: 'stored', reports: 'not' }],
  ['1,1', { receives: 'stored', reports: 'not' }],
]
const direct: readonly (readonly [string, Delivery])[] = [
  ['2,2,0,1,0', { receives: 'direct', reports: 'direct' }],
  ['1,2,0,1,0', { receives: 'direct', reports: 'direct' }],
  ['2,2,0,0,0', { receives: 'direct', reports: 'not' }],
  ['1,2,0,0,0', { receives: 'direct', reports: 'not' }],
]

/** Tried one after the other: what AT+CNMI=? offers is not always what a modem takes. */
async function chooseDelivery(channel: Commands, hasStorage: boolean): Promise<Delivery> {
  for (const [values, delivery] of hasStorage ? [...stored, ...direct] : direct) {
    const answer = await channel.command(`AT+CNMI=${values}`)
    if (answer.kind === 'ok') return delivery
    if (answer.kind === 'closed') break
  }
  return { receives: hasStorage ? 'stored' : 'not', reports: 'not' }
}

/** What the modem offers for a command, for people. */
export async function offersOf(channel: AtChannel, name: string): Promise<string | undefined> {
  return valuesOf(await channel.command(`AT${name}=?`), name)[0]
}
