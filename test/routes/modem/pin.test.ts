// What a modem says of its SIM.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '../../support/eventually.ts'
import { tcpPort } from '../../support/modem-ports.ts'
import { rememberingSinks, routeOver, type RememberingSinks } from '../../support/modem-route.ts'
import { SimulatedModem } from '../../support/simulated-modem.ts'
import type { ModemFlags } from '../../support/simulated/modem-flags.ts'

async function withModem(
  flags: Partial<ModemFlags>,
  play: (modem: SimulatedModem, sinks: RememberingSinks) => Promise<void>,
): Promise<void> {
  const modem = new SimulatedModem(flags)
  const port = await tcpPort(modem)
  const route = routeOver([port])
  const sinks = rememberingSinks()
  try {
    await route.open(sinks)
    await play(modem, sinks)
  } finally {
    await route.close(false)
    await port.close()
    modem.close()
  }
}

const isUp = (sinks: RememberingSinks) => (): true | undefined =>
  sinks.downs.at(-1)?.down === false ? true : undefined

test('a SIM that is not ready yet is looked at again, and asks for nothing', async () => {
  await withModem({ busyLooks: 3, busyLook: ['+CPIN: NOT READY', 'OK'] }, async (_modem, sinks) => {
    await eventually('the modem', isUp(sinks))
    assert.ok(sinks.downs.every(({ fault }) => fault !== 'wrong_pin'))
  })
})

test('a SIM that is not inserted is missing, and asks for nothing', async () => {
  await withModem({ sim: 'not inserted' }, async (modem, sinks) => {
    await eventually('the news', () => sinks.downs.find(({ reason }) => /no SIM/.test(reason)))
    assert.ok(sinks.downs.every(({ fault }) => fault !== 'wrong_pin'))
    modem.flags.sim = 'there'
    await eventually('the modem', isUp(sinks))
  })
})
