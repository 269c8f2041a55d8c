// What takes a while: many messages cancelled or sent again, an export. Whoever started it watches it.
//
// A few messages are done in each transaction, which also writes down how far the job is: so none is done
// twice, and any process can go on with a job whose own has ended.
import {
  findJob,
  insertJob,
  lockJob,
  writeJob,
  type JobAction,
  type JobRow,
} from '../../store/jobs.ts'
import type { Knex } from '../../store/store.ts'
import { Complaint } from './complaint.ts'
import { record, type Desk } from './desk.ts'
import { cancel, resend, wake, type Move } from './message-moves.ts'

export interface Job {
  readonly id: string
  readonly action: JobAction
  readonly total: number
  readonly done: number
  readonly failed: number
  /** The first of those that could not be done, each with why. */
  readonly notes: readonly JobNote[]
  /** Of an export: the rows that are written. */
  readonly rows: number
  readonly changedAt: number
  readonly ended: boolean
}

export type JobNote = Pick<Complaint, 'message' | 'code' | 'params'>

export interface NewJob {
  /** A token that nobody can guess. */
  readonly id: string
  /** Whose it is: nobody else sees it. */
  readonly accountId: number
}

const mostMessages = 10_000
const eachTime = 25
const mostNotes = 20
/** After this time without any step its process is taken to be gone. */
const patience = 20_000
/** Of an export `done` is in parts of this. */
const whole = 1_000

/** Cancels or sends again, once for each id; it goes on after this has been fulfilled. */
export async function beginMoves(
  desk: Desk,
  job: NewJob & { readonly action: 'cancel' | 'resend'; readonly messages: readonly number[] },
): Promise<void> {
  const messages = [...new Set(job.messages)]
  if (messages.length === 0) throw new Complaint('Choose messages first.', 'choose_messages')
  if (messages.length > mostMessages)
    throw new Complaint(
      `These are ${messages.length} messages: ${mostMessages} at a time at most.`,
      'too_many_messages',
      { count: messages.length, most: mostMessages },
    )
  const { id, accountId: account_id, action } = job
  const row = { id, account_id, action, items: JSON.stringify(messages), total: messages.length }
  const isNew = await desk.store.transaction((trx) => insertJob(trx, row, desk.clock()))
  if (isNew) goOn(desk, id)
}

function goOn(desk: Desk, id: string): void {
  // What fails is tried again when the job is looked at later.
  void run(desk, id).catch(() => undefined)
}

async function run(desk: Desk, id: string): Promise<void> {
  while (await desk.store.transaction((trx) => step(trx, desk, id))) wake(desk)
  wake(desk)
}

const moves: Readonly<Record<string, Move>> = { cancel, resend }

/** Whether there is more to do. */
async function step(trx: Knex, desk: Desk, id: string): Promise<boolean> {
  const now = desk.clock()
  const job = await lockJob(trx, id, now)
  const move = moves[job?.action ?? '']
  if (job === undefined || move === undefined) return false
  const messages = JSON.parse(job.items) as number[]
  const notes = JSON.parse(job.notes) as JobNote[]
  let { done, failed } = job
  for (const message of messages.slice(done, done + eachTime)) {
    const problem = await alone(trx, () => moved(trx, desk, { move, message, now }))
    done++
    if (problem === undefined) continue
    failed++
    const { message: sentence, code, params } = problem
    if (notes.length < mostNotes) notes.push({ message: sentence, code, params })
  }
  const ended_at = done < job.total ? null : now
  await writeJob(trx, id, { done, failed, notes: JSON.stringify(notes), ended_at })
  return ended_at === null
}

async function moved(
  trx: Knex,
  desk: Desk,
  { move, message, now }: { move: Move; message: number; now: number },
): Promise<void> {
  const { change } = await move(trx, desk, message, now)
  await record(trx, desk.actor, change, now)
}

/** All of it or, where there is a complaint, nothing; answers the complaint. */
async function alone(trx: Knex, work: () => Promise<void>): Promise<Complaint | undefined> {
  await trx.raw('savepoint job_item')
  try {
    await work()
    await trx.raw('release savepoint job_item')
    return undefined
  } catch (error) {
    if (!(error instanceof Complaint)) throw error
    await trx.raw('rollback to savepoint job_item')
    await trx.raw('release savepoint job_item')
    return error
  }
}

/** Undefined when there is none, or it is somebody else's. Goes on with one that was left alone. */
export async function readJob(desk: Desk, { id, accountId }: NewJob): Promise<Job | undefined> {
  const row = await findJob(desk.store.db, id, accountId)
  if (row === undefined) return undefined
  const isLeft = row.ended_at === null && row.changed_at < desk.clock() - patience
  if (isLeft && row.action !== 'export') goOn(desk, id)
  return shown(row)
}

function shown(row: JobRow): Job {
  const { id, action, total, done, failed, rows, changed_at, ended_at } = row
  const notes = JSON.parse(row.notes) as JobNote[]
  return {
    id,
    action,
    total,
    done,
    failed,
    notes,
    rows,
    changedAt: changed_at,
    ended: ended_at !== null,
  }
}

export interface ExportWatch {
  /** At most once a second; `share` of the whole, from 0 to 1. */
  written(rows: number, share: number): Promise<void>
  ended(rows: number, isWhole: boolean): Promise<void>
}

/** Undefined when the same was begun before: a file is watched once. */
export async function watchExport(
  desk: Desk,
  { id, accountId }: NewJob,
): Promise<ExportWatch | undefined> {
  const { store, clock } = desk
  const row = { id, account_id: accountId, action: 'export', items: '[]', total: whole } as const
  if (!(await store.transaction((trx) => insertJob(trx, row, clock())))) return undefined
  let told = 0
  const write = (columns: Parameters<typeof writeJob>[2]): Promise<void> =>
    store.transaction((trx) => writeJob(trx, id, { ...columns, changed_at: clock() }))
  return {
    async written(rows, share) {
      if (clock() - told < 1_000) return
      told = clock()
      await write({ rows, done: Math.floor(Math.min(1, Math.max(0, share)) * whole) })
    },
    ended: (rows, isWhole) =>
      write({ rows, ended_at: clock(), ...(isWhole ? { done: whole } : { failed: 1 }) }),
  }
}
