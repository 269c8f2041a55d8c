// When a message that a route could not take is tried again.

/** Doubles from `first` to `most`; `attempts` counts those made, from 1. Milliseconds. */
export function retryDelay(attempts: number, first: number, most: number): number {
  return Math.min(most, first * 2 ** Math.min(30, attempts - 1))
}
