// A mail to the operator, or to whom the notice names, as a row of the outbox: written with what caused it.
import { randomUUID } from 'node:crypto'
import { insertOutbox } from '../store/outbox.ts'
import type { Knex } from '../store/store.ts'
import type { NoticeContent } from './outbox-content.ts'

export interface Notice {
  readonly content: NoticeContent
  /** Whom it is about. */
  readonly accountId?: number
  /** One of the same name is written once. */
  readonly name?: string
}

export async function insertNotice(
  trx: Knex,
  { content, accountId, name = randomUUID() }: Notice,
  now: number,
): Promise<void> {
  await insertOutbox(trx, {
    kind: 'notice',
    account_id: accountId ?? null,
    message_id: null,
    mail_id: null,
    content: JSON.stringify(content),
    ref: `notice.${name}`,
    state: 'queued',
    now,
  })
}
