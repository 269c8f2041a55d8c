// Whole PDUs: what they say, that they come back as they were, and that broken ones are refused.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { parseAddress } from '../../../lib/sms/tpdu/address.ts'
import {
  binaryParts,
  delivers,
  submits,
  textParts,
  type TextOptions,
} from '../../../lib/sms/tpdu/compose.ts'
import { TpduError } from '../../../lib/sms/tpdu/error.ts'
import { concatenationOf } from '../../../lib/sms/tpdu/header.ts'
import { fromHex, toHex } from '../../../lib/sms/tpdu/hex.ts'
import { decodePdu, encodePdu, encodeTpdu } from '../../../lib/sms/tpdu/pdu.ts'
import { parseIso } from '../../../lib/sms/tpdu/timestamp.ts'
import type { UserData } from '../../../lib/sms/tpdu/user-data.ts'
import { brokenPdus, knownPdus } from '../../support/pdus.ts'

for (const [name, { hex, bare, exact }] of Object.entries(knownPdus)) {
  if (exact !== true) continue
  test(`${name} is encoded as it came`, () => {
    const octets = fromHex(hex)
    const pdu = decodePdu(octets, { bare: bare ?? false })
    assert.equal(
      toHex(bare === true ? encodeTpdu(pdu.tpdu) : encodePdu(pdu)),
      hex.replace(/ /g, ''),
    )
  })
}

for (const [name, { hex, bare, path }] of Object.entries(brokenPdus)) {
  test(`${name} is an error at ${path}`, () => {
    assert.throws(() => decodePdu(fromHex(hex), { bare: bare ?? false }), {
      name: 'TpduError',
      path,
    })
  })
}

test('a PDU cut at any octet is an error within what is left', () => {
  for (const [name, { hex, bare, exact }] of Object.entries(knownPdus)) {
    const octets = fromHex(hex)
    const { tpdu } = decodePdu(octets, { bare: bare ?? false })
    if (exact !== true || tpdu.type === 'status-report') continue
    for (let length = 0; length < octets.length; length++) {
      const cut = (): unknown => decodePdu(octets.subarray(0, length), { bare: bare ?? false })
      assert.throws(
        cut,
        (error) => error instanceof TpduError && error.octet <= length,
        `${name} cut to ${length}`,
      )
    }
  }
})

test('an error says field, octet and reason', () => {
  assert.throws(() => decodePdu(fromHex('040B91'), { bare: true }), {
    message: 'deliver.oa at octet 3: underflow',
    path: 'deliver.oa',
    octet: 3,
    reason: 'underflow',
  })
})

const ways: ['in' | 'out', string, string | RegExp][] = [
  ['in', '04', /deliver\.oa/],
  ['in', '01', /submit-report is not read/],
  ['in', '02', /status-report\.mr/],
  ['in', '03', /deliver\.oa/],
  ['out', '03', /reserved is not read/],
  ['out', '00', /deliver-report is not read/],
  ['out', '01', /submit\.mr/],
  ['out', '02', /command is not read/],
]

for (const [direction, hex, message] of ways) {
  test(`type ${hex} going ${direction}: ${String(message)}`, () => {
    assert.throws(() => decodePdu(fromHex(hex), { bare: true, direction }), { message })
  })
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 500, size: 'max' }),
  fc.string({ unit: fc.constantFrom('a', '€', '[', 'é', '\n'), maxLength: 700, size: 'max' }),
  fc.string({ unit: fc.constantFrom('a', 'ş', 'İ', '😀', '\ud83d'), maxLength: 500, size: 'max' }),
)
const options: fc.Arbitrary<TextOptions> = fc.record({
  encoding: fc.constantFrom('auto', 'ucs2'),
  refBits: fc.constantFrom(8, 16),
  ref: fc.nat(0xffff),
  languages: fc.subarray([1, 2, 3, 6, 13]),
})

test('a text sent in whatever parts is read back, and no part is too long', () => {
  fc.assert(
    fc.property(text, options, (whole, chosen) => {
      const parts = submits(parseAddress('+4520643064'), textParts(whole, chosen))
      const read = parts.map((tpdu, index) => {
        const octets = encodePdu({ serviceCentre: undefined, tpdu })
        // 12 octets of fields, 6 of address, 140 of user data.
        assert.ok(octets.length <= 164)
        const again = decodePdu(octets).tpdu
        assert.ok(again.type === 'submit')
        assertPlace(again.userData, index, parts.length, chosen)
        return again.userData.text
      })
      assert.equal(read.join(''), whole)
    }),
  )
})

function assertPlace(data: UserData, index: number, total: number, chosen: TextOptions): void {
  const refBits = chosen.refBits ?? 8
  const ref = (chosen.ref ?? 0) % (refBits === 8 ? 0x100 : 0x10000)
  assert.deepEqual(
    concatenationOf(data.elements),
    total === 1 ? undefined : { ref, refBits, total, seq: index + 1 },
  )
}

test('a text that a phone gets is read back with its sender and time', () => {
  const timestamp = parseIso('2026-12-24T18:00:00+01:00')!
  const [deliver] = delivers(parseAddress('Haraka'), timestamp, textParts('God jul'))
  const { tpdu } = decodePdu(
    encodePdu({ serviceCentre: parseAddress('+4540390999'), tpdu: deliver! }),
  )
  assert.deepEqual(tpdu, deliver)
})

test('8-bit data go out in parts of 134 octets', () => {
  const octets = Uint8Array.from({ length: 300 }, (_, index) => index % 256)
  const parts = binaryParts(octets, { ref: 7 })
  assert.deepEqual(
    parts.map((part) => part.octets.length),
    [134, 134, 32],
  )
  assert.deepEqual(Buffer.concat(parts.map((part) => part.octets)), Buffer.from(octets))
  assert.equal(binaryParts(octets.subarray(0, 140)).length, 1)
})

test('more than 255 parts are refused', () => {
  assert.equal(textParts('a'.repeat(255 * 153)).length, 255)
  assert.throws(() => textParts('a'.repeat(255 * 153 + 1)), /256 parts, more than 255/)
  assert.throws(() => binaryParts(new Uint8Array(255 * 134 + 1)), /256 parts, more than 255/)
})
