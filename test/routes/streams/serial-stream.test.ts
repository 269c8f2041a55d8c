// A serial device as a byte stream, on a real pseudo-terminal.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { test } from 'node:test'
import { openSerial } from '../../../lib/routes/streams/serial.ts'
import { eventually } from '../../support/eventually.ts'
import { openTerminal, type Terminal } from '../../support/terminal.ts'

async function withTerminal(play: (terminal: Terminal, stream: Duplex) => Promise<void>) {
  const terminal = openTerminal()
  const stream = await openSerial(terminal.path, { speed: 115_200, flow: 'none' })
  try {
    await play(terminal, stream)
  } finally {
    stream.destroy()
    terminal.hangUp()
  }
}

test('bytes pass whole, both ways', async () => {
  await withTerminal(async ({ master }, stream) => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet))
    stream.write(bytes)
    assert.deepEqual((await once(master, 'data'))[0], bytes)
    master.write(bytes)
    assert.deepEqual((await once(stream, 'data'))[0], bytes)
  })
})

test('a line that is full is waited for, and nothing of what was written is lost', async () => {
  await withTerminal(async ({ master }, stream) => {
    master.pause()
    const sent = Buffer.from('0123456789'.repeat(20_000))
    let isWritten = false
    stream.write(sent, () => (isWritten = true))
    await new Promise((resolve) => setImmediate(resolve))
    assert.ok(!isWritten)
    let got = ''
    master.on('data', (bytes: Buffer) => (got += bytes.toString('latin1'))).resume()
    await eventually('all of it', () => (isWritten ? true : undefined))
    await eventually('all of it', () => (got.length === sent.length ? true : undefined))
    assert.equal(got, sent.toString('latin1'))
  })
})

test('a stick that is pulled out is the end of the stream, at once, and costs no processor', async () => {
  await withTerminal(async (terminal, stream) => {
    stream.on('data', () => undefined)
    let reason = ''
    stream.on('error', (error) => (reason = error.message))
    terminal.hangUp()
    await eventually('the end', () => (stream.closed ? true : undefined))
    assert.ok(reason === '' || reason === 'the device is gone', reason)
    // What else this process does takes a window or two; a stream that asks again and again takes them all.
    const windows: number[] = []
    while (windows.length < 20 && !windows.some((spent) => spent < 25_000)) {
      const before = process.cpuUsage()
      await new Promise((resolve) => setTimeout(resolve, 50))
      const { user, system } = process.cpuUsage(before)
      windows.push(user + system)
    }
    assert.ok(
      windows.some((spent) => spent < 25_000),
      `${windows.join(', ')} µs in 50 ms each`,
    )
  })
})

test('a stick that is pulled out while something is written fails that write', async () => {
  await withTerminal(async (terminal, stream) => {
    const failed = once(stream, 'error')
    terminal.hangUp()
    stream.write('AT\r')
    assert.match(String((await failed)[0]), /EIO/)
  })
})

test('a stick that is pulled out while something is written to what came fails that write', async () => {
  await withTerminal(async (terminal, stream) => {
    stream.on('data', () => {
      terminal.hangUp()
      stream.write('AT\r')
    })
    const failed = once(stream, 'error')
    terminal.master.write('OK\r\n')
    assert.match(String((await failed)[0]), /EIO/)
    await eventually('the end', () => (stream.closed ? true : undefined))
  })
})

test('a device that is not there, is none, or is held by another rejects with its name and what to do', async () => {
  const line = { speed: 9_600, flow: 'none' } as const
  await assert.rejects(openSerial('/dev/ttyNONE', line), {
    message: 'there is no /dev/ttyNONE; is it plugged in? ls -l /dev/serial/by-id shows what is',
  })
  await assert.rejects(openSerial('/dev/null', line), { message: '/dev/null is no serial device' })
  await withTerminal(async ({ path }) => {
    await assert.rejects(openSerial(path, line), {
      message: `another program holds ${path}, such as ModemManager, smsd or a server`,
    })
  })
})
