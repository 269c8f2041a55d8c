// Statements of one transaction that need no answer of each other: PostgreSQL gets all of them before it
// has answered the first, so they cost one round trip together. They go in their order where nothing is
// waited for before all() or insertRows() is called.

type Promised<T extends readonly unknown[]> = { readonly [K in keyof T]: Promise<T[K]> }

/** Rejects with the first error in order, and not before all have ended: then nobody asks any more. */
export async function atOnce<T extends readonly unknown[]>(...asked: Promised<T>): Promise<T> {
  await Promise.allSettled(asked)
  return await Promise.all(asked)
}
