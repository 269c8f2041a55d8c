// Questions to phones that nobody has answered yet, by when they were asked.
import type { Knex } from 'knex'

export async function openQuestions(trx: Knex.Transaction): Promise<void> {
  await trx.raw('create index questions_open on questions (asked_at) where settled_at is null')
}
