import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  maskLocalPart,
  readLocalPart,
  replyLocalPart,
} from '../../../lib/mail/address/local-part.ts'
import { findKey, isKey, maskKeys, maskWholeKeys } from '../../../lib/mail/address/key.ts'
import { readSubject } from '../../../lib/mail/subject.ts'
import { isUsableName } from '../../../lib/mail/usable-name.ts'
import { processorTime } from '../../support/processor-time.ts'

const key = 'k3y7examplek3y7examplek3y7'
const base32 = 'abcdefghijklmnopqrstuvwxyz234567'.split('')
const keys = fc
  .string({ unit: fc.constantFrom(...base32), minLength: 26, maxLength: 26 })
  .filter((text) => /[a-z]/.test(text) && /[2-7]/.test(text))
const tags = fc.string({ unit: fc.constantFrom(...base32), minLength: 16, maxLength: 16 })
const phones = fc.bigInt({ min: 1_000_000n, max: 999_999_999_999_999n }).map((n) => `+${n}`)

test('every key that we make is read as a key, in any case', () => {
  fc.assert(
    fc.property(keys, (made) => {
      assert.ok(isKey(made))
      for (const written of [made, made.toUpperCase()]) {
        assert.deepEqual(readLocalPart(written).localPart, { kind: 'key', key: made })
        assert.deepEqual(readLocalPart(`sms.${written}`).localPart, {
          kind: 'key-subject',
          key: made,
        })
      }
    }),
  )
})

test('a key and a phone are read in either order', () => {
  fc.assert(
    fc.property(keys, phones, (made, phone) => {
      const spelling = phone.slice(1)
      const both = { kind: 'key-and-phone', key: made, spelling }
      assert.deepEqual(readLocalPart(`${made}.${spelling}`).localPart, both)
      assert.deepEqual(readLocalPart(`${spelling}.${made}`).localPart, both)
    }),
  )
})

test('a reply address finds its number and its tag again', () => {
  fc.assert(
    fc.property(phones, tags, (phone, tag) => {
      const local = replyLocalPart(phone, tag)
      assert.deepEqual(readLocalPart(local.toUpperCase()), {
        localPart: { kind: 'reply', number: phone.slice(1), tag },
        options: {},
      })
      assert.ok(local.length <= 64)
    }),
  )
})

test('a sender that cannot be answered has a tag, but no number to answer to', () => {
  for (const sender of ['Messa', '1919', 'A-B &c']) {
    const local = replyLocalPart(sender, 'tag4example2tag4')
    assert.equal(local, 'noreply-tag4example2tag4')
    assert.deepEqual(readLocalPart(local).localPart, { kind: 'no-reply', tag: 'tag4example2tag4' })
  }
})

test('any text has a reading', () => {
  const pieces = fc.constantFrom(
    'sms',
    '.',
    '+',
    '=',
    '-',
    '"',
    '\\',
    key,
    '4530643064',
    'at',
    'flash',
    'p',
    '00',
    'noreply',
  )
  const local = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(local, (text) => {
      const { localPart } = readLocalPart(text)
      if (localPart.kind === 'key') assert.ok(isKey(localPart.key))
      maskLocalPart(text)
    }),
  )
})

test('a key is cut to four characters wherever it stands, and numbers stay', () => {
  assert.equal(maskLocalPart(key), 'k3y7…')
  assert.equal(maskLocalPart(key.toUpperCase()), 'K3Y7…')
  assert.equal(maskLocalPart(`${key}.4530643064+flash`), 'k3y7….4530643064+flash')
  assert.equal(maskLocalPart(`sms.${key}`), 'sms.k3y7…')
  assert.equal(maskLocalPart('4530643064'), '4530643064')
  assert.equal(maskLocalPart('4530643064-tag4example2tag4'), '4530643064-tag4example2tag4')
  assert.equal(maskLocalPart('anna'), 'anna')
  assert.equal(maskLocalPart(''), '')
  assert.equal(maskKeys(`Subject: ${key}:4530643064`), 'Subject: k3y7…:4530643064')
})

test('a long word without a digit is no key, and stays', () => {
  const long = 'wohnungsbaugesellschaft'
  assert.equal(maskLocalPart(`${long}.nord`), `${long}.nord`)
  const words = `Re: ${long}, Kommunikationsmedarbejdere`
  for (const mask of [maskKeys, maskWholeKeys]) assert.equal(mask(words), words)
})

test('a mistyped key is masked as well', () => {
  assert.equal(maskLocalPart(`${key}x`), 'k3y7…')
  assert.equal(maskLocalPart(key.slice(1)), '3y7e…')
  assert.equal(maskLocalPart(key.replace('e', '1')), 'k3y7…')
})

test('backslashes in a quoted local part do not hide a key', () => {
  assert.equal(maskLocalPart(`"${key.slice(0, 13)}\\${key.slice(13)}"`), 'k3y7…')
})

test('whatever stands around it, no key is left in a masked local part', () => {
  fc.assert(
    fc.property(fc.string(), keys, fc.string(), (before, made, after) => {
      assert.ok(!maskLocalPart(`${before}${made}${after}`).includes(made))
    }),
  )
})

test('a key is found in a text only as a word of its own', () => {
  assert.equal(findKey(`my key is ${key.toUpperCase()}, thanks`), key)
  assert.equal(findKey(`x${key}`), undefined)
  assert.equal(findKey('23456723456723456723456723'), undefined)
})

test('names that read as another form cannot be given to contacts', () => {
  for (const name of ['anna', 'Køkken 2', '6B', 'o’brien', 'x-y', 'Hold 7', 'Team 2026'])
    assert.ok(isUsableName(name), name)
  const taken = [
    'sms',
    'Help',
    'postmaster',
    '123',
    'p123',
    key,
    `sms.${key}`,
    '4530643064-tag4example2tag4',
    'anna+flash',
    'a+b',
    '',
    'a@b',
    'a<b',
    'Hold 7.30',
    'Vagt 24.12.2026',
    'Team 2026-12-24',
    'Frit 18h30',
    'Team 123015092026',
  ]
  for (const name of taken) assert.ok(!isUsableName(name), name)
})

test('reading costs time in proportion to the length, however odd the text', () => {
  const long = 200_000
  const odd = ['+', '=', '"\\', 'at=', 'a.', ' ', '1', 'a', `${key}.`, 're:', ' ;', 'at="', '[']
  const forms = ['key', 'subject', 'key-and-phone', 'phone'] as const
  const taken = processorTime(() => {
    for (const piece of odd) {
      const text = `x${piece.repeat(Math.ceil(long / piece.length))}x`
      readLocalPart(text)
      maskLocalPart(text)
      for (const form of forms) readSubject(text, { form, otherPhones: false })
    }
  })
  // About a second on a slow machine; anything quadratic takes minutes.
  assert.ok(taken < 10_000, `${taken} ms`)
})

test('any Subject has a meaning, and a key in free text is never text to send', () => {
  const pieces = fc.constantFrom(
    ' ',
    ',',
    ';',
    ':',
    key,
    '30643064',
    'at=',
    'flash=1',
    '18:00',
    'Anna',
    '"',
    '123015092026',
    'SV:',
    '[SMS]',
  )
  const subject = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  )
  const forms = fc.constantFrom(
    'key',
    'key-subject',
    'subject',
    'key-and-phone',
    'phone',
    'name',
    'command',
    'reply',
    'unreadable',
  )
  fc.assert(
    fc.property(subject, forms, fc.boolean(), (text, form, otherPhones) => {
      const meaning = readSubject(text, { form, otherPhones })
      if (meaning.kind === 'text') assert.equal(findKey(text), undefined)
    }),
  )
})
