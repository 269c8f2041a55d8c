// The settings of a modem route.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modemType } from '../../../lib/routes/modem/modem-type.ts'
import { realWorld } from '../../../lib/routes/real-world.ts'

function complaints(section: Record<string, string>): string[] {
  const said: string[] = []
  modemType.read(
    'stick',
    new Map(Object.entries(section)),
    (key, why) => said.push(`${key}: ${why}`),
    realWorld(),
  )
  return said
}

test('a list has one value for each port', () => {
  const port = '/dev/ttyUSB0, /dev/ttyUSB1'
  assert.deepEqual(complaints({ port, pin: '1234, -', number: '+4520000001, +4520000001' }), [])
  assert.deepEqual(complaints({ port, pin: '1234' }), [
    'pin: 1 for 2 ports; one is wanted for each',
  ])
})

test('a port stands there once', () => {
  assert.deepEqual(complaints({ port: '/dev/ttyUSB0, /dev/ttyUSB0' }), [
    'port: /dev/ttyUSB0 stands there twice',
  ])
})
