// The route over a web service, whichever: hands calls on, and says what became of each.
//
// A call that surely did not leave is `temporary`; one that may have arrived and was not answered is
// `unknown`. Messages that share everything but the phone go in one call where the provider tells
// their fates apart; a call that is refused as a whole is made again for each phone alone, so that a
// wrong number harms nobody else.
import { maxParts } from '../../sms/parts.ts'
import type { Asked, Capabilities, Outcome, Outgoing, Report, Route } from '../route.ts'
import type { RouteWorld } from '../route-type.ts'
import type { Webhook } from '../webhook.ts'
import type { HttpCall, HttpPool, HttpResult } from './http.ts'
import { withoutSecrets } from './masking.ts'
import type { Batch, Provider } from './provider.ts'

export interface HttpRouteOptions {
  readonly name: string
  readonly type: string
  readonly provider: Provider
  /** What must not be repeated in the words of the service. */
  readonly secrets: readonly string[]
  readonly window: number
  readonly timeout: number
  readonly receive: boolean
  /** Where the other side calls us, if it can. */
  readonly callback: () => string | undefined
  readonly webhook: Webhook | undefined
  readonly world: Pick<RouteWorld, 'openHttp' | 'clock'>
}

export class HttpRoute implements Route {
  readonly name: string
  readonly type: string
  readonly window: number
  readonly ahead: number
  readonly idempotent: boolean
  readonly webhook?: Webhook
  readonly query?: NonNullable<Route['query']>
  readonly #options: HttpRouteOptions
  #pool: HttpPool | undefined

  constructor(options: HttpRouteOptions) {
    const { provider, webhook } = options
    this.#options = options
    this.name = options.name
    this.type = options.type
    this.window = options.window
    this.ahead = Math.ceil(options.window / 2)
    this.idempotent = provider.idempotent === true
    if (webhook !== undefined) this.webhook = webhook
    const { lookUp } = provider
    if (lookUp !== undefined) this.query = (messages) => this.#lookUp(lookUp, messages)
  }

  get capabilities(): Capabilities {
    const { provider, receive } = this.#options
    const reports = this.#isTold || provider.fate !== undefined
    const own = provider.capabilities
    return {
      ...{ unicode: true, maxParts, partReports: false, ...own },
      receive: receive && own.receive !== false,
      reports: reports && own.reports !== false,
    }
  }

  get fates(): Route['fates'] {
    const { fate } = this.#options.provider
    if (fate === undefined || this.#isTold) return undefined
    return (references) => this.#fates(fate, references)
  }

  /** The other side can call us, as long as public_url says where. */
  get #isTold(): boolean {
    const { provider, callback } = this.#options
    return provider.webhook !== undefined && callback() !== undefined
  }

  open(): Promise<void> {
    const { provider, window, timeout, world } = this.#options
    const { origin } = new URL(provider.url)
    const connections = Math.min(window, provider.connections ?? Infinity)
    this.#pool ??= world.openHttp({ origin, connections, timeout })
    return Promise.resolve()
  }

  submit(batch: readonly Outgoing[]): Promise<Outcome>[] {
    const outcomes = new Map<Outgoing, Promise<Outcome>>()
    for (const group of this.#grouped(batch)) {
      const all = this.#send(group)
      for (const [index, message] of group.entries())
        outcomes.set(
          message,
          all.then((list) => list[index] ?? { kind: 'unknown', reason: 'no answer for it' }),
        )
    }
    return batch.map((message) => outcomes.get(message) ?? Promise.resolve(nothingSaid))
  }

  async #lookUp(
    lookUp: NonNullable<Provider['lookUp']>,
    messages: readonly Asked[],
  ): Promise<ReadonlyMap<number, Outcome>> {
    const fates = new Map<number, Outcome>()
    const ask = async (message: Asked): Promise<void> => {
      const result = await this.#exchange(lookUp.call(message))
      const outcome = result.kind === 'answered' ? lookUp.read(result.answer, message) : undefined
      if (outcome !== undefined) fates.set(message.id, outcome)
    }
    await Promise.all(messages.map(ask))
    return fates
  }

  async #fates(
    fate: NonNullable<Provider['fate']>,
    references: readonly string[],
  ): Promise<readonly Report[]> {
    const ask = async (reference: string): Promise<readonly Report[]> => {
      const result = await this.#exchange(fate.call(reference))
      const report = result.kind === 'answered' ? fate.read(result.answer, reference) : undefined
      return report === undefined ? [] : [report]
    }
    return (await Promise.all(references.map(ask))).flat()
  }

  async close(drain: boolean): Promise<void> {
    const pool = this.#pool
    this.#pool = undefined
    await pool?.close(drain)
  }

  async #send(group: Batch): Promise<readonly Outcome[]> {
    const { provider, callback } = this.#options
    const result = await this.#exchange(provider.call(group, callback()))
    switch (result.kind) {
      case 'unsent':
        return group.map(() => ({ kind: 'temporary', reason: result.reason }))
      case 'lost':
        return group.map(() => ({ kind: 'unknown', reason: result.reason }))
      case 'answered': {
        const outcomes = provider.read(result.answer, group)
        if (group.length === 1 || !outcomes.every(isOfPhone)) return outcomes
        return (await Promise.all(group.map((message) => this.#send([message])))).flat()
      }
    }
  }

  async #exchange(call: HttpCall): Promise<HttpResult> {
    if (this.#pool === undefined) return { kind: 'unsent', reason: 'the route is closed' }
    const root = new URL(this.#options.provider.url).pathname.replace(/\/$/, '')
    const result = await this.#pool.send({ ...call, path: root + call.path })
    if (result.kind !== 'answered') return result
    const { status, headers, body } = result.answer
    const masked = (text: string): string => withoutSecrets(text, call, this.#options.secrets)
    const told: Record<string, string> = {}
    for (const [name, value] of Object.entries(headers)) told[name] = masked(value)
    return { kind: 'answered', answer: { status, headers: told, body: masked(body) } }
  }

  /** Messages that differ in nothing but the phone, no more in a call than the provider takes. */
  #grouped(batch: readonly Outgoing[]): readonly Batch[] {
    const { perCall = 1 } = this.#options.provider
    if (perCall === 1) return batch.map((message) => [message])
    const groups = new Map<string, [Outgoing, ...Outgoing[]][]>()
    for (const message of batch) {
      const { text, encoding, sender, flash, validity } = message
      const key = JSON.stringify([text, encoding, sender, flash, validity])
      const lists = groups.get(key) ?? []
      groups.set(key, lists)
      const last = lists.at(-1)
      const isRoomy = last !== undefined && last.length < perCall
      if (isRoomy && last.every(({ phone }) => phone !== message.phone)) last.push(message)
      else lists.push([message])
    }
    return [...groups.values()].flat()
  }
}

/** It may be for one of the phones that all were refused. */
function isOfPhone(outcome: Outcome): boolean {
  return outcome.kind === 'permanent' || (outcome.kind === 'temporary' && outcome.alone === true)
}

const nothingSaid: Outcome = { kind: 'unknown', reason: 'no outcome' }
