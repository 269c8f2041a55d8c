// Reads mails and composes their texts without holding up whoever takes mail: at once while there is
// little to do; the text of a large one in a thread of its own; small ones that come in a rush, with their
// texts, in a thread nearby.
// The answers are the same wherever the work is done.
import { isDeepStrictEqual } from 'node:util'
import { HelperThread } from '../threads/helper-thread.ts'
import { Rush } from '../threads/rush.ts'
import type { Envelope } from './automatic.ts'
import {
  isSmall,
  readNow,
  unpack,
  type ComposeJob,
  type Draft,
  type PackedReading,
  type ReadJob,
  type Reading,
} from './mail-job.ts'
import {
  composeText,
  type ComposableMail,
  type ComposedText,
  type TextFacts,
  type TextOptions,
} from './text/compose-text.ts'

export interface MailWork {
  /** How many mails another thread is reading. */
  readonly underWay: number
  /** `likely`: by what its text will be composed, as far as that can be told now. */
  read(
    source: Buffer,
    envelope: Envelope,
    likely: () => Promise<TextOptions | undefined>,
  ): Promise<Reading>
  compose(mail: ComposableMail, options: TextOptions, facts: TextFacts): Promise<ComposedText>
  close(): Promise<void>
}

/** A larger mail costs more to carry to the thread and back than to read. */
const smallMail = 128 * 1024

/** More mails than so many in a tenth of a second are a rush. */
const rushFrom = 16

export interface MailWorkOptions {
  /** Hears of the death of the thread for large texts: what it had to do fails, the next starts another. */
  readonly onDeath: (error: Error) => void
  /** A thread that every mail wakes anyway; undefined while it is not there. */
  readonly nearby?: (job: ReadJob) => Promise<PackedReading> | undefined
  /** A mail of fewer octets is read sooner than carried there and back; 0 without. */
  readonly nearbyFrom?: number
}

export function createMailWork({ onDeath, nearby, nearbyFrom = 0 }: MailWorkOptions): MailWork {
  const rush = new Rush(rushFrom)
  const thread = new HelperThread<ComposeJob, ComposedText>(
    new URL(import.meta.url.replace(/mail-work(\.\w+)$/, 'mail-thread$1')),
    { onDeath },
  )
  /** Texts composed beforehand, by their mails. */
  const drafts = new WeakMap<ComposableMail, Draft & { readonly options: TextOptions }>()
  let underWay = 0
  const counted = async (answer: Promise<PackedReading>): Promise<PackedReading> => {
    underWay++
    try {
      return await answer
    } finally {
      underWay--
    }
  }
  return {
    get underWay() {
      return underWay
    },
    async read(source, { envelopeFrom, recipients }, likely) {
      const envelope = { envelopeFrom, recipients }
      const isRush = rush.counts()
      if (!isRush || source.length < nearbyFrom || source.length > smallMail)
        return readNow(source, envelope)
      const options = await likely()
      const coming = nearby?.({ source: source.toString('latin1'), envelope, options })
      if (coming === undefined) return readNow(source, envelope)
      const answer = await counted(coming)
      const reading = unpack(answer)
      if (options !== undefined && answer.draft !== undefined)
        drafts.set(reading.read, { options, ...answer.draft })
      return reading
    },
    async compose(mail, options, facts) {
      const draft = drafts.get(mail)
      if (draft !== undefined && isDeepStrictEqual([draft.options, draft.facts], [options, facts]))
        return draft.text
      // Also in a rush: so those mails that were read here keep their order.
      if (isSmall(mail)) return composeText(mail, options, facts)
      return thread.ask({ mail: bodyOf(mail), options, facts })
    },
    close: () => thread.close(),
  }
}

/** Only what is needed goes over; attachments stay here. */
function bodyOf({ subject, text, html }: ComposableMail): ComposableMail {
  return { subject, ...(text !== undefined && { text }), ...(html !== undefined && { html }) }
}
