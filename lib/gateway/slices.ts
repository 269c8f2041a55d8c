// A mail to many phones is stored by and by, so that others' mails get their turn between its slices.
//
// Its sender hears 250 when all of it is stored. When the server dies before, the mail comes again, and
// what of it is there already is known by its digests. Its report is written with the last slice.
import type { ReportContent } from './outbox-content.ts'
import type { Stored, Submission, SubmittedMessage } from './submission.ts'

/** In messages; one takes about a twentieth of a second. */
export const sliceSize = 250

export async function storeInSlices(
  submission: Submission,
  store: (slice: Submission) => Promise<Stored>,
): Promise<Stored> {
  const slices = slicesOf(submission.messages)
  const toTell = [...(submission.report?.refused ?? [])]
  const taken: Stored[] = []
  const refused: Stored[] = []
  for (const [index, messages] of slices.entries()) {
    const slice = {
      mailId: mailIdOf(taken),
      isTaken: taken.length > 0,
      isLast: index === slices.length - 1,
    }
    const stored = await store({
      ...{ ...submission, messages, slice },
      report: slice.isLast ? withAll(submission.report, toTell) : undefined,
      shortened: slice.isLast ? submission.shortened : undefined,
    })
    ;(stored.isRefused ? refused : taken).push(stored)
    toTell.push(...stored.toTell)
  }
  return together(taken, refused)
}

function mailIdOf(taken: readonly Stored[]): number | undefined {
  return taken.find(({ mailId }) => mailId !== undefined)?.mailId
}

function slicesOf(messages: readonly SubmittedMessage[]): (readonly SubmittedMessage[])[] {
  return Array.from({ length: Math.ceil(messages.length / sliceSize) }, (_, index) =>
    messages.slice(index * sliceSize, (index + 1) * sliceSize),
  )
}

function withAll(
  report: ReportContent | undefined,
  refused: NonNullable<ReportContent['refused']>,
): ReportContent | undefined {
  return refused.length === 0 ? report : { ...report, refused }
}

function together(taken: readonly Stored[], refused: readonly Stored[]): Stored {
  const all = [...taken, ...refused]
  return {
    messages: taken.reduce((sum, { messages }) => sum + messages, 0),
    refused: all.flatMap((stored) => stored.refused),
    toTell: [],
    mailId: mailIdOf(taken),
    isTold: taken.some(({ isTold }) => isTold),
    isRefused: taken.length === 0,
  }
}
