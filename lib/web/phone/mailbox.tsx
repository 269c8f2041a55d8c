// The local mailbox, drawn as a mail client: threads at the left, one of them open, Reply, New mail.
import { Compose } from './compose.tsx'
import { EnvelopeIcon, PenIcon, ReplyIcon } from './icons.tsx'
import { threads, type InboxMail, type Thread } from './inbox.ts'
import { idOf, moves } from '../live.tsx'
import { Moment } from '../moment.tsx'
import type { Mailbox as MailboxModel, PageModel } from './page-model.ts'
import { hue } from './phones.tsx'
import type { PhoneView } from './view.ts'

export function Mailbox({ page, mailbox }: { page: PageModel; mailbox: MailboxModel }) {
  const all = threads(mailbox.mails)
  const open = all.find(({ mails }) => mails.some(({ id }) => id === page.view.mail))
  return (
    <section class="mailbox" id="mailbox" aria-labelledby="mailbox-title" {...moves}>
      <h2 id="mailbox-title">
        <EnvelopeIcon /> Mail
      </h2>
      <div class="window">
        <header class="window-bar">
          <span class="window-dots" aria-hidden="true" />
          <p class="owner">{mailbox.owner}</p>
          <a class="button" href={mailboxHref(page, { chats: page.view.chats })}>
            <PenIcon /> New mail
          </a>
        </header>
        <div class="panes">
          <ThreadList all={all} open={open} page={page} />
          <div class="reading" id="reading" tabIndex={-1}>
            {open === undefined ? (
              <Compose key="new" page={page} mailbox={mailbox} answered={undefined} />
            ) : (
              <OpenThread thread={open} page={page} mailbox={mailbox} />
            )}
          </div>
        </div>
      </div>
    </section>
  )
}

interface ThreadListProps {
  all: readonly Thread[]
  open: Thread | undefined
  page: PageModel
}

function ThreadList({ all, open, page }: ThreadListProps) {
  return (
    <nav class="threads" aria-label="Inbox">
      <h3>Inbox</h3>
      {all.length === 0 && (
        <p class="threads-empty">
          Nothing yet. When a phone answers, its answer arrives here as a mail.
        </p>
      )}
      <ol>
        {all.map((thread) => (
          <ThreadEntry
            key={thread.mails[0]?.id}
            thread={thread}
            current={thread === open}
            page={page}
          />
        ))}
      </ol>
    </nav>
  )
}

interface ThreadEntryProps {
  thread: Thread
  current: boolean
  page: PageModel
}

function ThreadEntry({ thread: { mails, latest }, current, page }: ThreadEntryProps) {
  return (
    <li id={idOf('thread', mails[0]?.id ?? '')} data-arrives="thread">
      <a
        class="thread-entry"
        href={mailboxHref(page, { chats: page.view.chats, mail: latest.id })}
        aria-current={current ? 'true' : undefined}
      >
        <span class="thread-from">{sender(latest)}</span>
        <span class="thread-time">
          <Moment at={latest.at} shape="time" />
        </span>
        <span class="thread-subject">{latest.subject || '(no subject)'}</span>
        {mails.length > 1 && (
          <span class="thread-count">
            {mails.length}
            <span class="unseen"> mails</span>
          </span>
        )}
        <span class="thread-text">{firstWords(latest.text)}</span>
      </a>
    </li>
  )
}

interface OpenThreadProps {
  thread: Thread
  page: PageModel
  mailbox: MailboxModel
}

function OpenThread({ thread, page, mailbox }: OpenThreadProps) {
  const { view } = page
  const { id } = thread.latest
  const answered = thread.mails.find((mail) => mail.id === view.reply)
  return (
    <div class="open-thread" id={idOf('open-thread', thread.mails[0]?.id ?? '')}>
      <a class="back" href={mailboxHref(page, { chats: view.chats })}>
        ‹ Inbox
      </a>
      <h3 class="subject">{thread.mails[0]?.subject || '(no subject)'}</h3>
      {thread.mails.map((mail) => (
        <OpenMail key={mail.id} mail={mail} />
      ))}
      {view.sent === true && (
        <p class="handed-in" role="status">
          Sent. The phone shows it at once.
        </p>
      )}
      {answered === undefined ? (
        <p class="actions">
          <a
            class="button primary"
            href={mailboxHref(page, { chats: view.chats, mail: id, reply: id })}
          >
            <ReplyIcon /> Reply
          </a>
        </p>
      ) : (
        <Compose key="reply" page={page} mailbox={mailbox} answered={answered} />
      )}
    </div>
  )
}

function OpenMail({ mail }: { mail: InboxMail }) {
  const { body, quote } = splitQuote(mail.text)
  return (
    <article class="open-mail" id={idOf('mail', mail.id)} data-arrives="mail">
      <header>
        <span class={`avatar ${hue(mail.from.address.replace(/-.*@/, '@'))}`} aria-hidden="true">
          {sender(mail)
            .replace(/[^\p{L}\d]/gu, '')
            .slice(-2)}
        </span>
        <p class="from">{sender(mail)}</p>
        <p class="when">
          <Moment at={mail.at} shape="moment" />
        </p>
        <p class="address">{mail.from.address}</p>
        <p class="to">to {mail.recipient}</p>
      </header>
      <p class="body">{body || '(This mail has no plain text.)'}</p>
      {quote !== '' && (
        <details class="quote">
          <summary>Quoted text</summary>
          <p class="body">{quote}</p>
        </details>
      )}
    </article>
  )
}

function mailboxHref({ href }: PageModel, view: PhoneView): string {
  return `${href('/phone', view)}#mailbox`
}

function sender({ from }: InboxMail): string {
  return from.name || from.address || '(no sender)'
}

function firstWords(text: string): string {
  return text.slice(0, 120).replace(/\s+/g, ' ').trim()
}

/** What stands at the end as quoted lines, with the line that introduces them. */
function splitQuote(text: string): { body: string; quote: string } {
  const lines = text.split('\n')
  const last = lines.findLastIndex((line) => line.trim() !== '' && !line.startsWith('>'))
  const introduces = lines[last]?.trimEnd().endsWith(':') === true && last < lines.length - 1
  const end = introduces ? last : last + 1
  return { body: lines.slice(0, end).join('\n').trim(), quote: lines.slice(end).join('\n').trim() }
}
