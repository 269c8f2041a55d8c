// How conversations look. What phones wrote is only ever text here: preact escapes it.
import type { ThreadMessage, ThreadPlace, ThreadRow } from '../../gateway/conversations/index.ts'
import type { ListedPhrase } from '../../gateway/people/phrases.ts'
import { statesBefore } from '../../policy/message-life.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { reasonInWords } from '../admin/reason.ts'
import { foretells, idOf, leaves, stays } from '../live.tsx'
import { Moment } from '../moment.tsx'
import { PenIcon, SendIcon } from '../phone/icons.tsx'
import { hue } from '../phone/phones.tsx'
import { Notice, Once, Token } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { messageWords, stateWord } from './words.ts'
import { longestText, PhraseChoice } from './writing.tsx'

export interface MessagesView {
  readonly visit: PersonVisit
  readonly search: string
  /** The one that is open. */
  readonly phone: string | undefined
  /** What the person calls that phone, '' for nothing. */
  readonly name: string
  readonly isNew: boolean
  readonly messages: readonly ThreadMessage[]
  /** Only those before it; undefined for the latest. */
  readonly before: number | undefined
  /** Before which there are older ones. */
  readonly older: number | undefined
  readonly talks: readonly ThreadRow[]
  /** Only those behind it; undefined for the latest. */
  readonly after: ThreadPlace | undefined
  /** Behind which there are older ones. */
  readonly olderTalks: ThreadPlace | undefined
  readonly phrases: readonly ListedPhrase[]
  readonly to: string
  readonly text: string
  readonly problem: string | undefined
  /** What the text will be, where it was asked for. */
  readonly line: string
  readonly once: string
}

interface Props {
  readonly view: MessagesView
}

/** The same page with another part of conversations or messages. */
function pageOf(
  { visit, search, phone, after, before }: MessagesView,
  other: { readonly phone?: string; readonly after?: Place; readonly before?: number | undefined },
): string {
  const shown = { phone, after, before, ...other }
  const query = new URLSearchParams({
    ...(shown.phone !== undefined && { with: shown.phone }),
    ...(search !== '' && { q: search }),
    ...(shown.after !== undefined && { older: `${shown.after.at}.${shown.after.id}` }),
    ...(shown.before !== undefined && { before: String(shown.before) }),
  })
  return `${visit.site.base}/messages?${query.toString()}`
}

type Place = ThreadPlace | undefined

export function Talks({ view }: Props) {
  const { visit, search, talks, phone, after, olderTalks } = view
  const words = messageWords[visit.language]
  const { base } = visit.site
  return (
    <section class="talks" aria-labelledby="talks-title" id="talks">
      <div class="talks-head">
        <div>
          <h1 id="talks-title">{words.title}</h1>
          <a class="button" href={`${base}/messages?new=1`}>
            <PenIcon /> {words.new}
          </a>
        </div>
        <p class="to-many">
          <a href={`${base}/messages/many`} {...leaves}>
            {words.many}
          </a>
        </p>
        <form role="search" action={`${base}/messages`}>
          <input
            class="plain-input"
            type="search"
            name="q"
            value={search}
            placeholder={words.search}
            aria-label={words.search_all}
          />
        </form>
      </div>
      <nav
        class="talk-list"
        aria-label={words.title}
        id={after === undefined ? 'talk-list' : idOf('talk-list', after.at, after.id)}
      >
        {after !== undefined && (
          <p class="more">
            <a href={pageOf(view, { after: undefined })}>{words.newest}</a>
          </p>
        )}
        {talks.length === 0 && (
          <p class="nothing">{search === '' ? words.none : words.none_found}</p>
        )}
        <ol>
          {talks.map((talk) => (
            <Talk key={talk.id} talk={talk} isOpen={talk.phone === phone} view={view} />
          ))}
        </ol>
        {olderTalks !== undefined && (
          <p class="more">
            <a rel="next" href={pageOf(view, { after: olderTalks })}>
              {words.older}
            </a>
          </p>
        )}
      </nav>
    </section>
  )
}

function Talk({ talk, isOpen, view }: Props & { talk: ThreadRow; isOpen: boolean }) {
  const { visit } = view
  const words = messageWords[visit.language]
  return (
    <li id={idOf('talk', talk.id)}>
      <a
        class={talk.unread === 1 ? 'talk unread' : 'talk'}
        href={pageOf(view, { phone: talk.phone, before: undefined })}
        aria-current={isOpen ? 'true' : undefined}
      >
        <span class={`avatar ${hue(talk.phone)}`} aria-hidden="true">
          {talk.name === null ? talk.phone.slice(-2) : initials(talk.name)}
        </span>
        <span class="talk-name">{talk.name ?? formatPhone(talk.phone)}</span>
        <span class="talk-time">
          <Moment at={talk.at} shape="moment" reader={readerOf(visit)} />
        </span>
        <span class="talk-text">
          {talk.direction === 'out' && `${words.you}: `}
          {talk.text.slice(0, 120)}
        </span>
        {talk.unread === 1 && (
          <span class="unread-dot">
            <span class="unseen">{words.unread}</span>
          </span>
        )}
      </a>
    </li>
  )
}

/** `Anna Berg` is AB. */
function initials(name: string): string {
  const words = name.split(' ').filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return ends
    .map((word = '') => String.fromCodePoint(word.codePointAt(0) ?? 32).toUpperCase())
    .join('')
}

export function Conversation({ view }: Props) {
  const { visit, phone, name, isNew, messages, before, older } = view
  const words = messageWords[visit.language]
  if (phone === undefined && !isNew)
    return (
      <section class="open" id="open-nothing">
        <p class="nothing">{words.choose}</p>
      </section>
    )
  const title = phone === undefined ? words.new : name || formatPhone(phone)
  const adding = new URLSearchParams({ phone: phone ?? '' })
  const changing = new URLSearchParams({ q: name, edit: name })
  return (
    <section class="open" aria-labelledby="open-title" id={idOf('open', phone ?? 'new')}>
      <header class="open-head">
        <a class="back" href={`${visit.site.base}/messages`} aria-label={words.back}>
          ‹
        </a>
        <h2 id="open-title">{title}</h2>
        {phone !== undefined && name !== '' && <p class="muted">{formatPhone(phone)}</p>}
        {phone?.startsWith('+') === true && name === '' && (
          <a
            class="add-contact"
            href={`${visit.site.base}/contacts?${adding.toString()}#add-title`}
            {...leaves}
          >
            {words.add_contact}
          </a>
        )}
        {phone !== undefined && name !== '' && (
          <a
            class="add-contact"
            href={`${visit.site.base}/contacts?${changing.toString()}#add-title`}
            {...leaves}
          >
            {words.change_contact}
          </a>
        )}
      </header>
      <div
        class="talk-messages"
        tabIndex={0}
        role="log"
        aria-label={title}
        id={idOf('log', phone ?? 'new', before ?? '')}
      >
        <ol>
          {older !== undefined && (
            <li class="more">
              <a rel="next" href={pageOf(view, { before: older })}>
                {words.older}
              </a>
            </li>
          )}
          {messages.map((message) => (
            <Said key={message.id} message={message} phone={phone ?? ''} visit={visit} />
          ))}
          {before !== undefined && (
            <li class="more">
              <a href={pageOf(view, { before: undefined })}>{words.newest}</a>
            </li>
          )}
        </ol>
      </div>
      <Writer view={view} />
    </section>
  )
}

const failures: readonly string[] = ['undelivered', 'unsent', 'expired', 'refused', 'uncertain']
const waiting: readonly string[] = statesBefore('cancelled')

interface SaidProps {
  readonly message: ThreadMessage
  readonly phone: string
  readonly visit: PersonVisit
}

function Said({ message, phone, visit }: SaidProps) {
  const { id, direction, text, parts, state, created_at } = message
  const words = messageWords[visit.language]
  return (
    <li class={`said ${direction}`} id={idOf('said', id)} data-arrives="said">
      <p class="said-text">{text}</p>
      <p class={failures.includes(state) ? 'said-facts failed' : 'said-facts'}>
        <Moment at={created_at} shape="moment" reader={readerOf(visit)} />
        {direction === 'out' && <Fate message={message} phone={phone} visit={visit} />}
        {parts > 1 && ` · ${parts} ${words.parts}`}
      </p>
      {direction === 'out' && <Moves message={message} phone={phone} visit={visit} />}
    </li>
  )
}

/** How it stands with a message, when it goes out where it waits for that, and why it stopped. */
function Fate({ message: { state, reason, due_at }, phone, visit }: SaidProps) {
  const words = messageWords[visit.language]
  const isTold = failures.includes(state) || waiting.includes(state) || state === 'cancelled'
  const why = isTold ? reasonInWords(visit.language, { state, reason, phone }) : ''
  return (
    <>
      {` · ${stateWord(state, words)}`}
      {why !== '' && `: ${why}`}
      {state === 'scheduled' && due_at !== null && (
        <>
          {`, ${words.goes_out} `}
          <Moment at={due_at} shape="due" reader={readerOf(visit)} />
        </>
      )}
    </>
  )
}

/** What waits can be cancelled; what did not arrive can be sent again. */
function Moves({ message: { id, state, text }, phone, visit }: SaidProps) {
  const isWaiting = waiting.includes(state)
  if (!isWaiting && !failures.includes(state) && state !== 'cancelled') return null
  const { cancel, send_again } = messageWords[visit.language]
  const name = isWaiting ? cancel : send_again
  return (
    <form
      class="said-moves"
      method="post"
      action={`${visit.site.base}/messages`}
      id={idOf('moves', id, state)}
    >
      <Token visit={visit} />
      <input type="hidden" name="to" value={phone} />
      <input type="hidden" name="id" value={id} />
      <Once visit={visit} />
      <button
        class="quiet"
        name="do"
        value={isWaiting ? 'cancel' : 'resend'}
        aria-label={`${name}: ${text.slice(0, 60)}`}
      >
        {name}
      </button>
    </form>
  )
}

function Writer({ view }: Props) {
  const { visit, phone, to, text, problem, line, once, phrases } = view
  const words = messageWords[visit.language]
  const { base } = visit.site
  const countId = idOf('count', phone ?? 'new')
  return (
    <form
      class="writer"
      method="post"
      action={`${base}/messages`}
      id={idOf('writer', phone ?? 'new')}
      {...(problem !== undefined && stays)}
    >
      {problem !== undefined && <Notice kind="bad">{problem}</Notice>}
      <Token visit={visit} />
      <input type="hidden" name="once" value={once} />
      {phone === undefined ? (
        <label class="input">
          <span>{words.to}</span>
          <input name="to" value={to} placeholder="+45 20 64 30 64" autocomplete="off" required />
        </label>
      ) : (
        <input type="hidden" name="to" value={phone} />
      )}
      <div class="writer-row">
        <textarea
          class="plain-input"
          name="text"
          rows={phone === undefined ? 4 : 1}
          maxLength={longestText}
          required
          placeholder={words.text}
          aria-label={words.text}
          aria-describedby={countId}
        >
          {text !== '' && `\n${text}`}
        </textarea>
        <button class="button primary">
          <SendIcon /> {words.send}
        </button>
      </div>
      <div class="writer-help">
        <PhraseChoice visit={visit} phrases={phrases} />
        <button class="button without-script" name="do" value="measure">
          {words.measure}
        </button>
        <p class="count" id={countId} role="status" {...foretells(`${base}/messages/count`)}>
          {line}
        </p>
      </div>
    </form>
  )
}

function readerOf({ language, person }: PersonVisit) {
  return { language, timeZone: person.timeZone }
}
