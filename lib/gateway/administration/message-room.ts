// What is administered about messages: lists, the log, statistics, and what people do to them.
import { firstMessageAt } from '../../store/statistics.ts'
import type { Desk } from './desk.ts'
import {
  beginMoves,
  readJob,
  watchExport,
  type ExportWatch,
  type Job,
  type NewJob,
} from './jobs.ts'
import { type LoggedMessage, type LogPage, searchLog } from './log.ts'
import { logChoices, type LogChoices } from './log-choices.ts'
import type { LogSearch } from './log-search.ts'
import { allOfLog, foundInLog } from './log-walk.ts'
import {
  cancelMessage,
  giveMessage,
  holdMessage,
  releaseMessage,
  resendMessage,
} from './message-moves.ts'
import {
  type ListedMessage,
  listMessages,
  allWaiting,
  listWaiting,
  type MessageFilter,
  type MessageTrace,
  showMessage,
  type WaitingMessage,
  type WaitingSearch,
} from './messages.ts'
import { lastDays, readStatistics, type Statistics, type StatisticsChoice } from './statistics.ts'

export interface MessageRoom {
  /** The latest first, at most 1,000. */
  listMessages(filter: MessageFilter, most: number): Promise<ListedMessage[]>
  showMessage(id: number): Promise<MessageTrace>
  /** Sends a copy and answers its id; mails a message from a phone again. */
  resendMessage(id: number): Promise<number>
  cancelMessage(id: number): Promise<void>
  holdMessage(id: number): Promise<void>
  releaseMessage(id: number): Promise<void>
  /** Gives a message from a phone, which is nobody's, to an account. */
  giveMessage(id: number, address: string): Promise<void>
  /** A page of the log; texts only where they are asked for. */
  searchLog(search: LogSearch, page: { texts: boolean; most?: number }): Promise<LogPage>
  /** The choices of each filter, from the newest messages of the result. */
  logChoices(search: LogSearch): Promise<LogChoices>
  /** All that is found, in order of time, piece by piece. */
  allOfLog(
    search: LogSearch,
    page: { texts: boolean },
  ): AsyncGenerator<{ messages: LoggedMessage[]; reached: number }>
  /** When the first message of all came; undefined when there is none. */
  oldestMessage(): Promise<number | undefined>
  /** The ids of what is found, at most 10,000. */
  foundInLog(search: LogSearch): Promise<number[]>
  /** What waits or is under way, what ends first first, at most 200. */
  listWaiting(search: WaitingSearch): Promise<WaitingMessage[]>
  /** The ids of all that waits, at most 10,000. */
  allWaiting(search: WaitingSearch): Promise<number[]>
  /** Cancels or sends again one by one, a Complaint only where none can be begun. */
  beginMoves(
    job: NewJob & { action: 'cancel' | 'resend'; messages: readonly number[] },
  ): Promise<void>
  readJob(job: NewJob): Promise<Job | undefined>
  watchExport(job: NewJob): Promise<ExportWatch | undefined>
  statistics(choice: StatisticsChoice): Promise<Statistics>
  /** The last days up to today, in the server's time zone. */
  lastDays(days: number): { from: string; to: string }
}

export function messageRoom(desk: Desk): MessageRoom {
  return {
    listMessages: (filter, most) => listMessages(desk, filter, most),
    showMessage: (id) => showMessage(desk, id),
    resendMessage: (id) => resendMessage(desk, id),
    cancelMessage: (id) => cancelMessage(desk, id),
    holdMessage: (id) => holdMessage(desk, id),
    releaseMessage: (id) => releaseMessage(desk, id),
    giveMessage: (id, address) => giveMessage(desk, id, address),
    searchLog: (search, page) => searchLog(desk, search, page),
    logChoices: (search) => logChoices(desk, search),
    allOfLog: (search, page) => allOfLog(desk, search, page),
    oldestMessage: () => firstMessageAt(desk.store.db),
    foundInLog: (search) => foundInLog(desk, search),
    listWaiting: (search) => listWaiting(desk, search),
    allWaiting: (search) => allWaiting(desk, search),
    beginMoves: (job) => beginMoves(desk, job),
    readJob: (job) => readJob(desk, job),
    watchExport: (job) => watchExport(desk, job),
    statistics: (choice) => readStatistics(desk, choice),
    lastDays: (days) => lastDays(desk, days),
  }
}
