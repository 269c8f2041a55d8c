// The work on one mail that may be done in another thread: reading it, and composing its text.
// A job and its result are data that cross over between threads, and small to carry: what would be a
// Buffer is a text of Latin-1 characters, as a small Buffer brings along all that it shares memory with.
import { automaticKind, type AutomaticKind } from './automatic.ts'
import { readMailNow, type ReadMail } from './read-mail.ts'
import {
  composeText,
  type ComposableMail,
  type ComposedText,
  type TextFacts,
  type TextOptions,
} from './text/compose-text.ts'

export interface Reading {
  readonly read: ReadMail
  readonly automatic: false | AutomaticKind
}

export type Job =
  | { readonly kind: 'read'; readonly source: string; readonly envelopeFrom: string }
  | {
      readonly kind: 'compose'
      readonly mail: ComposableMail
      readonly options: TextOptions
      readonly facts: TextFacts
    }

interface PackedReading {
  readonly read: Omit<ReadMail, 'attachments'>
  readonly attachments: readonly { filename?: string; contentType: string; content: string }[]
  readonly automatic: Reading['automatic']
}

export type JobResult = PackedReading | ComposedText

/** The envelope sender '' is the null sender. */
export function readNow(source: Buffer, envelopeFrom: string): Reading {
  const read = readMailNow(source)
  return { read, automatic: automaticKind(read, envelopeFrom) }
}

export function doJob(job: Job): JobResult {
  return job.kind === 'compose'
    ? composeText(job.mail, job.options, job.facts)
    : pack(readNow(Buffer.from(job.source, 'latin1'), job.envelopeFrom))
}

function pack({ read: { attachments, ...read }, automatic }: Reading): PackedReading {
  return {
    read,
    attachments: attachments.map(({ filename, contentType, content }) => ({
      ...(filename !== undefined && { filename }),
      contentType,
      content: content.toString('latin1'),
    })),
    automatic,
  }
}

export function unpack({ read, attachments, automatic }: PackedReading): Reading {
  return {
    read: {
      ...read,
      attachments: attachments.map(({ content, ...attachment }) => ({
        ...attachment,
        content: Buffer.from(content, 'latin1'),
      })),
    },
    automatic,
  }
}
