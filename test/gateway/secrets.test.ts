// TAGs: short, and never the same twice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeTag } from '../../lib/gateway/secrets.ts'

test('a TAG is 16 characters of base32, and of many none stands twice', () => {
  const tags = Array.from({ length: 2_000 }, makeTag)
  assert.ok(tags.every((tag) => /^[a-z2-7]{16}$/.test(tag)))
  // Nor does a half: each was drawn by itself.
  const halves = tags.flatMap((tag) => [tag.slice(0, 8), tag.slice(8)])
  assert.equal(new Set(halves).size, halves.length)
})
