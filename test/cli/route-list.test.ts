// `haraka-sms route list` for a person: it fits 80 columns whatever routes say of themselves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showRoutes, type ListedRoute } from '../../lib/cli/route-list.ts'
import { wrapLine } from '../../lib/cli/table.ts'

const stick: ListedRoute = {
  route: 'stick',
  type: 'modem',
  state: 'works',
  reason: null,
  since: null,
  queue: 12,
  speed: 20,
  costs: { EUR: '1.20' },
  status: {
    modem: 'huawei E3131',
    network: 'TDC (home)',
    signal: '-73 dBm',
    number: '+4520000001',
  },
  lastError: {
    at: '2026-05-04T10:11:12.000Z',
    reason: '+CMS ERROR: 42 (the network is busy)',
  },
}

test('a modem shows its signal and queue, and below them its network and last error', () => {
  assert.equal(
    showRoutes([stick]),
    [
      'ROUTE  TYPE   STATE  QUEUE  PER MIN  COST TODAY  SIGNAL',
      'stick  modem  works  12     20       1.20 EUR    -73 dBm',
      'stick: last error 2026-05-04 10:11: +CMS ERROR: 42 (the network is busy)',
      'stick: modem: huawei E3131; network: TDC (home); number: +4520000001',
      '',
    ].join('\n'),
  )
})

test('a pool shows the signal of each modem', () => {
  const status = { '/dev/ttyUSB0 signal': '-73 dBm', '/dev/ttyUSB3 signal': 'no signal' }
  assert.match(showRoutes([{ ...stick, status }]), /SIGNAL\n.*-73 dBm, no signal$/m)
})

test('no line is longer than 80 columns', () => {
  const long = '/dev/serial/by-id/usb-HUAWEI_Mobile-if00-port0'
  const pool: ListedRoute = {
    ...stick,
    route: 'the-pool-in-the-cellar',
    state: 'down',
    since: '2026-05-04T10:11:12.000Z',
    reason: `${long} cannot be opened: Error: No such file or directory, cannot open ${long}`,
    status: {
      [`${long} network`]: 'TDC (home)',
      [`${long} signal`]: '-73 dBm',
      [`${long} last error`]: 'the modem was reset: it found no network',
      'tcp://192.0.2.10:950 signal': 'no signal',
    },
  }
  for (const line of showRoutes([stick, pool]).split('\n')) assert.ok(line.length <= 80, line)
})

test('a sentence is wrapped between words, and a word that is too long stands alone', () => {
  assert.equal(wrapLine('one two three', 9), 'one two\n  three\n')
  assert.equal(wrapLine('one', 9), 'one\n')
  assert.equal(wrapLine('abcdefghijklm no', 9), 'abcdefghijklm\n  no\n')
})
