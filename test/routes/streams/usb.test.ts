// A stick is found by its USB id, whatever name its ports have after it was plugged in again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findUsb, type SerialDevice } from '../../../lib/routes/streams/serial.ts'

const stick = (path: string, serialNumber?: string): SerialDevice => ({
  path,
  vendorId: '12D1',
  productId: '1506',
  serialNumber,
})
const devices: SerialDevice[] = [
  { path: '/dev/ttyS0' },
  stick('/dev/ttyUSB10', 'B'),
  stick('/dev/ttyUSB2', 'A'),
  stick('/dev/ttyUSB1', 'A'),
  { path: '/dev/ttyACM0', vendorId: '1e0e', productId: '9001' },
]

const found: [port: string, path: string][] = [
  ['usb:12d1:1506', '/dev/ttyUSB1'],
  ['usb:12D1:1506/1', '/dev/ttyUSB2'],
  ['usb:12d1:1506/2', '/dev/ttyUSB10'],
  ['usb:12d1:1506:B', '/dev/ttyUSB10'],
  ['usb:1e0e:9001', '/dev/ttyACM0'],
]
for (const [port, path] of found)
  test(`${port} is ${path}`, () => assert.equal(findUsb(port, devices), path))

for (const port of ['usb:12d1:1507', 'usb:12d1:1506/3', 'usb:12d1:1506:C', 'usb:12d1:1506:B/1'])
  test(`${port} is not plugged in`, () =>
    assert.throws(() => findUsb(port, devices), new RegExp(`^Error: ${port} is not plugged in$`)))
