// The rate of one modem.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, AtChannel } from '../../../lib/routes/modem/at-channel.ts'
import { Sender } from '../../../lib/routes/modem/sender.ts'
import type { Outgoing } from '../../../lib/routes/route.ts'

test('a clock that is set back holds up no part', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
  const sender = new Sender({
    settings: {
      key: 'm',
      partsAMinute: 1_200,
      sendTimeout: 1_000,
      languages: [],
    } as never,
    signal: new AbortController().signal,
    needsReset: () => undefined,
  })
  const channel = {
    submit: (_command: string, _pdu: unknown, done: (answer: Answer) => void) =>
      done({ kind: 'ok', lines: ['+CMGS: 1'] }),
  } as never as AtChannel
  const message = (id: number): Outgoing => ({
    ...{
      id,
      createdAt: 0,
      phone: '+4520643064',
      sender: undefined,
      text: 'x',
      encoding: 'gsm7',
      flash: false,
    },
    ...{ validity: undefined, attempt: 1, done: [] },
  })
  const sent = (id: number): Promise<void> =>
    new Promise((resolve) =>
      sender.send(message(id), channel, true, {
        handedOver: () => undefined,
        done: (outcome) => {
          assert.equal(outcome.kind, 'accepted')
          resolve()
        },
      }),
    )
  await sent(1)
  t.mock.timers.setTime(1_800_000_000_000 - 3_600_000)
  const began = performance.now()
  await sent(2)
  const took = performance.now() - began
  assert.ok(took > 20 && took < 5_000, `it took ${took} ms`)
})
