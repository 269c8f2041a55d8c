// A modem that lies, floods, is cut off at any step, or says nonsense: nothing is lost, nothing counts as
// sent that is not, and nothing grows without bound.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { Lines } from '../../../lib/routes/modem/lines.ts'
import type { ModemRoute } from '../../../lib/routes/modem/modem-route.ts'
import { eventually } from '../../support/eventually.ts'
import { tcpPort } from '../../support/modem-ports.ts'
import {
  outgoing,
  rememberingSinks,
  routeOver,
  type RememberingSinks,
} from '../../support/modem-route.ts'
import { SimulatedModem } from '../../support/simulated-modem.ts'

/** A port at which the answers are made up, command by command; `undefined` is silence. */
async function withLiar(
  answer: (command: string, socket: Socket) => string | undefined,
  play: (route: ModemRoute, sinks: RememberingSinks, sockets: readonly Socket[]) => Promise<void>,
): Promise<void> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    let input = ''
    socket.on('data', (bytes: Buffer) => {
      input += bytes.toString('latin1')
      const commands = input.split(/[\r\x1a]/)
      input = commands.pop() ?? ''
      for (const command of commands) {
        const said = answer(command.replace('\x1b', ''), socket)
        if (said !== undefined) socket.write(said, 'latin1')
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = `tcp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const route = routeOver([{ port }], { settings: { sendTimeout: 200 } })
  const sinks = rememberingSinks()
  try {
    await route.open(sinks)
    await play(route, sinks, sockets)
  } finally {
    await route.close(false)
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

/** A route on a simulated modem behind TCP. */
async function withModem(
  modem: SimulatedModem,
  play: (route: ModemRoute, sinks: RememberingSinks) => Promise<void>,
): Promise<void> {
  const port = await tcpPort(modem)
  const route = routeOver([port])
  const sinks = rememberingSinks()
  try {
    await route.open(sinks)
    await eventually('the modem', isUp(sinks))
    await play(route, sinks)
  } finally {
    await route.close(false)
    await port.close()
    modem.close()
  }
}

const isUp = (sinks: RememberingSinks) => () =>
  sinks.downs.at(-1)?.down === false ? true : undefined

const ok = '\r\nOK\r\n'
function plausible(command: string): string {
  if (command === 'AT+CPIN?') return `\r\n+CPIN: READY\r\n${ok}`
  return command === 'AT+CREG?' ? `\r\n+CREG: 0,1\r\n${ok}` : ok
}

test('OK instead of a prompt does not count as sent', async () => {
  await withLiar(plausible, async (route, sinks) => {
    await eventually('the modem', isUp(sinks))
    const [outcome] = await Promise.all(route.submit([outgoing()]))
    assert.equal(outcome?.kind, 'temporary')
  })
})

test('a reference that came before the prompt is not that of the part', async () => {
  const answer = (command: string): string => {
    if (command.startsWith('AT+CMGS')) return '\r\n+CMGS: 66\r\n\r\nOK\r\n\r\n> '
    return /^[0-9A-F]{20,}$/.test(command) ? `\r\n+CMGS: 7\r\n${ok}` : plausible(command)
  }
  await withLiar(answer, async (route, sinks) => {
    await eventually('the modem', isUp(sinks))
    const [outcome] = await Promise.all(route.submit([outgoing()]))
    assert.ok(outcome?.kind === 'accepted')
    assert.match(outcome.references[0] ?? '', / 7 643064$/)
  })
})

test('what comes in one piece with an answer is not the answer of the next part', async () => {
  let references = 0
  const answer = (command: string): string => {
    if (command.startsWith('AT+CMGS')) return '\r\n> '
    if (!/^[0-9A-F]{20,}$/.test(command)) return plausible(command)
    references++
    return `\r\n+CMGS: ${references}\r\n${ok}\r\n+CMGS: 99\r\n${ok}\r\n+CMS ERROR: 38\r\n`
  }
  await withLiar(answer, async (route, sinks) => {
    await eventually('the modem', isUp(sinks))
    const outcomes = await Promise.all(route.submit([outgoing(), outgoing()]))
    assert.deepEqual(
      outcomes.map((one) =>
        one.kind === 'accepted' ? one.references[0]?.split(' ')[1] : one.kind,
      ),
      ['1', '2'],
    )
  })
})

test('a route whose port is lost says so before it gives its messages back', async () => {
  const modem = new SimulatedModem()
  await withModem(modem, async (route, sinks) => {
    modem.flags.unplugAt = 5
    const isDown = route
      .submit(Array.from({ length: 6 }, () => outgoing()))
      .map((outcome) => outcome.then(() => sinks.downs.at(-1)?.down))
    assert.deepEqual(await Promise.all(isDown), Array(6).fill(true))
  })
})

test('an exception of whoever is told of a line ends the port, and not the process', async () => {
  await withLiar(plausible, async (_route, sinks, sockets) => {
    await eventually('the modem', isUp(sinks))
    sinks.log = (_level, line) => {
      if (line.includes('RING')) throw new Error('no room for the log')
    }
    sockets[0]?.write('\r\nRING\r\n')
    await eventually('the news', () => sinks.downs.find(({ reason }) => /no room/.test(reason)))
    await eventually('the modem', isUp(sinks))
  })
})

test('a line that is too long is cut off, be it in one piece or in many', () => {
  const heard: number[] = []
  const lines = new Lines(
    (line) => heard.push(line.length),
    () => undefined,
  )
  lines.push(Buffer.from(`${'('.repeat(60_000)}\r\nOK\r\n`))
  for (let piece = 0; piece < 60; piece++) lines.push(Buffer.from('('.repeat(1_000)))
  lines.push(Buffer.from('\r\n'))
  assert.deepEqual(heard, [4_096, 2, 4_096])
})

test('10 MB without an end of line, and 200,000 lines of nonsense, are borne', async () => {
  let flooded = 0
  const flood = Buffer.alloc(10_000_000, 'x')
  const lines = Buffer.from('nonsense\r\n'.repeat(200_000))
  const answer = (command: string, socket: Socket): string => {
    if (command === 'AT+CSQ' && flooded++ < 1) {
      socket.write(flood)
      socket.write(lines)
    }
    return plausible(command)
  }
  await withLiar(answer, async (_route, sinks) => {
    const before = process.memoryUsage().rss
    await eventually('what is behind the flood', () => (flooded > 1 ? true : undefined))
    await eventually('the modem', isUp(sinks))
    const grown = process.memoryUsage().rss - before
    assert.ok(grown < 200_000_000, `${grown} bytes more`)
  })
})

test('announcements without end are no commands without end', async () => {
  let reads = 0
  const announced = '\r\n+CMTI: "SM",1\r\n'.repeat(20_000)
  const answer = (command: string, socket: Socket): string => {
    if (command.startsWith('AT+CMGR')) reads++
    if (command === 'AT+CSQ' && reads === 0) socket.write(announced)
    return plausible(command)
  }
  await withLiar(answer, async (route, sinks) => {
    await eventually('the modem', isUp(sinks))
    await eventually('some reads', () => (reads > 0 ? true : undefined))
    const [outcome] = await Promise.all(route.submit([outgoing()]))
    assert.notEqual(outcome?.kind, 'accepted')
    assert.ok(reads <= 1_100, `${reads} reads`)
  })
})

test('a storage that claims a billion places is not read at each of them', async () => {
  let reads = 0
  let sweeps = 0
  const answer = (command: string): string => {
    if (command.startsWith('AT+CPMS="')) return `\r\n+CPMS: 7,999999999,7,999999999\r\n${ok}`
    if (command.startsWith('AT+CMGR')) return ((reads += 1), '\r\n+CMS ERROR: 321\r\n')
    if (command.startsWith('AT+CMGL')) return '\r\nERROR\r\n'
    if (command === 'AT+CSQ') sweeps++
    return plausible(command)
  }
  await withLiar(answer, async (_route, sinks) => {
    await eventually('the modem', isUp(sinks))
    await eventually('the next look', () => (sweeps > 1 ? true : undefined))
    assert.ok(reads > 100 && reads < 10_000, `${reads} reads`)
  })
})

test('a report for nothing, half a PDU and a header without one are passed over', async () => {
  const modem = new SimulatedModem({ canStore: false })
  await withModem(modem, async (_route, sinks) => {
    const [pdu = ''] = modem.phoneSends('+4520643064', 'whole')
    await eventually('the message', () => sinks.messages[0])
    await eventually('its acknowledgement', () => (modem.acknowledged === 1 ? true : undefined))
    const octets = pdu.length / 2 - 8
    modem.say(`+CMT: ,${octets}`, pdu.slice(0, -6))
    modem.say(`+CMT: ,${octets}`, 'RING')
    modem.say('+CDS: 25')
    modem.say('+CDS: ,,,"', '+CMT')
    modem.phoneSends('+4520643064', 'and after')
    await eventually('the next', () => sinks.messages[1])
    assert.deepEqual(
      sinks.messages.map(({ text }) => text),
      ['whole', 'and after'],
    )
    await eventually('its acknowledgement', () => (modem.acknowledged === 2 ? true : undefined))
    assert.ok(sinks.lines.some((line) => line.includes('was cut on the line')))
  })
})

test('a port that vanishes at any command of the start is opened anew, and all goes well', async () => {
  const modem = new SimulatedModem({ pin: '4711' })
  const port = await tcpPort(modem)
  const sinks = rememberingSinks()
  const route = routeOver([port], { settings: { pin: '4711', key: 'm' } })
  let at = 0
  let left = 0
  const push = modem.commands.push.bind(modem.commands)
  modem.commands.push = (...commands) => {
    // A PIN whose answer is lost is not tried again: that is a test of its own.
    const isPin = commands[0]?.startsWith('AT+CPIN=') === true
    if (!isPin && left-- === 0) {
      left = ++at
      modem.unplug()
    }
    return push(...commands)
  }
  try {
    await route.open(sinks)
    const isStarted = (): true | undefined => (at >= 25 || isUp(sinks)() ? true : undefined)
    await eventually('the start', isStarted)
    left = Infinity
    // The last unplugging may not have been noticed yet.
    await eventually('a message that goes out', async () => {
      const [outcome] = await Promise.all(route.submit([outgoing()]))
      return outcome?.kind === 'accepted' ? true : undefined
    })
    assert.equal(modem.taken.length, 1)
    assert.ok(at > 15, `${at} times unplugged`)
  } finally {
    await route.close(false)
    await port.close()
    modem.close()
  }
})
