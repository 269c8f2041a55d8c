// A day of trouble, compressed into ten minutes of a clock of our own: routes flap, throttle, refuse,
// hang and lie while mail comes in and sms.routes.ini is saved again and again. The model is what the
// other sides know: how often each part of each message came to a phone, and by which route.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Asked, Outcome, Outgoing, Report } from '../../lib/routes/route.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import type { FakeRoute } from '../support/fake-route.ts'
import { FakeTable } from '../support/fake-table.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'

const file = ['asks', 'silent', 'repeats'].map(
  (name) => `[${name}]\ntype = phone\nfailover_after = 20s\n`,
)
const step = 5_000
const moods = [
  'works',
  'works',
  'refuses',
  'throttles',
  'hangs',
  'halves',
  'misconfigured',
  'down',
] as const
type Mood = (typeof moods)[number]

/** Mulberry32: the same numbers for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The other sides of all routes. */
class World {
  now = Date.UTC(2026, 10, 27)
  isCalm = false
  readonly ways = new FakeTable(file.join(''), (route) => this.#prepare(route))
  /** What came to phones, as `ROUTE/PART` for each message. */
  readonly taken = new Map<number, string[]>()
  readonly #random: () => number
  readonly #moods = new Map<string, Mood>()
  readonly #hanging: { readonly since: number; readonly end: () => void }[] = []
  readonly #reports: { readonly route: string; readonly at: number; readonly report: Report }[] = []

  constructor(seed: number) {
    this.#random = numbersFrom(seed)
  }

  /** Time goes on: moods change, what hangs times out, reports come, some twice and some for nobody. */
  async goOn(): Promise<void> {
    this.now += step
    for (const { name } of this.ways.table.routes)
      if (this.isCalm || this.#random() < 0.2) this.#change(name)
    for (const one of this.#hanging.splice(0))
      if (this.isCalm || this.now - one.since > 30_000) one.end()
      else this.#hanging.push(one)
    for (const one of this.#reports.splice(0))
      if (one.at > this.now) this.#reports.push(one)
      else
        for (let times = this.#random() < 0.2 ? 2 : 1; times > 0; times--)
          await this.ways.route(one.route).sinks?.report(one.report)
    this.ways.edit(file.join(''))
  }

  get rests(): boolean {
    return this.#hanging.length === 0 && this.#reports.length === 0
  }

  #change(name: string): void {
    const before = this.#moods.get(name)
    const mood = this.isCalm ? 'works' : this.#pick(moods)
    this.#moods.set(name, mood)
    const sinks = this.ways.route(name).sinks
    if (mood === 'down') sinks?.down(true, 'unplugged')
    else if (before === 'down' || this.isCalm) sinks?.down(false, 'plugged in')
  }

  #prepare(route: FakeRoute): void {
    route.idempotent = route.name === 'repeats'
    route.answer = (message) => this.#answer(route.name, message)
    if (route.name === 'asks')
      Object.assign(route, {
        query: (asked: readonly Asked[]) => Promise.resolve(this.#known(asked)),
      })
  }

  #answer(name: string, message: Outgoing): Outcome | Promise<Outcome> {
    switch (this.#moods.get(name)) {
      case 'refuses':
        return { kind: 'temporary', reason: 'busy' }
      case 'throttles':
        return { kind: 'temporary', reason: 'slower', retryAfter: 20_000 }
      case 'misconfigured':
        return { kind: 'configuration', reason: 'wrong password' }
      case 'hangs':
        return this.#hang(name, message)
      case 'halves':
        if (message.done.length > 0 || name === 'repeats') return this.#take(name, message)
        this.#arrived(name, message, 1)
        return { kind: 'temporary', reason: 'busy', references: [`${name}-${message.id}-1`] }
      default:
        // An id that was taken before is answered as before, where repeating it has no second effect.
        return this.#random() < 0.03 && !(name === 'repeats' && this.taken.has(message.id))
          ? { kind: 'permanent', reason: 'no such phone' }
          : this.#take(name, message)
    }
  }

  /** Nobody says whether it was taken. */
  #hang(name: string, message: Outgoing): Promise<Outcome> {
    if (this.#random() < 0.5) this.#take(name, message)
    return new Promise((resolve) => {
      this.#hanging.push({
        since: this.now,
        end: () => resolve({ kind: 'unknown', reason: 'no answer' }),
      })
    })
  }

  #take(name: string, message: Outgoing): Outcome {
    const references = [...message.done]
    for (let part = message.done.length + 1; part <= 2; part++) {
      this.#arrived(name, message, part)
      references.push(`${name}-${message.id}-${part}`)
    }
    return { kind: 'accepted', references }
  }

  #arrived(route: string, { id }: Outgoing, part: number): void {
    const taken = this.taken.get(id) ?? []
    this.taken.set(id, taken)
    const name = `${route}/${part}`
    // A repeat of the same id has no second effect there.
    if (route === 'repeats' && taken.includes(name)) return
    taken.push(name)
    const reference = `${route}-${id}-${part}`
    const fate = this.#random() < 0.9 ? 'delivered' : 'undelivered'
    for (const one of this.#random() < 0.1 ? [reference, 'a stranger'] : [reference])
      this.#reports.push({
        route,
        at: this.now + Math.floor(this.#random() * 60_000),
        report: { reference: one, fate, at: this.now },
      })
  }

  #known(asked: readonly Asked[]): Map<number, Outcome> {
    const known = asked.map(({ id }): [number, Outcome] => {
      const parts = (this.taken.get(id) ?? []).filter((one) => one.startsWith('asks/')).length
      const references = Array.from({ length: parts }, (_, index) => `asks-${id}-${index + 1}`)
      if (parts === 2) return [id, { kind: 'accepted', references }]
      return [id, { kind: 'temporary', reason: 'never seen', references }]
    })
    return new Map(this.#random() < 0.3 ? [] : known)
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T
  }
}

interface Row {
  readonly id: number
  readonly state: string
}

const open = ['queued', 'scheduled', 'sending', 'held']

async function isSettled({ store }: TestGateway): Promise<boolean> {
  return (await store.db('messages').whereIn('state', open).limit(1)).length === 0
}

/** What each state says of what the phones got. */
function check(world: World, { id, state }: Row, told: ReadonlySet<number>): void {
  const taken = world.taken.get(id) ?? []
  const says = `message ${id} is ${state} and phones got ${taken.join(' ') || 'nothing'}`
  assert.equal(new Set(taken).size, taken.length, `doubled: ${says}`)
  const routes = new Set(taken.map((one) => one.split('/')[0]))
  assert.ok(routes.size <= 1, `on two routes: ${says}`)
  const parts = { sent: 2, delivered: 2, undelivered: 2 }[state]
  if (parts !== undefined) assert.equal(taken.length, parts, says)
  else assert.ok(['unsent', 'expired', 'uncertain'].includes(state), says)
  if (['unsent', 'expired'].includes(state)) assert.ok(taken.length < 2, says)
  if (!['sent', 'delivered'].includes(state)) assert.ok(told.has(id), `nobody was told: ${says}`)
}

forEachDatabase((name, openDatabaseUrl) => {
  test(`${name}: ten minutes of trouble lose nothing, double nothing and split nothing`, async () => {
    const world = new World(20261127)
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [],
      table: world.ways.table,
      settings: '[delivery]\nretry_first = 10s\nretry_most = 30s\n',
      clock: () => world.now,
    })
    try {
      await addDemoAccount(gateway.gateway)
      for (const route of world.ways.made) await eventually('it to be open', () => route.sinks)
      const sent = { mails: 0 }
      for (let passed = 0; passed < 600_000; passed += step) {
        const n = sent.mails++
        const to = [10, 11].map((tail) => `+45206${String(n).padStart(3, '0')}${tail}@sms.test`)
        await gateway.send({ text: `${n} ${'x'.repeat(200)}`, to })
        await world.goOn()
      }
      world.isCalm = true
      await eventually(
        'everything to be settled',
        async () => {
          await world.goOn()
          return world.rests && (await isSettled(gateway)) ? true : undefined
        },
        15_000,
      )
      const rows = (await gateway.messages()) as unknown as Row[]
      assert.equal(rows.length, 2 * sent.mails)
      const contents = await gateway.store.db('outbox').pluck<string[]>('content')
      const told = new Set(contents.flatMap(failedIn))
      for (const row of rows) check(world, row, told)
      assert.ok(rows.filter(({ state }) => state === 'delivered').length > rows.length / 2)
    } finally {
      await gateway.close()
    }
  })
})

function failedIn(content: string): number[] {
  return (JSON.parse(content) as { failed?: { messages: number[] } }).failed?.messages ?? []
}
