// What was thrown, as a sentence for the log.

export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** With its stack, of what nobody expects. */
export function describeFully(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
