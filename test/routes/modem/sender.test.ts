// The rate of one modem, and what its refusals mean.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, AtChannel } from '../../../lib/routes/modem/at-channel.ts'
import { Sender } from '../../../lib/routes/modem/sender.ts'
import type { Outgoing } from '../../../lib/routes/route.ts'
import { outgoing } from '../../support/modem-route.ts'

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

/** What becomes of messages to these phones when the modem gives these answers: an error code, or nothing. */
async function outcomesOf(
  answers: readonly (readonly [phone: string, code?: number])[],
): Promise<string[]> {
  const sender = new Sender({
    settings: { key: 'm', partsAMinute: 0, sendTimeout: 1_000, languages: [] } as never,
    signal: new AbortController().signal,
    needsReset: () => undefined,
  })
  const kinds: string[] = []
  for (const [phone, code] of answers) {
    const text = `+CMS ERROR: ${code}`
    const answer: Answer =
      code === undefined
        ? { kind: 'ok', lines: ['+CMGS: 1'] }
        : { kind: 'error', lines: [], error: { family: 'cms', code, text } }
    const channel = {
      submit: (_command: string, _pdu: unknown, done: (answer: Answer) => void) => done(answer),
    } as never as AtChannel
    await new Promise<void>((resolve) =>
      sender.send({ ...outgoing(), phone }, channel, true, {
        handedOver: () => undefined,
        done: ({ kind }) => resolve(void kinds.push(kind)),
      }),
    )
  }
  return kinds
}

test('faults of the SIM or its contract are for a person to mend, and refuse no message for good', async () => {
  for (const code of [10, 28, 29, 50, 69])
    assert.deepEqual(await outcomesOf([['+4520643064', code]]), ['configuration'], String(code))
})

test('what the network refuses of several phones in a row is the contract, and of one the phone', async () => {
  const [a, b, c] = ['+4520000011', '+4520000012', '+4520000013'] as const
  for (const code of [8, 21]) {
    const kinds = (...answers: [string, number?][]): Promise<string[]> => outcomesOf(answers)
    assert.deepEqual(
      await kinds([a, code], [a, code], [a, code], [b, code]),
      Array(4).fill('permanent'),
    )
    assert.deepEqual(await kinds([a, code], [b, code], [c, code], [c, code], [a], [c, code]), [
      ...['permanent', 'permanent', 'configuration', 'configuration'],
      ...['accepted', 'permanent'],
    ])
    // That a number is not in use is known to a network that takes SMS.
    assert.deepEqual(
      await kinds([a, code], [b, code], [c, 1], [c, code]),
      Array(4).fill('permanent'),
    )
  }
})
