// What comes in is stored or kept, whatever the modem, the line and the database do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HandedOver } from '../../../lib/routes/modem/handed-over.ts'
import { eventually } from '../../support/eventually.ts'
import { tcpPort, type ModemPort } from '../../support/modem-ports.ts'
import { rememberingSinks, routeOver, type RememberingSinks } from '../../support/modem-route.ts'
import { SimulatedModem } from '../../support/simulated-modem.ts'
import type { ModemFlags } from '../../support/simulated/modem-flags.ts'

async function withInbox(
  flags: Partial<ModemFlags>,
  play: (modem: SimulatedModem, sinks: RememberingSinks, port: ModemPort) => Promise<void>,
): Promise<void> {
  const modem = new SimulatedModem(flags)
  const port = await tcpPort(modem)
  const route = routeOver([port])
  const sinks = rememberingSinks()
  try {
    await route.open(sinks)
    await eventually('the modem', () => (sinks.downs.at(-1)?.down === false ? true : undefined))
    await play(modem, sinks, port)
  } finally {
    await route.close(false)
    await port.close()
    modem.close()
  }
}

const selfAcknowledging = { canStore: false, canAcknowledge: false }

test('of 1,500 that are handed over without an acknowledgement while the database and then the port are away, all are stored', async () => {
  await withInbox(selfAcknowledging, async (modem, sinks, port) => {
    sinks.away = true
    for (let n = 0; n < 1_500; n++) modem.phoneSends('+4520643064', `number ${n}`)
    // Lines come in order: who answered a later one has heard all before it.
    const heard = modem.commands.length
    await eventually('two more commands', () =>
      modem.commands.length > heard + 2 ? true : undefined,
    )
    await port.unplug()
    sinks.away = false
    await port.plugIn()
    const texts = await eventually('all', () => {
      const found = new Set(sinks.messages.map(({ text }) => text))
      return found.size === 1_500 ? found : undefined
    })
    assert.ok(texts.has('number 1499'))
    assert.equal(sinks.messages.length, 1_500)
  })
})

for (const busyAnswer of ['+CMS ERROR: 515', '+CMS ERROR: 314', '+CME ERROR: 14'])
  test(`a SIM that is still busy at the start (${busyAnswer}) is waited for, and announces then`, async () => {
    await withInbox({ busySms: 12, busyAnswer }, async (modem, sinks) => {
      assert.equal(modem.flags.busySms, 0)
      const forms = modem.commands.filter((command) => command.startsWith('AT+CNMI='))
      assert.equal(forms.length, 1)
      modem.phoneSends('+4520643064', 'Fine')
      assert.equal((await eventually('the message', () => sinks.messages[0])).text, 'Fine')
    })
  })

test('a modem that can take in no SMS at all is not ready, and is tried until it can', async () => {
  const modem = new SimulatedModem({ canStore: false, cnmi: /^never$/ })
  const port = await tcpPort(modem)
  const route = routeOver([port])
  const sinks = rememberingSinks()
  try {
    await route.open(sinks)
    await eventually('the news', () => sinks.downs.find(({ reason }) => /neither/.test(reason)))
    assert.ok(sinks.downs.every(({ down }) => down))
    modem.flags.canStore = true
    await eventually('the modem', () => (sinks.downs.at(-1)?.down === false ? true : undefined))
    modem.phoneSends('+4520643064', 'Fine')
    assert.equal((await eventually('the message', () => sinks.messages[0])).text, 'Fine')
  } finally {
    await route.close(false)
    await port.close()
    modem.close()
  }
})

test('a storage that is full of what was sent or drafted by hand is told, and stays as it is', async () => {
  await withInbox({}, async (modem, sinks) => {
    const { SM: room } = modem.storages
    const fact = (): string | undefined => sinks.statuses.at(-1)?.['storage']
    for (let place = 1; place <= modem.flags.storageSize; place++)
      room.set(place, { pdu: '00', status: place % 2 === 0 ? 2 : 3 })
    await eventually('the status', () => (/is full/.test(fact() ?? '') ? true : undefined))
    assert.equal(room.size, modem.flags.storageSize)
    assert.equal(sinks.lines.filter((line) => /the storage SM is full/.test(line)).length, 1)
    modem.phoneSends('+4520643064', 'Fine')
    // Somebody deletes one: the service centre has kept what found no room.
    room.delete(1)
    modem.phoneSends('+4520643064', 'Better')
    await eventually('the message', () => sinks.messages[0])
    await eventually('the status', () => (fact() === undefined ? true : undefined))
  })
})

test('an SMS that cannot be read is kept, and its octets stand in no log', async () => {
  const unreadable = '0004'
  for (const flags of [{}, { canStore: false }, selfAcknowledging])
    await withInbox(flags, async (modem, sinks) => {
      modem.receive(unreadable)
      const [key, value] = await eventually('the fact', () => [...sinks.memory][0])
      assert.match(key, /^unread /)
      assert.match(value, /^20\d\d-.*Z 0004$/)
      const [line] = sinks.lines.filter((one) => one.includes('cannot be read'))
      assert.match(line ?? '', /deliver\.oa at octet 2: underflow/)
      assert.doesNotMatch(line ?? '', /0004/)
      await eventually('the storage', () => (modem.storages.ME.size === 0 ? true : undefined))
    })
})

test('what cannot be stored lets the others pass, and is not lost', async () => {
  const held = new HandedOver()
  for (const pdu of ['01', '02', '03', '02']) assert.ok(held.add(pdu))
  const took: string[] = []
  const take = (pdu: string): Promise<void> => {
    if (pdu === '01') return Promise.reject(new Error('no'))
    took.push(pdu)
    return Promise.resolve()
  }
  await assert.rejects(held.empty(take))
  await assert.rejects(held.empty(take))
  assert.deepEqual(took, ['02', '03'])
  await held.empty((pdu) => Promise.resolve(void took.push(pdu)))
  assert.equal(took.at(-1), '01')
  assert.ok(!held.add('0'.repeat(16_000_001)))
})
