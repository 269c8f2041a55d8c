// What the gateway has performed where the database is: the transactions of every mail and message. The
// thread of SQLite loads this file and knows them by their names.
import type { Program } from '../store/program.ts'
import { claimNext } from './dispatch/claim.ts'
import { storeSubmissions } from './store-submissions.ts'
import { settle } from './outcomes.ts'
import { storeReports } from './reports.ts'

export const programs: readonly Program<never, unknown>[] = [
  storeSubmissions,
  claimNext,
  settle,
  storeReports,
]
