// What phones were asked whose SMS had reached several accounts, and the SMS that wait for the answer.
import type { Knex } from 'knex'
import { waitsForAnswer } from '../policy/message-reason.ts'
import { all } from './rows.ts'

export interface Question {
  readonly id: number
  /** JSON: the accounts, in the order of the answers. */
  readonly choices: string
  readonly asked_at: number
  /** When it was answered, or given up: then without an account. */
  readonly settled_at: number | null
  readonly account_id: number | null
}

/** The latest that a phone was asked about what it writes to a number of ours. questions_phone. */
export async function latestQuestion(
  trx: Knex,
  phone: string,
  own: string,
): Promise<Question | undefined> {
  const rows = await all<Question>(
    trx,
    `select id, choices, asked_at, settled_at, account_id from questions
     where phone = ? and own = ? order by id desc limit 1`,
    [phone, own],
  )
  return rows[0]
}

export async function insertQuestion(
  trx: Knex,
  question: { phone: string; own: string; choices: string; asked_at: number },
): Promise<number> {
  const [row] = await trx('questions').insert(question).returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the database gave no id for a new question')
  return row.id
}

/**
 * The question, if it is still waited for; nobody gives it up before this transaction ends. questions_pkey.
 */
export async function holdQuestion(trx: Knex, id: number): Promise<boolean> {
  const rows = await all(
    trx,
    'update questions set asked_at = asked_at where id = ? and settled_at is null returning id',
    [id],
  )
  return rows.length > 0
}

export interface OverdueQuestion {
  readonly id: number
  readonly phone: string
  readonly own: string
}

/** Gives up some that were asked before a time; they can still be answered. questions_open. */
export function giveUpQuestions(
  trx: Knex,
  before: number,
  now: number,
  skipLocked: string,
): Promise<OverdueQuestion[]> {
  return all(
    trx,
    `update questions set settled_at = ? where id in (
       select id from questions where settled_at is null and asked_at <= ?
       order by asked_at limit 100 ${skipLocked})
     returning id, phone, own`,
    [now, before],
  )
}

/** False when it was answered before. questions_pkey. */
export async function settleQuestion(
  trx: Knex,
  id: number,
  accountId: number,
  now: number,
): Promise<boolean> {
  const rows = await all(
    trx,
    `update questions set settled_at = ?, account_id = ?
     where id = ? and account_id is null returning id`,
    [now, accountId, id],
  )
  return rows.length > 0
}

/** A message from a phone waits for the answer, or is it: `reason`, of message-reason.ts, says so. messages_pkey. */
export async function noteQuestion(
  trx: Knex,
  messageId: number,
  questionId: number,
  reason: string,
): Promise<void> {
  await trx.raw('update messages set question_id = ?, reason = ? where id = ?', [
    questionId,
    reason,
    messageId,
  ])
}

/** The SMS that waited, oldest first. messages_question. */
export function waitingForAnswer(
  trx: Knex,
  questionId: number,
): Promise<{ id: number; phone: string; text: string }[]> {
  return all(
    trx,
    `select id, phone, own, text from messages
     where question_id = ? and account_id is null and reason = ? order by id`,
    [questionId, waitsForAnswer],
  )
}

/** What waits for the answer to one question waits for that to another. messages_question. */
export async function moveWaiting(trx: Knex, from: number, to: number): Promise<void> {
  await trx.raw(
    'update messages set question_id = ? where question_id = ? and account_id is null and reason = ?',
    [to, from, waitsForAnswer],
  )
}
