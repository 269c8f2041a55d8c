// Statistics: parts by day, group, route and state, delivery times, top senders; the days also as Excel.
// The plot is drawn on the server, so that it is there without scripts and for screen readers as a table.
//
//   GET /statistics, /statistics/export
import type { Statistics } from '../../gateway/administration/index.ts'
import { Moment } from '../moment.tsx'
import { get, type Page } from '../page.ts'
import { sendPage } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { asked, askedNumber, deskOf, wordsOf } from './desk.ts'
import { MessageState } from './badge.tsx'
import { sheetTypes, writeRows, type Cell } from './spreadsheet.ts'
import { Table } from './table.tsx'

export const statisticsPages: readonly Page[] = [
  get('logs', '/statistics', showStatistics),
  get('logs', '/statistics/export', exportStatistics),
]

const fresh = 300_000

async function read(visit: PersonVisit): Promise<Statistics> {
  const desk = deskOf(visit, 'logs')
  const { from, to } = desk.lastDays(30)
  const span = { from: asked(visit, 'from') ?? from, to: asked(visit, 'to') ?? to }
  return desk.statistics({ ...span, group: askedNumber(visit, 'group') })
}

async function showStatistics(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const told = await read(visit)
  // Who asks next sees what has come since.
  if ((told.countedAt ?? 0) < Date.now() - fresh) void visit.gateway.count()
  const counts = (rows: readonly { direction: 'in' | 'out'; messages: number; parts: number }[]) =>
    rows.map(({ direction, messages, parts }) => [word(direction), messages, parts])
  const sections = [
    { name: 'group', rows: told.groups, key: (index: number) => told.groups[index]?.group },
    { name: 'route', rows: told.routes, key: (index: number) => told.routes[index]?.route },
    { name: 'state', rows: told.states, key: (index: number) => told.states[index]?.state },
  ] as const
  sendPage(
    visit,
    { title: word('statistics') },
    <>
      <header class="content-head">
        <h1>{word('statistics')}</h1>
        {told.countedAt !== undefined && (
          <p class="muted">
            {word('counted')} <Moment at={told.countedAt} shape="moment" reader={visit.person} />
          </p>
        )}
        <p class="actions">
          <a class="button" href={`${visit.site.base}/statistics/export?${visit.query.toString()}`}>
            {word('excel')}
          </a>
        </p>
      </header>
      <form class="card filters" method="get">
        <label class="input">
          <span>{word('from')}</span>
          <input type="date" name="from" value={told.from} />
        </label>
        <label class="input">
          <span>{word('to')}</span>
          <input type="date" name="to" value={told.to} />
        </label>
        <p>
          <button class="button">{word('search')}</button>
        </p>
      </form>
      <section class="card" aria-labelledby="by-day">
        <h2 id="by-day">{word('parts_by_day')}</h2>
        <Bars days={told.days} label={word('parts_by_day')} />
        <details>
          <summary>{word('day_table')}</summary>
          <Table
            label={word('day_table')}
            empty={word('nothing')}
            head={(['day', 'sent', 'parts', 'received'] as const).map(word)}
            rows={told.days
              .filter(({ sent, received }) => sent.messages + received.messages > 0)
              .map(({ day, sent, received }) => [
                <span class="line">{day}</span>,
                sent.messages,
                sent.parts,
                received.messages,
              ])}
          />
        </details>
      </section>
      <div class="cards">
        {sections.map(({ name, rows, key }) => (
          <section class="card" aria-label={word(name)}>
            <h2>{word(name)}</h2>
            <Table
              label={word(name)}
              empty={word('nothing')}
              head={[word(name), word('direction'), word('messages'), word('parts')]}
              rows={counts(rows).map((cells, index) => [
                name === 'state' ? (
                  <MessageState state={key(index) ?? ''} language={visit.language} />
                ) : (
                  key(index)
                ),
                ...cells,
              ])}
            />
          </section>
        ))}
        <section class="card" aria-label={word('delivery')}>
          <h2>{word('delivery')}</h2>
          <Table
            label={word('delivery')}
            empty={word('nothing')}
            head={[word('time'), word('messages')]}
            rows={told.delivery.within.map(({ seconds, messages }) => [
              seconds < 60 ? `${seconds} s` : `${seconds / 60} min`,
              `${messages} / ${told.delivery.delivered}`,
            ])}
          />
        </section>
        <section class="card" aria-label={word('top_senders')}>
          <h2>{word('top_senders')}</h2>
          <Table
            label={word('top_senders')}
            empty={word('nothing')}
            head={[word('address'), word('messages'), word('parts')]}
            rows={told.senders.map(({ address, messages, parts }) => [address, messages, parts])}
          />
        </section>
      </div>
    </>,
  )
}

const height = 160

/** The bars take the width that there is; what they mean stands around them as text. */
function Bars({ days, label }: { days: Statistics['days']; label: string }) {
  const most = Math.max(1, ...days.map(({ sent }) => sent.parts))
  const width = days.length * 10
  return (
    <figure class="plot">
      <p class="muted">{most}</p>
      <svg
        class="bars"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {days.map(({ day, sent }, index) => {
          const size = Math.max(1, Math.round((sent.parts / most) * height))
          return (
            <rect x={index * 10 + 2} y={height - size} width="6" height={size}>
              <title>{`${day}: ${sent.parts}`}</title>
            </rect>
          )
        })}
      </svg>
      <figcaption class="muted">
        <span>{days[0]?.day}</span>
        <span>{days.at(-1)?.day}</span>
      </figcaption>
    </figure>
  )
}

async function exportStatistics(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const { days } = await read(visit)
  const head = [word('day'), word('sent'), word('parts'), word('received')]
  visit.response
    .type(sheetTypes.xlsx)
    .set('Content-Disposition', 'attachment; filename="sms-statistics.xlsx"')
  await writeRows('xlsx', head, rows(), visit.response)

  // eslint-disable-next-line @typescript-eslint/require-await -- all of it is there already
  async function* rows(): AsyncGenerator<Cell[][]> {
    yield days.map(({ day, sent, received }) => [day, sent.messages, sent.parts, received.messages])
  }
}
