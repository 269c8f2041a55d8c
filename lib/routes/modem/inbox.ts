// Takes in what the modem received: messages and reports, kept in its storage or handed over at once.
//
// Nothing is deleted or acknowledged before it has been stored by us. What could not be stored stays
// where it is and is found again by the next sweep, so no storage fills up; what comes twice is known
// by its reference. One thing after the other, and no more than so many wait: a modem that announces
// without end is swept in its turn, and the network brings again what was not acknowledged. Of a modem
// that acknowledges by itself all is held until it is stored.
//
// No text of a person stands in the log. An SMS that cannot be read is kept by the route's memory.
import { createHash } from 'node:crypto'
import { fieldsOf, numberAt } from './answers.ts'
import type { AtChannel, Unsolicited } from './at-channel.ts'
import type { HandedOver } from './handed-over.ts'
import { readReceived, type ReceivedBy } from './received.ts'
import { unreadFact, type Sinks } from '../route.ts'
import { openStorage, type Profile, type Storage, type StorageName } from './start.ts'

export interface InboxOptions {
  readonly channel: AtChannel
  readonly profile: Profile
  readonly to: string
  readonly key: string
  readonly clock: () => number
  readonly sinks: Pick<Sinks, 'incoming' | 'report' | 'log' | 'remember'>
  readonly handedOver: HandedOver
}

interface StoredPdu {
  readonly index: number
  readonly pdu: string
}

export const fullStorage =
  'is full of SMS that were sent or drafted by hand: none can come in before they are deleted in a phone'

const mostWaiting = 1_000
/** More than any storage has: a modem that claims more is not asked for each. */
const mostPlaces = 2_000

export class Inbox {
  readonly #options: InboxOptions
  #selected: StorageName | undefined
  #listing = true
  #work: Promise<void> = Promise.resolve()
  #waiting = 0
  #isFull = false

  constructor(options: InboxOptions) {
    this.#options = options
    this.#selected = options.profile.storage
  }

  /** What the modem said by itself; what is not about messages is passed over. */
  hear({ line, pdu }: Unsolicited): void {
    const match = /^\+(CMT|CDS|CMTI|CDSI):\s*(.*)$/.exec(line)
    if (match === null) return
    const [, name, value = ''] = match
    const { acknowledges } = this.#options.profile
    if (pdu !== undefined && !acknowledges) this.#hold(pdu, announcedOctets(value))
    if (this.#waiting >= mostWaiting) return
    if (pdu !== undefined) {
      this.#queue(() =>
        acknowledges ? this.#takeDirect(pdu, announcedOctets(value)) : this.#takeHeld(),
      )
    } else if (name === 'CMTI' || name === 'CDSI') {
      const fields = fieldsOf(value)
      const index = numberAt(fields, 1)
      if (index !== undefined) this.#queue(() => this.#takeStored(storageOf(fields[0]), index))
    }
  }

  /** Takes in everything that is stored, in every storage. */
  sweep(): Promise<void> {
    this.#queue(() => this.#takeHeld())
    this.#queue(async () => {
      for (const { name } of this.#options.profile.storages) await this.#sweepStorage(name)
      if (this.#options.profile.storage !== undefined)
        await this.#select(this.#options.profile.storage)
    })
    return this.#work
  }

  /** The storage to which messages come was full at the last sweep, and none of it was one that came in. */
  get isFull(): boolean {
    return this.#isFull
  }

  /** Fulfilled when all that was heard so far has been dealt with. */
  idle(): Promise<void> {
    return this.#work
  }

  #queue(work: () => Promise<void>): void {
    this.#waiting++
    this.#work = this.#work
      .then(work)
      .catch((error: unknown) => {
        const said = error instanceof Error ? error.message : String(error)
        this.#options.sinks.log('warn', `what came in is not stored yet: ${said}`)
      })
      .finally(() => this.#waiting--)
  }

  #hold(pdu: string, announced: number | undefined): void {
    const { sinks, handedOver } = this.#options
    if (isCut(pdu, announced)) sinks.log('warn', 'an SMS was cut on the line to the modem')
    if (!handedOver.add(pdu)) sinks.log('warn', 'an SMS is lost: too many wait to be stored')
  }

  #takeHeld(): Promise<void> {
    return this.#options.handedOver.empty((pdu) => this.#take(pdu))
  }

  async #takeDirect(pdu: string, announced: number | undefined): Promise<void> {
    const { channel, sinks } = this.#options
    if (isCut(pdu, announced)) {
      sinks.log('warn', 'an SMS was cut on the line to the modem; the network brings it again')
      return
    }
    await this.#take(pdu)
    await channel.command('AT+CNMA', { urgent: true })
  }

  async #takeStored(storage: StorageName | undefined, index: number): Promise<void> {
    if (storage !== undefined) await this.#select(storage)
    const stored = await this.#read(index)
    if (stored !== undefined) await this.#takeAndDelete(stored)
    const usual = this.#options.profile.storage
    if (usual !== undefined) await this.#select(usual)
  }

  async #takeAndDelete({ index, pdu }: StoredPdu): Promise<void> {
    await this.#take(pdu)
    await this.#options.channel.command(`AT+CMGD=${index}`, { timeout: 10_000 })
  }

  async #sweepStorage(name: StorageName): Promise<void> {
    const { channel } = this.#options
    const storage = await openStorage(channel, name)
    this.#selected = name
    if (storage === undefined) return
    const stored = storage.used === 0 ? [] : await this.#list(storage.used, storage.total)
    for (const one of stored) await this.#takeAndDelete(one)
    if (name === this.#options.profile.storage) this.#noteRoom(storage, stored.length)
  }

  /** What was sent by hand, and drafts, are not ours to delete. */
  #noteRoom({ name, used, total }: Storage, taken: number): void {
    const { channel, sinks } = this.#options
    if (!channel.isOpen) return
    const wasFull = this.#isFull
    this.#isFull = total > 0 && used >= total && taken === 0
    if (this.#isFull && !wasFull) sinks.log('warn', `the storage ${name} ${fullStorage}`)
  }

  /** Some sticks cannot list in PDU mode: there each place is read, until all that is used was found. */
  async #list(used: number, total: number): Promise<StoredPdu[]> {
    if (this.#listing) {
      const answer = await this.#options.channel.command('AT+CMGL=4', { timeout: 30_000 })
      if (answer.kind === 'ok') return pdusOf(answer.lines)
      this.#listing = answer.kind !== 'error'
    }
    const found: StoredPdu[] = []
    let seen = 0
    for (let index = 0; index <= Math.min(total, mostPlaces) && seen < used; index++) {
      const answer = await this.#options.channel.command(`AT+CMGR=${index}`)
      if (answer.kind === 'closed') break
      if (answer.kind !== 'ok' || answer.lines.length === 0) continue
      seen++
      found.push(...pdusOf(answer.lines, index))
    }
    return found
  }

  async #read(index: number): Promise<StoredPdu | undefined> {
    const answer = await this.#options.channel.command(`AT+CMGR=${index}`, { timeout: 10_000 })
    return answer.kind === 'ok' ? pdusOf(answer.lines, index)[0] : undefined
  }

  async #select(storage: StorageName): Promise<void> {
    if (storage === this.#selected) return
    if ((await openStorage(this.#options.channel, storage)) !== undefined) this.#selected = storage
  }

  async #take(pdu: string): Promise<void> {
    const { sinks, to, key, clock } = this.#options
    const by: ReceivedBy = { to, key, now: clock() }
    const received = readReceived(pdu, by)
    switch (received.kind) {
      case 'message':
        return sinks.incoming(received.message)
      case 'report':
        return sinks.report(received.report)
      case 'nothing':
        sinks.log('info', `passed over ${received.why}`)
        return
      case 'unread':
        return this.#keepUnread(pdu, received.why)
    }
  }

  async #keepUnread(pdu: string, why: string): Promise<void> {
    const { sinks, clock } = this.#options
    const digest = createHash('sha256').update(pdu).digest('base64url').slice(0, 22)
    await sinks.remember(`${unreadFact}${digest}`, `${new Date(clock()).toISOString()} ${pdu}`)
    sinks.log('warn', `${why} came in; haraka-sms route unread shows it`)
  }
}

/** The last number of `+CMT: ,23` and `+CDS: 23`: octets without those of the service centre. */
function announcedOctets(value: string): number | undefined {
  const fields = fieldsOf(value)
  return numberAt(fields, fields.length - 1)
}

function isCut(pdu: string, announced: number | undefined): boolean {
  const serviceCentre = 1 + Number.parseInt(pdu.slice(0, 2), 16)
  return announced !== undefined && pdu.length < 2 * (serviceCentre + announced)
}

function storageOf(name: string | undefined): StorageName | undefined {
  return name === 'SM' || name === 'ME' || name === 'MT' || name === 'SR' ? name : undefined
}

const received = [0, 1]

/** Headers and PDUs of AT+CMGL, or of AT+CMGR for `index`; drafts and what was sent stay untouched. */
function pdusOf(lines: readonly string[], index?: number): StoredPdu[] {
  return lines.flatMap((line, at) => {
    const header = /^\+CMG[LR]:\s*(.*)$/.exec(line)?.[1]
    const pdu = lines[at + 1]
    if (header === undefined || pdu === undefined || !/^[0-9A-F]+$/i.test(pdu)) return []
    const fields = fieldsOf(header)
    const status = numberAt(fields, index === undefined ? 1 : 0)
    const place = index ?? numberAt(fields, 0)
    if (place === undefined || !received.includes(status ?? 0)) return []
    return [{ index: place, pdu }]
  })
}
