import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOrders } from '../../lib/mail/orders.ts'
import { readMailNow } from '../../lib/mail/read-mail.ts'

test('a domain is the same in each way in which it can be written, so that what it is bound to counts', () => {
  const mail = readMailNow(Buffer.from('From: anna@x.test\r\n\r\nHello\r\n'))
  for (const written of ['Bücher.Test', 'xn--bcher-kva.test', 'XN--BCHER-KVA.TEST']) {
    const { addressees } = readOrders([`+4520643064@${written}`], mail, () => true)
    assert.deepEqual(
      addressees.map(({ domain }) => domain),
      ['xn--bcher-kva.test'],
    )
  }
})
