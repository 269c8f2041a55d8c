// Octets as the hexadecimal text that modems speak. White space between digits is passed over.
import { TpduError } from './error.ts'

export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '')
  const octets = new Uint8Array(Math.floor(digits.length / 2))
  for (let index = 0; index < octets.length; index++) {
    const high = digit(digits.charCodeAt(2 * index))
    const low = digit(digits.charCodeAt(2 * index + 1))
    if (high < 0 || low < 0) throw new TpduError('hex', index, 'not a hexadecimal digit')
    octets[index] = high * 16 + low
  }
  if (digits.length % 2 === 1) throw new TpduError('hex', octets.length, 'half an octet')
  return octets
}

export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('hex').toUpperCase()
}

/** The value of the digit with that character code, or -1. */
function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code & ~0x20
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x41 + 10 : -1
}
