// Writes the mails that rows of the outbox ask for, into the server's own outbound queue.
//
// A row is claimed for a minute. A worker that dies leaves its claim to run out, and another writes
// the same mail with the same Message-ID, by which a mail client knows a repeat. A server that never says
// whether it has a mail holds up the others for half of that minute at most: that mail is tried again.
import { randomUUID } from 'node:crypto'
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import { retryDelay } from '../policy/retry.ts'
import type { Account } from '../store/accounts.ts'
import {
  claimOutbox,
  delayOutbox,
  finishOutbox,
  layAside,
  type OutboxRow,
} from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import { composeRow } from './compose-row.ts'
import { describe } from './describe-error.ts'
import { inTime } from './in-time.ts'
import type { Log } from './log.ts'
import { Rounds } from './rounds.ts'

/** How a mail of ours leaves. Fulfilled once the server has it safely queued. */
export type SendMail = (mail: {
  readonly outboxId: number
  readonly from: string
  readonly to: string
  readonly contents: string
}) => Promise<void>

const claimFor = 60_000
/** Well within the claim. */
const usualPatience = 30_000
const atOnce = 20
const lookEvery = 3_000
const late = 'the server did not say whether it has it'

export interface MailWriterOptions {
  readonly store: Store
  readonly settings: () => Settings
  readonly sendMail: SendMail
  readonly valuesOf: (account: Account) => Promise<GroupValues>
  readonly clock: () => number
  readonly log: Log
  /** How long the server may take to queue a mail, in milliseconds; half a minute unless given. */
  readonly patience?: number
}

export interface MailWriter {
  start(): void
  close(): Promise<void>
}

export function createMailWriter(options: MailWriterOptions): MailWriter {
  const { store, clock, log, patience = usualPatience } = options
  const token = randomUUID()
  let timer: NodeJS.Timeout | undefined
  let stopListening: (() => void) | undefined
  let closing = false
  const rounds = new Rounds(work, (error) => log.error(`mails to write: ${describe(error)}`))

  async function work(): Promise<void> {
    if (closing) return
    const { rows, areMore } = await claim()
    if (areMore) rounds.ask()
    const written = await Promise.all(rows.map(write))
    const done = written.filter((id) => id !== undefined)
    if (done.length > 0) await store.transaction((trx) => finishOutbox(trx, token, done, clock()))
  }

  function claim(): Promise<{ rows: OutboxRow[]; areMore: boolean }> {
    const now = clock()
    return store.transaction(async (trx) => {
      const rows = await claimOutbox(trx, {
        token,
        most: atOnce,
        now,
        until: now + claimFor,
        skipLocked: store.dialect.skipLocked,
      })
      const aside = await layAside(trx, rows, now)
      return { rows: rows.filter(({ id }) => !aside.has(id)), areMore: rows.length === atOnce }
    })
  }

  /** The row's id when its mail is with the server; a failure puts it off. */
  async function write(row: OutboxRow): Promise<number | undefined> {
    try {
      const mail = await composeRow(row, {
        db: store.db,
        settings: options.settings(),
        now: clock(),
        valuesOf: options.valuesOf,
      })
      if (mail !== undefined)
        await inTime(options.sendMail({ outboxId: row.id, ...mail }), patience, new Error(late))
      return row.id
    } catch (error) {
      const due = clock() + retryDelay(row.attempts, 1_000, 300_000)
      log.error(`a mail of ours could not be queued, trying again: ${describe(error)}`)
      await store.transaction((trx) => delayOutbox(trx, token, row.id, due, clock()))
      return undefined
    }
  }

  return {
    start() {
      const look = (): void => rounds.ask()
      stopListening = store.onWake('outbox', look)
      timer = setInterval(look, lookEvery)
      timer.unref()
      look()
    },
    async close() {
      closing = true
      clearInterval(timer)
      stopListening?.()
      await rounds.idle()
    },
  }
}
