// The life of a message as a table: which state may follow which. A final state is never left.
//
// `sent` is as far as a route without reports goes. `uncertain` is left when the fate becomes known,
// or when the message is sent again; one that waited to be sent again and was given up is so again. One
// whose account wants it as flash when a normal one fails goes from `sent` or `buffered` into the line once
// more, which is not in the table: it is a sending of its own.

export type OutState =
  | 'held'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'uncertain'
  | 'sent'
  | 'buffered'
  | 'delivered'
  | 'undelivered'
  | 'unsent'
  | 'expired'
  | 'cancelled'
  | 'refused'

const follows: Readonly<Record<OutState, readonly OutState[]>> = {
  held: ['scheduled', 'queued', 'uncertain', 'expired', 'cancelled'],
  scheduled: ['held', 'queued', 'uncertain', 'expired', 'cancelled'],
  queued: ['held', 'sending', 'scheduled', 'uncertain', 'expired', 'cancelled', 'unsent'],
  sending: ['sent', 'queued', 'scheduled', 'uncertain', 'unsent', 'expired', 'refused'],
  uncertain: [
    'queued',
    'scheduled',
    'sent',
    'buffered',
    'delivered',
    'undelivered',
    'unsent',
    'expired',
    'refused',
  ],
  sent: ['buffered', 'delivered', 'undelivered', 'expired'],
  buffered: ['delivered', 'undelivered', 'expired'],
  delivered: [],
  undelivered: [],
  unsent: [],
  expired: [],
  cancelled: [],
  refused: [],
}

export const outStates = Object.keys(follows) as readonly OutState[]

/** The states out of which a message may come into `state`. */
export function statesBefore(state: OutState): readonly OutState[] {
  return outStates.filter((before) => follows[before].includes(state))
}

export function isFinal(state: OutState): boolean {
  return follows[state].length === 0
}
