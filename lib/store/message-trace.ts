// What the trace of one message shows beside its row: its mail, its parts, attempts that failed, and what
// people did to it.
import type { Knex } from 'knex'

export interface TracedMail {
  readonly envelope_from: string
  readonly message_id: string | null
  readonly subject: string
  readonly proof: string | null
  /** JSON. */
  readonly cuts: string | null
  readonly held: number
  readonly ret: string | null
  readonly envelope_id: string | null
  readonly created_at: number
}

export async function tracedMail(db: Knex, id: number): Promise<TracedMail | undefined> {
  return db<TracedMail & { id: number }>('mails').where({ id }).first()
}

export interface TracedPart {
  readonly seq: number
  readonly route: string
  readonly reference: string
  readonly gone: 'yes' | 'no' | 'unknown'
  readonly sent_at: number | null
  readonly fate: string | null
  readonly reason: string | null
  readonly reported_at: number | null
}

/** parts_pkey. */
export function tracedParts(db: Knex, messageId: number): Promise<TracedPart[]> {
  return db<TracedPart & { message_id: number }>('parts')
    .where({ message_id: messageId })
    .orderBy('seq')
    .select('seq', 'route', 'reference', 'gone', 'sent_at', 'fate', 'reason', 'reported_at')
}

export interface TracedAttempt {
  readonly at: number
  readonly route: string
  readonly outcome: string
  readonly reason: string
}

/** attempts_message. */
export function tracedAttempts(db: Knex, messageId: number): Promise<TracedAttempt[]> {
  return db<TracedAttempt & { id: number; message_id: number }>('attempts')
    .where({ message_id: messageId })
    .orderBy('id')
    .select('at', 'route', 'outcome', 'reason')
}

export interface TracedChange {
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly after: string | null
}

/** What people did to it. audit_log_subject. */
export function tracedChanges(db: Knex, subject: string): Promise<TracedChange[]> {
  return db<TracedChange & { id: number; subject: string }>('audit_log')
    .where({ subject })
    .orderBy('id')
    .select('at', 'actor', 'action', 'after')
}
