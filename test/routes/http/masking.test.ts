import assert from 'node:assert/strict'
import { test } from 'node:test'
import { excerpt, withPlus } from '../../../lib/routes/http/fields.ts'
import type { HttpCall } from '../../../lib/routes/http/http.ts'
import { withoutSecrets } from '../../../lib/routes/http/masking.ts'
import { reportOf } from '../../../lib/routes/http/news.ts'
import { refused } from '../../../lib/routes/http/verdicts.ts'

const call: HttpCall = {
  method: 'POST',
  path: '/',
  headers: {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from('user:pass&word"1').toString('base64')}`,
  },
}

for (const [said, left] of [
  [call.headers['authorization'] ?? '', '…'],
  ['wrong password pass&word"1 of user', 'wrong password … of user'],
  ['{"password":"pass&word\\"1"}', '{"password":"…"}'],
  ['?password=pass%26word%221', '?password=…'],
  ['token t0ken-of-settings', 'token …'],
  ['{"password":"pass\\u0026word\\u00221"}', '{"password":"…"}'],
  ['{"key":"a\\/b+c d"}', '{"key":"…"}'],
  ['{"key":"a\\u002Fb\\u002bc d"}', '{"key":"…"}'],
  ['?key=a%2fb%2Bc+d', '?key=…'],
  ['application/json is what you sent', 'application/json is what you sent'],
  ['{"reference":"1234567"}', '{"reference":"1234567"}'],
  ['nothing of ours', 'nothing of ours'],
] as const)
  test(`${said} is read as ${left}`, () => {
    assert.equal(
      withoutSecrets(said, call, ['t0ken-of-settings', 'pass&word"1', 'a/b+c d', '']),
      left,
    )
  })

test('an answer of millions of opened marks is cut before it is read', () => {
  assert.equal(excerpt('<'.repeat(4_000_000)).length, 160)
  assert.equal(excerpt('<script>'.repeat(500_000)), '')
  assert.equal(excerpt('<html><style>p{}</style><p>Out of <b>service</b>'), 'Out of service')
})

test('the words of a service, and its code, are cut as well', () => {
  const long = 'no credit '.repeat(400_000)
  const answer = { status: 402, headers: {}, body: '{}' }
  const refusal = refused(answer, 0, {}, { code: long, words: long })
  assert.ok(refusal.kind === 'configuration' && refusal.reason.length < 400)
  const report = reportOf({ reference: 'a', fate: 'undelivered', at: 0, reason: long })
  assert.ok((report?.reason ?? '').length < 200)
})

test('a sender stays on one line', () => {
  assert.equal(withPlus('ACME\r\nBcc: x@example.test\u001b[2J'), 'ACME Bcc: x@example.test [2J')
  assert.equal(withPlus('0046 70'), '0046 70')
  assert.equal(withPlus('46701740605'), '+46701740605')
})
