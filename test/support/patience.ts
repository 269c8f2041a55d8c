// How long tests wait. A deadline only ends a test that would hang: what comes late on a slow machine is
// no fault, so it is far beyond what any right answer takes.

/** Milliseconds until a wait is given up. */
export const patience = 60_000

/** Aborts when it is time to give up. */
export function patient(): AbortSignal {
  return AbortSignal.timeout(patience)
}
