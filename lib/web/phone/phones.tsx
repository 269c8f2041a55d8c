// The phones, drawn as phones: one conversation at a time, and a field to answer from.
import type { PhoneMessage, VirtualPhone } from '../../gateway/gateway.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { canBeAnswered, conversations, type Conversation } from './conversations.ts'
import { PhoneIcon, SendIcon, StatusIcons } from './icons.tsx'
import { idOf, moves, pins, stays } from '../live.tsx'
import { Moment, writeMoment } from '../moment.tsx'
import type { PageModel } from './page-model.ts'

// On all phones together: more would make the first load heavy; /phone.json has them all.
const mostBubbles = 120

export function Phones({ page }: { page: PageModel }) {
  return (
    <section class="phones" id="phones" aria-labelledby="phones-title" {...moves}>
      <h2 id="phones-title">
        <PhoneIcon /> Phones
      </h2>
      <div class={`phone-grid phones-${Math.min(page.phones.length, 2)}`}>
        {page.phones.length === 0 && <EmptyPhone page={page} />}
        {page.phones.map((phone) => (
          <Phone key={phone.phone} phone={phone} page={page} />
        ))}
      </div>
    </section>
  )
}

function EmptyPhone({ page }: { page: PageModel }) {
  return (
    <div class="phone">
      <p class="phone-number">No phone yet</p>
      <div class="device device-empty">
        <div class="screen">
          <StatusBar at={undefined} />
          <div class="empty">
            <span class="empty-mark">
              <PhoneIcon />
            </span>
            <p>
              <strong>Write to a number</strong>
            </p>
            <p>
              Send a mail to <code>4520643064@{page.smsDomain}</code>
              {page.mailbox === undefined ? '.' : ', here or from your own mail client.'} Its phone
              appears here, and you can answer from it.
            </p>
          </div>
        </div>
      </div>
    </div>
  )
}

function Phone({ phone, page }: { phone: VirtualPhone; page: PageModel }) {
  const chats = conversations(phone)
  const wanted = page.view.chats.get(phone.phone)
  const chat = chats.find(({ peer }) => peer === wanted) ?? chats[0]
  if (chat === undefined) return null
  const name = formatPhone(phone.phone)
  return (
    <article class="phone" id={idOf('phone', phone.phone)} aria-label={`Phone ${name}`}>
      <p class="phone-number">{name}</p>
      <div class="device">
        <div
          class="screen"
          {...(chat.peer !== wanted && pins(chatHref(page, phone.phone, chat.peer)))}
        >
          <StatusBar at={phone.messages.at(-1)?.at} />
          <header class="peer">
            <span class={`avatar ${hue(chat.peer)}`} aria-hidden="true">
              {initials(chat.peer)}
            </span>
            <h3>{peerName(chat.peer)}</h3>
          </header>
          {chats.length > 1 && <ChatTabs phone={phone} chats={chats} open={chat} page={page} />}
          <Messages
            phone={phone.phone}
            chat={chat}
            most={Math.ceil(mostBubbles / page.phones.length)}
          />
          <AnswerField phone={phone.phone} chat={chat} page={page} />
        </div>
      </div>
    </article>
  )
}

function StatusBar({ at }: { at: number | undefined }) {
  return (
    <div class="status-bar" aria-hidden="true">
      {at === undefined ? <span>9:41</span> : <Moment at={at} shape="time" />}
      <span class="island" />
      <StatusIcons />
    </div>
  )
}

interface ChatTabsProps {
  phone: VirtualPhone
  chats: readonly Conversation[]
  open: Conversation
  page: PageModel
}

function ChatTabs({ phone, chats, open, page }: ChatTabsProps) {
  // In the order of their numbers: they must not jump while one is read.
  const sorted = [...chats].sort((a, b) => (a.peer < b.peer ? -1 : 1))
  return (
    <nav class="chat-tabs" aria-label="Conversations">
      {sorted.map(({ peer, messages }) => (
        <a
          key={peer}
          id={idOf('tab', phone.phone, peer)}
          href={chatHref(page, phone.phone, peer)}
          class={isNewer(messages, open.messages) ? 'newer' : undefined}
          aria-current={peer === open.peer ? 'true' : undefined}
        >
          {peerName(peer)}
          {isNewer(messages, open.messages) && <span class="unseen"> (new)</span>}
        </a>
      ))}
    </nav>
  )
}

function isNewer(messages: readonly PhoneMessage[], than: readonly PhoneMessage[]): boolean {
  return (messages.at(-1)?.at ?? 0) > (than.at(-1)?.at ?? 0)
}

function chatHref({ view, href }: PageModel, phone: string, peer: string): string {
  return href('/phone', { ...view, sent: false, chats: new Map(view.chats).set(phone, peer) })
}

interface MessagesProps {
  phone: string
  chat: Conversation
  most: number
}

function Messages({ phone, chat, most }: MessagesProps) {
  const shown = chat.messages.slice(-most)
  return (
    <div class="messages" tabIndex={0} role="region" aria-label={`With ${peerName(chat.peer)}`}>
      <ol role="log" id={idOf('log', phone, chat.peer)}>
        {shown.map((message, index) => (
          <Message
            key={message.id}
            message={message}
            before={shown[index - 1]}
            after={shown[index + 1]}
          />
        ))}
      </ol>
    </div>
  )
}

interface MessageProps {
  message: PhoneMessage
  before: PhoneMessage | undefined
  after: PhoneMessage | undefined
}

function Message({ message, before, after }: MessageProps) {
  const { at, direction, text } = message
  const newDay = before === undefined || writeMoment(before.at, 'day') !== writeMoment(at, 'day')
  const last = after?.direction !== direction
  return (
    <li
      class={`message ${direction}${last ? ' last' : ''}`}
      id={idOf('message', message.id)}
      data-arrives={direction}
    >
      {newDay && (
        <p class="day">
          <Moment at={at} shape="day" />
        </p>
      )}
      <p class="bubble">
        <span class="unseen">{direction === 'to-phone' ? 'Received: ' : 'Sent: '}</span>
        {text}
      </p>
      <p class="facts">
        <Moment at={at} shape="time" /> ·{' '}
        {message.parts === 1 ? '1 part' : `${message.parts} parts`} ·{' '}
        {message.encoding === 'gsm7' ? 'GSM-7' : 'UCS-2'}
      </p>
    </li>
  )
}

interface AnswerFieldProps {
  phone: string
  chat: Conversation
  page: PageModel
}

function AnswerField({ phone, chat, page }: AnswerFieldProps) {
  const { view, href, csrf } = page
  if (!canBeAnswered(chat.peer))
    return (
      <p class="no-answer">
        {chat.peer === '' ? 'The sender gave no number' : 'A name cannot be answered'}
      </p>
    )
  const failed = page.failedAnswer?.phone === phone ? page.failedAnswer : undefined
  const label = `Answer from ${formatPhone(phone)} to ${peerName(chat.peer)}`
  return (
    <form
      class="answer"
      method="post"
      action={href('/phone/answer', { ...view, sent: false })}
      id={idOf('answer', phone, chat.peer)}
      {...(failed !== undefined && stays)}
    >
      {failed !== undefined && (
        <p class="problem" role="alert">
          {failed.sentence}
        </p>
      )}
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="phone" value={phone} />
      <input type="hidden" name="to" value={chat.peer} />
      <textarea
        name="text"
        rows={1}
        maxLength={2000}
        required
        placeholder="Text message"
        aria-label={label}
        data-enter-sends
      >
        {failed !== undefined && `\n${failed.text}`}
      </textarea>
      <button class="send" aria-label="Send">
        <SendIcon />
      </button>
    </form>
  )
}

function peerName(peer: string): string {
  return peer === '' ? 'Unknown sender' : formatPhone(peer)
}

/** One of eight colours, the same one for the same name. */
export function hue(name: string): string {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return `hue-${sum % 8}`
}

function initials(peer: string): string {
  const letter = String.fromCodePoint((peer === '' ? '?' : peer).codePointAt(0) ?? 0)
  return /^\+?\d+$/.test(peer) ? peer.slice(-2) : letter.toUpperCase()
}
