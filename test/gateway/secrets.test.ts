// TAGs: short, and never the same twice; those for bounces lead to the id alone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bounceTag, idInBounceTag, makeTag } from '../../lib/gateway/secrets.ts'

test('a TAG is 16 characters of base32, and of many none stands twice', () => {
  const tags = Array.from({ length: 2_000 }, makeTag)
  assert.ok(tags.every((tag) => /^[a-z2-7]{16}$/.test(tag)))
  // Nor does a half: each was drawn by itself.
  const halves = tags.flatMap((tag) => [tag.slice(0, 8), tag.slice(8)])
  assert.equal(new Set(halves).size, halves.length)
})

test('a TAG for bounces tells the id of its conversation, and is another for each TAG', () => {
  for (const id of [1, 31, 32, 4_711, 2 ** 31, 2 ** 40 - 1]) {
    const [one, other] = [bounceTag({ id, tag: makeTag() }), bounceTag({ id, tag: makeTag() })]
    assert.match(one, /^[a-z2-7]{16}$/)
    assert.equal(idInBounceTag(one), id)
    assert.notEqual(one, other)
  }
})
