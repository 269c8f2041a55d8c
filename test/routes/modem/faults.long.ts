// The modem route in a whole gateway: the two faults on which known programs fail, and unplugs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { usualPace } from '../../../lib/routes/modem/settings.ts'
import { forEachDatabase } from '../../support/databases.ts'
import { eventually } from '../../support/eventually.ts'
import { addSender, openModemGateway, settled } from '../../support/modem-gateway.ts'
import { tcpPort, terminalPort } from '../../support/modem-ports.ts'
import { SimulatedModem } from '../../support/simulated-modem.ts'
import { unplugAgainAndAgain } from './unplugs.ts'

forEachDatabase((name, openDatabaseUrl) => {
  test('the connection drops for 5 s: it is there again within 2 s of the return, nothing is lost', async () => {
    const modem = new SimulatedModem({ latency: 50 })
    const port = await tcpPort(modem)
    const gateway = await openModemGateway({
      database: await openDatabaseUrl(),
      port,
      pace: usualPace,
      settings: '[delivery]\nretry_first = 1s\n',
    })
    try {
      await addSender(gateway)
      const to = Array.from({ length: 20 }, (_, n) => `+4520643${100 + n}@sms.test`)
      await gateway.send({ to })
      await eventually('some', () => (modem.taken.length === 5 ? true : undefined))
      const cpu = process.cpuUsage()
      await port.unplug()
      await delay(5_000)
      const spent = process.cpuUsage(cpu)
      const busy = (spent.user + spent.system) / 5_000_000
      assert.ok(busy < 0.5, `${Math.round(busy * 100)} % of a core while nothing was there`)
      const asked = modem.commands.length
      await port.plugIn()
      const back = performance.now()
      await eventually('the modem to be spoken to', () =>
        modem.commands.length > asked ? true : undefined,
      )
      assert.ok(performance.now() - back < 2_000)
      const rows = await settled(gateway, 20_000)
      const taken = new Set(modem.taken.map(({ phone }) => phone))
      assert.equal(taken.size, modem.taken.length)
      for (const { phone, state } of rows)
        assert.equal(state, taken.has(String(phone)) ? 'delivered' : 'uncertain')
      assert.ok(rows.filter(({ state }) => state === 'uncertain').length <= 1)
    } finally {
      await gateway.close()
      await port.close()
    }
  })

  test('the answer is lost after the network took it: uncertain, told, not sent twice, settled by the report', async () => {
    const modem = new SimulatedModem({ lostAnswers: 1, reportAfter: 3_000 })
    const port = await tcpPort(modem)
    const gateway = await openModemGateway({
      database: await openDatabaseUrl(),
      port,
      modem: { sendTimeout: 200 },
    })
    try {
      await addSender(gateway)
      await gateway.send({ to: ['+4520643064@sms.test'] })
      await eventually('the doubt', async () =>
        (await gateway.messages()).find(({ state }) => state === 'uncertain'),
      )
      const mail = await eventually('the word to the sender', () => gateway.mails[0])
      assert.match(mail.contents, /Action: delayed/)
      await gateway.send({ to: ['+4520643065@sms.test'] })
      const rows = await settled(gateway, 10_000)
      await eventually('the report', async () =>
        (await gateway.messages()).every(({ state }) => state === 'delivered') ? true : undefined,
      )
      assert.equal(rows.length, 2)
      assert.equal(modem.taken.length, 2)
    } finally {
      await gateway.close()
      await port.close()
    }
  })

  test('a long message from a phone is one mail, though its parts came with a restart between', async () => {
    const database = await openDatabaseUrl()
    const modem = new SimulatedModem()
    const port = await tcpPort(modem)
    const text = 'Long. '.repeat(60)
    const first = await openModemGateway({ database, port })
    await addSender(first)
    await first.send({ to: ['+4520643064@sms.test'] })
    await settled(first, 10_000)
    modem.phoneSends('+4520643064', text, { only: [2], ref: 7 })
    await eventually('the part', () => (modem.storages.SM.size === 0 ? true : undefined))
    await first.close()
    modem.phoneSends('+4520643064', text, { only: [1, 3], ref: 7 })
    const second = await openModemGateway({ database, port })
    try {
      const mail = await eventually('the mail', () => second.mails[0])
      assert.equal(mail.contents.match(/Long\./g)?.length, 60)
    } finally {
      await second.close()
      await port.close()
    }
  })

  if (name === 'SQLite')
    for (const [kind, over] of [
      ['a pseudo-terminal', terminalPort],
      ['TCP', tcpPort],
    ] as const)
      test(`10 unplugs in 40 messages over ${kind}: none is lost, none is sent twice`, async () => {
        const result = await unplugAgainAndAgain(await openDatabaseUrl(), over, {
          messages: 40,
          unplugs: 10,
        })
        assert.ok(result.delivered >= 30)
      })
})
