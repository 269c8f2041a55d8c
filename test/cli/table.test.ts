import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatTable } from '../../lib/cli/table.ts'

test('a time stays whole, to the minute, where other columns are shortened', () => {
  const row = {
    at: '2026-11-27T14:08:22.547Z',
    actor: 'somebody.with.a.long.name@office.example.org',
    subject: 'account somebody.else@office.example.org',
  }
  const table = formatTable([row, { ...row, at: null }], 80)
  assert.match(table, /^2026-11-27 14:08 {2}somebody\.with\.a\.long\.name@off….* {2}account/m)
  for (const line of table.split('\n')) assert.ok(line.length <= 80, line)
})

test('a table of nothing says so', () => {
  assert.equal(formatTable([]), 'none\n')
})
