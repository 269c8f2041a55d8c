// Whether a message is bound to its route, since something of it may have gone out that way.

/** It may take any route. */
export const free = 0
/** Some of its parts went out. */
export const inPart = 1
/** An attempt ended so that nobody knows whether it went out. */
export const inDoubt = 2

export type Bound = typeof free | typeof inPart | typeof inDoubt
