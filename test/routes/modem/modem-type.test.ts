// The settings of a modem route.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modemType } from '../../../lib/routes/modem/modem-type.ts'
import { realWorld } from '../../../lib/routes/real-world.ts'
import type { RouteWorld } from '../../../lib/routes/route-type.ts'

function complaints(section: Record<string, string>, world = realWorld()): string[] {
  const said: string[] = []
  modemType.read(
    'stick',
    new Map(Object.entries(section)),
    (key, why) => said.push(`${key}: ${why}`),
    world,
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

test('a port that cannot be opened for want of a package is a fault of the settings', () => {
  const lack = 'a serial port needs one more package: npm install serialport'
  const bare: RouteWorld = {
    ...realWorld(),
    lacksFor: (port) => (port.startsWith('/dev/') ? lack : undefined),
  }
  assert.deepEqual(complaints({ port: 'tcp://127.0.0.1:1, /dev/ttyUSB0' }, bare), [`port: ${lack}`])
  assert.deepEqual(complaints({ port: 'tcp://127.0.0.1:1' }, bare), [])
  assert.deepEqual(complaints({ port: '' }, bare), [])
})
