// Joins the parts of a long SMS. They may come in any order, twice, or never.
// Guarantees: a complete message is its parts in order and nothing else; where parts are missing, one
// mark stands in place of each run of them.

export interface Piece {
  /** From 1. */
  readonly seq: number
  readonly text: string
}

const gap = '[…]'

/**
 * What a piece that comes in is to those that are there. `other`: its place is taken by another text,
 * so it begins a new message under the same reference, as phones count them round.
 */
export function placeOf(pieces: readonly Piece[], piece: Piece): 'new' | 'repeat' | 'other' {
  const there = pieces.find(({ seq }) => seq === piece.seq)
  if (there === undefined) return 'new'
  return there.text === piece.text ? 'repeat' : 'other'
}

export function joinPieces(
  total: number,
  pieces: readonly Piece[],
): { readonly text: string; readonly missing: number } {
  const bySeq = new Map(pieces.map(({ seq, text }) => [seq, text]))
  let text = ''
  let missing = 0
  for (let seq = 1; seq <= total; seq++) {
    const part = bySeq.get(seq)
    if (part === undefined && (seq === 1 || bySeq.has(seq - 1))) text += gap
    if (part === undefined) missing++
    else text += part
  }
  return { text, missing }
}
