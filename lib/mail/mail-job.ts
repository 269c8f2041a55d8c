// The work on one mail that may be done in another thread: composing a large text, and reading a small mail
// with its text composed beforehand, by the options that will probably count: one way to the thread, not two.
// A job and its result are data that cross over between threads, and small to carry: what would be a
// Buffer is a text of Latin-1 characters, as a small Buffer brings along all that it shares memory with.
import { automaticKind, type AutomaticKind, type Envelope } from './automatic.ts'
import { readOrders, textFacts } from './orders.ts'
import { domainOf } from './proof/alignment.ts'
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

export interface ReadJob {
  readonly source: string
  readonly envelope: Envelope
  readonly options: TextOptions | undefined
}

export interface ComposeJob {
  readonly mail: ComposableMail
  readonly options: TextOptions
  readonly facts: TextFacts
}

export interface PackedReading {
  readonly read: Omit<ReadMail, 'attachments'>
  readonly attachments: readonly { filename?: string; contentType: string; content: string }[]
  readonly automatic: Reading['automatic']
  readonly draft: Draft | undefined
}

/** A text that was composed beforehand, and by what. */
export interface Draft {
  readonly facts: TextFacts
  readonly text: ComposedText
}

/** Text of this many characters takes at most some milliseconds. */
const smallText = 16 * 1024
const smallHtml = 64 * 1024

/** Whether its text is composed soon enough for a thread that has other things to do. */
export function isSmall({ text = '', html = '' }: ComposableMail): boolean {
  return text.length <= smallText && html.length <= smallHtml
}

export function readNow(source: Buffer, envelope: Envelope): Reading {
  const read = readMailNow(source)
  return { read, automatic: automaticKind(read, envelope) }
}

export function readAhead({ source, envelope, options }: ReadJob): PackedReading {
  const reading = readNow(Buffer.from(source, 'latin1'), envelope)
  return pack(reading, options && draftOf(reading, envelope, options))
}

function draftOf(
  { read, automatic }: Reading,
  { recipients }: Envelope,
  options: TextOptions,
): Draft | undefined {
  if (automatic !== false || !isSmall(read)) return undefined
  const domains = new Set(recipients.map((address) => domainOf(address)))
  const facts = textFacts(readOrders(recipients, read, (domain) => domains.has(domain)))
  return { facts, text: composeText(read, options, facts) }
}

function pack(
  { read: { attachments, ...read }, automatic }: Reading,
  draft: Draft | undefined,
): PackedReading {
  return {
    read,
    attachments: attachments.map(({ filename, contentType, content }) => ({
      ...(filename !== undefined && { filename }),
      contentType,
      content: content.toString('latin1'),
    })),
    automatic,
    draft,
  }
}

export function unpack({ read, attachments, automatic }: PackedReading): Reading {
  return {
    read: {
      attachments: attachments.map(({ content, ...attachment }) => ({
        content: Buffer.from(content, 'latin1'),
        ...attachment,
      })),
      ...read,
    },
    automatic,
  }
}
