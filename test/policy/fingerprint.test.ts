import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardDigest, messageDigest } from '../../lib/policy/fingerprint.ts'

const message = { accountId: 1, phone: '+4520643064', identity: '<a@x.test>', text: 'Hej' }
const others = [
  { ...message, accountId: 14 },
  { ...message, phone: '+4520643065' },
  { ...message, text: 'Hej igen' },
]

test('what comes again has the same fingerprint, and nothing else has', () => {
  assert.equal(messageDigest(message), messageDigest({ ...message }))
  const all = [message, { ...message, identity: '<b@x.test>' }, ...others].map(messageDigest)
  const guards = [message, ...others].map(guardDigest)
  assert.equal(new Set([...all, ...guards]).size, all.length + guards.length)
})

test('the same text in another mail is the same to the guard', () => {
  const again = { ...message, identity: '<b@x.test>' }
  assert.equal(guardDigest(again), guardDigest(message))
})

test('both fingerprints of a message lie side by side', () => {
  const sorted = [message, ...others.slice(0, 2)]
    .flatMap((one) => [messageDigest(one), guardDigest(one)].map((digest) => ({ digest, one })))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1))
  for (let at = 0; at < sorted.length; at += 2) assert.equal(sorted[at]?.one, sorted[at + 1]?.one)
})
