// When a message is to go out.
import type { MessageOptions } from '../mail/address/options.ts'
import { resolveTime } from '../mail/address/time.ts'
import type { Refusal } from '../policy/errors.ts'

/** Milliseconds since 1970, undefined for at once; or the reason why the time that was asked for is none. */
export function dueTime(
  options: MessageOptions,
  now: number,
  timeZone: string,
): { readonly at: number | undefined } | Refusal {
  if (options.at === undefined) return { at: undefined }
  const reading = resolveTime(options.at, now, timeZone)
  return reading.kind === 'time'
    ? { at: reading.at }
    : { code: reading.code, params: { time: reading.detail } }
}
