// Work that goes on beside what is measured.
interface UnderWay<T> {
  end(): Promise<T>
}

/** Does `work` again and again until it is ended, and answers all its results. */
export function repeat<T>(work: () => Promise<T>): UnderWay<T[]> {
  const stop = new AbortController()
  const working = (async () => {
    const results: T[] = []
    while (!stop.signal.aborted) results.push(await work())
    return results
  })()
  return {
    end() {
      stop.abort()
      return working
    },
  }
}
