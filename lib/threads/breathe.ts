import { setImmediate as turn } from 'node:timers/promises'

/** Lets the event loop go on, now and then, while something is done `index` by `index`. */
export async function breathe(index: number): Promise<void> {
  if (index % 100 === 99) await turn()
}

/** Array.map() for many values, which lets the event loop go on meanwhile. */
export async function mapInTurns<T, R>(values: readonly T[], map: (value: T) => R): Promise<R[]> {
  const mapped: R[] = []
  for (const [index, value] of values.entries()) {
    mapped.push(map(value))
    await breathe(index)
  }
  return mapped
}
