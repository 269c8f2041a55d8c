// Writing to several phones at once, each its own text: first what it would be, then it goes out.
//
//   GET /messages/many?group=&to=    POST /messages/many   { do: check | send | insert, group, to, text, at, once }
import type { LeftOut, ManyPreview, ManySent, ManyWish } from '../../gateway/conversations/many.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { Select } from '../shell/select.tsx'
import { Table } from '../shell/table.tsx'
import type { Form } from '../form.ts'
import { Moment } from '../moment.tsx'
import { get, post, type Page } from '../page.ts'
import { Notice, Once, Token, sendPage } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { messageWords, type MessageWord } from './words.ts'
import { longestText, PhraseChoice, prices, refusalText, sizeOf, withPhrase } from './writing.tsx'

export const manyPages: readonly Page[] = [
  get('user', '/messages/many', ({ query, ...rest }) => {
    const [group, to] = ['group', 'to'].map((name) => query.get(name)?.slice(0, 10_000) ?? '')
    return showMany({ query, ...rest }, { group: group ?? '', to: to ?? '', text: '', at: '' })
  }),
  post('user', '/messages/many', writeMany),
]

interface Outcome {
  readonly problem?: string
  readonly preview?: ManyPreview
  readonly sent?: ManySent
}

async function writeMany(visit: PersonVisit, form: Form): Promise<void> {
  const { gateway, person } = visit
  const words = messageWords[visit.language]
  const [group, to, at] = ['group', 'to', 'at'].map((name) => form.text(name).trim())
  const text = form.text('text').slice(0, longestText)
  const wish: ManyWish = { group: group ?? '', to: to ?? '', text, at: at ?? '' }
  if (form.text('do') === 'insert' && form.text('phrase') !== '') {
    const phrase = await gateway.phrases.find(person, Number(form.text('phrase')))
    return showMany(visit, { ...wish, text: withPhrase(text, phrase?.text) })
  }
  const missing = text.trim() === '' ? words.empty : group || to ? undefined : words.nobody
  if (missing !== undefined) {
    visit.response.status(422)
    return showMany(visit, wish, { problem: missing })
  }
  if (form.text('do') !== 'send')
    return showMany(visit, wish, { preview: await gateway.conversations.previewMany(person, wish) })
  const once = form.text('once')
  const sent = await gateway.conversations.sendMany(person, { ...wish, once })
  if (sent.sent === 0 && sent.leftOut.length > 0) visit.response.status(422)
  const isDone = sent.sent > 0 || sent.leftOut.length === 0
  return showMany(visit, isDone ? { ...wish, text: '' } : wish, { sent })
}

export async function showMany(
  visit: PersonVisit,
  wish: ManyWish,
  { problem, preview, sent }: Outcome = {},
): Promise<void> {
  const { site, person, gateway, language } = visit
  const words = messageWords[language]
  const groups = await gateway.administer(person.address).listContactGroups(person.address)
  const leftOut = preview?.leftOut ?? sent?.leftOut ?? []
  sendPage(
    visit,
    { title: words.many, styles: ['messages.css'], scripts: ['phrases.js'] },
    <>
      <header class="content-head">
        <h1>{words.many}</h1>
        <p class="actions">
          <a href={`${site.base}/messages`}>{words.back}</a>
        </p>
      </header>
      {problem !== undefined && <Notice kind="bad">{problem}</Notice>}
      {sent !== undefined && sent.sent > 0 && (
        <Notice kind="good">
          {words[sent.dueAt === undefined ? 'many_sent' : 'many_later'].replace(
            '{}',
            String(sent.sent),
          )}{' '}
          {sent.dueAt !== undefined && <Moment at={sent.dueAt} shape="due" reader={person} />}
        </Notice>
      )}
      {sent?.sent === 0 && (
        <Notice kind={sent.leftOut.length === 0 ? 'good' : 'bad'}>
          {sent.leftOut.length === 0 ? words.many_before : words.many_none}
        </Notice>
      )}
      <form method="post" action={`${site.base}/messages/many`} class="many">
        <Token visit={visit} />
        <Once visit={visit} />
        <section class="card stack">
          {groups.length > 0 && (
            <Select
              label={words.to_group}
              name="group"
              value={wish.group}
              none="–"
              choices={groups.map(({ name, members }) => ({
                value: name,
                label: `${name} (${members})`,
              }))}
            />
          )}
          <label class="input">
            <span>{words.to_several}</span>
            <textarea name="to" rows={2} autocomplete="off" placeholder="+4520643064, Anna Berg">
              {wish.to !== '' && `\n${wish.to}`}
            </textarea>
          </label>
          <label class="input">
            <span>{words.text}</span>
            <textarea
              name="text"
              rows={5}
              maxLength={longestText}
              required
              aria-describedby="many-note"
            >
              {wish.text !== '' && `\n${wish.text}`}
            </textarea>
          </label>
          <p class="muted" id="many-note">
            {words.places_note}
          </p>
          <PhraseChoice visit={visit} phrases={await gateway.phrases.list(person)} />
          <label class="input">
            <span>{words.when}</span>
            <input type="datetime-local" name="at" value={wish.at} aria-describedby="zone-note" />
          </label>
          <p class="muted" id="zone-note">
            {words.zone_note} <span data-zone-name="">{person.timeZone}</span>.
          </p>
          <p class="buttons">
            <button class="button" name="do" value="check">
              {words.check}
            </button>
            {preview !== undefined && preview.messages > 0 && (
              <button class="button primary" name="do" value="send">
                {words.send_many.replace('{}', String(preview.messages))}
              </button>
            )}
          </p>
        </section>
        {preview !== undefined && <Preview visit={visit} preview={preview} />}
        {leftOut.length > 0 && <LeftOuts visit={visit} leftOut={leftOut} />}
      </form>
    </>,
  )
}

/** When they go out, where that is not at once. */
function Due({ visit, at }: { visit: PersonVisit; at: number | undefined }) {
  if (at === undefined) return null
  return (
    <>
      {messageWords[visit.language].goes_out} <Moment at={at} shape="due" reader={visit.person} />
    </>
  )
}

function Preview({ visit, preview }: { visit: PersonVisit; preview: ManyPreview }) {
  const { language } = visit
  const words = messageWords[language]
  const { messages, parts, price, examples } = preview
  const all = [
    `${messages} ${words.messages}`,
    `${parts} ${parts === 1 ? words.part : words.parts}`,
    ...prices(price, language),
  ]
  return (
    <section class="card stack" aria-labelledby="preview-title">
      <h2 id="preview-title">{words.preview}</h2>
      <p role="status">
        {all.join(' · ')}
        {preview.dueAt !== undefined && ' · '}
        <Due visit={visit} at={preview.dueAt} />
      </p>
      <ol class="examples">
        {examples.map((one) => (
          <li>
            <p>
              <strong>{one.name || formatPhone(one.phone)}</strong>
              {one.name !== '' && <span class="muted"> {formatPhone(one.phone)}</span>}
            </p>
            <p class="said-text">{one.text}</p>
            <p class="said-facts">
              {[sizeOf(one, language), ...prices(one.price, language)].join(' · ')}
            </p>
          </li>
        ))}
      </ol>
      {messages > examples.length && (
        <p class="muted">{words.and_more.replace('{}', String(messages - examples.length))}</p>
      )}
    </section>
  )
}

const mostTold = 100

function LeftOuts({ visit, leftOut }: { visit: PersonVisit; leftOut: readonly LeftOut[] }) {
  const words = messageWords[visit.language]
  const title: MessageWord = 'left_out'
  return (
    <section class="card stack" aria-labelledby="left-out-title">
      <h2 id="left-out-title">
        {words[title]} ({leftOut.length})
      </h2>
      <Table
        label={words[title]}
        empty=""
        head={[words.to, words.reason]}
        rows={leftOut
          .slice(0, mostTold)
          .map(({ shown, why }) => [
            shown.slice(0, 100),
            why.kind === 'missing'
              ? words.place_missing.replace('{}', () => why.place)
              : refusalText(why.refusal, visit.language),
          ])}
      />
      {leftOut.length > mostTold && (
        <p>{words.and_more.replace('{}', String(leftOut.length - mostTold))}</p>
      )}
    </section>
  )
}
