import { setImmediate as turn } from 'node:timers/promises'

/** Lets the event loop go on, now and then, while something is done `index` by `index`. */
export async function breathe(index: number): Promise<void> {
  if (index % 100 === 99) await turn()
}
