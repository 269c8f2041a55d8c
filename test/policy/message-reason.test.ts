// What the database keeps of why a message is as it is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorCodes, refusalName } from '../../lib/policy/errors.ts'
import { isReasonCode } from '../../lib/mail/language/index.ts'
import { byHand, holderGone, readReason } from '../../lib/policy/message-reason.ts'

test('the name of each refusal that a person may be told is read as its code', () => {
  for (const code of errorCodes.filter(isReasonCode)) {
    const value = code.startsWith('limit_') ? 'Office: Sales' : ''
    const name = refusalName({ code, params: { group: 'Office: Sales' } })
    assert.deepEqual(readReason(name), { code, value }, name)
  }
})

test('what else befell a message is read as its code', () => {
  assert.deepEqual(readReason(byHand('anna@example.test')), {
    code: 'by_hand',
    value: 'anna@example.test',
  })
  assert.deepEqual(readReason(holderGone), { code: 'holder_gone', value: '' })
})

test('what the other side said is no code', () => {
  for (const said of ['error 30006 from the carrier', 'unsent: no credit', '', 'constructor'])
    assert.equal(readReason(said), undefined, said)
})
