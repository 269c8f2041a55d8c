// How far the memory of our threads grows for what soon is garbage. V8 would let each of them have 48 MB,
// which it reaches in its first burst of work and keeps; a thread that works on one batch after the other
// is no faster by it.

/** For new Worker(): halves of 4 MB. */
export const resourceLimits = { maxYoungGenerationSizeMb: 12 } as const
