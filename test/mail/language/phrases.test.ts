import { test } from 'node:test'
import assert from 'node:assert/strict'
import { phrases } from '../../../lib/mail/language/index.ts'
import { messageFrom, type Language } from '../../../lib/mail/language/phrases.ts'
import { fill } from '../../../lib/mail/language/reasons.ts'
import { segment } from '../../../lib/sms/parts.ts'

const languages = Object.keys(phrases) as Language[]

/** Every sentence of a language by its path, `reasons.duplicate`. */
function sentences(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value as object).flatMap(([name, inner]) =>
    sentences(inner, path === '' ? name : `${path}.${name}`),
  )
}

const names = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()
const optional = (text: string): string[] =>
  [...text.matchAll(/\[[^[\]]*?(\{\w+\})[^[\]]*\]/g)].map((match) => match[1]!).sort()

for (const language of languages) {
  test(`${language} names the same values as English in every sentence, and leaves out the same`, () => {
    const own = new Map(sentences(phrases[language]))
    for (const [path, english] of sentences(phrases.en)) {
      // Some languages have one form for all counts.
      if (/^faults\.\w+\.one\./.test(path) && !own.has(path)) continue
      const text = own.get(path) ?? ''
      assert.deepEqual(names(text), names(english), path)
      assert.deepEqual(optional(text), optional(english), path)
      assert.equal(text.trim(), text, path)
      assert.doesNotMatch(text, / {2}|\s[.,]|\.\./, path)
    }
  })
}

test('the Subjects of the languages differ, so that an answer shows its language', () => {
  assert.equal(new Set(Object.values(messageFrom)).size, languages.length)
})

test('values fill a sentence, and what is missing leaves no gap', () => {
  assert.equal(fill('Wait[ until {time}] for {who}.', { who: 'Bo' }), 'Wait for Bo.')
  assert.equal(
    fill('Wait[ until {time}] for {who}.', { who: 'Bo', time: '18:00' }),
    'Wait until 18:00 for Bo.',
  )
  assert.equal(fill('{a}{b}', { a: '[{b}]', b: '' }), '[{b}]')
})

test('a value brings no line break, no control character and no key into a sentence', () => {
  assert.equal(fill('{a}.', { a: 'x\r\nBcc: y\u0000\u2028z' }), 'x Bcc: y z.')
  assert.equal(fill('{a}.', { a: 'k3y7examplek3y7examplek3y7' }), 'k3y7….')
  assert.equal(fill('{a}', { a: 'ab '.repeat(200) }).length, 200)
})

test('SMS of ours need no letter outside the GSM alphabet', () => {
  for (const { whoIsMeant, optOut } of Object.values(phrases))
    for (const text of [whoIsMeant, optOut.confirmation])
      assert.equal(segment(text.replace('{choices}', '')).encoding, 'gsm7', text)
})
