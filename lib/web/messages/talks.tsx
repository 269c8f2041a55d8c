// The list of conversations.
import type { ThreadRow } from '../../gateway/conversations/index.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { idOf, leaves } from '../live.tsx'
import { Moment } from '../moment.tsx'
import { PenIcon } from '../phone/icons.tsx'
import { hue } from '../phone/phones.tsx'
import { pageOf, readerOf, type Props } from './messages-view.ts'
import { messageWords } from './words.ts'

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
