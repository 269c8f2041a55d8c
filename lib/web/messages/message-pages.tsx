// The messages of a person: conversations at the left, the open one at the right.
//
//   GET  /messages?with=PHONE&q=WORDS&new=1    POST /messages        { to, text, once, do?, phrase?, id? }
//   GET  /messages/events                      POST /messages/count  { text, to } answers the line
import { renderToString } from 'preact-render-to-string'
import { Complaint } from '../../gateway/administration/index.ts'
import type { ThreadPlace } from '../../gateway/conversations/index.ts'
import { fillKnown } from '../../gateway/contacts/placeholders.ts'
import { complaintInWords } from '../admin/complaint.ts'
import { askedNumber } from '../admin/desk.ts'
import type { Form } from '../form.ts'
import { moves } from '../live.tsx'
import { get, post, type Page } from '../page.ts'
import { sendPage } from '../shell/shell.tsx'
import { goTo, type PersonVisit } from '../visit.ts'
import { showMany } from './many-pages.tsx'
import { Conversation } from './conversation.tsx'
import type { MessagesView } from './messages-view.ts'
import { Talks } from './talks.tsx'
import { messageWords } from './words.ts'
import { longestText, measuredLine, refusalText, withPhrase } from './writing.tsx'

export const messagePages: readonly Page[] = [
  get('user', '/messages', (visit) => showMessages(visit)),
  post('user', '/messages', write),
  get('user', '/messages/events', ({ feed, response, person }) => feed.listen(response, person)),
  post('user', '/messages/count', count),
]

/** What was written and is not sent yet. */
interface Draft {
  readonly to: string
  readonly text: string
  readonly problem?: string
  /** What the text will be. */
  readonly line?: string
}

const nothing = { messages: [], older: undefined }

/** `AT.ID`, as a link to older conversations says it. */
function placeIn(text: string | null): ThreadPlace | undefined {
  const [, at, id] = /^(\d{1,15})\.(\d{1,15})$/.exec(text ?? '') ?? []
  return at === undefined ? undefined : { at: Number(at), id: Number(id) }
}

async function showMessages(visit: PersonVisit, draft?: Draft): Promise<void> {
  const { gateway, person, query, language } = visit
  const search = query.get('q')?.trim() ?? ''
  const phone = draft === undefined ? (query.get('with') ?? '').slice(0, 40) : draft.to
  // First what is open: it counts as read then.
  const before = askedNumber(visit, 'before')
  const { messages, older } =
    phone === '' ? nothing : await gateway.conversations.open(person, phone, before)
  const after = placeIn(query.get('older'))
  const talks = await gateway.conversations.list(person, search, after)
  const isNew = messages.length === 0 && (query.has('new') || draft !== undefined || phone !== '')
  const isWriting = isNew || messages.length > 0
  const view: MessagesView = {
    visit,
    search,
    phone: messages.length === 0 ? undefined : phone,
    name: phone === '' ? '' : (await gateway.conversations.contact(person, phone)).name,
    isNew,
    messages,
    before,
    older,
    talks: talks.threads,
    after,
    olderTalks: talks.older,
    phrases: isWriting ? await gateway.phrases.list(person) : [],
    to: phone,
    text: draft?.text ?? '',
    problem: draft?.problem,
    line: draft?.line ?? '',
    once: visit.newToken(),
  }
  sendPage(
    visit,
    {
      title: messageWords[language].title,
      events: '/messages/events',
      styles: ['messages.css'],
      scripts: ['phrases.js'],
      isFull: true,
    },
    <div class={view.phone === undefined && !isNew ? 'mail' : 'mail has-open'} {...moves}>
      <Talks view={view} />
      <Conversation view={view} />
    </div>,
  )
}

async function write(visit: PersonVisit, form: Form): Promise<void> {
  const to = form.text('to').trim()
  const text = form.text('text').slice(0, longestText)
  const draft = { to, text }
  const wish = form.text('do')
  if (wish === 'cancel' || wish === 'resend') return moveOwn(visit, wish, form)
  if (wish === 'insert') return showMessages(visit, await withChosen(visit, draft, form))
  const words = messageWords[visit.language]
  // With a script the page is shown in place of the one before, so it is an answer like any other.
  if (text.trim() === '') return showMessages(visit, { ...draft, problem: words.empty })
  const { conversations } = visit.gateway
  if (wish === 'measure') {
    const line = measuredLine(await conversations.measure(visit.person, draft), visit.language)
    return showMessages(visit, { ...draft, line })
  }
  const outcome = await conversations.write(visit.person, { ...draft, once: form.text('once') })
  switch (outcome.kind) {
    case 'sent':
      goTo(visit, `/messages?with=${encodeURIComponent(outcome.phone)}`)
      return
    case 'several':
      return showMany(visit, { group: '', to, text, at: '' })
    case 'refused': {
      const problem = refusalText(outcome.refusal, visit.language)
      return showMessages(visit, { ...draft, problem })
    }
  }
}

/** Cancels a message of theirs, or sends it again. */
async function moveOwn(visit: PersonVisit, move: 'cancel' | 'resend', form: Form): Promise<void> {
  const { conversations } = visit.gateway
  const [to, id] = [form.text('to').slice(0, 40), Number(form.text('id'))]
  try {
    if (move === 'cancel') await conversations.cancel(visit.person, id)
    else await conversations.sendAgain(visit.person, id, form.once)
  } catch (error) {
    if (!(error instanceof Complaint)) throw error
    const problem = complaintInWords(visit.language, error)
    return showMessages(visit, { to, text: '', problem })
  }
  goTo(visit, `/messages?with=${encodeURIComponent(to)}`)
}

async function withChosen(visit: PersonVisit, { to, text }: Draft, form: Form): Promise<Draft> {
  const { gateway, person } = visit
  const phrase = await gateway.phrases.find(person, Number(form.text('phrase')))
  const contact = await gateway.conversations.addressee(person, to.slice(0, 80))
  return { to, text: withPhrase(text, phrase && fillKnown(phrase.text, contact)) }
}

async function count(visit: PersonVisit, form: Form): Promise<void> {
  const { gateway, person, language, response } = visit
  const written = {
    text: form.text('text').slice(0, longestText),
    to: form.text('to').slice(0, 80),
  }
  const measured =
    written.text.trim() === '' ? undefined : await gateway.conversations.measure(person, written)
  const line = measured === undefined ? '' : measuredLine(measured, language)
  response.type('html').send(renderToString(<>{line}</>))
}
