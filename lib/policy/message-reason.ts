// Why a message is as it is, as the database keeps it: one of our codes, with a value behind a colon where
// it has one, or what the other side said, in its own words.
//
// The codes of refusals are their names in the logs (errors.ts); those of what else befalls a message are here.
import { isReasonCode } from '../mail/language/index.ts'
import type { ReasonCode } from '../mail/language/reasons.ts'
import { readRefusalName } from './errors.ts'

/** It expired, or would have, were its fate known. */
export const waitedTooLong = 'waited_too_long'
/** The process that was handing it on has ended. */
export const holderGone = 'holder_gone'
/** From a phone that was asked whom it means: what it wrote before, and its answer. */
export const waitsForAnswer = 'waits_for_answer'
export const isAnswer = 'is_answer'

/** Held, since its account is paused, or the key that it came by. */
export const accountPaused = 'account_paused'

const named = [waitedTooLong, holderGone, waitsForAnswer, isAnswer, accountPaused] as const

/** Somebody cancelled or held it. */
export function byHand(actor: string): string {
  return `by_hand:${actor}`
}

export interface MessageReason {
  readonly code: ReasonCode | (typeof named)[number] | 'by_hand'
  /** Of a limit the group, of by_hand the actor; else ''. */
  readonly value: string
}

/** Undefined for what the other side said. */
export function readReason(reason: string): MessageReason | undefined {
  const code = named.find((one) => one === reason)
  if (code !== undefined) return { code, value: '' }
  const actor = /^by_hand:(.*)$/s.exec(reason)?.[1]
  if (actor !== undefined) return { code: 'by_hand', value: actor }
  const refusal = readRefusalName(reason)
  return isReasonCode(refusal.code) ? { code: refusal.code, value: refusal.group } : undefined
}
