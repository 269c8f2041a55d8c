// The virtual phones: what the store says they got and sent, and the way to answer from them.
import { randomUUID } from 'node:crypto'
import { latestOfRoutes, type MessageRow } from '../store/messages.ts'
import type { Store } from '../store/store.ts'
import { readOwnNumber } from '../sms/phone-number.ts'
import type { PhoneMessage, VirtualPhone, VirtualPhones } from './gateway.ts'
import type { IncomingIntake } from './incoming.ts'

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
