// The mails of the local mailbox as a mail client shows them: read, threaded, and answered.
import type { MailboxMail } from '../../gateway/gateway.ts'
import { readMail, type ReadMail } from '../../mail/read-mail.ts'

export interface InboxMail {
  readonly id: number
  readonly at: number
  /** Whose mailbox it lies in. */
  readonly recipient: string
  readonly from: { readonly name: string; readonly address: string }
  /** Where an answer goes: Reply-To, else From. */
  readonly replyTo: string
  readonly subject: string
  readonly messageId: string | undefined
  readonly inReplyTo: string | undefined
  readonly references: readonly string[]
  readonly text: string
}

/** Mails that belong together, oldest first. */
export interface Thread {
  readonly mails: readonly InboxMail[]
  readonly latest: InboxMail
}

export function readInbox(mails: readonly MailboxMail[]): Promise<InboxMail[]> {
  return Promise.all(mails.map(async (mail) => inboxMail(mail, await readMail(mail.raw))))
}

function inboxMail({ id, at, recipient }: MailboxMail, mail: ReadMail): InboxMail {
  const from = mail.from[0] ?? { name: '', address: '' }
  return {
    id,
    at,
    recipient,
    from: { name: from.name, address: from.address },
    replyTo: replyToAddress(mail) ?? from.address,
    subject: mail.subject,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    text: (mail.text ?? '').replace(/\r\n?/g, '\n').trimEnd(),
  }
}

function replyToAddress(mail: ReadMail): string | undefined {
  const value = mail.headers.get('reply-to')?.[0] ?? ''
  return (/<([^<>\s]+@[^<>\s]+)>/.exec(value) ?? /([^<>\s",;]+@[^<>\s",;]+)/.exec(value))?.[1]
}

/** The thread with the latest mail first. */
export function threads(mails: readonly InboxMail[]): Thread[] {
  const byRoot = new Map<string, InboxMail[]>()
  for (const mail of [...mails].sort((a, b) => a.at - b.at || a.id - b.id)) {
    const root = threadRoot(mail)
    const thread = byRoot.get(root) ?? []
    thread.push(mail)
    // Set anew so that the map stays in the order of the latest mails.
    byRoot.delete(root)
    byRoot.set(root, thread)
  }
  return [...byRoot.values()]
    .reverse()
    .flatMap((thread) => thread.slice(-1).map((latest) => ({ mails: thread, latest })))
}

/** RFC 5322 3.6.4: the first of the references is where the thread began. */
function threadRoot(mail: InboxMail): string {
  return mail.references[0] ?? mail.inReplyTo ?? mail.messageId ?? `mail ${mail.id}`
}

/** What a mail client fills in when Reply is pressed. */
export interface ReplyDraft {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

export function replyDraft(mail: InboxMail): ReplyDraft {
  return {
    from: mail.recipient,
    to: mail.replyTo,
    subject: /^(?:re|sv|aw|ref?)\s*:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
    text: `\n\n${attribution(mail)}\n${quoted(mail.text)}\n`,
  }
}

/** The headers that keep an answer in its thread. */
export function replyHeaders(mail: InboxMail): { inReplyTo?: string; references?: string[] } {
  if (mail.messageId === undefined) return {}
  const earlier =
    mail.references.length > 0 || mail.inReplyTo === undefined ? mail.references : [mail.inReplyTo]
  return { inReplyTo: mail.messageId, references: [...earlier, mail.messageId] }
}

const attributionDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' })

function attribution({ at, from }: InboxMail): string {
  const who = from.name === '' ? from.address : `${from.name} <${from.address}>`
  return `On ${attributionDate.format(at)}, ${who} wrote:`
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n')
}
