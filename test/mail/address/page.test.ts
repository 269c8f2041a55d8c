// Runs every line of the tables in docs/addresses.md.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readPhone, type BareNumbers } from '../../../lib/sms/phone-number.ts'
import { readLocalPart, type LocalPart } from '../../../lib/mail/address/local-part.ts'
import type { MessageOptions } from '../../../lib/mail/address/options.ts'
import { resolveTime } from '../../../lib/mail/address/time.ts'
import { readSubject, type SubjectMeaning } from '../../../lib/mail/subject.ts'

const page = readFileSync(new URL('../../../../docs/addresses.md', import.meta.url), 'utf8')

/** The rows of all tables with this first line, as cells without their backticks. */
function rows(heading: string): string[][] {
  const lines = page.split('\n')
  const found: string[][] = []
  for (let at = lines.indexOf(heading); at >= 0; at = lines.indexOf(heading, at + 1)) {
    for (let row = at + 2; lines[row]?.startsWith('|'); row++) {
      const cells = lines[row]!.slice(1, -1).split(' | ')
      found.push(cells.map((cell) => /^`(.*)`$/.exec(cell.trim())?.[1] ?? cell.trim()))
    }
  }
  assert.ok(found.length > 0, heading)
  return found
}

function showOptions(options: MessageOptions): string[] {
  const { flash, urgent, validity, at, sender } = options
  return [
    flash === undefined ? '' : flash ? 'flash' : 'not flash',
    urgent === undefined ? '' : urgent ? 'urgent' : 'not urgent',
    validity === undefined ? '' : `validity ${validity / 3_600_000} h`,
    at === undefined ? '' : `at ${at}`,
    sender === undefined ? '' : `sender ${sender}`,
  ].filter((text) => text !== '')
}

function showLocalPart(part: LocalPart): string {
  switch (part.kind) {
    case 'command':
      return `command ${part.command}`
    case 'reserved':
      return 'never ours'
    case 'reply':
      return `answer to ${part.number} by tag ${part.tag}`
    case 'no-reply':
      return `no answer possible, tag ${part.tag}`
    case 'phone':
      return `phone ${part.spelling}`
    case 'key':
      return `key ${part.key}`
    case 'key-and-phone':
      return `key ${part.key} and phone ${part.spelling}`
    case 'key-subject':
      return `key ${part.key}, the phones or a name are in the Subject`
    case 'subject':
      return 'the key and the phones are in the Subject'
    case 'name':
      return `name ${part.name}`
    case 'unreadable':
      return 'nothing'
  }
}

for (const [local = '', expected] of rows('| before the @ | is read as |')) {
  test(`${local}@ is read as: ${expected}`, () => {
    const { localPart, options, badOption } = readLocalPart(local)
    const bad = badOption === undefined ? [] : [`not understood: ${badOption}`]
    const shown = [showLocalPart(localPart), ...showOptions(options), ...bad].join(', ')
    assert.equal(shown, expected)
  })
}

for (const [spelling = '', country = '', bare, expected] of rows(
  '| written | in | `bare_numbers` | is |',
)) {
  test(`the number ${spelling} in ${country} (${bare}) is ${expected}`, () => {
    const reading = readPhone(spelling, {
      country,
      bareNumbers: bare as BareNumbers,
      allowedPrefixes: [],
    })
    const shown = {
      phone: () => (reading.kind === 'phone' ? reading.phone : ''),
      refused: () => (reading.kind === 'refused' ? `${reading.code}: ${reading.detail}` : ''),
      'not-a-number': () => 'nothing',
    }[reading.kind]()
    assert.equal(shown, expected)
  })
}

function showMeaning(meaning: SubjectMeaning): string {
  switch (meaning.kind) {
    case 'text':
      return 'free text'
    case 'reply':
      return [`answer to ${meaning.phone}`, ...showOptions(meaning.options)].join(', ')
    case 'refused':
      return `${meaning.code}: ${meaning.detail}`
    case 'orders': {
      const key = meaning.key === undefined ? [] : [`key ${meaning.key}`]
      const to = meaning.recipients.map((r) =>
        r.kind === 'name' ? `name ${r.spelling}` : r.spelling,
      )
      const list = to.length === 0 ? [] : [`to ${to.join(', ')}`]
      return [...key, ...list, ...showOptions(meaning.options)].join(', ') || 'nothing'
    }
  }
}

const beside: Record<string, Parameters<typeof readSubject>[1]> = {
  'KEY@': { form: 'key', otherPhones: false },
  'KEY@` and `20601919@': { form: 'key', otherPhones: true },
  'sms.KEY@': { form: 'key-subject', otherPhones: false },
  'sms@': { form: 'subject', otherPhones: false },
  '`sms@` and a list': { form: 'subject', otherPhones: true },
  'KEY.NUMBER@': { form: 'key-and-phone', otherPhones: true },
  'NUMBER@': { form: 'phone', otherPhones: true },
}

for (const [address = '', subject = '', expected] of rows('| beside | Subject | means |')) {
  test(`beside ${address} the Subject "${subject}" means: ${expected}`, () => {
    const place = beside[address]
    assert.ok(place, address)
    assert.equal(showMeaning(readSubject(subject, place)), expected)
  })
}

for (const [written = '', zone = '', expected] of rows('| written | in | is |')) {
  test(`the time ${written} in ${zone} is ${expected}`, () => {
    const reading = resolveTime(written, Date.UTC(2026, 10, 21, 12), zone)
    const shown =
      reading.kind === 'time'
        ? new Date(reading.at).toISOString().replace(':00.000Z', 'Z')
        : reading.code
    assert.equal(shown, expected)
  })
}
