// Long messages from phones: each part is stored when it comes, and the whole is given on when the last
// one is there, or when the missing ones have been waited for long enough.
//
// Inside the caller's transaction, with the join locked: two processes with a part each make one
// message. A part that comes again, also after the joining, is a repeat and changes nothing.
import type { Incoming } from '../routes/route.ts'
import { joinPieces, placeOf } from '../sms/reassembly.ts'
import { dueJoins, hasPiece, insertPiece, meetJoin, piecesOf } from '../store/joins.ts'
import type { Join, StoredPiece } from '../store/joins.ts'
import type { Knex } from '../store/store.ts'

/** A message that is ready to be given to somebody. */
export interface Whole {
  readonly route: string
  readonly reference: string
  readonly phone: string
  readonly to: string
  readonly text: string
  /** The parts that its sender made of it; undefined when it came in one. */
  readonly total: number | undefined
  readonly missing: number
  /** What is to be closed with the message. */
  readonly join: number | undefined
}

/** Stores a message that is whole, and closes its join: that of a repeat too, lest it is met for ever. */
export type Give = (whole: Whole) => Promise<void>

/** Gives what is whole now that `message` has come: itself, what it completes, what it shows to be over. */
export async function giveWhole(
  trx: Knex.Transaction,
  route: string,
  message: Incoming,
  dueAt: number,
  give: Give,
): Promise<void> {
  const { reference, phone, to, text, part } = message
  if (part === undefined) {
    const whole = { route, reference, phone, to, text }
    return give({ ...whole, total: undefined, missing: 0, join: undefined })
  }
  if (await hasPiece(trx, route, reference)) return
  const { ref, refBits: ref_bits, total, seq } = part
  const join = await meetJoin(trx, { route, phone, own: to, ref, ref_bits, total }, dueAt)
  const pieces = await piecesOf(trx, join.id)
  const piece = { seq, text, reference }
  switch (placeOf(pieces, piece)) {
    case 'repeat':
      return
    case 'new': {
      await insertPiece(trx, { ...piece, route, join_id: join.id })
      const whole = wholeOf(join, [...pieces, piece])
      if (whole.missing === 0) await give(whole)
      return
    }
    case 'other':
      await give(wholeOf(join, pieces))
      await giveWhole(trx, route, message, dueAt, give)
  }
}

/** Gives what has waited long enough. */
export async function giveOverdue(
  trx: Knex.Transaction,
  now: number,
  skipLocked: string,
  give: Give,
): Promise<void> {
  for (const join of await dueJoins(trx, now, skipLocked))
    await give(wholeOf(join, await piecesOf(trx, join.id)))
}

function wholeOf(join: Join, pieces: readonly StoredPiece[]): Whole {
  const { route, phone, own: to, total } = join
  const reference = pieces[0]?.reference ?? ''
  return { route, reference, phone, to, total, join: join.id, ...joinPieces(total, pieces) }
}
