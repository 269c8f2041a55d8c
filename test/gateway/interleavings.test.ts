// Sending, answering, reporting and dying in any order: no message is lost, none is sent twice without
// anybody having said so, and states move only as lib/policy/message-life.ts lets them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isFinal, statesBefore, type OutState } from '../../lib/policy/message-life.ts'
import type { Outcome, Outgoing, Report } from '../../lib/routes/route.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'
import { told } from '../support/traffic.ts'

interface Pending {
  readonly message: Outgoing
  readonly answer: (outcome: Outcome) => void
}

type Step =
  | { readonly kind: 'send'; readonly phones: number; readonly repeated: boolean }
  | { readonly kind: 'answer'; readonly which: number; readonly outcome: Outcome['kind'] }
  | { readonly kind: 'report'; readonly which: number; readonly fate: Report['fate'] }
  /** The process dies with whatever is under way; another one goes on. */
  | { readonly kind: 'die' }
  | { readonly kind: 'wait' }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        phones: fc.integer({ min: 1, max: 3 }),
        repeated: fc.boolean(),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('answer' as const),
        which: fc.nat(9),
        outcome: fc.constantFrom('accepted', 'temporary', 'permanent', 'unknown' as const),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('report' as const),
        which: fc.nat(9),
        fate: fc.constantFrom('buffered', 'delivered', 'undelivered', 'expired' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('die' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
  ),
  { minLength: 1, maxLength: 14 },
)

/** A gateway that dies and is followed by another, and what the outside has seen of all of them. */
class World {
  readonly #database: string
  #now = Date.now()
  #pending: Pending[] = []
  #serial = 0
  #lastId = ''
  gateway: TestGateway | undefined
  route = new FakeRoute()
  /** Texts that were answered 250, by the phones they went to. */
  readonly promised = new Map<string, readonly string[]>()
  /** How often the other side took a message, by its text and phone. */
  readonly taken = new Map<string, number>()
  readonly references: string[] = []
  readonly seen = new Map<number, OutState>()

  constructor(database: string) {
    this.#database = database
  }

  async open(): Promise<void> {
    const route = new FakeRoute()
    route.window = 3
    route.answer = (message) =>
      new Promise((answer) => {
        this.#pending.push({ message, answer })
      })
    this.route = route
    this.gateway = await openGateway({
      database: this.#database,
      routes: [route],
      settings: '[delivery]\nretry_first = 1m\nretry_most = 1m\n',
      clock: () => this.#now,
    })
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'send':
        await this.#send(step.phones, step.repeated)
        break
      case 'answer':
        await this.#answer(step.which, step.outcome)
        break
      case 'report':
        await this.#report(step.which, step.fate)
        break
      case 'die':
        await this.#die()
        break
      case 'wait':
        this.#now += 120_000
        this.#the.store.wake('queue')
    }
    await this.look()
  }

  get #the(): TestGateway {
    assert.ok(this.gateway)
    return this.gateway
  }

  async #send(phones: number, repeated: boolean): Promise<void> {
    const again = repeated && this.#lastId !== ''
    if (!again) this.#lastId = `<${++this.#serial}@test>`
    const text = `text ${this.#serial}`
    const to = Array.from({ length: phones }, (_, n) => `+452064300${n}`)
    const mail = { messageId: this.#lastId, text, to: to.map((phone) => `${phone}@sms.test`) }
    assert.equal(told(await this.#the.send(mail)), 'taken')
    const before = this.promised.get(text) ?? []
    this.promised.set(text, before.length > to.length ? before : to)
  }

  async #answer(which: number, kind: Outcome['kind']): Promise<void> {
    const [pending] = this.#pending.splice(which % Math.max(1, this.#pending.length), 1)
    if (pending === undefined) return
    const { message, answer } = pending
    const name = `${message.text} ${message.phone}`
    const reference = `${message.id}.${message.attempt}`
    if (kind === 'accepted' || kind === 'unknown')
      this.taken.set(name, (this.taken.get(name) ?? 0) + 1)
    if (kind === 'accepted') this.references.push(reference)
    answer(kind === 'accepted' ? { kind, references: [reference] } : { kind, reason: kind })
    await eventually('the outcome', async () => {
      const row = await this.#the.store
        .db<{ id: number; state: string }>('messages')
        .where({ id: message.id })
        .first()
      return row?.state === 'sending' ? undefined : true
    })
  }

  async #report(which: number, fate: Report['fate']): Promise<void> {
    const reference = this.references[which % Math.max(1, this.references.length)]
    if (reference === undefined || this.route.sinks === undefined) return
    await this.route.sinks.report({ reference, fate, at: this.#now })
  }

  /** Nothing that is under way is ever answered; the lease runs out, or is given back. */
  async #die(): Promise<void> {
    for (const { message } of this.#pending) {
      const name = `${message.text} ${message.phone}`
      this.taken.set(name, (this.taken.get(name) ?? 0) + 1)
    }
    this.#pending = []
    await this.#the.close()
    await this.open()
    await eventually('the next holder', () => this.route.sinks)
  }

  /** Each message has moved only by ways that its life allows. */
  async look(): Promise<void> {
    for (const { id, state } of await this.#the.store.db<{ id: number; state: OutState }>(
      'messages',
    )) {
      const before = this.seen.get(id)
      this.seen.set(id, state)
      if (before === undefined || before === state) continue
      assert.ok(!isFinal(before), `${before} was left for ${state}`)
      assert.ok(reachable(before, state), `from ${before} to ${state}`)
    }
  }

  /** Everything is answered at last: what was promised has been sent, or its sender was told. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3;) {
      this.#now += 120_000
      this.#the.store.wake('queue')
      const waits = await this.#the.store
        .db('messages')
        .whereIn('state', ['queued', 'scheduled', 'sending'])
      if (waits.length === 0) quiet++
      else
        await eventually('something to be under way', async () => {
          if (this.#pending.length > 0) return true
          this.#the.store.wake('queue')
          const left = await this.#the.store
            .db('messages')
            .whereIn('state', ['queued', 'scheduled', 'sending'])
          return left.length === 0 ? true : undefined
        })
      while (this.#pending.length > 0) await this.#answer(0, 'accepted')
      await this.look()
    }
    const rows = await this.#the.store.db<{
      id: number
      text: string
      phone: string
      state: OutState
    }>('messages')
    const told = (await this.#the.store.db<{ content: string; kind: string }>('outbox')).map(
      ({ content }) => content,
    )
    for (const [text, phones] of this.promised) {
      for (const phone of phones) {
        const found = rows.filter((row) => row.text === text && row.phone === phone)
        assert.equal(found.length, 1, `${text} to ${phone} is there once`)
        const [{ id, state }] = found as [(typeof rows)[number]]
        const times = this.taken.get(`${text} ${phone}`) ?? 0
        assert.ok(times <= 1, `${text} went to ${phone} ${times} times`)
        if (times === 1 && state !== 'unsent')
          assert.ok(
            ['sent', 'buffered', 'delivered', 'undelivered', 'expired', 'uncertain'].includes(
              state,
            ),
            state,
          )
        if (['unsent', 'undelivered', 'expired', 'uncertain'].includes(state))
          assert.ok(
            told.some((content) => mentions(content, id)),
            `its sender knows that ${id} is ${state}`,
          )
      }
    }
  }
}

function mentions(content: string, id: number): boolean {
  const { failed } = JSON.parse(content) as { failed?: { messages: number[] } }
  return failed?.messages.includes(id) === true
}

function reachable(from: OutState, to: OutState): boolean {
  const seen = new Set<OutState>()
  const next = [to]
  for (let state = next.pop(); state !== undefined; state = next.pop()) {
    for (const before of statesBefore(state)) {
      if (before === from) return true
      if (!seen.has(before)) next.push(before)
      seen.add(before)
    }
  }
  return false
}

forEachDatabase((_name, openDatabaseUrl) => {
  test('whatever happens in whatever order, no message is lost and none is sent twice', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const world = new World(await openDatabaseUrl())
        await world.open()
        try {
          assert.ok(world.gateway)
          await addDemoAccount(world.gateway.gateway)
          for (const step of list) await world.take(step)
          await world.settle()
        } finally {
          await world.gateway?.close()
        }
      }),
      { numRuns: 8, interruptAfterTimeLimit: 15_000, seed: 20261116 },
    )
  })
})
