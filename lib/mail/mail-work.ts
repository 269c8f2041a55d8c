// Reads mails and composes their texts without holding up whoever takes mail: at once while there is
// little to do; in a thread what is large, and while mails come in a rush the reading of small ones, with
// their texts.
// The answers are the same wherever the work is done.
import { isDeepStrictEqual } from 'node:util'
import { HelperThread } from '../threads/helper-thread.ts'
import type { Envelope } from './automatic.ts'
import {
  readNow,
  unpack,
  type Draft,
  type Job,
  type JobResult,
  type PackedReading,
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
  /** `likely`: by what its text will be composed, as far as that can be told now. */
  read(
    source: Buffer,
    envelope: Envelope,
    likely: () => Promise<TextOptions | undefined>,
  ): Promise<Reading>
  compose(mail: ComposableMail, options: TextOptions, facts: TextFacts): Promise<ComposedText>
  close(): Promise<void>
}

/** Text of this many characters takes at most some milliseconds. */
const smallText = 16 * 1024
const smallHtml = 64 * 1024
/** A larger mail costs more to carry to the thread and back than to read. */
const smallMail = 128 * 1024

/** `onDeath` hears of the death of the thread; what it would have done is done here, or fails. */
export function createMailWork(onDeath: (error: Error) => void): MailWork {
  const thread = new HelperThread<Job, JobResult>(
    new URL(import.meta.url.replace(/mail-work(\.\w+)$/, 'mail-thread$1')),
    { rush: 16, onDeath },
  )
  /** Texts composed beforehand, by their mails. */
  const drafts = new WeakMap<ComposableMail, Draft & { readonly options: TextOptions }>()
  return {
    async read(source, { envelopeFrom, recipients }, likely) {
      const envelope = { envelopeFrom, recipients }
      if (source.length > smallMail || !thread.isWorthIt()) return readNow(source, envelope)
      const options = await likely()
      const job = { kind: 'read', source: source.toString('latin1'), envelope, options } as const
      const answer = (await thread.ask(job)) as PackedReading
      const reading = unpack(answer)
      if (options !== undefined && answer.draft !== undefined)
        drafts.set(reading.read, { ...answer.draft, options })
      return reading
    },
    async compose(mail, options, facts) {
      const draft = drafts.get(mail)
      if (draft !== undefined && isDeepStrictEqual([draft.options, draft.facts], [options, facts]))
        return draft.text
      const isSmall = (mail.text ?? '').length <= smallText && (mail.html ?? '').length <= smallHtml
      // Also in a rush: so those mails that were read here keep their order.
      if (isSmall) return composeText(mail, options, facts)
      const job = { kind: 'compose', mail: bodyOf(mail), options, facts } as const
      return (await thread.ask(job)) as ComposedText
    },
    close: () => thread.close(),
  }
}

/** Only what is needed goes over; attachments stay here. */
function bodyOf({ subject, text, html }: ComposableMail): ComposableMail {
  return { subject, ...(text !== undefined && { text }), ...(html !== undefined && { html }) }
}
