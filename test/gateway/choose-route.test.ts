// Which way a message takes, as tables: rules, wishes, priority, weight, what does not work now.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Wish } from '../../lib/gateway/choose-route.ts'
import { readRoutes, type RouteTable } from '../../lib/gateway/route-table.ts'
import { plainEntry, RouteTable as Table } from '../../lib/gateway/route-table.ts'
import { realWorld } from '../../lib/routes/real-world.ts'
import type { Capabilities } from '../../lib/routes/route.ts'
import { FakeRoute } from '../support/fake-route.ts'

function tableOf(source: string): RouteTable {
  const reading = readRoutes(source, realWorld())
  if (!reading.ok) throw new Error(reading.problems.join('\n'))
  return reading.table
}

/** Fake routes with what they can do, their rules as they would stand in the file. */
function fakes(
  routes: Record<string, { can?: Partial<Capabilities>; rules?: string; numbers?: string[] }>,
): RouteTable {
  const names = Object.keys(routes)
  const source = names.map((name) => `[${name}]\ntype = phone\n${routes[name]?.rules ?? ''}\n`)
  const entries = tableOf(source.join('\n')).entries.map(({ rules }, index) => {
    const name = names[index] ?? ''
    const route = new FakeRoute(name)
    Object.assign(route.capabilities, routes[name]?.can)
    return { ...plainEntry(route), rules, numbers: routes[name]?.numbers ?? [] }
  })
  return new Table(entries)
}

const phone = '+4520643064'
const modem = { can: { senderName: false, senderNumber: false }, numbers: ['+4520000001'] }
const bulk = { can: { receive: false, senderNumber: false } }
const full = {}

const cases: [
  says: string,
  table: RouteTable,
  wish: Partial<Wish>,
  route: string | undefined,
  away?: string[],
][] = [
  ['the first in the file', fakes({ a: full, b: full }), {}, 'a'],
  [
    'the lower priority',
    fakes({ a: { rules: 'priority = 2' }, b: { rules: 'priority = 1' } }),
    {},
    'b',
  ],
  [
    'a prefix',
    fakes({ a: { rules: 'prefixes = 46' }, b: { rules: 'prefixes = 46, 4520' } }),
    {},
    'b',
  ],
  ['no prefix', fakes({ a: { rules: 'prefixes = 46' } }), {}, undefined],
  [
    'a group',
    fakes({ a: { rules: 'groups = School' }, b: full }),
    { group: 'School/Class 1' },
    'a',
  ],
  ['not its group', fakes({ a: { rules: 'groups = School' }, b: full }), { group: 'Schools' }, 'b'],
  ['everybody below Master', fakes({ a: { rules: 'groups = Master' } }), { group: 'X' }, 'a'],
  [
    'a group with a space',
    fakes({ a: { rules: 'groups = X, My School' } }),
    { group: 'my school' },
    'a',
  ],
  ['any group where none is known', fakes({ a: { rules: 'groups = School' } }), {}, 'a'],
  [
    'its kind of sender',
    fakes({ a: { rules: 'senders = name' }, b: full }),
    { sender: '+451' },
    'b',
  ],
  [
    'names by their own way',
    fakes({ a: { rules: 'senders = number, none' }, b: full }),
    { sender: 'ACME' },
    'b',
  ],
  ['a name where names can be', fakes({ modem, full }), { sender: 'ACME' }, 'full'],
  [
    'a name by the modem when nothing else works',
    fakes({ modem, full }),
    { sender: 'ACME' },
    'modem',
    ['full'],
  ],
  ['answers before names', fakes({ bulk, modem }), { sender: 'ACME', answerable: true }, 'modem'],
  ['answers where they can come', fakes({ bulk, full }), { answerable: true }, 'full'],
  ['the cheap way where none are wanted', fakes({ bulk, full }), {}, 'bulk'],
  ['flash where it can be', fakes({ a: { can: { flash: false } }, b: full }), { flash: true }, 'b'],
  [
    'the SIM of its number',
    fakes({ full, bulk, modem: { ...modem, rules: 'priority = 1' } }),
    { sender: '+4520000001' },
    'full',
  ],
  [
    'no other SIM than that of its number',
    fakes({ bulk, modem }),
    { sender: '+4520000001' },
    'modem',
    ['modem'],
  ],
  [
    'a way that may show that number',
    fakes({ modem, full }),
    { sender: '+4520000001' },
    'full',
    ['modem'],
  ],
  ['a number that lives nowhere', fakes({ bulk, full }), { sender: '+4599999999' }, 'full'],
  ['few parts', fakes({ a: { can: { maxParts: 6 } }, b: full }), { parts: 7 }, 'b'],
  ['all that it takes', fakes({ a: { can: { maxParts: 6 } }, b: full }), { parts: 6 }, 'a'],
  ['unicode', fakes({ a: { can: { unicode: false } } }), { unicode: true }, undefined],
  ['what works', fakes({ a: full, b: full }), {}, 'b', ['a']],
  ['the first when none works', fakes({ a: full, b: full }), {}, 'a', ['a', 'b']],
]

describe('a message takes', () => {
  for (const [says, table, wish, route, away = []] of cases) {
    test(says, () => {
      table.watch(
        (entry) => (away.includes(entry.route.name) ? 'down' : undefined),
        () => [],
      )
      assert.equal(table.choose({ phone, ...wish })?.name, route)
    })
  }
})

test('after a refusal the next one is taken, and none when all were tried', () => {
  const table = fakes({ a: full, b: full, c: { rules: 'prefixes = 46' } })
  assert.equal(table.choose({ phone }, ['a'])?.name, 'b')
  assert.equal(table.choose({ phone }, ['a', 'b']), undefined)
})

test('ways of one priority share by weight, and a phone keeps its way', () => {
  const rules = { a: 'priority = 1\nweight = 3', b: 'priority = 1', c: 'priority = 2' }
  const table = fakes({ a: { rules: rules.a }, b: { rules: rules.b }, c: { rules: rules.c } })
  const phones = Array.from({ length: 4_000 }, (_, n) => `+45${20_000_000 + n}`)
  const before = phones.map((one) => table.choose({ phone: one })?.name)
  const share = before.filter((name) => name === 'a').length / phones.length
  assert.ok(Math.abs(share - 0.75) < 0.03, String(share))
  assert.ok(!before.includes('c'))
  table.watch(
    ({ route }) => (route.name === 'b' ? 'down' : undefined),
    () => [],
  )
  for (const [index, one] of phones.entries())
    if (before[index] === 'a') assert.equal(table.choose({ phone: one })?.name, 'a')
})

test('each route says why it is not taken', () => {
  const table = fakes({ a: { rules: 'prefixes = 46' }, modem, b: { can: { maxParts: 1 } } })
  const steps = table.weigh({ phone, sender: 'ACME', parts: 2 })
  assert.deepEqual(
    steps.map(({ entry, no, lacks }) => [entry.route.name, no, lacks]),
    [
      ['modem', undefined, ['sender names']],
      ['a', `not for ${phone} (prefixes)`, []],
      ['b', 'takes 1 parts at most', []],
    ],
  )
})

test('what changes in the file takes over; a route whose own settings are the same stays open', () => {
  const table = tableOf('[a]\ntype = phone\nwindow = 3\n[b]\ntype = phone\n')
  const [a, b] = table.routes
  let changes = 0
  table.onChange(() => changes++)
  table.replace(tableOf('[b]\ntype = phone\npriority = 7\n[a]\ntype = phone\nwindow = 4\n').entries)
  assert.equal(table.entry('b')?.route, b)
  assert.equal(table.entry('b')?.rules.priority, 7)
  assert.notEqual(table.entry('a')?.route, a)
  assert.equal(changes, 1)
})
