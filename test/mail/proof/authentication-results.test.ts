import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readAuthenticationResults } from '../../../lib/mail/proof/authentication-results.ts'
import { processorTime } from '../../support/processor-time.ts'

type Reading = ReturnType<typeof readAuthenticationResults>
const says = (dkim: string[], spf: string[], server = 'mx.test'): Reading => ({ server, dkim, spf })

const table: [what: string, value: string, reading: Reading][] = [
  ['nothing found out', 'mx.test; none', says([], [])],
  ['a version of the form', 'mx.test 1; none', says([], [])],
  [
    'DKIM and SPF as Postfix milters write them',
    'mx.test;\r\n\tdkim=pass (2048-bit key; unprotected) header.d=Example.org header.i=@example.org header.b="abc/+";\r\n\tspf=pass (sender SPF authorized) smtp.mailfrom=example.org (client-ip=192.0.2.1; helo=x)',
    says(['example.org'], ['example.org']),
  ],
  [
    'SPF as Gmail writes it',
    'mx.google.com; dkim=pass header.i=@example.org header.s=s1 header.b=Ab; spf=pass (google.com: domain of anna@example.org designates 192.0.2.1 as permitted sender) smtp.mailfrom=anna@example.org; dmarc=pass (p=NONE) header.from=example.org',
    says(['example.org'], ['example.org'], 'mx.google.com'),
  ],
  [
    'what failed',
    'mx.test; dkim=fail header.d=a.test; spf=softfail smtp.mailfrom=a.test',
    says([], []),
  ],
  ['a method with a version', 'mx.test; dkim/1=pass header.d=a.test', says(['a.test'], [])],
  [
    'an identity below the domain that signed',
    'mx.test; dkim=pass header.i=anna@a.a.test header.d=a.test',
    says(['a.test'], []),
  ],
  ['an identity alone', 'mx.test; dkim=pass header.i="a b"@A.a.test', says(['a.a.test'], [])],
  ['a domain that is none', 'mx.test; dkim=pass header.d=x header.i=@a.test', says([], [])],
  [
    'a domain said twice',
    'mx.test; dkim=pass header.d=a.b header.d=c.d header.i=@a.b',
    says([], []),
  ],
  ['pass of the HELO alone', 'mx.test; spf=pass smtp.helo=a.test', says([], [])],
  ['another method', 'mx.test; dmarc=pass header.d=a.test', says([], [])],
  [
    'a reason that says pass',
    'mx.test; spf=fail reason="spf=pass smtp.mailfrom=a.test"',
    says([], []),
  ],
  [
    'a semicolon in quotes',
    'mx.test; spf=fail smtp.mailfrom="x; spf=pass smtp.mailfrom=a.test"@evil.test',
    says([], []),
  ],
  [
    'a comment with a result in it',
    'mx.test; spf=fail (ok; spf=pass smtp.mailfrom=a.test) smtp.mailfrom=evil.test',
    says([], []),
  ],
  ['nested comments', 'mx.test (a (b; dkim=pass header.d=x.test) c); none', says([], [])],
  [
    'a property said twice',
    'mx.test; spf=pass smtp.mailfrom=a.test smtp.mailfrom=b.test',
    says([], []),
  ],
  [
    'no server, as Exchange Online',
    'spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=a.test; dkim=none',
    undefined,
  ],
  ['nothing at all', '', undefined],
]

for (const [what, value, reading] of table) {
  test(`${what} is read`, () => assert.deepEqual(readAuthenticationResults(value), reading))
}

test('whatever is written, reading ends and does not throw', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('a', 'b', '=', ';', '"', '\\', '(', ')', ' ', '\t', '.', '@', '1'),
        maxLength: 300,
      }),
      (value) => {
        readAuthenticationResults(`mx.test; ${value}`)
      },
    ),
  )
  const taken = processorTime(() => {
    for (const piece of ['(', '"', '\\', 'a=', ';', '"\\'])
      readAuthenticationResults(`mx.test; spf=pass ${piece.repeat(100_000)}`)
  })
  assert.ok(taken < 3_000, `${taken} ms`)
})

test('words that are no properties are not read again from each of their letters', () => {
  const taken = processorTime(() => {
    for (let time = 0; time < 10; time++)
      readAuthenticationResults(`mx.test; spf=pass ${'a'.repeat(16_000)}`)
  })
  assert.ok(taken < 1_000, `${taken} ms`)
})
