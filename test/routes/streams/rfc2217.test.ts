// RFC 2217: the bytes of the line pass whole, its settings are said, and nothing of Telnet leaks.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { openRfc2217 } from '../../../lib/routes/streams/tcp.ts'
import { eventually } from '../../support/eventually.ts'

async function withBox(
  play: (box: { heard: () => string; say: (hex: string) => void; port: number }) => Promise<void>,
): Promise<void> {
  const sockets: Socket[] = []
  let heard = ''
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('data', (bytes: Buffer) => (heard += bytes.toString('hex')))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  try {
    await play({
      heard: () => heard,
      say: (hex) => sockets[0]?.write(Buffer.from(hex, 'hex')),
      port: typeof address === 'object' && address !== null ? address.port : 0,
    })
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

test('speed, 8N1 and flow control are set when the box agrees, once', async () => {
  await withBox(async ({ heard, say, port }) => {
    const stream = await openRfc2217({ host: '127.0.0.1', port }, { speed: 115_200, flow: 'none' })
    await eventually('the offer', () => (heard().endsWith('fffb2c') ? true : undefined))
    say('fffd2cfffd2c')
    // SET-BAUDRATE 115200, SET-DATASIZE 8, and the last one: RTS on.
    await eventually('the settings', () => (heard().endsWith('fffa2c050bfff0') ? true : undefined))
    assert.match(heard(), /fffa2c010001c200fff0fffa2c0208fff0fffa2c0301fff0fffa2c0401fff0/)
    assert.equal(heard().match(/fffa2c01/g)?.length, 1)
    stream.destroy()
  })
})

test('data pass with bytes 255 in them, whatever Telnet stands between and wherever it is cut', async () => {
  await withBox(async ({ heard, say, port }) => {
    const stream = await openRfc2217(
      { host: '127.0.0.1', port },
      { speed: 9_600, flow: 'hardware' },
    )
    let got = ''
    stream.on('data', (bytes: Buffer) => (got += bytes.toString('hex')))
    for (const octet of '4f4bfffffffa2c6b00fff00dfffb180a'.match(/../g) ?? []) say(octet)
    await eventually('the data', () => (got === '4f4bff0d0a' ? true : undefined))
    await eventually('what is declined', () => (heard().includes('fffe18') ? true : undefined))
    stream.write(Buffer.from('41ff42', 'hex'))
    await eventually('what was written', () => (heard().endsWith('41ffff42') ? true : undefined))
    stream.destroy()
  })
})
