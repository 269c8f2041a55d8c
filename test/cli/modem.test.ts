// haraka-sms modem, by hand, on a simulated modem at a serial device server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { harakaDirectory, type HarakaDirectory } from '../support/command.ts'
import { tcpPort, type ModemPort } from '../support/modem-ports.ts'
import { SimulatedModem } from '../support/simulated-modem.ts'

const modem = new SimulatedModem({ pin: '4711' })
let at: ModemPort
let commands: HarakaDirectory
before(async () => {
  at = await tcpPort(modem)
  commands = await harakaDirectory({})
})
after(async () => {
  await commands.remove()
  modem.close()
  await at.close()
})

// The simulated modem wants its PIN again on each new line.
const by = (word: string, ...args: string[]): string[] => [
  'modem',
  word,
  at.port,
  ...args,
  ...(word === 'at' ? [] : ['--pin', '4711']),
]

test('at sends commands one after the other, prints what is answered, and masks a PIN', async () => {
  const { code, out } = await commands.run(...by('at', 'AT+CPIN="4711"', 'AT+CSQ', 'AT+NONSENSE'))
  assert.equal(code, 1)
  assert.match(out, /^OK\n\+CSQ: 20,\d+\nOK\n(\+CME )?ERROR.*\n$/)
  const [line] = (await commands.run(...by('at', 'AT+CPIN="4711"'), '--json')).out.split('\n')
  assert.equal((JSON.parse(line ?? '') as { command: string }).command, 'AT+CPIN=****')
  assert.deepEqual(await commands.json(...by('at', 'AT+CSQ')), {
    command: 'AT+CSQ',
    lines: ['+CSQ: 20,99'],
    answer: 'OK',
  })
})

test('probe tells the modem, its SIM, its network and what it can do', async () => {
  const facts = (await commands.json(...by('probe'))) as Record<string, string>
  assert.equal(facts['SIM'], 'ready')
  assert.match(facts['modem'] ?? '', /\w/)
  const { out } = await commands.run(...by('probe'))
  for (const name of Object.keys(facts))
    assert.match(out, new RegExp(`^${name.replace('+', '\\+')} `, 'm'))
})

test('send hands an SMS over and waits for its report', async () => {
  const sent = await commands.run(...by('send', '+4520643064', 'Hello', '--wait', '5'))
  assert.deepEqual(sent, { code: 0, out: 'Sent in 1 part.\nReport: delivered.\n', err: '' })
  assert.deepEqual(await commands.json(...by('send', '+4520643064', 'x'.repeat(170), '--flash')), {
    parts: 2,
    report: null,
  })
  const texts = modem.taken.map(({ phone, text }) => `${phone} ${text.length}`)
  assert.deepEqual(texts, ['+4520643064 5', '+4520643064 153', '+4520643064 17'])
})

test('ussd asks the network', async () => {
  assert.deepEqual(await commands.json(...by('ussd', '*100#')), {
    code: '*100#',
    text: 'Your balance is 42.00',
  })
})

test('a port at which nobody listens is told in a sentence', async () => {
  const [port] = await freePorts(1)
  const { code, out, err } = await commands.run('modem', 'probe', `tcp://127.0.0.1:${port}`)
  assert.deepEqual([code, out], [1, ''])
  assert.match(err, /^tcp:\/\/127\.0\.0\.1:\d+ cannot be opened: /)
})

test('flags that are wrong are told before the modem hears of them', async () => {
  for (const [flag, value] of [
    ['--speed', 'fast'],
    ['--flow', 'xon'],
    ['--pin', '12'],
  ] as const) {
    const { code, err } = await commands.run('modem', 'probe', at.port, flag, value)
    assert.equal(code, 1)
    assert.match(err, new RegExp(`^${flag}.*: .*\\.$`, 'm'))
  }
})
