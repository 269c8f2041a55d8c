// What the gateway has done where the database is: the transactions of every mail and message, and the
// reading of mails in a rush. The threads of both databases load this file and know them by their names.
import type { PackedReading, ReadJob } from '../mail/mail-job.ts'
import type { Errand, Program } from '../store/program.ts'
import { claimNext } from './dispatch/claim.ts'
import { storeSubmissions } from './store-submissions.ts'
import { settle } from './outcomes.ts'
import { storeReports } from './reports.ts'

export const readMail: Errand<ReadJob, PackedReading> = {
  name: 'read mail',
  load: async () => (await import('../mail/mail-job.ts')).readAhead,
}

export const programs: readonly Program<never, unknown>[] = [
  storeSubmissions,
  claimNext,
  settle,
  storeReports,
]

export const errands: readonly Errand<never, unknown>[] = [readMail]
