// The virtual phones: what the store says they got and sent, and the way to answer from them.
import { randomUUID } from 'node:crypto'
import { latestOfRoutes, type MessageRow } from '../store/messages.ts'
import type { Store } from '../store/store.ts'
import { readOwnNumber } from '../sms/phone-number.ts'
import type { IncomingIntake } from './incoming.ts'

/** A message that a virtual phone got or sent. */
export interface PhoneMessage {
  readonly id: number
  readonly direction: 'to-phone' | 'from-phone'
  /** The other side: a number of ours, a name, or '' where none was given. */
  readonly peer: string
  readonly text: string
  readonly parts: number
  readonly encoding: 'gsm7' | 'ucs2'
  readonly at: number
}

export interface VirtualPhone {
  readonly phone: string
  /** Oldest first. */
  readonly messages: readonly PhoneMessage[]
}

/** The virtual phones: there when a route of type `phone` is configured. */
export interface VirtualPhones {
  /** Phones that have been written to, the latest first. */
  list(limit?: number): Promise<readonly VirtualPhone[]>
  /** The phone writes `text` to the number `to`. */
  answer(message: { phone: string; to: string; text: string }): Promise<void>
}

export function createVirtualPhones(
  store: Store,
  routes: () => readonly string[],
  incoming: IncomingIntake,
  clock: () => number,
): VirtualPhones {
  return {
    async list(limit = 200) {
      return byPhone(await latestOfRoutes(store.db, routes(), limit))
    },
    async answer({ phone, to, text }) {
      await incoming(routes()[0] ?? 'phone', {
        reference: randomUUID(),
        phone: readOwnNumber(phone) ?? phone,
        to: readOwnNumber(to) ?? to,
        text,
        at: clock(),
      })
    },
  }
}

function byPhone(rows: readonly MessageRow[]): VirtualPhone[] {
  const phones = new Map<string, PhoneMessage[]>()
  for (const row of rows) {
    const messages = phones.get(row.phone) ?? []
    // Set anew, so that the map's order is that of the latest message.
    phones.delete(row.phone)
    phones.set(row.phone, [...messages, phoneMessage(row)])
  }
  return [...phones].map(([phone, messages]) => ({ phone, messages })).reverse()
}

function phoneMessage(row: MessageRow): PhoneMessage {
  return {
    id: row.id,
    direction: row.direction === 'out' ? 'to-phone' : 'from-phone',
    peer: row.own ?? '',
    text: row.text,
    parts: row.parts,
    encoding: row.encoding,
    at: row.direction === 'out' ? (row.sent_at ?? row.created_at) : row.created_at,
  }
}
