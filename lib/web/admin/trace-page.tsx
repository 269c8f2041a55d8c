// What became of one message: what came, what was cut and why, attempts, parts, reports, and what people
// did to it.
//
//   GET /logs/:id
import type { ComponentChildren } from 'preact'
import type { MessageTrace } from '../../gateway/administration/index.ts'
import { mayReadTexts } from '../../gateway/people/rights.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { get, type Page } from '../page.ts'
import { messageWords, stateWord } from '../messages/words.ts'
import { pathPart, type PersonVisit } from '../visit.ts'
import { changeInWords } from './audit-page.tsx'
import { MessageState } from './badge.tsx'
import { deskOf, wordsOf } from './desk.ts'
import { sendAdminPage, When } from './frame.tsx'
import { nameInWords, reasonInWords } from './reason.ts'
import { Table } from '../shell/table.tsx'
import type { AdminWord } from './words/index.ts'

export const tracePages: readonly Page[] = [get('logs', '/logs/:id', showTrace)]

async function showTrace(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const id = pathPart(visit, 'id')
  if (!/^\d{1,15}$/.test(id)) throw new HttpRefusal(404, 'not_found')
  const trace = await deskOf(visit, 'logs').showMessage(Number(id))
  const texts = mayReadTexts(visit.person.rights)
  sendAdminPage(
    visit,
    'message',
    <>
      <section class="card">
        <dl class="facts">
          {factsOf(visit, trace, texts).map(([name, value]) =>
            value === null || value === undefined || value === '' ? null : (
              <div>
                <dt>{word(name)}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
      </section>
      <section class="card" aria-labelledby="trace">
        <h2 id="trace">{word('trace')}</h2>
        <Table
          label={word('trace')}
          empty={word('none_yet')}
          head={(['time', 'what', 'route', 'state'] as const).map(word)}
          rows={stepsOf(visit, trace, texts).map(({ at, what, route, state }) => [
            <When visit={visit} at={at} />,
            what,
            route,
            state,
          ])}
        />
      </section>
    </>,
    { heading: `${word('message')} ${trace.id}`, aside: <When visit={visit} at={trace.at} /> },
  )
}

function factsOf(
  visit: PersonVisit,
  trace: MessageTrace,
  texts: boolean,
): (readonly [AdminWord, ComponentChildren])[] {
  const { language } = visit
  const { mail } = trace
  return [
    ['group', trace.group],
    ['address', trace.account],
    ['phone', formatPhone(trace.phone)],
    ['sender', trace.own],
    ['direction', wordsOf(visit)(trace.direction)],
    ['state', <MessageState state={trace.state} reason={trace.reason} language={language} />],
    ['reason', reasonInWords(language, trace)],
    ['parts', trace.parts],
    ['route', trace.route],
    ['proof', mail?.proof && nameInWords(language, 'proof', mail.proof)],
    ...(isWaiting(trace)
      ? ([
          ['goes_out', trace.dueAt && <When visit={visit} at={trace.dueAt} />],
          ['waits_until', trace.expiresAt && <When visit={visit} at={trace.expiresAt} />],
        ] as const)
      : []),
    ['text', texts ? trace.text : ''],
  ]
}

function isWaiting({ state }: MessageTrace): boolean {
  return ['held', 'scheduled', 'queued'].includes(state)
}

interface Step {
  readonly at: number | null
  readonly what: string
  readonly route: string
  readonly state: string
}

/** Texts that were cut are shown to whoever may read them. */
function stepsOf(visit: PersonVisit, trace: MessageTrace, texts: boolean): Step[] {
  const word = wordsOf(visit)
  const { language } = visit
  const cuts = (trace.mail?.cuts ?? []).map(({ reason, text }) => ({
    at: trace.at,
    what: `${word('cut')}: ${nameInWords(language, 'cut', reason)}`,
    route: '',
    state: texts ? text : '',
  }))
  const failed = trace.failedAttempts.map(({ at, route, outcome, reason }) => ({
    ...{ at, what: word('attempt'), route },
    state: joined(nameInWords(language, 'outcome', outcome), reason),
  }))
  const parts = trace.handedOver.map((one) => ({
    at: one.reportedAt ?? one.at,
    what: `${word('part')} ${one.part}: ${one.reference}`,
    route: one.route,
    state: joined(
      one.fate === null ? word('sent') : stateWord(one.fate, messageWords[language]),
      one.reason,
    ),
  }))
  const changes = trace.changes.map(({ at, actor, action }) => ({
    ...{ at, what: word('change'), route: '', state: `${changeInWords(action, word)}, ${actor}` },
  }))
  return [...cuts, ...failed, ...parts, ...changes].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
}

function joined(what: string, reason: string | null): string {
  return reason === null || reason === '' ? what : `${what}: ${reason}`
}
