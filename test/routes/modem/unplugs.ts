// Messages under way while the modem is unplugged at any byte, again and again. What the network took
// is compared with what the gateway says of each message.
import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '../../support/eventually.ts'
import type { TestGateway } from '../../support/gateway.ts'
import { openModemGateway, addSender, settled } from '../../support/modem-gateway.ts'
import type { ModemPort } from '../../support/modem-ports.ts'
import { SimulatedModem } from '../../support/simulated-modem.ts'

export interface UnplugResult {
  readonly delivered: number
  readonly uncertain: number
}

export async function unplugAgainAndAgain(
  database: string,
  over: (modem: SimulatedModem) => Promise<ModemPort>,
  { messages, unplugs }: { messages: number; unplugs: number },
): Promise<UnplugResult> {
  const modem = new SimulatedModem({ latency: 2, reportAfter: 20 })
  const port = await over(modem)
  const gateway = await openModemGateway({
    database,
    port,
    settings: '[delivery]\nretry_first = 100ms\nretry_most = 1s\n',
    modem: { sendTimeout: 500 },
  })
  try {
    await addSender(gateway)
    const phones = Array.from({ length: messages }, (_, n) => `+4520${100_000 + n}`)
    await gateway.send({ to: phones.map((phone) => `${phone}@sms.test`), text: 'Hello' })
    await unplugWhileSending(modem, port, unplugs)
    await settled(gateway, 60_000)
    const rows = await reported(gateway, modem)
    check(rows, modem)
    const inState = (wanted: string): number => rows.filter(({ state }) => state === wanted).length
    assert.equal(inState('delivered') + inState('uncertain'), messages)
    return { delivered: inState('delivered'), uncertain: inState('uncertain') }
  } finally {
    await gateway.close()
    await port.close()
    modem.close()
  }
}

/** Every few messages, at some octet of the next PDU, or after the network took it. */
async function unplugWhileSending(
  modem: SimulatedModem,
  port: ModemPort,
  unplugs: number,
): Promise<void> {
  const unplug = modem.unplug
  for (let done = 0; done < unplugs; done++) {
    const from = modem.taken.length
    await eventually('some more messages', () =>
      modem.taken.length >= from + 2 ? true : undefined,
    )
    let isGone = false
    modem.unplug = () => {
      unplug()
      isGone = true
    }
    // The PDU has 18 octets.
    modem.flags.unplugAt = (done * 5) % 24
    await eventually('the unplugging', () => (isGone ? true : undefined))
    await port.unplug()
    await delay((done * 7) % 60)
    await port.plugIn()
  }
}

/** A report may come after the message was given up as uncertain. */
async function reported(
  gateway: TestGateway,
  modem: SimulatedModem,
): Promise<Record<string, unknown>[]> {
  const taken = new Set(modem.taken.map(({ phone }) => phone))
  return eventually('the reports on what was taken', async () => {
    const rows = await gateway.messages()
    const isTold = rows.every(
      (row) => row['state'] === 'delivered' || !taken.has(String(row['phone'])),
    )
    return isTold ? rows : undefined
  })
}

/** None is sent twice, none is lost, and none is said to be delivered that is not. */
function check(rows: readonly Record<string, unknown>[], modem: SimulatedModem): void {
  const taken = new Map<string, number>()
  for (const { phone } of modem.taken) taken.set(phone, (taken.get(phone) ?? 0) + 1)
  for (const { phone, state } of rows) {
    const times = taken.get(String(phone)) ?? 0
    assert.ok(times <= 1, `${String(phone)} got it ${times} times`)
    // A report settles what was taken and not confirmed, so that what stays in doubt was not taken.
    assert.equal(state, times === 1 ? 'delivered' : 'uncertain', String(phone))
  }
}
