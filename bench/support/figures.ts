// What benchmarks say: flags, medians and percentiles.
import { parseArgs } from 'node:util'

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [a = 0, b = 0] = [sorted[middle], sorted[sorted.length % 2 === 0 ? middle - 1 : middle]]
  return (a + b) / 2
}

/** Of values in ascending order; `share` in parts of 1. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits))
}

/** The flags of the command line, all of them switches. */
export function switches<Name extends string>(...names: readonly Name[]): Record<Name, boolean> {
  const options = Object.fromEntries(
    names.map((name) => [name, { type: 'boolean' as const, default: false }]),
  )
  const { values } = parseArgs({ options })
  return Object.fromEntries(names.map((name) => [name, values[name] === true])) as Record<
    Name,
    boolean
  >
}
