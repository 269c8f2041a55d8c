// What makes a web service a provider: a description and a few small functions. Everything else, from
// connections to what became of a call that was cut off, is the HttpRoute's (http-route.ts).
//
// The functions are pure but for the clock, and never throw on what the other side wrote.
import type { Table, Values } from '../../config/table.ts'
import type { Asked, Capabilities, Outcome, Outgoing, Report } from '../route.ts'
import type { WebhookNews, WebhookRequest } from '../webhook.ts'
import type { HttpAnswer, HttpCall } from './http.ts'

/** What goes in one call. */
export type Batch = readonly [Outgoing, ...Outgoing[]]

export interface Provider {
  /** The service's own root, such as https://api.example.org/v1. */
  readonly url: string
  readonly capabilities: Pick<
    Capabilities,
    'flash' | 'validity' | 'senderName' | 'senderNumber'
  > & {
    /** 255 unless given. */
    readonly maxParts?: number
    /** False where the webhook brings no messages, or no reports. */
    readonly receive?: boolean
    readonly reports?: boolean
    /** False unless given. */
    readonly partReports?: boolean
  }
  /** What must not be repeated in the words of the service, beside the settings that are secrets. */
  readonly secrets?: readonly string[]
  /** A call with the same id twice has one effect. */
  readonly idempotent?: boolean
  /** The most phones in one call; they share everything but the phone. 1 unless given. */
  readonly perCall?: number
  /** The most connections that it takes, however wide the window. */
  readonly connections?: number
  /** The path is seen from `url`. `callback` is where this route is called, if anybody can call it. */
  call(messages: Batch, callback: string | undefined): HttpCall
  /** One outcome for each message, in order. */
  read(answer: HttpAnswer, messages: Batch): readonly Outcome[]
  /** Asks what became of a message whose fate is unknown, by our id. */
  readonly lookUp?: {
    call(message: Asked): HttpCall
    /** Undefined where the answer does not tell. */
    read(answer: HttpAnswer, message: Asked): Outcome | undefined
  }
  /** Asks about a message that was accepted, by its reference: where nobody can call us. */
  readonly fate?: {
    call(reference: string): HttpCall
    read(answer: HttpAnswer, reference: string): Report | undefined
  }
  readonly webhook?: {
    /** Undefined when the call proves that it is theirs, otherwise why not; nothing where they sign nothing. */
    readonly proof?: (request: WebhookRequest) => string | undefined
    /** Undefined where it makes no sense. */
    read(request: WebhookRequest): WebhookNews | undefined
  }
}

/** What a provider is made in. */
export interface ProviderWorld {
  readonly clock: () => number
}

export interface ProviderType<T extends Table> {
  readonly name: string
  readonly settings: T
  /** Keys without which it cannot work, or lists of them of which one will do. */
  readonly needs: readonly (readonly (keyof T & string)[])[]
  /** Undefined when something was told to `complain`. */
  build(
    values: Values<T>,
    world: ProviderWorld,
    complain: (key: string, problem: string) => void,
  ): Provider | undefined
}
