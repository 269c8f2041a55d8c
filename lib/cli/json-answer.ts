// One line of JSON in, one value out, for the commands that a script talks to.
// Guarantees: input that is broken or cannot be done is an answer, `{ error }`, with `at`, the octet,
// where a PDU is broken; only our own faults are exceptions.
import type { z } from 'zod'
import { TpduError } from '../sms/tpdu/error.ts'

export interface Refusal {
  error: string
  at?: number
}

/** Input that cannot be done as it asks. */
export class Unfit extends Error {}

export function answer<T extends object>(work: () => T): T | Refusal {
  try {
    return work()
  } catch (error) {
    if (error instanceof TpduError) return { error: error.message, at: error.octet }
    if (error instanceof Unfit) return { error: error.message }
    throw error
  }
}

export function parseLine<T>(line: string, schema: z.ZodType<T>): T {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    throw new Unfit('not JSON')
  }
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Unfit([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '))
}
