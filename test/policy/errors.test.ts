import { test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import {
  enhancedStatus,
  errorCodes,
  refusalName,
  sentence,
  smtpReply,
  template,
  type ErrorCode,
} from '../../lib/policy/errors.ts'

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')

test('docs/errors.md shows every code with its answer and its sentence, and no other', () => {
  const shown = page.split('\n').filter((line) => line.startsWith('| `'))
  const known = errorCodes.map((code) => {
    const { code: smtp, enhanced } = smtpReply({ code, params: {} })
    return `| \`${code}\` | ${smtp} ${enhanced} | ${template(code)} |`
  })
  assert.deepEqual(shown, known)
})

test('an answer is one sentence with its values, and the name to look it up by', () => {
  const refusal = { code: 'number_landline', params: { number: '+46812345678' } } as const
  assert.deepEqual(smtpReply(refusal), {
    code: 550,
    enhanced: '5.1.3',
    text: '+46812345678 is a landline. Write to a mobile number. (number_landline)',
  })
  assert.ok(page.includes(`550 5.1.3 ${smtpReply(refusal).text}`))
})

const table: [code: ErrorCode, answer: string][] = [
  ['address_not_understood', '550 5.1.3'],
  ['number_invalid', '550 5.1.3'],
  ['key_unknown', '550 5.7.1'],
  ['sender_unknown', '550 5.7.1'],
  ['sender_not_trusted', '550 5.7.1'],
  ['domain_not_open', '550 5.7.1'],
  ['prefix_not_allowed', '550 5.7.1'],
  ['opted_out', '550 5.7.1'],
  ['limit_group_used', '552 5.2.2'],
  ['credit_used', '552 5.2.2'],
  ['duplicate', '550 5.7.0'],
  ['text_too_long', '554 5.6.0'],
  ['text_empty', '554 5.6.0'],
  ['text_only_quotation', '554 5.6.0'],
  ['database_away', '451 4.3.0'],
  ['no_route', '550 5.4.4'],
  ['too_many_at_once', '452 4.5.3'],
]

for (const [code, answer] of table) {
  test(`${code} is answered with ${answer}`, () => {
    const reply = smtpReply({ code, params: {} })
    assert.equal(`${reply.code} ${reply.enhanced}`, answer)
  })
}

test('the class of the enhanced status is that of the reply (RFC 3463 2)', () => {
  for (const code of errorCodes) {
    const reply = smtpReply({ code, params: {} })
    assert.equal(String(reply.code)[0], reply.enhanced[0], code)
    assert.equal(enhancedStatus(code), reply.enhanced)
  }
})

test('messa.mobi finds its own names', () => {
  const name = (code: ErrorCode) => refusalName({ code, params: { group: 'Fredagsklubben' } })
  assert.equal(name('duplicate'), 'sms_already_sent_24H')
  assert.equal(name('limit_personal_none'), 'Personal:Fredagsklubben')
  assert.equal(name('limit_group_none'), 'Group:Fredagsklubben')
  assert.equal(name('limit_personal_used'), 'no_sms_left:Personal:Fredagsklubben')
  assert.equal(name('limit_group_used'), 'no_sms_left:Group:Fredagsklubben')
  assert.equal(name('text_empty'), 'text_empty')
})

test('a rolling limit says when it frees, a total one does not', () => {
  const used = (params: Record<string, string>) => sentence({ code: 'limit_group_used', params })
  assert.equal(
    used({ group: 'Sales', frees: '2026-12-24 18:00' }),
    'The group Sales has used up its SMS. Sending is possible again from 2026-12-24 18:00. Ask your administrator if it needs more.',
  )
  assert.equal(
    used({ group: 'Sales' }),
    'The group Sales has used up its SMS. Ask your administrator if it needs more.',
  )
})

test('no value can bring a line break, a control character or more than one line into an answer', () => {
  const params = fc.dictionary(
    fc.constantFrom('number', 'address', 'name', 'group', 'reason', 'sender', 'frees'),
    fc.string({ unit: 'binary', maxLength: 2000 }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...errorCodes), params, (code, values) => {
      const { text } = smtpReply({ code, params: values })
      assert.match(text, /^[\x20-\x7e]{1,490}$/)
    }),
  )
})

test('a value cannot name another value', () => {
  const text = sentence({
    code: 'name_unknown',
    params: { name: '{number}', number: '+4530643064' },
  })
  assert.ok(text.includes('"{number}"'))
})
