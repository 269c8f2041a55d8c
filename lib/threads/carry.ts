/** Sends all at once; what cannot be carried over to another thread fails alone. */
export function carry<T>(
  all: readonly T[],
  send: (some: readonly T[]) => void,
  failed: (one: T, error: unknown) => void,
): void {
  try {
    send(all)
  } catch (error) {
    const [one, ...others] = all
    if (one === undefined) return
    if (others.length > 0) for (const single of all) carry([single], send, failed)
    else failed(one, error)
  }
}
