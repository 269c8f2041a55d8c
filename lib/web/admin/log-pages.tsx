// The log: a search whose filters offer what the result has, a message's trace, and the whole result as a
// file, written while it is read.
//
//   GET /logs, /logs/export, /logs/:id
import type { ComponentChildren } from 'preact'
import type { LoggedMessage, LogSearch, MessageTrace } from '../../gateway/administration/index.ts'
import { dayAfter, startOfDay } from '../../gateway/days.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { Moment } from '../moment.tsx'
import { get, type Page } from '../page.ts'
import { sendPage } from '../shell/shell.tsx'
import { messageWords, stateWord } from '../messages/words.ts'
import { pathPart, type PersonVisit } from '../visit.ts'
import { asked, askedNumber, complaining, deskOf, mayReadTexts, wordsOf } from './desk.ts'
import { MessageState } from './badge.tsx'
import { sheetTypes, writeRows, type Cell, type SheetFormat } from './spreadsheet.ts'
import { Select, Table } from './table.tsx'
import type { AdminWord } from './words.ts'

export const logPages: readonly Page[] = complaining([
  get('logs', '/logs', showLog),
  get('logs', '/logs/export', exportLog),
  get('logs', '/logs/:id', showTrace),
])

const orders = ['time', 'group', 'address', 'phone', 'direction', 'state', 'parts'] as const

function searchOf(visit: PersonVisit): LogSearch {
  const direction = asked(visit, 'direction')
  const order = orders.find((one) => one === asked(visit, 'order'))
  return {
    group: askedNumber(visit, 'group'),
    alone: asked(visit, 'alone') !== undefined,
    address: asked(visit, 'address')?.toLowerCase(),
    phone: asked(visit, 'phone'),
    direction: direction === 'in' || direction === 'out' ? direction : undefined,
    state: asked(visit, 'state'),
    route: asked(visit, 'route'),
    parts: askedNumber(visit, 'parts'),
    from: startOf(visit, 'from', 0),
    to: startOf(visit, 'to', 1),
    order,
    descending: asked(visit, 'up') === undefined,
    after: asked(visit, 'after'),
  }
}

/** Where a day that a form sends, or one some days later, begins for whoever asks. */
function startOf(visit: PersonVisit, name: 'from' | 'to', later: number): number | undefined {
  const day = asked(visit, name) ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return undefined
  return startOfDay(dayAfter(day, later), visit.person.timeZone)
}

async function showLog(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'logs')
  const search = searchOf(visit)
  const texts = mayReadTexts(visit)
  const page = await desk.searchLog(search, { texts })
  const choices = await desk.logChoices(search)
  const { base } = visit.site
  const link = (changes: Record<string, string>): string => {
    const query = new URLSearchParams(visit.query)
    for (const [name, value] of Object.entries(changes)) query.set(name, value)
    return `?${query.toString()}`
  }
  const counted = (value: string | number, messages: number, label = String(value)) => ({
    value: String(value),
    label: `${label} (${messages})`,
  })
  sendPage(
    visit,
    { title: word('logs') },
    <>
      <header class="content-head">
        <h1>{word('logs')}</h1>
        <p class="actions">
          {(['xlsx', 'csv', 'txt'] as const).map((format) => (
            <a class="button" href={`${base}/logs/export${link({ format, after: '' })}`}>
              {word(({ xlsx: 'excel', csv: 'csv', txt: 'as_text' } as const)[format])}
            </a>
          ))}
        </p>
      </header>
      <form class="card filters" method="get" role="search">
        <label class="input">
          <span>{word('from')}</span>
          <input type="date" name="from" value={visit.query.get('from') ?? ''} />
        </label>
        <label class="input">
          <span>{word('to')}</span>
          <input type="date" name="to" value={visit.query.get('to') ?? ''} />
        </label>
        <Select
          label={word('group')}
          name="group"
          value={String(search.group ?? '')}
          none={word('all')}
          choices={choices.groups.map(({ id, path, messages }) => counted(id, messages, path))}
        />
        <label class="input">
          <span>{word('address')}</span>
          <input name="address" list="addresses" value={search.address ?? ''} />
          <datalist id="addresses">
            {choices.addresses.map(({ address }) => (
              <option value={address} />
            ))}
          </datalist>
        </label>
        <label class="input">
          <span>{word('phone')}</span>
          <input name="phone" inputMode="tel" value={search.phone ?? ''} />
        </label>
        <p>
          <button class="button primary">{word('search')}</button>
        </p>
        <details open={isNarrowed(search)}>
          <summary>{word('more')}</summary>
          <div class="filters">
            <Select
              label={word('direction')}
              name="direction"
              value={search.direction ?? ''}
              none={word('all')}
              choices={choices.directions.map(({ value, messages }) =>
                counted(value, messages, word(value)),
              )}
            />
            <Select
              label={word('state')}
              name="state"
              value={search.state ?? ''}
              none={word('all')}
              choices={choices.states.map(({ value, messages }) =>
                counted(value, messages, stateWord(value, messageWords[visit.language])),
              )}
            />
            <Select
              label={word('parts')}
              name="parts"
              value={String(search.parts ?? '')}
              none={word('all')}
              choices={choices.parts.map(({ value, messages }) => counted(value, messages))}
            />
            <Select
              label={word('order')}
              name="order"
              value={search.order ?? 'time'}
              choices={orders.map((value) => ({ value, label: word(value) }))}
            />
          </div>
        </details>
      </form>
      <section class="card">
        <Table
          label={word('logs')}
          empty={word('nothing')}
          head={[...columns.map(word), ...(texts ? [word('text')] : [])]}
          rows={page.messages.map((one) => [
            <a href={`${base}/logs/${one.id}`}>
              <Moment at={one.at} shape="moment" reader={visit.person} />
            </a>,
            one.group ?? '',
            one.address ?? '',
            <span class="line">{formatPhone(one.phone)}</span>,
            word(one.direction),
            <MessageState {...one} language={visit.language} />,
            one.parts,
            ...(texts ? [<span class="some-text">{one.text}</span>] : []),
          ])}
        />
        {page.lookedTo !== undefined && (
          <p class="muted">
            {word('looked_to')} <Moment at={page.lookedTo} shape="moment" reader={visit.person} />
          </p>
        )}
        {page.next !== undefined && (
          <p>
            <a class="button" rel="next" href={link({ after: page.next })}>
              {word('older')}
            </a>
          </p>
        )}
      </section>
    </>,
  )
}

/** Whether one of the filters that are folded away counts. */
function isNarrowed({ direction, state, parts, order }: LogSearch): boolean {
  return [direction, state, parts, order].some((one) => one !== undefined)
}

const columns = ['time', 'group', 'address', 'phone', 'direction', 'state', 'parts'] as const

function stateOf({ state, reason }: { state: string; reason: string | null }): string {
  return reason === null || reason === '' ? state : `${state}: ${reason}`
}

async function exportLog(visit: PersonVisit): Promise<void> {
  const format = asked(visit, 'format') ?? ''
  if (!isFormat(format)) throw new HttpRefusal(404, 'not_found')
  const word = wordsOf(visit)
  const texts = mayReadTexts(visit)
  const head: AdminWord[] = [...columns, 'route', ...(texts ? (['text'] as const) : [])]
  const found = deskOf(visit, 'logs').allOfLog(searchOf(visit), { texts })
  // What is wrong with the search is said before the file begins.
  const first = await found.next()
  visit.response
    .type(sheetTypes[format])
    .set('Content-Disposition', `attachment; filename="sms-log.${format}"`)
  await writeRows(format, head.map(word), cells(), visit.response).catch((error: unknown) => {
    if (!visit.response.destroyed) throw error
  })

  async function* cells(): AsyncGenerator<Cell[][]> {
    if (first.done !== true) yield first.value.messages.map(row)
    for await (const { messages } of found) yield messages.map(row)
  }

  function row(one: LoggedMessage): Cell[] {
    const time = new Date(one.at).toISOString()
    const facts = [time, one.group, one.address, one.phone, word(one.direction), stateOf(one)]
    return [...facts, one.parts, one.route, ...(texts ? [one.text] : [])]
  }
}

function isFormat(text: string): text is SheetFormat {
  return Object.hasOwn(sheetTypes, text)
}

async function showTrace(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const id = pathPart(visit, 'id')
  if (!/^\d{1,15}$/.test(id)) throw new HttpRefusal(404, 'not_found')
  const trace = await deskOf(visit, 'logs').showMessage(Number(id))
  const texts = mayReadTexts(visit)
  const facts: [AdminWord, ComponentChildren][] = [
    ['group', trace.group],
    ['address', trace.account],
    ['phone', formatPhone(trace.phone)],
    ['sender', trace.own],
    ['direction', word(trace.direction)],
    ['state', <MessageState {...trace} language={visit.language} />],
    ['parts', trace.parts],
    ['route', trace.route],
    ['proof', trace.mail?.proof],
    ['text', texts ? trace.text : ''],
  ]
  sendPage(
    visit,
    { title: word('message') },
    <>
      <header class="content-head">
        <h1>
          {word('message')} {trace.id}
        </h1>
        <p class="muted">
          <Moment at={trace.at} shape="moment" reader={visit.person} />
        </p>
      </header>
      <section class="card">
        <dl class="facts">
          {facts.map(([name, value]) =>
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
          empty={word('nothing')}
          head={[word('time'), word('what'), word('route'), word('state')]}
          rows={steps(trace, texts, word).map(({ at, what, route, state }) => [
            at === null ? '' : <Moment at={at} shape="moment" reader={visit.person} />,
            what,
            route,
            state,
          ])}
        />
      </section>
    </>,
  )
}

interface Step {
  readonly at: number | null
  readonly what: string
  readonly route: string
  readonly state: string
}

/** Texts that were cut are shown to whoever may read them. */
function steps(trace: MessageTrace, texts: boolean, word: (word: AdminWord) => string): Step[] {
  const cuts = (trace.mail?.cuts ?? []).map(({ reason, text }) => ({
    ...{ at: trace.at, what: `${word('cut')}: ${reason}`, route: '', state: texts ? text : '' },
  }))
  const failed = trace.failedAttempts.map(({ at, route, outcome, reason }) => ({
    ...{ at, what: word('attempt'), route, state: `${outcome}: ${reason}` },
  }))
  const parts = trace.handedOver.map((one) => ({
    at: one.reportedAt ?? one.at,
    what: `${word('part')} ${one.part}: ${one.reference}`,
    route: one.route,
    state: stateOf({ state: one.fate ?? word('sent'), reason: one.reason }),
  }))
  const changes = trace.changes.map(({ at, actor, action }) => ({
    ...{ at, what: word('change'), route: '', state: `${action}, ${actor}` },
  }))
  return [...cuts, ...failed, ...parts, ...changes].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
}
