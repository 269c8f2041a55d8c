// What was thrown: as a sentence for the log, and as a reply to whoever waits.
import { smtpReply } from '../policy/errors.ts'
import type { SmtpReply } from '../policy/smtp-reply.ts'

export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** With its stack, of what nobody expects. */
export function describeFully(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Of a program, and of packages that are missing or were made for another machine. */
const bugs = /^(?:Type|Reference|Range|Syntax)Error$/
const badInstallation = /^(?:(?:ERR_)?MODULE_NOT_FOUND|ERR_DLOPEN_FAILED)$/

/** What a client hears whose mail an error stopped: to come again, and whether the database is why. */
export function comeAgain(error: unknown): SmtpReply {
  const { name = '', code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  const isOurs = bugs.test(name) || badInstallation.test(code)
  return smtpReply({ code: isOurs ? 'internal_error' : 'database_away', params: {} })
}
