// An error, as data that goes from thread to thread.

export interface Fault {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
  readonly syscall?: string
}

/** With what is told from one error to another by. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message, stack } = error
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...('code' in error && { code: String(error.code) }),
    ...('syscall' in error && { syscall: String(error.syscall) }),
  }
}

/** The error again; its stack is that of the thread. */
export function errorOf(fault: Fault): Error {
  return Object.assign(new Error(fault.message), fault)
}
