// The log: a search whose filters offer what the result has, sorted by any column; what is found can be
// sent again.
//
//   GET /logs     POST /logs/resend
import type { LogChoices, LoggedMessage, LogSearch } from '../../gateway/administration/index.ts'
import { mayReadTexts } from '../../gateway/people/rights.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import type { Form as SentForm } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { messageWords, stateWord } from '../messages/words.ts'
import { may, type PersonVisit } from '../visit.ts'
import { MessageState } from './badge.tsx'
import { deskOf, queryOf, wordsOf } from './desk.ts'
import { Field, Form, sendAdminPage, When } from './frame.tsx'
import { chosenMessages, startMoves } from './job-page.tsx'
import { changedQuery, logSearchOf, orders } from './log-search.ts'
import { Choose, Moves } from './queue-page.tsx'
import { reasonInWords } from './reason.ts'
import { Select } from '../shell/select.tsx'
import { hiddenHead, Table, type HeadCell } from '../shell/table.tsx'

export const logPages: readonly Page[] = [
  get('logs', '/logs', showLog),
  post('send', '/logs/resend', resendFound),
]

async function resendFound(visit: PersonVisit, form: SentForm): Promise<void> {
  const search = logSearchOf({ ...visit, query: queryOf(form.text('found')) })
  const messages =
    form.text('which') === 'all'
      ? await deskOf(visit, 'send').foundInLog(search)
      : chosenMessages(form.all('id'))
  await startMoves(visit, form, 'resend', messages)
}

async function showLog(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'logs')
  const search = logSearchOf(visit)
  const texts = mayReadTexts(visit.person.rights)
  const [page, choices] = await Promise.all([
    desk.searchLog(search, { texts }),
    desk.logChoices(search),
  ])
  const isMover = may(visit.person, 'send')
  const isByTime = (search.order ?? 'time') === 'time'
  const link = (changes: Record<string, string>): string => changedQuery(visit.query, changes)
  sendAdminPage(
    visit,
    'logs',
    <>
      <Filters visit={visit} search={search} choices={choices} />
      <Form visit={visit} path="/logs/resend" fields={{ found: visit.query.toString() }}>
        {page.lookedTo !== undefined && !isByTime && (
          <p role="status">
            {word('sorted_to')} <When visit={visit} at={page.lookedTo} />. {word('sorted_hint')}
          </p>
        )}
        <Table
          label={word('logs')}
          empty={word('nothing')}
          head={[
            ...(isMover ? [hiddenHead(word('choose'))] : []),
            ...orders.map((order) => sortable(visit, search, order)),
            ...(texts ? [word('text')] : []),
          ]}
          rows={page.messages.map((one) => [
            ...(isMover ? [<Choose visit={visit} id={one.id} />] : []),
            ...cellsOf(visit, one),
            ...(texts ? [<span class="some-text">{one.text}</span>] : []),
          ])}
        />
        {page.lookedTo !== undefined && isByTime && (
          <p class="muted">
            {word('looked_to')} <When visit={visit} at={page.lookedTo} />
          </p>
        )}
        {page.next !== undefined && (
          <p>
            <a class="button" rel="next" href={link({ after: page.next })}>
              {word('older')}
            </a>
          </p>
        )}
        {isMover && page.messages.length > 0 && <Moves visit={visit} moves={['resend']} />}
      </Form>
    </>,
    {
      actions: (['xlsx', 'csv', 'txt'] as const).map((format) => (
        <a
          class="button"
          href={`${visit.site.base}/logs/export/watch${link({ format, after: '' })}`}
        >
          {word(({ xlsx: 'excel', csv: 'csv', txt: 'as_text' } as const)[format])}
        </a>
      )),
    },
  )
}

function cellsOf(visit: PersonVisit, one: LoggedMessage) {
  return [
    <a href={`${visit.site.base}/logs/${one.id}`}>
      <When visit={visit} at={one.at} />
    </a>,
    one.group ?? '',
    one.address ?? '',
    <span class="line">{formatPhone(one.phone)}</span>,
    wordsOf(visit)(one.direction),
    <MessageState
      {...one}
      explained={reasonInWords(visit.language, one)}
      language={visit.language}
    />,
    one.parts,
  ]
}

/** A head that sorts by its column, and the other way round where it does already. */
function sortable(visit: PersonVisit, search: LogSearch, order: (typeof orders)[number]): HeadCell {
  const isIt = (search.order ?? 'time') === order
  const descending = search.descending !== false
  // Time begins with the newest, everything else with its first.
  const goesUp = isIt ? descending : order !== 'time'
  const href = changedQuery(visit.query, { order, up: goesUp ? '1' : '', after: '' })
  const sorted = isIt ? (descending ? 'descending' : 'ascending') : undefined
  const name = wordsOf(visit)(order)
  return { cell: <a href={href}>{name}</a>, name, sorted }
}

function Filters({
  visit,
  search,
  choices,
}: {
  readonly visit: PersonVisit
  readonly search: LogSearch
  readonly choices: LogChoices
}) {
  const word = wordsOf(visit)
  const counted = (value: string | number, messages: number, label = String(value)) => ({
    value: String(value),
    label: `${label} (${messages})`,
  })
  const { query } = visit
  const filter = (
    name: 'group' | 'direction' | 'state' | 'route' | 'parts',
    options: readonly { value: string; label: string }[],
  ) => (
    <Select
      label={word(name)}
      name={name}
      value={String(search[name] ?? '')}
      none={word('all')}
      choices={options}
    />
  )
  return (
    <form class="card filters" method="get" role="search">
      {(['order', 'up'] as const).map(
        (name) =>
          query.has(name) && <input type="hidden" name={name} value={query.get(name) ?? ''} />,
      )}
      <Field label={word('from')} name="from" type="date" value={query.get('from') ?? ''} />
      <Field label={word('to')} name="to" type="date" value={query.get('to') ?? ''} />
      {filter(
        'group',
        choices.groups.map(({ id, path, messages }) => counted(id, messages, path)),
      )}
      <Field label={word('address')} name="address" list="addresses" value={search.address ?? ''} />
      <datalist id="addresses">
        {choices.addresses.map(({ address }) => (
          <option value={address} />
        ))}
      </datalist>
      <Field label={word('phone')} name="phone" inputMode="tel" value={search.phone ?? ''} />
      <p>
        <button class="button primary">{word('search')}</button>
      </p>
      <details open={isNarrowed(search)}>
        <summary>{word('more')}</summary>
        <div class="filters">
          {filter(
            'direction',
            choices.directions.map(({ value, messages }) => counted(value, messages, word(value))),
          )}
          {filter(
            'state',
            choices.states.map(({ value, messages }) =>
              counted(value, messages, stateWord(value, messageWords[visit.language])),
            ),
          )}
          {filter(
            'route',
            choices.routes.map(({ value, messages }) => counted(value, messages)),
          )}
          {filter(
            'parts',
            choices.parts.map(({ value, messages }) => counted(value, messages)),
          )}
          <label class="check">
            <input type="checkbox" name="alone" value="1" checked={search.alone === true} />
            {word('group_alone')}
          </label>
        </div>
      </details>
    </form>
  )
}

/** Whether one of the filters that are folded away counts. */
function isNarrowed({ alone, direction, state, route, parts }: LogSearch): boolean {
  return alone === true || [direction, state, route, parts].some((one) => one !== undefined)
}
