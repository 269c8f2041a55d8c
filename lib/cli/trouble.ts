// What the system or the database says when something is in the way, in words. What is no such trouble is a
// fault of ours, and has none.
import { userInfo } from 'node:os'
import { isAway } from '../store/away.ts'
import { isLasting } from '../store/lasting.ts'

interface Facts {
  readonly message: string
  readonly code?: unknown
  readonly syscall?: unknown
  readonly path?: unknown
  readonly address?: unknown
  readonly port?: unknown
}

/** A sentence for who can mend it; undefined for what nobody foresaw. */
export function troubleOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  // Of each address of a host: one of them is enough.
  const facts: Facts =
    error instanceof AggregateError ? ((error.errors as Facts[])[0] ?? error) : error
  if (typeof facts.syscall === 'string') return ofSystem(facts)
  return isLasting(error) || isAway(error)
    ? `The database cannot be used: ${ofDatabase(facts)}.`
    : undefined
}

/** Why a file cannot be used, without its name. */
export function whyNot(error: unknown): string {
  const facts = error as Facts
  return wordsFor(facts.code) ?? facts.message
}

/** As the system calls who runs this. */
export function ownName(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.()}`
  }
}

function ofSystem(facts: Facts): string {
  const { path, address, port, message } = facts
  if (typeof address === 'string') return `${address}:${String(port)} does not answer: ${message}.`
  return typeof path === 'string' ? `${path} cannot be used: ${whyNot(facts)}.` : `${message}.`
}

/** Without the statement, which Knex writes in front, but with what to do. */
function ofDatabase({ message, code }: Facts): string {
  const said = message.split(' - ').at(-1) ?? message
  const [, kind] = /^SQLITE_(FULL|READONLY|BUSY)/.exec(String(code)) ?? []
  if (kind === 'FULL') return `${said}; make room, and try again`
  if (kind === 'READONLY') return `${said}; ${ownName()} may not write its file or directory`
  return kind === 'BUSY' ? `${said}; another program holds it, try again` : said
}

function wordsFor(code: unknown): string | undefined {
  switch (code) {
    case 'ENOENT':
      return 'it is not there'
    case 'EISDIR':
      return 'it is a directory'
    case 'ENOTDIR':
      return 'its directory is a file'
    case 'EACCES':
    case 'EPERM':
      return `permission denied to ${ownName()}`
    default:
      return undefined
  }
}
