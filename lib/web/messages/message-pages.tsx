// The messages of a person: conversations at the left, the open one at the right.
//
//   GET  /messages?with=PHONE&q=WORDS&new=1    POST /messages        { to, text, once }
//   GET  /messages/events                      POST /messages/count  { text } answers { line }
import type { Refusal } from '../../policy/errors.ts'
import { sentence } from '../../policy/errors.ts'
import { isReasonCode, phrases } from '../../mail/language/index.ts'
import { fill } from '../../mail/language/reasons.ts'
import type { Language } from '../../mail/language/phrases.ts'
import { segment } from '../../sms/parts.ts'
import type { Form } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { sendPage } from '../shell/shell.tsx'
import { goTo, type PersonVisit } from '../visit.ts'
import { Conversation, Talks, type MessagesView } from './messages-view.tsx'
import { messageWords } from './words.ts'

export const messagePages: readonly Page[] = [
  get('user', '/messages', (visit) => showMessages(visit)),
  post('user', '/messages', write),
  get('user', '/messages/events', ({ feed, response }) => feed.listen(response)),
  post('user', '/messages/count', count),
]

const longestText = 10_000

interface Failed {
  readonly to: string
  readonly text: string
  readonly problem: string
}

async function showMessages(visit: PersonVisit, failed?: Failed): Promise<void> {
  const { gateway, person, query, language } = visit
  const search = query.get('q')?.trim() ?? ''
  const phone = failed === undefined ? (query.get('with') ?? '') : failed.to
  // First what is open: it counts as read then.
  const messages = phone === '' ? [] : await gateway.conversations.open(person, phone.slice(0, 40))
  const talks = await gateway.conversations.list(person, search)
  const isNew = messages.length === 0 && (query.has('new') || failed !== undefined || phone !== '')
  const view: MessagesView = {
    visit,
    search,
    phone: messages.length === 0 ? undefined : phone,
    isNew,
    messages,
    talks,
    to: phone,
    text: failed?.text ?? '',
    problem: failed?.problem,
    once: visit.newToken(),
  }
  sendPage(
    visit,
    {
      title: messageWords[language].title,
      events: '/messages/events',
      styles: ['messages.css'],
      scripts: ['count.js'],
      isFull: true,
    },
    <div class={view.phone === undefined && !isNew ? 'mail' : 'mail has-open'}>
      <Talks view={view} />
      <Conversation view={view} />
    </div>,
  )
}

async function write(visit: PersonVisit, form: Form): Promise<void> {
  const to = form.text('to').trim()
  const text = form.text('text').slice(0, longestText)
  const outcome =
    text.trim() === ''
      ? undefined
      : await visit.gateway.conversations.write(visit.person, { to, text, once: form.text('once') })
  if (outcome?.kind === 'sent') {
    goTo(visit, `/messages?with=${encodeURIComponent(outcome.phone)}`)
    return
  }
  const words = messageWords[visit.language]
  const problem = outcome === undefined ? words.empty : refusalText(outcome.refusal, visit.language)
  // With a script the page is shown in place of the one before, so it is an answer like any other.
  await showMessages(visit, { to, text, problem })
}

async function count(visit: PersonVisit, form: Form): Promise<void> {
  const text = form.text('text').slice(0, longestText)
  if (text.trim() === '') {
    visit.response.json({ line: '' })
    return
  }
  const words = messageWords[visit.language]
  const measured = await visit.gateway.conversations.measure(visit.person, text)
  const { parts, encoding } = measured
  const left = roomLeft(measured.text, encoding, parts)
  const size = `${parts} ${parts === 1 ? words.part : words.parts}`
  const alphabet = encoding === 'gsm7' ? 'GSM-7' : 'UCS-2'
  visit.response.json({ line: `${size} · ${alphabet} · ${left} ${words.left}` })
}

/** How many characters the last part still holds. 3GPP TS 23.040 9.2.3.24.1: the header of parts takes 6 octets. */
function roomLeft(text: string, encoding: 'gsm7' | 'ucs2', parts: number): number {
  const { units } = segment(text, { encoding })
  const [alone, each] = encoding === 'gsm7' ? [160, 153] : [70, 67]
  return Math.max(0, (parts === 1 ? alone : parts * each) - units)
}

function refusalText(refusal: Refusal, language: Language): string {
  const { code, params } = refusal
  return isReasonCode(code) ? fill(phrases[language].reasons[code], params) : sentence(refusal)
}
