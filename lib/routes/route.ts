// The contract of a way to phones and back: modem, web provider, virtual phone.
//
// A route hands messages on and says what became of them. It keeps nothing that must survive: the
// dispatcher has stored `sending` before a route sees a message, and stores each outcome. Whatever
// comes in by itself (reports, messages from phones) goes to the sinks and is acknowledged to the
// other side only after the sink's promise has been fulfilled.
import type { Webhook } from './webhook.ts'

export interface Capabilities {
  /** Phones can answer to `sender` and the answer reaches us by this route. */
  readonly receive: boolean
  /** The route says later whether the handset got the message. */
  readonly reports: boolean
  /** Each part has a reference, and reports, of its own; otherwise one stands for the whole message. */
  readonly partReports: boolean
  readonly flash: boolean
  readonly validity: boolean
  /** A sender that is a name may be given. */
  readonly senderName: boolean
  /** A sender that is a number may be given, also one that does not live on this route. */
  readonly senderNumber: boolean
  /** Texts outside the GSM alphabet. */
  readonly unicode: boolean
  /** The most parts of one message. */
  readonly maxParts: number
}

/** A message on its way to a phone, as a route sees it. */
export interface Outgoing {
  /** Our reference: unique, the same at every attempt. */
  readonly id: number
  /** With the id it is the message's own, also where a database was begun anew. In milliseconds. */
  readonly createdAt: number
  readonly phone: string
  /** A number of ours, a name, or undefined: whatever the route sends as by itself. */
  readonly sender: string | undefined
  readonly text: string
  readonly encoding: 'gsm7' | 'ucs2'
  readonly flash: boolean
  /** How long the network may try, in milliseconds. */
  readonly validity: number | undefined
  readonly attempt: number
  /** What this route answered for the first parts at earlier attempts: it goes on behind them. */
  readonly done: readonly string[]
}

/** What the other side says that it charges. */
export interface Charged {
  readonly parts?: number
  /** Of the whole message, in units of the currency. */
  readonly price?: number
  /** ISO 4217. */
  readonly currency?: string
}

/**
 * What a route answers for one message. `references` are the provider's ids, one for each part, or
 * one for the whole message, those of `done` in front; on a failure in the middle they name the parts
 * that had gone out. `more`: behind the part whose fate is unknown there are parts that were not tried.
 */
export type Outcome =
  | {
      readonly kind: 'accepted'
      readonly references: readonly string[]
      readonly charged?: Charged
    }
  | {
      readonly kind: 'temporary'
      readonly reason: string
      /** Milliseconds that the other side wants to be left alone: the whole route waits so long. */
      readonly retryAfter?: number
      /** This message alone has to wait, such as for the one modem that may send it; others may go. */
      readonly alone?: boolean
      readonly references?: readonly string[]
    }
  | {
      readonly kind: 'permanent'
      readonly reason: string
      /** The phone wants no more: it goes on the block list. */
      readonly optedOut?: boolean
      readonly references?: readonly string[]
    }
  | {
      /**
       * Nothing goes by this route until somebody mends it: credentials, account, sender. The message
       * waits, or takes another way, and the operator hears of it at once.
       */
      readonly kind: 'configuration'
      readonly reason: string
      readonly references?: readonly string[]
    }
  | {
      readonly kind: 'unknown'
      readonly reason: string
      readonly references?: readonly string[]
      readonly more?: boolean
    }

/** What became of a message that had been accepted, or whose fate was asked for. */
export interface Report {
  readonly reference: string
  /** Our id, where the other side gives it back: tells the message when its acceptance was lost. */
  readonly id?: number
  readonly fate: 'buffered' | 'delivered' | 'undelivered' | 'expired'
  readonly reason?: string
  readonly at: number
  /**
   * By what the message can be told where references come round again or were lost with an answer:
   * the phone, in whatever spelling, and when the network took the message.
   */
  readonly about?: { readonly phone: string; readonly takenAt: number | undefined }
  /** With `undelivered`: the phone wants no more, and goes on the block list. */
  readonly optedOut?: boolean
}

/** A message whose fate is asked for. */
export interface Asked {
  readonly id: number
  readonly createdAt: number
  readonly phone: string
  readonly text: string
  /** When it was handed on. */
  readonly at: number
  /** The references of others with this text, to that phone, handed on about then: those are not its own. */
  readonly others: readonly string[]
  /** Of another such message nobody knows whether it went out: what is found may be that one. */
  readonly hasTwin: boolean
}

/** A message from a phone. */
export interface Incoming {
  /** The other side's id: the same one again is a repeat and is stored once. */
  readonly reference: string
  /** E.164 with a plus, or a name or short code, which cannot be answered. */
  readonly phone: string
  /** The number of ours that it came to. */
  readonly to: string
  readonly text: string
  readonly at: number
  /** Set when this is one part of a long message: parts are stored one by one, and joined by us. */
  readonly part?: IncomingPart
}

/** 3GPP TS 23.040 9.2.3.24.1: `seq` counts from 1. */
export interface IncomingPart {
  readonly ref: number
  readonly refBits: 8 | 16
  readonly total: number
  readonly seq: number
}

/** What a fact of a route is called that is an SMS it cannot read: `TIME OCTETS`, ISO and hexadecimal. */
export const unreadFact = 'unread '

export type RouteFault = 'route_down' | 'route_refused' | 'wrong_pin' | 'no_signal'

export interface Sinks {
  report(report: Report): Promise<void>
  incoming(message: Incoming): Promise<void>
  /**
   * The route cannot work (true) or works again (false). Nothing is handed on while it is down; the
   * operator hears of it once, after a while, or at once of a wrong PIN. `unit`: the name of one of
   * several that make up the route; the operator hears of it too, while the others go on.
   */
  down(down: boolean, reason: string, fault?: RouteFault, unit?: string): void
  /**
   * How the other side is, in a few words each: for `route list`. `number`, or words that end with it, is
   * a number of ours that was found there.
   */
  status(status: Readonly<Record<string, string>>): void
  /** A few facts that must survive a restart, for this route alone. */
  recall(key: string): Promise<string | undefined>
  remember(key: string, value: string | undefined): Promise<void>
  log(level: 'debug' | 'info' | 'warn', message: string): void
}

export interface Route {
  readonly name: string
  readonly type: string
  readonly capabilities: Capabilities
  /** The most messages that may be under way at once. */
  readonly window: number
  /** How many more it takes while its window is full: they wait in it, so that no place stays empty. */
  readonly ahead?: number
  /** Numbers of ours that live on this route: what is sent from one of them goes by it. */
  readonly numbers?: readonly string[]
  /** What only one route can hold, as it stands in the settings. */
  readonly ports?: readonly string[]
  /** Submitting the same id again has no second effect: what is uncertain may simply be sent again. */
  readonly idempotent: boolean
  /** The settings of this host lack what it takes to hold the route, such as a port: another host has it. */
  readonly elsewhere?: boolean
  /** Called by the holder of the route's lease, before the first submit. */
  open(sinks: Sinks): Promise<void>
  /** One promise for each message, in order. They never reject: what goes wrong is an outcome. */
  submit(batch: readonly Outgoing[]): Promise<Outcome>[]
  /**
   * Fates of messages that are uncertain, by our id, where the other side can be asked: at once, and
   * again from time to time. `temporary` is one that the other side never had. What is not in the
   * answer stays uncertain. May reject.
   */
  query?(messages: readonly Asked[]): Promise<ReadonlyMap<number, Outcome>>
  /**
   * What became of messages that were accepted, by reference, as long as nobody tells it unasked. Asked
   * from time to time until the fate is final. May reject.
   */
  readonly fates?: ((references: readonly string[]) => Promise<readonly Report[]>) | undefined
  /**
   * Reads what the other side calls us with, where it does. Unlike the rest it works in every process,
   * also where the route is not open.
   */
  readonly webhook?: Webhook
  /** Ends it. With `drain` what is under way is waited for, otherwise its outcome is `unknown`. */
  close(drain: boolean): Promise<void>
}
