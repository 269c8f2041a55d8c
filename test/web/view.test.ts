// What is open on the page /phone survives in its address.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readView, viewQuery, type PhoneView } from '../../lib/web/phone/view.ts'
import { zoneNamed } from '../../lib/web/time-zone.ts'

const id = fc.option(fc.nat(), { nil: undefined })
const peer = fc.oneof(fc.stringMatching(/^\+?\d{3,15}$/), fc.stringMatching(/^[\w .&-]{0,11}$/))
const chats = fc
  .array(fc.tuple(fc.stringMatching(/^\+\d{7,15}$/), peer), { maxLength: 20 })
  .map((pairs) => new Map(pairs))

test('every view is read from its query as it was', () => {
  fc.assert(
    fc.property(id, id, chats, fc.boolean(), (mail, reply, chats, sent) => {
      const view: PhoneView = {
        chats,
        sent,
        ...(mail === undefined ? {} : { mail }),
        ...(reply === undefined ? {} : { reply }),
      }
      assert.deepEqual(readView(new URLSearchParams(viewQuery(view))), view)
    }),
  )
})

test('any query is read as some view', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (query) => {
      assert.ok(readView(new URLSearchParams(query)).chats.size <= 20)
    }),
  )
})

test('a zone that a browser tells has one name in all spellings', () => {
  for (const told of ['europe/copenhagen', 'EUROPE/Copenhagen'])
    assert.equal(zoneNamed(told), 'Europe/Copenhagen')
  for (const told of ['Mars/Olympus', '', 'a'.repeat(51)]) assert.equal(zoneNamed(told), undefined)
})
