// Hours and dates on which a way works.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readHours, whyClosed } from '../../lib/policy/schedule.ts'

const always = { hours: [], from: '', until: '', timeZone: 'Europe/Copenhagen' }

const moments: [hours: string, at: string, open: boolean][] = [
  ['', '2026-11-27T03:00Z', true],
  ['Mon-Fri 08:00-18:00', '2026-11-27T07:00Z', true],
  ['Mon-Fri 08:00-18:00', '2026-11-27T06:59Z', false],
  ['Mon-Fri 08:00-18:00', '2026-11-27T17:00Z', false],
  ['Mon-Fri 08:00-18:00', '2026-11-28T09:00Z', false],
  ['Mon-Fri 08:00-18:00, sat 10:00-14:00', '2026-11-28T09:00Z', true],
  ['Sat-Mon 00:00-24:00', '2026-11-29T12:00Z', true],
  ['Sat-Mon 00:00-24:00', '2026-11-30T12:00Z', true],
  ['Sat-Mon 00:00-24:00', '2026-12-01T12:00Z', false],
  ['Fri 22:00-06:00', '2026-11-27T22:00Z', true],
  ['Fri 22:00-06:00', '2026-11-28T04:00Z', true],
  ['Fri 22:00-06:00', '2026-11-28T05:00Z', false],
  ['Fri 22:00-06:00', '2026-11-27T04:00Z', false],
  ['08:00-09:00', '2026-07-01T06:30Z', true],
  ['08:00-09:00', '2026-11-27T06:30Z', false],
]
for (const [written, at, open] of moments) {
  test(`${written === '' ? 'no hours' : written} at ${at}: ${open ? 'open' : 'closed'}`, () => {
    const hours = readHours(written)
    assert.ok(hours !== undefined)
    assert.equal(whyClosed({ ...always, hours }, Date.parse(at)) === undefined, open)
  })
}

for (const wrong of [
  'Mon',
  'Mon 8-18',
  'Mon 08:00',
  'Mon 24:30-25:00',
  'Mond 08:00-09:00',
  '24:01-02:00',
])
  test(`"${wrong}" is no hours`, () => {
    assert.equal(readHours(wrong), undefined)
  })

test('it begins and ends at local dates', () => {
  const schedule = { ...always, from: '2026-11-01 00:00', until: '2026-11-28 00:00' }
  assert.match(whyClosed(schedule, Date.parse('2026-10-31T22:59Z')) ?? '', /begins at 2026-11-01/)
  assert.equal(whyClosed(schedule, Date.parse('2026-10-31T23:00Z')), undefined)
  assert.match(whyClosed(schedule, Date.parse('2026-11-27T23:00Z')) ?? '', /ended at 2026-11-28/)
})
