// haraka-sms modem, by hand, on a simulated modem at a serial device server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { eventually } from '../support/eventually.ts'
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
  const { out: open } = await commands.run(...by('at', 'AT+CPIN?', '--pin', '4711'))
  assert.equal(open, '+CPIN: READY\nOK\n')
  assert.deepEqual(await commands.json(...by('at', 'AT+CSQ')), {
    command: 'AT+CSQ',
    lines: ['+CSQ: 20,99'],
    answer: 'OK',
  })
})

test('at puts a PDU behind the prompt, and says at once when it is missing', async () => {
  const before = modem.taken.length
  const pdu = '0001000A912054604643000002C834'
  const { out } = await commands.run(...by('at', 'AT+CMGS=14', pdu, 'AT+CSQ'))
  assert.match(out, /^\+CMGS: \d+\nOK\n\+CSQ: 20,99\nOK\n$/)
  assert.equal(modem.taken.length, before + 1)
  const heard = modem.commands.length
  const { code, err } = await commands.run(...by('at', 'AT+CSQ', 'AT+CMGS=14'))
  assert.deepEqual([code, modem.commands.length], [1, heard])
  assert.match(err, /^AT\+CMGS=14 asks for a PDU or a text: .*modem send\.$/m)
})

test('probe tells the modem, its SIM, its network and what it can do; its trace shows no PIN', async () => {
  const facts = (await commands.json(...by('probe'))) as Record<string, string>
  assert.equal(facts['SIM'], 'ready')
  assert.match(facts['modem'] ?? '', /\w/)
  modem.flags.echo = true
  const { out, err } = await commands.run(...by('probe'), '--trace')
  modem.flags.echo = false
  assert.match(err, /^> AT\+CPIN=\*\*\*\*$/m)
  assert.doesNotMatch(err, /4711/)
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
  const texts = modem.taken.slice(-3).map(({ phone, text }) => `${phone} ${text.length}`)
  assert.deepEqual(texts, ['+4520643064 5', '+4520643064 153', '+4520643064 17'])
})

test('send waits for the report on its own part, whatever else comes', async () => {
  modem.flags.reportAfter = 100
  const sending = commands.run(...by('send', '+4520643064', 'Hello', '--wait', '5'))
  await eventually('the part', () =>
    modem.commands.at(-1)?.startsWith('AT+CMGS') ? true : undefined,
  )
  // On another phone and count: failed for good.
  modem.say('+CDS: 25', '07915404950900F006630B915402461299F9426211720000804262117200008046')
  assert.equal((await sending).out, 'Sent in 1 part.\nReport: delivered.\n')
  modem.flags.reportAfter = 0
})

test('send finds a report that the modem stores', async () => {
  Object.assign(modem.flags, { cnmi: /^2,1,0,2,0$/, reportsIn: 'SR' })
  const sent = await commands.run(...by('send', '+4520643064', 'Hello', '--wait', '5'))
  assert.equal(sent.out, 'Sent in 1 part.\nReport: delivered.\n')
  assert.equal(modem.storages.SR.size, 0)
  Object.assign(modem.flags, { cnmi: /^\d(,\d)*$/, reportsIn: undefined })
})

test('send says at once that a modem gives no reports, and sends nothing then', async () => {
  modem.flags.canReport = false
  const before = modem.taken.length
  const { code, err } = await commands.run(...by('send', '+4520643064', 'Hello', '--wait', '60'))
  assert.deepEqual([code, modem.taken.length], [1, before])
  assert.match(err, /gives no reports/)
  modem.flags.canReport = true
})

test('ussd asks the network', async () => {
  assert.deepEqual(await commands.json(...by('ussd', '*100#')), {
    code: '*100#',
    text: 'Your balance is 42.00',
  })
})

test('ussd prints an answer of several lines as a whole', async () => {
  const { ussd } = modem.flags
  modem.flags.ussd = ['+CUSD: 0,"Balance: 12,50 kr', 'Valid until 01.12.2026', '1. Top up",15']
  const { code, out } = await commands.run(...by('ussd', '*100#'))
  modem.flags.ussd = ussd
  assert.deepEqual([code, out], [0, 'Balance: 12,50 kr\nValid until 01.12.2026\n1. Top up\n'])
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
    ['--wait', 'long'],
  ] as const) {
    const words = flag === '--wait' ? ['send', at.port, '+4520643064', 'Hello'] : ['probe', at.port]
    const { code, err } = await commands.run('modem', ...words, flag, value)
    assert.equal(code, 1)
    assert.match(err, new RegExp(`^${flag}.*: .*\\.$`, 'm'))
  }
})
