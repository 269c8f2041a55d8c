// What providers tell, in the words of routes.
import type { Report } from '../route.ts'
import type { WebhookNews } from '../webhook.ts'
import { excerpt } from './fields.ts'

export type Fates = Readonly<Record<string, Report['fate']>>

export interface Said {
  readonly reference: string
  /** Undefined: the message is on its way, or nobody knows the word. */
  readonly fate: Report['fate'] | undefined
  readonly at: number
  /** Our id as it was given back. */
  readonly id?: string | undefined
  readonly reason?: string
  readonly optedOut?: boolean
}

/** Undefined where it tells nothing of any message. */
export function reportOf({
  reference,
  fate,
  at,
  id,
  reason = '',
  optedOut,
}: Said): Report | undefined {
  if (fate === undefined || reference === '') return undefined
  return {
    reference,
    fate,
    at,
    ...(isOurs(id) ? { id: Number(id) } : {}),
    ...(reason === '' || fate === 'delivered' ? {} : { reason: excerpt(reason) }),
    ...(optedOut === true && fate === 'undelivered' ? { optedOut } : {}),
  }
}

/** It may be one of our ids, as we write them. */
export function isOurs(id: string | undefined): boolean {
  return /^[1-9]\d*$/.test(id ?? '') && Number.isSafeInteger(Number(id))
}

/** A call that tells of one message, or only of one that is on its way. */
export function reporting(said: Said): WebhookNews {
  const report = reportOf(said)
  return report === undefined ? {} : { reports: [report] }
}
