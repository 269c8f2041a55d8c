// What a PDU that came in means.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReceived } from '../../../lib/routes/modem/received.ts'
import { parseAddress } from '../../../lib/sms/tpdu/address.ts'
import { delivers, textParts } from '../../../lib/sms/tpdu/compose.ts'
import { toHex } from '../../../lib/sms/tpdu/hex.ts'
import { encodePdu } from '../../../lib/sms/tpdu/pdu.ts'

const by = { to: '+4520000001', key: 'm', now: 0 }

function from(sender: string): string {
  const [tpdu] = delivers(parseAddress(sender), { time: 0, offset: 0 }, textParts('Hi'))
  assert.ok(tpdu !== undefined)
  return toHex(encodePdu({ serviceCentre: undefined, tpdu }))
}

test('the name of a sender is on one line', () => {
  const received = readReceived(from('A\r\nBcc: x\f'), by)
  assert.equal(received.kind === 'message' && received.message.phone, 'A Bcc: x')
})

test('what one phone writes to two SIMs at once is two messages', () => {
  const referenceAt = (to: string): string | undefined => {
    const received = readReceived(from('+4520643064'), { ...by, to })
    return received.kind === 'message' ? received.message.reference : undefined
  }
  assert.equal(referenceAt('+4520000001'), referenceAt('+4520000001'))
  assert.notEqual(referenceAt('+4520000001'), referenceAt('+4520000002'))
})

test('what cannot be read is told as such', () => {
  assert.deepEqual(readReceived('0004', by), {
    kind: 'unread',
    why: 'an SMS that cannot be read (deliver.oa at octet 2: underflow)',
  })
})
