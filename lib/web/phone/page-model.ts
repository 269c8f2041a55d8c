// All that one rendering of the page /phone shows, as values.
import type { VirtualPhone } from '../../gateway/gateway.ts'
import type { InboxMail } from './inbox.ts'
import type { PhoneView } from './view.ts'

/** An answer that could not be sent: it stays in its field, with the reason above. */
export interface FailedAnswer {
  readonly phone: string
  readonly text: string
  readonly sentence: string
}

/** A mail that could not be sent, likewise. */
export interface FailedMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly sentence: string
}

export interface Mailbox {
  /** The address that mails of the page come from. */
  readonly owner: string
  readonly mails: readonly InboxMail[]
}

export interface PageModel {
  readonly view: PhoneView
  readonly phones: readonly VirtualPhone[]
  readonly mailbox: Mailbox | undefined
  readonly smsDomain: string
  readonly csrf: string
  readonly failedAnswer?: FailedAnswer
  readonly failedMail?: FailedMail
  /** The address of `action` (such as `/phone/mail`) that comes back to `view`. */
  readonly href: (action: string, view: PhoneView) => string
}
