// The modem route on a simulated modem, over TCP and over a real pseudo-terminal, with every failure
// that a modem, its SIM and its network can have.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Outcome, Outgoing } from '../../../lib/routes/route.ts'
import { eventually } from '../../support/eventually.ts'
import { rfc2217Port, tcpPort, terminalPort, type ModemPort } from '../../support/modem-ports.ts'
import {
  outgoing,
  rememberingSinks,
  routeOver,
  type RememberingSinks,
  type RouteOptions,
} from '../../support/modem-route.ts'
import { SimulatedModem } from '../../support/simulated-modem.ts'
import type { ModemFlags } from '../../support/simulated/modem-flags.ts'
import type { ModemRoute } from '../../../lib/routes/modem/modem-route.ts'

interface Stage {
  readonly modem: SimulatedModem
  readonly port: ModemPort
  readonly route: ModemRoute
  readonly sinks: RememberingSinks
  readonly ready: () => Promise<void>
  readonly send: (more?: Partial<Outgoing>) => Promise<Outcome>
}

interface StageOptions extends RouteOptions {
  readonly flags?: Partial<ModemFlags>
  readonly over?: (modem: SimulatedModem) => Promise<ModemPort>
  readonly sinks?: RememberingSinks
}

async function withModem(
  { flags, over = tcpPort, sinks = rememberingSinks(), ...options }: StageOptions,
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const modem = new SimulatedModem(flags)
  const port = await over(modem)
  const route = routeOver([port], options)
  const isUp = (): boolean => sinks.downs.at(-1)?.down === false
  try {
    await route.open(sinks)
    await play({
      modem,
      port,
      route,
      sinks,
      ready: async () => {
        await eventually('the modem to be ready', () => (isUp() ? true : undefined))
      },
      send: (more) => only(route.submit([outgoing(more)])),
    })
  } finally {
    await route.close(false)
    await port.close()
    modem.close()
  }
}

function only<T>([one]: readonly T[]): T {
  assert.ok(one !== undefined)
  return one
}

const kinds = [
  ['TCP', tcpPort],
  ['a pseudo-terminal', terminalPort],
  ['RFC 2217', rfc2217Port],
] as const

for (const [name, over] of kinds) {
  describe(`over ${name}`, () => {
    test('a message goes out, its report comes in, an answer comes in', async () => {
      await withModem({ over }, async ({ modem, sinks, ready, send }) => {
        await ready()
        const outcome = await send({ text: 'Smørrebrød' })
        assert.equal(modem.taken[0]?.text, 'Smørrebrød')
        assert.equal(modem.taken[0].phone, '+4520643064')
        assert.ok(outcome.kind === 'accepted')
        const report = await eventually('the report', () => sinks.reports[0])
        assert.deepEqual(outcome.references, [report.reference])
        assert.equal(report.fate, 'delivered')
        modem.phoneSends('+4520643064', 'Tak 🙂')
        const message = await eventually('the answer', () => sinks.messages[0])
        assert.equal(message.text, 'Tak 🙂')
        assert.equal(message.phone, '+4520643064')
        assert.equal(message.to, '+4520000001')
        await eventually('an empty SIM', () => (modem.storages.SM.size === 0 ? true : undefined))
      })
    })

    test('a modem that is plugged in again is found again, and goes on', async () => {
      await withModem({ over }, async ({ modem, port, sinks, ready, send }) => {
        await ready()
        await send()
        await port.unplug()
        await eventually('the news', () => (sinks.downs.at(-1)?.down === true ? true : undefined))
        assert.equal((await send()).kind, 'temporary')
        await port.plugIn()
        await ready()
        assert.equal((await send()).kind, 'accepted')
        assert.equal(modem.taken.length, 2)
      })
    })

    test('a modem that fell silent is opened anew on the same port', async () => {
      await withModem({ over }, async ({ modem, sinks, ready, send }) => {
        await ready()
        modem.flags.silent = true
        const isTold = (): true | undefined =>
          sinks.downs.at(-1)?.down === true ? true : undefined
        // Looking into the storage may take a modem ten seconds.
        await eventually('the news', isTold, 30_000)
        modem.flags.silent = false
        await ready()
        assert.equal((await send()).kind, 'accepted')
      })
    })

    test('unplugged in the middle of a PDU, the message has surely not gone out', async () => {
      await withModem({ over, flags: { unplugAt: 12 } }, async ({ modem, ready, send }) => {
        await ready()
        const outcome = await send({ text: 'x'.repeat(160) })
        // Bytes that the port had taken before it was gone may have been all of them.
        assert.notEqual(outcome.kind, 'accepted')
        assert.equal(modem.taken.length, 0)
      })
    })

    test('unplugged after the network took it, the fate of the message is unknown', async () => {
      await withModem({ over, flags: { unplugAt: 1_000 } }, async ({ modem, ready, send }) => {
        await ready()
        assert.equal((await send()).kind, 'unknown')
        assert.equal(modem.taken.length, 1)
      })
    })
  })
}

const harmless: readonly (readonly [string, Partial<ModemFlags>])[] = [
  ['that echoes', { echo: true }],
  ['that talks in the middle of answers', { chatter: true }],
  ['whose line is noisy', { garbage: true }],
  ['that echoes and talks on a noisy line', { echo: true, chatter: true, garbage: true }],
  ['that is slow', { slow: 30 }],
  ['whose prompt lacks its space', { prompt: 'bare' }],
  ['that cannot list in PDU mode', { canList: false }],
  ['that cannot acknowledge', { canAcknowledge: false }],
  ['that takes few forms of CNMI', { cnmi: /^1,1,0,2,1$/ }],
  ['that keeps reports in a storage of their own', { cnmi: /^1,1,0,2,1$/, reportsIn: 'SR' }],
  ['that hands messages over, for want of a storage', { canStore: false }],
  ['whose SIM is busy at first', { busyLooks: 3 }],
  ['whose SIM wants a second PIN, which SMS does not need', { sim: 'puk2' }],
  ['that spells numbers in reports without the country', { nationalReports: true }],
]

for (const [what, flags] of harmless) {
  test(`a modem ${what} sends, reports and receives`, async () => {
    await withModem({ flags }, async ({ modem, sinks, ready, send }) => {
      await ready()
      const outcome = await send()
      assert.ok(outcome.kind === 'accepted')
      const report = await eventually('the report', () => sinks.reports[0])
      assert.deepEqual(outcome.references, [report.reference])
      modem.phoneSends('+4520643064', 'Fine')
      assert.equal((await eventually('the answer', () => sinks.messages[0])).text, 'Fine')
      await eventually('all acknowledged and deleted', () =>
        modem.storages.SM.size === 0 && modem.unacknowledged === 0 ? true : undefined,
      )
    })
  })
}

test('a modem that takes no CNMI is read all the same', async () => {
  await withModem({ flags: { cnmi: /^never$/ } }, async ({ modem, sinks, ready }) => {
    await ready()
    modem.phoneSends('+4520643064', 'Fine')
    assert.equal((await eventually('the answer', () => sinks.messages[0])).text, 'Fine')
  })
})

test('a modem without reports sends all the same', async () => {
  await withModem({ flags: { canReport: false } }, async ({ modem, ready, send }) => {
    await ready()
    assert.equal((await send()).kind, 'accepted')
    assert.equal(modem.taken[0]?.submit.statusReportRequested, false)
  })
})

const refusals: readonly (readonly [number | 'ERROR', Outcome['kind'], RegExp])[] = [
  [1, 'permanent', /not in use/],
  [21, 'permanent', /refused by the network/],
  [28, 'configuration', /does not know this SIM/],
  [38, 'temporary', /out of order/],
  [42, 'temporary', /busy/],
  [69, 'configuration', /does not offer SMS/],
  [96, 'permanent', /misses/],
  [193, 'temporary', /subscription/],
  [195, 'permanent', /wrong/],
  [304, 'temporary', /PDU/],
  [322, 'temporary', /full/],
  [331, 'temporary', /no network/],
  [332, 'unknown', /in time/],
  [500, 'temporary', /not name/],
  [9999, 'temporary', /9999/],
  ['ERROR', 'temporary', /ERROR/],
]

test('each error of the network and of the modem is what it asks for', async () => {
  await withModem({}, async ({ modem, ready, send }) => {
    await ready()
    for (const [code, kind, reason] of refusals) {
      modem.flags.refusals.push(code)
      const outcome = await send()
      assert.equal(outcome.kind, kind, String(code))
      assert.match('reason' in outcome ? outcome.reason : '', reason)
    }
    assert.equal(modem.taken.length, 0)
    assert.equal((await send()).kind, 'accepted')
  })
})

test('a part that is refused is where the next attempt goes on', async () => {
  await withModem({}, async ({ modem, ready, send }) => {
    await ready()
    const text = '0123456789'.repeat(40)
    const first = send({ id: 77, text })
    modem.flags.latency = 20
    await eventually('the first part', () => modem.taken[0])
    modem.flags.refusals.push(42)
    const outcome = await first
    assert.ok(outcome.kind === 'temporary')
    const done = outcome.references ?? []
    assert.ok(done.length > 0 && done.length < 3)
    const second = await send({ id: 77, text, attempt: 2, done })
    assert.ok(second.kind === 'accepted')
    assert.equal(second.references.length, 3)
    assert.deepEqual(second.references.slice(0, done.length), done)
    assert.equal(modem.taken.map((part) => part.text).join(''), text)
    assert.equal(new Set(modem.taken.map((part) => part.concatenation?.ref)).size, 1)
  })
})

test('when the answer is lost the fate is unknown, and the next message is not mixed up with it', async () => {
  await withModem(
    { flags: { lostAnswers: 1 }, settings: { sendTimeout: 100 } },
    async ({ modem, ready, send }) => {
      await ready()
      const outcome = await send({ text: 'y'.repeat(300) })
      assert.deepEqual(
        { ...outcome, reason: '' },
        { kind: 'unknown', reason: '', references: [], more: true },
      )
      const next = await send({ text: 'next' })
      assert.ok(next.kind === 'accepted')
      assert.match(next.references[0] ?? '', / 2 643064$/)
      assert.equal(modem.taken.length, 2)
    },
  )
})

test('when the prompt never comes nothing has gone out', async () => {
  await withModem({ flags: { prompt: 'never' } }, async ({ modem, ready, send }) => {
    await ready()
    const outcome = await send()
    assert.equal(outcome.kind, 'temporary')
    modem.flags.prompt = 'whole'
    assert.equal((await send()).kind, 'accepted')
    assert.equal(modem.taken.length, 1)
  })
})

test('the PIN is given, and never shown', async () => {
  await withModem(
    { flags: { pin: '4711' }, settings: { pin: '4711' } },
    async ({ modem, sinks, ready }) => {
      await ready()
      assert.equal(modem.pinTries, 1)
      assert.ok(sinks.lines.some((line) => line.includes('AT+CPIN=****')))
      assert.ok(!sinks.lines.some((line) => line.includes('4711')))
      assert.equal(sinks.memory.size, 0)
    },
  )
})

test('a wrong PIN is tried once, over all restarts; another one is tried', async () => {
  const sinks = rememberingSinks()
  const wrong = { flags: { pin: '4711' }, settings: { key: 'modem', pin: '1234' }, sinks }
  const tries: number[] = []
  const isTold = (): true | undefined =>
    sinks.downs.at(-1)?.fault === 'wrong_pin' ? true : undefined
  await withModem(wrong, async ({ modem }) => {
    await eventually('the fault', isTold)
    const looks = modem.commands.length
    await eventually('another start', () => (modem.commands.length > looks + 10 ? true : undefined))
    tries.push(modem.pinTries)
  })
  sinks.downs.length = 0
  await withModem(wrong, async ({ modem }) => {
    await eventually('the fault', isTold)
    tries.push(modem.pinTries)
  })
  await withModem(
    { ...wrong, settings: { key: 'modem', pin: '4711' } },
    async ({ modem, ready }) => {
      await ready()
      tries.push(modem.pinTries)
    },
  )
  assert.deepEqual(tries, [1, 0, 1])
})

test('a PIN that the card took is tried once more when the stick was pulled out right then', async () => {
  const sinks = rememberingSinks()
  const settings = { key: 'modem', pin: '4711' }
  await withModem({ flags: { pin: '4711' }, settings, sinks }, async ({ modem, port, ready }) => {
    const push = modem.commands.push.bind(modem.commands)
    modem.commands.push = (...commands) => {
      if (modem.pinTries > 0) {
        modem.commands.push = push
        modem.unplug()
      }
      return push(...commands)
    }
    await ready()
    assert.equal(modem.pinTries, 2)
    assert.equal(sinks.memory.size, 0)
    await port.unplug()
  })
})

test('a card that somebody opened by hand is taken as it is, and its PIN may be tried again', async () => {
  const sinks = rememberingSinks()
  const settings = { key: 'modem', pin: '1234' }
  await withModem({ flags: { pin: '4711' }, settings, sinks }, async ({ modem, ready }) => {
    await eventually('the fault', () =>
      sinks.downs.at(-1)?.fault === 'wrong_pin' ? true : undefined,
    )
    modem.flags.pin = undefined
    await ready()
    assert.equal(modem.pinTries, 1)
    assert.equal(sinks.memory.size, 0)
  })
})

test('nor is a wrong PIN tried again because the number of the card could not be read this time', async () => {
  const sinks = rememberingSinks()
  const wrong = { settings: { key: 'modem', pin: '1234' }, sinks }
  const tries: number[] = []
  for (const tellsCard of [true, false, true]) {
    sinks.downs.length = 0
    await withModem({ ...wrong, flags: { pin: '4711', tellsCard } }, async ({ modem }) => {
      await eventually('the fault', () =>
        sinks.downs.at(-1)?.fault === 'wrong_pin' ? true : undefined,
      )
      tries.push(modem.pinTries)
    })
  }
  assert.deepEqual(tries, [1, 0, 0])
})

const broken: readonly (readonly [string, Partial<ModemFlags>, RegExp, string])[] = [
  ['no SIM', { sim: 'missing' }, /no SIM/, 'route_down'],
  ['a SIM that asks for its PUK', { sim: 'puk' }, /PUK/, 'wrong_pin'],
  ['a PIN that nobody configured', { pin: '1234' }, /none is given/, 'wrong_pin'],
  ['silence', { silent: true }, /does not answer/, 'route_down'],
  ['no network', { network: 'searching', signal: 99 }, /searching, no signal/, 'no_signal'],
  ['a network that refuses', { network: 'refused' }, /refused/, 'no_signal'],
]

for (const [what, flags, reason, fault] of broken) {
  test(`${what} is told of, is no busy loop, and is recovered from`, async () => {
    await withModem({ flags }, async ({ modem, sinks, ready, send }) => {
      const down = await eventually('the fault', () =>
        sinks.downs.find((one) => one.fault === fault),
      )
      assert.match(down.reason, reason)
      assert.equal((await send()).kind, 'temporary')
      const from = modem.commands.length
      const began = performance.now()
      await eventually('some time', () => (performance.now() - began > 300 ? true : undefined))
      const each = (modem.commands.length - from) / 300
      assert.ok(each < 1, `${each} commands each millisecond`)
      Object.assign(modem.flags, { sim: 'there', pin: undefined, silent: false, network: 'home' })
      await ready()
      assert.equal((await send()).kind, 'accepted')
    })
  })
}

test('a modem that finds no network is reset', async () => {
  await withModem(
    { flags: { network: 'searching' }, settings: { stuckAfter: 100 } },
    async ({ modem, ready, send }) => {
      await ready()
      assert.equal(modem.resets, 1)
      assert.equal((await send()).kind, 'accepted')
    },
  )
})

test('a modem that says it has failed is reset, and the message goes out then', async () => {
  await withModem({ flags: { refusals: [300] } }, async ({ modem, ready, send }) => {
    await ready()
    assert.equal((await send()).kind, 'temporary')
    await eventually('the reset', () => (modem.resets === 1 ? true : undefined))
    await ready()
    assert.equal((await send()).kind, 'accepted')
  })
})

test('a modem is reset again and again while it finds no network, and then its power is switched', async () => {
  let switched = 0
  await withModem(
    {
      flags: { network: 'searching', resetHelps: false },
      settings: { stuckAfter: 30 },
      switchPower: () => Promise.resolve(void (switched += 1)),
    },
    async ({ modem, sinks, ready, send }) => {
      await eventually('the power', () => (switched > 0 ? true : undefined))
      assert.equal(modem.resets, 3)
      assert.equal(sinks.downs.at(-1)?.fault, 'no_signal')
      modem.flags.network = 'home'
      await ready()
      assert.equal((await send()).kind, 'accepted')
    },
  )
})

test('a power command that fails is told in the log, and the modem is tried all the same', async () => {
  await withModem(
    {
      flags: { silent: true },
      pace: { attention: 20 },
      switchPower: () => Promise.reject(new Error('uhubctl: not found')),
    },
    async ({ modem, sinks, ready }) => {
      await eventually('the line', () => sinks.lines.find((line) => /uhubctl: not f/.test(line)))
      modem.flags.silent = false
      await ready()
    },
  )
})

test('a modem that does not start has its power switched', async () => {
  let switched = 0
  const modemOf: { modem?: SimulatedModem } = {}
  await withModem(
    {
      flags: { silent: true },
      pace: { attention: 20 },
      switchPower: () => {
        switched++
        if (modemOf.modem !== undefined) modemOf.modem.flags.silent = false
        return Promise.resolve()
      },
    },
    async ({ modem, ready }) => {
      modemOf.modem = modem
      await ready()
      assert.equal(switched, 1)
    },
  )
})

test('what was stored while nobody listened is fetched at the start', async () => {
  const modem = new SimulatedModem()
  modem.phoneSends('+4520643064', 'first')
  modem.phoneSends('Bank', 'second')
  const port = await tcpPort(modem)
  const route = routeOver([port])
  const sinks = rememberingSinks()
  await route.open(sinks)
  await eventually('both', () => (sinks.messages.length === 2 ? true : undefined))
  assert.deepEqual(
    sinks.messages.map(({ phone, text }) => [phone, text]),
    [
      ['+4520643064', 'first'],
      ['Bank', 'second'],
    ],
  )
  await eventually('an empty SIM', () => (modem.storages.SM.size === 0 ? true : undefined))
  await route.close(true)
  await port.close()
})

for (const [how, flags] of [
  ['deleted', {}],
  ['acknowledged', { canStore: false }],
] as const) {
  test(`nothing is ${how} before it is stored by us`, async () => {
    await withModem({ flags }, async ({ modem, sinks, ready }) => {
      await ready()
      sinks.away = true
      modem.phoneSends('+4520643064', 'Fine')
      await eventually('the failure', () =>
        sinks.lines.find((line) => line.includes('not stored yet')),
      )
      assert.equal(modem.storages.SM.size + modem.unacknowledged, 1)
      sinks.away = false
      if (how === 'acknowledged') return
      await eventually('the message', () => sinks.messages[0])
      await eventually('an empty SIM', () => (modem.storages.SM.size === 0 ? true : undefined))
    })
  })
}

test('the same message read twice has the same reference', async () => {
  await withModem({}, async ({ modem, sinks, ready }) => {
    await ready()
    const [pdu = ''] = modem.phoneSends('+4520643064', 'Fine')
    await eventually('one', () => sinks.messages[0])
    modem.receive(pdu)
    await eventually('two', () => sinks.messages[1])
    assert.equal(sinks.messages[0]?.reference, sinks.messages[1]?.reference)
  })
})

test('a PDU that cannot be read is logged and does not fill the SIM', async () => {
  await withModem({}, async ({ modem, sinks, ready }) => {
    await ready()
    modem.receive('0791AA')
    await eventually('the line', () => sinks.lines.find((line) => line.includes('0791AA')))
    await eventually('an empty SIM', () => (modem.storages.SM.size === 0 ? true : undefined))
  })
})

test('a full SIM is emptied', async () => {
  await withModem({ flags: { storageSize: 3 } }, async ({ modem, sinks, ready }) => {
    modem.phoneSends('+4520643064', 'x'.repeat(450))
    assert.equal(modem.storages.SM.size, 3)
    await ready()
    await eventually('all', () => (sinks.messages.length === 3 ? true : undefined))
    modem.phoneSends('+4520643064', 'more')
    await eventually('one more', () => (sinks.messages.length === 4 ? true : undefined))
  })
})

test('flash, validity and national tables are asked for', async () => {
  await withModem({ settings: { languages: [1] } }, async ({ modem, ready, send }) => {
    await ready()
    await send({ flash: true, validity: 3_600_000, text: 'ş'.repeat(100), encoding: 'ucs2' })
    const [taken] = modem.taken
    assert.equal(taken?.submit.dcs, 0x10)
    assert.deepEqual(taken.submit.validity, { form: 'relative', tp: 11 })
    assert.equal(modem.taken.length, 1)
  })
})

test('no more parts a minute go out than the SIM may', async () => {
  await withModem({ settings: { partsAMinute: 600 } }, async ({ ready, send }) => {
    await ready()
    const began = performance.now()
    for (let count = 0; count < 4; count++) await send()
    assert.ok(performance.now() - began >= 295)
  })
})

test('closing answers what is under way and waits for what is at the modem', async () => {
  await withModem({ flags: { latency: 100 } }, async ({ modem, route, ready }) => {
    await ready()
    const [first, second] = route.submit([outgoing(), outgoing()])
    await eventually('the PDU', () =>
      modem.commands.some((command) => command.startsWith('AT+CMGS')) ? true : undefined,
    )
    await route.close(true)
    assert.equal((await first)?.kind, 'accepted')
    assert.equal((await second)?.kind, 'temporary')
  })
})
