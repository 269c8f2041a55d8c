// Several modems as one pool.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '../../support/eventually.ts'
import { patience } from '../../support/patience.ts'
import { tcpPort, type ModemPort } from '../../support/modem-ports.ts'
import { outgoing, rememberingSinks, routeOver } from '../../support/modem-route.ts'
import { SimulatedModem } from '../../support/simulated-modem.ts'
import type { ModemRoute } from '../../../lib/routes/modem/modem-route.ts'

const numbers = ['+4520000001', '+4520000002'] as const

interface Pool {
  readonly modems: readonly [SimulatedModem, SimulatedModem]
  readonly ports: readonly ModemPort[]
  readonly route: ModemRoute
  readonly sinks: ReturnType<typeof rememberingSinks>
}

/** `onSim`: their numbers stand on the SIMs instead of in the settings. `isOne`: they have the first. */
async function withPool(
  play: (pool: Pool) => Promise<void>,
  { onSim = false, isOne = false, refused = 20 } = {},
): Promise<void> {
  const modems = [
    new SimulatedModem(onSim ? { number: numbers[0] } : {}),
    new SimulatedModem(onSim ? { number: numbers[1] } : {}),
  ] as const
  const ports = await Promise.all(modems.map(tcpPort))
  const route = routeOver(
    ports.map(({ port }, index) => ({
      port,
      settings: { number: onSim ? undefined : numbers[isOne ? 0 : index] },
    })),
    // None of them is ever silent: on a busy machine an answer may be late.
    { settings: { sendTimeout: patience }, pace: { attention: patience, patience, refused } },
  )
  const sinks = rememberingSinks()
  try {
    await route.open(sinks)
    await eventually('both', () =>
      sinks.downs.filter(({ down, unit }) => !down && unit !== undefined).length === 2
        ? true
        : undefined,
    )
    await play({ modems, ports, route, sinks })
  } finally {
    await route.close(false)
    for (const port of ports) await port.close()
  }
}

test('the least busy one takes the next message', async () => {
  await withPool(async ({ modems, route }) => {
    // Longer than the other needs for three, however busy the machine is.
    modems[0].flags.latency = 2_000
    await Promise.all(route.submit(Array.from({ length: 4 }, () => outgoing())))
    assert.equal(modems[0].taken.length, 1)
    assert.equal(modems[1].taken.length, 3)
  })
})

test('a message from a number goes by the modem that has it, and so do parts of one begun there', async () => {
  await withPool(async ({ modems, ports, route }) => {
    await Promise.all(
      route.submit(Array.from({ length: 4 }, () => outgoing({ sender: numbers[1] }))),
    )
    assert.equal(modems[1].taken.length, 4)
    const done = [`${ports[0]?.port ?? ''} 1 643064`]
    await Promise.all(route.submit([outgoing({ text: 'x'.repeat(300), done, attempt: 2 })]))
    assert.equal(modems[0].taken.length, 1)
  })
})

test('modems with one number share what goes out from it, and one of them is enough', async () => {
  const fromOne = (count: number): ReturnType<typeof outgoing>[] =>
    Array.from({ length: count }, () => outgoing({ sender: numbers[0] }))
  await withPool(
    async ({ modems, ports, route, sinks }) => {
      for (const modem of modems) modem.flags.latency = 50
      await Promise.all(route.submit(fromOne(4)))
      assert.deepEqual(
        modems.map(({ taken }) => taken.length),
        [2, 2],
      )
      await ports[0]?.unplug()
      await eventually('its loss', () => (sinks.downs.at(-1)?.down === true ? true : undefined))
      const [outcome] = await Promise.all(route.submit(fromOne(1)))
      assert.equal(outcome?.kind, 'accepted')
    },
    { isOne: true },
  )
})

test('a number that only the SIM tells counts as one of the settings', async () => {
  await withPool(
    async ({ modems, ports, route, sinks }) => {
      await Promise.all(
        route.submit(Array.from({ length: 3 }, () => outgoing({ sender: numbers[1] }))),
      )
      assert.deepEqual([modems[0].taken.length, modems[1].taken.length], [0, 3])
      assert.equal(sinks.statuses.at(-1)?.[`${ports[1]?.port ?? ''} number`], numbers[1])
      modems[0].phoneSends('+4520643064', 'Hi')
      const { to } = await eventually('the message', () => sinks.messages[0])
      assert.equal(to, numbers[0])
    },
    { onSim: true },
  )
})

test('one that fails does not stop the other; the operator hears of the one', async () => {
  await withPool(async ({ modems, ports, route, sinks }) => {
    await ports[0]?.unplug()
    await eventually('the news', () =>
      sinks.downs.find(({ down, unit }) => down && unit === ports[0]?.port),
    )
    const outcomes = await Promise.all(
      route.submit([outgoing(), outgoing(), outgoing({ sender: numbers[0] })]),
    )
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['accepted', 'accepted', 'temporary'],
    )
    // So that the route does not rest for it.
    assert.equal(outcomes[2]?.kind === 'temporary' && outcomes[2].alone, true)
    assert.equal(modems[1].taken.length, 2)
    assert.equal(sinks.downs.filter(({ unit }) => unit === undefined).at(-1)?.down, false)
  })
})

test('one whose SIM may not send rests, the others take its messages, and the operator hears of it', async () => {
  await withPool(
    async ({ modems, ports, route, sinks }) => {
      modems[0].flags.refusals.push(28)
      const outcomes = await Promise.all(route.submit(Array.from({ length: 4 }, () => outgoing())))
      assert.ok(outcomes.every(({ kind }) => kind === 'accepted'))
      assert.deepEqual([modems[0].taken.length, modems[1].taken.length], [0, 4])
      const told = sinks.downs.find(({ fault }) => fault === 'route_refused')
      assert.equal(told?.unit, ports[0]?.port)
      assert.match(told?.reason ?? '', /does not know this SIM/)
      // What is to come from its number waits, and holds up nobody.
      const [own] = await Promise.all(route.submit([outgoing({ sender: numbers[0] })]))
      assert.ok(own?.kind === 'temporary' && own.alone === true)
    },
    { refused: patience },
  )
})

test('one that rested for its SIM is tried again', async () => {
  await withPool(async ({ modems, route }) => {
    modems[0].flags.refusals.push(28)
    await Promise.all(route.submit([outgoing(), outgoing()]))
    await eventually('its turn', async () => {
      await Promise.all(route.submit([outgoing({ sender: numbers[0] })]))
      return modems[0].taken[0]
    })
  })
})
