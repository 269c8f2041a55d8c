// The fields to write a mail, new or as a reply.
import { PlaneIcon } from './icons.tsx'
import { replyDraft, type InboxMail } from './inbox.ts'
import { idOf, stays } from '../live.tsx'
import type { Mailbox, PageModel } from './page-model.ts'
import type { PhoneView } from './view.ts'

interface ComposeProps {
  page: PageModel
  mailbox: Mailbox
  /** The mail that is answered; undefined for a new one. */
  answered: InboxMail | undefined
}

export function Compose({ page, mailbox, answered }: ComposeProps) {
  const { view, href, csrf, failedMail } = page
  const draft = failedMail ?? firstDraft(page, answered)
  const reply = answered !== undefined
  return (
    <form
      class="compose"
      method="post"
      action={href('/phone/mail', { ...view, sent: false })}
      id={idOf('compose', answered?.id ?? 'new')}
      {...(failedMail !== undefined && stays)}
      aria-label={reply ? 'Reply' : 'New mail'}
    >
      {!reply && <h3 class="subject">New mail</h3>}
      {!reply && view.sent === true && (
        <p class="handed-in" role="status">
          Sent. The phone shows it at once.
        </p>
      )}
      {failedMail !== undefined && (
        <p class="problem" role="alert">
          {failedMail.sentence}
        </p>
      )}
      <input type="hidden" name="csrf" value={csrf} />
      {reply && <input type="hidden" name="reply" value={answered.id} />}
      <p class="field">
        <span class="label">From</span>
        <span class="value">{answered?.recipient ?? mailbox.owner}</span>
      </p>
      <label class="field">
        <span class="label">To</span>
        <input
          name="to"
          type="text"
          inputMode="email"
          value={draft.to}
          placeholder={`4520643064@${page.smsDomain}`}
          required
          autocomplete="off"
          spellcheck={false}
          list="known-phones"
        />
      </label>
      <datalist id="known-phones">
        {page.phones.map(({ phone }) => (
          <option key={phone} value={`${phone.slice(1)}@${page.smsDomain}`} />
        ))}
      </datalist>
      <label class="field">
        <span class="label">Subject</span>
        <input
          name="subject"
          type="text"
          value={draft.subject}
          maxLength={500}
          autocomplete="off"
        />
      </label>
      <textarea
        name="text"
        rows={reply ? 8 : 9}
        aria-label="Text of the mail"
        placeholder="What the phone shall show"
        autofocus={reply}
      >
        {/* HTML drops one line break at the beginning of a textarea. */}
        {`\n${draft.text}`}
      </textarea>
      <p class="actions">
        <button class="button primary">
          <PlaneIcon /> Send
        </button>
        {reply && (
          <a class="button" href={href('/phone', withoutReply(view))}>
            Discard
          </a>
        )}
      </p>
    </form>
  )
}

function firstDraft(page: PageModel, answered: InboxMail | undefined) {
  if (answered !== undefined) return replyDraft(answered)
  const first = page.phones.length === 0 ? `4520643064@${page.smsDomain}` : ''
  return { to: first, subject: '', text: '' }
}

function withoutReply({ chats, mail }: PhoneView): PhoneView {
  return mail === undefined ? { chats } : { chats, mail }
}
