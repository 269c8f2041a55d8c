// The conversation that is open, or a new one.
import { formatPhone } from '../../sms/phone-number.ts'
import { idOf, leaves } from '../live.tsx'
import { pageOf, type Props } from './messages-view.ts'
import { Said } from './said.tsx'
import { messageWords } from './words.ts'
import { Writer } from './writer.tsx'

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
