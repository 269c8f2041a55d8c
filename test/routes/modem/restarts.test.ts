// A modem that restarts while its port stays open is started anew before it sends or receives anything.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ModemRoute } from '../../../lib/routes/modem/modem-route.ts'
import type { Pace } from '../../../lib/routes/modem/settings.ts'
import type { Outcome } from '../../../lib/routes/route.ts'
import { eventually } from '../../support/eventually.ts'
import { tcpPort } from '../../support/modem-ports.ts'
import {
  outgoing,
  rememberingSinks,
  routeOver,
  type RememberingSinks,
} from '../../support/modem-route.ts'
import { patience } from '../../support/patience.ts'
import { SimulatedModem } from '../../support/simulated-modem.ts'
import type { ModemFlags } from '../../support/simulated/modem-flags.ts'

interface Stage {
  readonly modem: SimulatedModem
  readonly route: ModemRoute
  readonly sinks: RememberingSinks
  readonly ready: () => Promise<true>
  readonly send: () => Promise<Outcome | undefined>
  /** How often it was started. */
  readonly starts: () => number
}

/** The modem is never silent, and looked at once: what else is found out comes of what it says. */
const calm: Partial<Pace> = { attention: patience, patience, watch: patience }

async function withModem(
  flags: Partial<ModemFlags>,
  pace: Partial<Pace>,
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const modem = new SimulatedModem(flags)
  const port = await tcpPort(modem)
  const sinks = rememberingSinks()
  const route = routeOver([port], { settings: { sendTimeout: patience }, pace })
  const isUp = (): true | undefined => (sinks.downs.at(-1)?.down === false ? true : undefined)
  try {
    await route.open(sinks)
    const ready = (): Promise<true> => eventually('the modem', isUp)
    await ready()
    await play({
      modem,
      route,
      sinks,
      ready,
      send: async () => (await Promise.all(route.submit([outgoing()])))[0],
      starts: () => modem.commands.filter((command) => command === 'AT+CMGF=0').length,
    })
  } finally {
    await route.close(false)
    await port.close()
    modem.close()
  }
}

const boots: readonly (readonly string[])[] = [
  ['RDY', '+CFUN: 1', '+CPIN: READY', 'Call Ready', 'SMS Ready'],
  ['^SYSSTART'],
  ['+PBREADY'],
  ['SMS DONE'],
]

for (const lines of boots)
  test(`a modem that says ${lines.join(', ')} is started anew, sends and receives`, async () => {
    await withModem({}, calm, async ({ modem, sinks, ready, send, starts }) => {
      modem.restart(...lines)
      await eventually('the news', () => sinks.downs.find(({ reason }) => /restarted/.test(reason)))
      await ready()
      assert.equal(starts(), 2)
      assert.equal((await send())?.kind, 'accepted')
      assert.deepEqual([modem.taken.length, modem.texts], [1, []])
      modem.phoneSends('+4520643064', 'Fine')
      assert.equal((await eventually('the answer', () => sinks.messages[0])).text, 'Fine')
    })
  })

test('one that says nothing is known by its echo before anything goes out', async () => {
  await withModem({ echo: true }, calm, async ({ modem, sinks, ready, send }) => {
    modem.restart()
    assert.equal((await send())?.kind, 'temporary')
    assert.deepEqual([modem.taken, modem.texts], [[], []])
    await eventually('the news', () => sinks.downs.find(({ reason }) => /restarted/.test(reason)))
    await ready()
    assert.equal((await send())?.kind, 'accepted')
  })
})

test('one that does not even echo is found in text mode by the next look', async () => {
  const often = { ...calm, watch: 20 }
  await withModem({}, often, async ({ modem, ready, send, starts }) => {
    modem.restart()
    await eventually('another start', () => (starts() === 2 ? true : undefined))
    await ready()
    assert.equal((await send())?.kind, 'accepted')
  })
})

test('a modem that echoes whatever it is told is none that restarted', async () => {
  await withModem({ echo: true, keepsEcho: true }, calm, async ({ send, starts }) => {
    assert.equal((await send())?.kind, 'accepted')
    assert.equal(starts(), 1)
  })
})

test('a modem that is ready late has its part in hand answered before it is started anew', async () => {
  await withModem({}, calm, async ({ modem, sinks, ready, send, starts }) => {
    beforeAnswer(modem, () => modem.say('SMS Ready'))
    assert.equal((await send())?.kind, 'accepted')
    await eventually('the news', () => sinks.downs.find(({ reason }) => /restarted/.test(reason)))
    await ready()
    assert.equal(starts(), 2)
  })
})

test('of a part in the middle of which a modem restarts nobody knows whether it went out', async () => {
  await withModem({ lostAnswers: 1 }, calm, async ({ modem, ready, send }) => {
    beforeAnswer(modem, () => modem.restart('RDY'))
    assert.equal((await send())?.kind, 'unknown')
    await ready()
    assert.equal((await send())?.kind, 'accepted')
  })
})

/** When the network has taken the next part. */
function beforeAnswer(modem: SimulatedModem, happens: () => void): void {
  const push = modem.taken.push.bind(modem.taken)
  modem.taken.push = (...parts) => {
    modem.taken.push = push
    happens()
    return push(...parts)
  }
}
