// Octets to try a decoder with: random ones, and good PDUs of which some octets were changed, so that
// they reach the fields behind. Repeatable: the same seed gives the same octets.
import { fromHex } from '../../lib/sms/tpdu/hex.ts'
import { knownPdus } from './pdus.ts'

export function* mangledPdus(count: number, seed: number): Generator<Uint8Array> {
  const random = mulberry32(seed)
  const good = Object.values(knownPdus).map(({ hex }) => fromHex(hex))
  const below = (limit: number): number => Math.floor(random() * limit)
  for (let index = 0; index < count; index++) {
    const known = good[below(good.length)] ?? new Uint8Array()
    const octets = index % 2 === 0 ? new Uint8Array(below(200)) : Uint8Array.from(known)
    const changes = index % 2 === 0 ? octets.length : 1 + below(4)
    for (let change = 0; change < changes; change++) {
      const at = index % 2 === 0 ? change : below(octets.length)
      octets[at] = below(256)
    }
    yield octets
  }
}

/** A small generator of random numbers in [0, 1), by Tommy Ettinger. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
