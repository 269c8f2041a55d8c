// Septets packed into octets and back (3GPP TS 23.038 6.1.2.1.1), with the fill bits that put the
// first septet behind a user data header on a septet boundary (TS 23.040 9.2.3.24).
// Guarantees: nothing is read past the end of the octets; unused bits are written as zero.

/** Octets that `count` septets behind `fillBits` take. */
export const packedLength = (count: number, fillBits = 0): number =>
  Math.ceil((count * 7 + fillBits) / 8)

/** Fill bits behind a header of so many octets, its length octet counted. */
export const fillBitsBehind = (headerOctets: number): number => (7 - ((headerOctets * 8) % 7)) % 7

export function packSeptets(septets: Uint8Array, fillBits = 0): Uint8Array {
  const octets = new Uint8Array(packedLength(septets.length, fillBits))
  let pending = 0
  let bits = fillBits
  let at = 0
  for (const septet of septets) {
    pending |= septet << bits
    bits += 7
    if (bits >= 8) {
      octets[at++] = pending & 0xff
      pending >>= 8
      bits -= 8
    }
  }
  if (bits > 0 && at < octets.length) octets[at] = pending
  return octets
}

/** The first `count` septets behind `fillBits`; fewer when the octets end before. */
export function unpackSeptets(octets: Uint8Array, count: number, fillBits = 0): Uint8Array {
  const there = Math.max(0, Math.floor((octets.length * 8 - fillBits) / 7))
  const septets = new Uint8Array(Math.min(count, there))
  let pending = (octets[0] ?? 0) >> fillBits
  let bits = 8 - fillBits
  let next = 1
  for (let index = 0; index < septets.length; index++) {
    if (bits < 7) {
      pending |= (octets[next++] ?? 0) << bits
      bits += 8
    }
    septets[index] = pending & 0x7f
    pending >>= 7
    bits -= 7
  }
  return septets
}
