// Work that needs nothing but what it is given, known by its name: a thread that is there for something
// else does it beside that. What goes in and what comes out is data.

export interface Errand<A, R> {
  readonly name: string
  readonly run: (args: A) => R
}

/** An errand by its name, for whoever runs it elsewhere. */
export interface ErrandCall {
  readonly errand: string
  readonly args: unknown
}

export function runErrand(
  errands: readonly Errand<never, unknown>[],
  { errand, args }: ErrandCall,
): unknown {
  const found = errands.find(({ name }) => name === errand)
  if (found === undefined) throw new Error(`there is no errand ${errand}`)
  return found.run(args as never)
}
