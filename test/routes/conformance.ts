// What every route must keep of its contract (lib/routes/route.ts), whatever is on its other side.
//
// A route's own test calls this with a way to build one against a fake of its other side, in addition
// to what only that route can do. HACKING.md, "How to write a route".
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Asked, Outcome, Outgoing, Report, Route, Sinks } from '../../lib/routes/route.ts'
import { eventually } from '../support/eventually.ts'

export interface RouteBench {
  readonly route: Route
  /** How often a message reached the other side; needed where the route says that it is idempotent. */
  readonly reached?: (id: number) => number
  /** Ends the fake other side. */
  readonly close?: () => Promise<void>
}

interface Session {
  readonly bench: RouteBench
  readonly route: Route
  readonly reports: Report[]
  readonly sinks: Sinks
}

export function routeConformance(
  name: string,
  build: () => RouteBench | Promise<RouteBench>,
): void {
  async function session(
    work: (session: Session) => Promise<void>,
    takeReport: (report: Report) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const bench = await build()
    const reports: Report[] = []
    const facts = new Map<string, string>()
    const sinks: Sinks = {
      report: async (report) => {
        await takeReport(report)
        reports.push(report)
      },
      incoming: () => Promise.resolve(),
      down: () => undefined,
      status: () => undefined,
      recall: (key) => Promise.resolve(facts.get(key)),
      remember: (key, value) => {
        if (value === undefined) facts.delete(key)
        else facts.set(key, value)
        return Promise.resolve()
      },
      log: () => undefined,
    }
    try {
      await bench.route.open(sinks)
      await work({ bench, route: bench.route, reports, sinks })
    } finally {
      await bench.route.close(false)
      await bench.close?.()
    }
  }

  describe(`${name} keeps the contract of a route`, () => {
    test('its window is a whole number of messages, one at least', async () => {
      await session(({ route }) => {
        assert.ok(Number.isInteger(route.window) && route.window >= 1, String(route.window))
        return Promise.resolve()
      })
    })

    test('each message of a full window is answered, in the order of the batch', async () => {
      await session(async ({ route }) => {
        const batch = messages(route.window)
        const outcomes = route.submit(batch)
        assert.equal(outcomes.length, batch.length)
        const references = (await Promise.all(outcomes)).flatMap(referencesOf)
        assert.equal(new Set(references).size, references.length, 'no reference stands twice')
      })
    })

    test('an empty batch is answered by nothing', async () => {
      await session(({ route }) => {
        assert.deepEqual(route.submit([]), [])
        return Promise.resolve()
      })
    })

    for (const [what, more] of oddMessages) {
      test(`${what} is answered by an outcome, never by a rejection`, async () => {
        await session(async ({ route }) => {
          const [outcome] = await Promise.all(route.submit([{ ...message(1), ...more }]))
          assert.ok(outcome)
          mustBeWellFormed(outcome)
        })
      })
    }

    test('a message that is tried again is answered again', async () => {
      await session(async ({ route }) => {
        for (let attempt = 1; attempt <= 2; attempt++) {
          const [outcome] = await Promise.all(route.submit([{ ...message(1), attempt }]))
          mustBeWellFormed(outcome)
        }
      })
    })

    test('where it says that it is idempotent, the same id has one effect', async (t) => {
      await session(async ({ bench, route }) => {
        if (!route.idempotent) {
          t.skip('it does not say so')
          return
        }
        assert.ok(bench.reached, 'an idempotent route is tested with `reached`')
        for (let attempt = 1; attempt <= 3; attempt++)
          await Promise.all(route.submit([{ ...message(7), attempt }]))
        assert.equal(bench.reached(7), 1)
      })
    })

    test('its reports name references that it answered, each as often as it likes', async () => {
      await session(async ({ route, reports }) => {
        const outcomes = await Promise.all(route.submit(messages(Math.min(3, route.window))))
        const answered = new Set(outcomes.flatMap(referencesOf))
        await route.close(true)
        for (const { reference, at } of reports) {
          assert.ok(answered.has(reference), reference)
          assert.ok(Number.isFinite(at))
        }
      })
    })

    test('a report that cannot be stored disturbs nothing', async () => {
      await session(
        async ({ route }) => {
          for (let round = 0; round < 2; round++)
            for (const outcome of await Promise.all(route.submit([message(round)])))
              mustBeWellFormed(outcome)
          await route.close(true)
        },
        () => Promise.reject(new Error('the database is away')),
      )
    })

    for (const drain of [true, false]) {
      test(`close(${drain}) ends only when everything under way is answered`, async () => {
        await session(async ({ route }) => {
          let open = route.window
          const outcomes = route.submit(messages(route.window))
          for (const outcome of outcomes) void outcome.then(() => open--)
          await route.close(drain)
          await new Promise((resolve) => setImmediate(resolve))
          assert.equal(open, 0)
          for (const outcome of await Promise.all(outcomes)) mustBeWellFormed(outcome)
        })
      })
    }

    test('it can be closed twice, and a message that comes after it is not accepted in silence', async () => {
      await session(async ({ route }) => {
        await route.close(true)
        await route.close(false)
        const outcome = await eventually('an answer', async () =>
          Promise.race(route.submit([message(1)])),
        )
        mustBeWellFormed(outcome)
      })
    })

    test('it can be opened again after it was closed, and works as before', async () => {
      await session(async ({ route, sinks }) => {
        const [before] = await Promise.all(route.submit([message(1)]))
        await route.close(true)
        await route.open(sinks)
        const [after] = await Promise.all(route.submit([message(2)]))
        assert.equal(after?.kind, before?.kind)
      })
    })

    test('where it can be asked for fates, it answers only for ids that were asked for', async (t) => {
      await session(async ({ route }) => {
        if (route.query === undefined) {
          t.skip('it cannot')
          return
        }
        await Promise.all(route.submit([message(1), message(2)]))
        const fates = await route.query([1, 99].map(asked))
        assert.ok([...fates.keys()].every((id) => id === 1 || id === 99))
        for (const outcome of fates.values()) mustBeWellFormed(outcome)
      })
    })
  })
}

const oddMessages: [what: string, more: Partial<Outgoing>][] = [
  ['an empty text', { text: '' }],
  ['a text of nine parts', { text: 'x'.repeat(1_377) }],
  ['an emoji', { text: '👍🏽', encoding: 'ucs2' }],
  ['half a surrogate pair', { text: '\ud83d', encoding: 'ucs2' }],
  ['NUL and line breaks', { text: 'a\u0000b\r\nc\u001b' }],
  ['a phone that is none', { phone: 'nobody' }],
  ['a sender that is a name', { sender: 'ACME & Co' }],
  ['a sender that is a short code', { sender: '1963' }],
  ['flash with a validity', { flash: true, validity: 3_600_000 }],
  ['a message whose first part went out before', { attempt: 2, done: ['earlier'] }],
]

function message(id: number): Outgoing {
  return {
    id,
    createdAt: 0,
    phone: `+4520643${String(id).padStart(3, '0')}`,
    sender: undefined,
    text: `Message ${id}`,
    encoding: 'gsm7',
    flash: false,
    validity: undefined,
    attempt: 1,
    done: [],
  }
}

function asked(id: number): Asked {
  const { createdAt, phone, text } = message(id)
  return { id, createdAt, phone, text, at: Date.now(), others: [], hasTwin: false }
}

function messages(count: number): Outgoing[] {
  return Array.from({ length: count }, (_, index) => message(index + 1))
}

function referencesOf(outcome: Outcome): readonly string[] {
  mustBeWellFormed(outcome)
  return outcome.references ?? []
}

function mustBeWellFormed(outcome: Outcome | undefined): asserts outcome is Outcome {
  assert.ok(outcome !== undefined)
  const { references = [] } = outcome
  assert.ok(references.every((reference) => typeof reference === 'string' && reference !== ''))
  if (outcome.kind === 'accepted') assert.ok(references.length > 0, 'accepted under no reference')
  else assert.notEqual(outcome.reason, '', `${outcome.kind} for no reason`)
  if (outcome.kind === 'temporary' && outcome.retryAfter !== undefined)
    assert.ok(outcome.retryAfter >= 0)
}
