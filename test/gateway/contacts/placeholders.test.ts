// What stands in braces in texts to several people.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillKnown, fillPlaceholders } from '../../../lib/gateway/contacts/placeholders.ts'

const ole = {
  name: 'Ole Bo Hansen',
  phone: '+4520643064',
  fields: [
    ['Town', 'Rennes $& {x}'],
    ['Dish', 'Pizza'],
    ['Empty', ''],
  ],
} as const

for (const [text, filled] of [
  ['Hi {name}!', 'Hi Ole Bo Hansen!'],
  ['{Fornavn} {EFTERNAVN}, {  phone }', 'Ole Bo Hansen, +4520643064'],
  ['{prénom} {nom de famille}', 'Ole Bo Hansen'],
  ['{town} {Dish}', 'Rennes $& {x} Pizza'],
  ['[v1] [V2]', 'Rennes $& {x} Pizza'],
  ['{Age|unknown}, {Empty|none}{Age|}', 'unknown, none'],
  ['{{name}} {} { [v] [1]', '{name} {} { [v] [1]'],
] as const)
  test(`${text} is filled`, () => assert.deepEqual(fillPlaceholders(text, ole), { text: filled }))

for (const [text, missing] of [
  ['{name}: {Twon}', '{Twon}'],
  ['{Empty}', '{Empty}'],
  ['[v9]', '[v9]'],
  ['{__proto__}', '{__proto__}'],
] as const)
  test(`${text} is not for whom nothing is known of it`, () => {
    assert.deepEqual(fillPlaceholders(text, ole), { missing })
    assert.ok(fillKnown(`${text} {Dish}`, ole).endsWith(`${missing} Pizza`))
  })

test('own columns stand before what is guessed of the name', () => {
  const fields = [['First name', 'Ole Bo']] as const
  assert.deepEqual(fillPlaceholders('{first name}', { ...ole, fields }), { text: 'Ole Bo' })
})

test('a phone that is no contact has its number alone', () => {
  const nobody = { name: '', phone: '+4520643064', fields: [] }
  assert.deepEqual(fillPlaceholders('{phone}', nobody), { text: '+4520643064' })
  assert.deepEqual(fillPlaceholders('{first name}', nobody), { missing: '{first name}' })
})
