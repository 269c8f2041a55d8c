// Hours and dates on which a way works.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { opensAt, readHours, whyClosed } from '../../lib/policy/schedule.ts'

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

const openings: [hours: string, at: string, opens: string | undefined, from?: string][] = [
  ['', '2026-11-27T03:00:30Z', '2026-11-27T03:00:30Z'],
  ['Mon-Fri 08:00-18:00', '2026-11-27T03:00:30Z', '2026-11-27T07:00Z'],
  ['Mon-Fri 08:00-18:00', '2026-11-27T17:00Z', '2026-11-30T07:00Z'],
  ['08:00-18:00', '2026-03-28T18:00Z', '2026-03-29T06:00Z'],
  ['08:00-18:00', '2026-11-27T07:30Z', '2026-12-24T11:00Z', '2026-12-24 12:00'],
  ['Mon 08:00-18:00', '2026-11-27T07:30Z', '2026-12-28T07:00Z', '2026-12-24 18:00'],
  ['Mon 08:00-08:00', '2026-11-27T07:30Z', '2026-11-30T07:00Z'],
]
for (const [written, at, opens, from = ''] of openings) {
  test(`${written === '' ? 'no hours' : written} from ${at} on opens at ${opens ?? 'no time'}`, () => {
    const hours = readHours(written) ?? []
    const moment = opensAt({ ...always, hours, from }, Date.parse(at))
    assert.equal(moment, opens === undefined ? undefined : Date.parse(opens))
  })
}

test('what has ended opens no more', () => {
  const ended = { ...always, until: '2026-11-27 00:00' }
  assert.equal(opensAt(ended, Date.parse('2026-11-27T12:00Z')), undefined)
})

test('it begins and ends at local dates', () => {
  const schedule = { ...always, from: '2026-11-01 00:00', until: '2026-11-28 00:00' }
  assert.match(whyClosed(schedule, Date.parse('2026-10-31T22:59Z')) ?? '', /begins at 2026-11-01/)
  assert.equal(whyClosed(schedule, Date.parse('2026-10-31T23:00Z')), undefined)
  assert.match(whyClosed(schedule, Date.parse('2026-11-27T23:00Z')) ?? '', /ended at 2026-11-28/)
})
