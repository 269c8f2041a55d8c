// The messages of a virtual phone, sorted into one conversation for each other side.
import type { PhoneMessage, VirtualPhone } from '../../gateway/gateway.ts'

export interface Conversation {
  /** A number, a name, or '' where no sender was given. */
  readonly peer: string
  /** Oldest first. */
  readonly messages: readonly PhoneMessage[]
}

/** The conversation with the latest message first. */
export function conversations(phone: VirtualPhone): Conversation[] {
  const byPeer = new Map<string, PhoneMessage[]>()
  for (const message of phone.messages) {
    const messages = byPeer.get(message.peer) ?? []
    messages.push(message)
    // Set anew so that the map stays in the order of the latest messages.
    byPeer.delete(message.peer)
    byPeer.set(message.peer, messages)
  }
  return [...byPeer].map(([peer, messages]) => ({ peer, messages })).reverse()
}

/** A number or a short code can be written to, a name cannot. */
export function canBeAnswered(peer: string): boolean {
  return /^\+?\d{3,15}$/.test(peer)
}
