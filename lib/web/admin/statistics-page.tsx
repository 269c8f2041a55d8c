// Statistics: parts by day, group, route and state, delivery times, top senders; each also as Excel.
//
//   GET /statistics, /statistics/export
import type { Statistics } from '../../gateway/administration/index.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { messageWords, stateWord } from '../messages/words.ts'
import { get, type Page } from '../page.ts'
import type { PersonVisit } from '../visit.ts'
import { asked, askedNumber, deskOf, wordsOf } from './desk.ts'
import { Field, GroupSelect, sendAdminPage, Submit, When } from './frame.tsx'
import { changedQuery } from './log-search.ts'
import { sheetTypes, writeRows, type Cell } from './spreadsheet.ts'
import { Plot } from './statistics-plot.tsx'
import { Select } from '../shell/select.tsx'
import { Table } from '../shell/table.tsx'
import type { AdminWord } from './words/index.ts'

export const statisticsPages: readonly Page[] = [
  get('logs', '/statistics', showStatistics),
  get('logs', '/statistics/export', exportStatistics),
]

const fresh = 300_000

async function read(visit: PersonVisit): Promise<Statistics> {
  const desk = deskOf(visit, 'logs')
  const { from, to } = desk.lastDays(30)
  const span = { from: asked(visit, 'from') ?? from, to: asked(visit, 'to') ?? to }
  const by = plotChoices.find((one) => one === asked(visit, 'by'))
  return desk.statistics({ ...span, group: askedNumber(visit, 'group'), by })
}

const plotChoices = ['direction', 'group', 'route', 'state'] as const

interface Section {
  readonly name: SectionName
  readonly title: AdminWord
  readonly head: readonly AdminWord[]
  readonly rows: readonly Cell[][]
}

const sectionNames = ['days', 'groups', 'routes', 'states', 'delivery', 'senders'] as const
type SectionName = (typeof sectionNames)[number]

/** What is told, as tables: the page shows them and Excel gets them. */
function sectionsOf(visit: PersonVisit, told: Statistics): Record<SectionName, Section> {
  const word = wordsOf(visit)
  const { delivery } = told
  const counts = (
    key: string,
    one: { direction: 'in' | 'out'; messages: number; parts: number },
  ) => [...[key, word(one.direction), one.messages, one.parts]]
  const counted = (name: AdminWord): readonly AdminWord[] => [
    name,
    'direction',
    'messages',
    'parts',
  ]
  return {
    days: {
      ...{ name: 'days', title: 'day', head: ['day', 'sent', 'parts', 'received'] },
      rows: told.days.map(({ day, sent, received }) => [
        ...[day, sent.messages, sent.parts, received.messages],
      ]),
    },
    groups: {
      ...{ name: 'groups', title: 'group', head: counted('group') },
      rows: told.groups.map((one) => counts(one.group, one)),
    },
    routes: {
      ...{ name: 'routes', title: 'route', head: counted('route') },
      rows: told.routes.map((one) => counts(one.route, one)),
    },
    states: {
      ...{ name: 'states', title: 'state', head: counted('state') },
      rows: told.states.map((one) =>
        counts(stateWord(one.state, messageWords[visit.language]), one),
      ),
    },
    delivery: {
      ...{ name: 'delivery', title: 'delivery', head: ['time', 'messages', 'share'] },
      rows: delivery.within.map(({ seconds, messages }) => [
        seconds < 60 ? `${seconds} s` : `${seconds / 60} min`,
        messages,
        delivery.delivered === 0 ? '' : `${((100 * messages) / delivery.delivered).toFixed(1)} %`,
      ]),
    },
    senders: {
      ...{ name: 'senders', title: 'top_senders', head: ['address', 'group', 'messages', 'parts'] },
      rows: told.senders.map(({ address, group, messages, parts }) => [
        ...[address, group, messages, parts],
      ]),
    },
  }
}

async function showStatistics(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const told = await read(visit)
  // Who asks next sees what has come since.
  if ((told.countedAt ?? 0) < Date.now() - fresh) void visit.gateway.count()
  const sections = sectionsOf(visit, told)
  const isLong = told.days.length > mostDaysShown
  sendAdminPage(
    visit,
    'statistics',
    <>
      <form class="card filters" method="get">
        <Field label={word('from')} name="from" type="date" value={told.from} />
        <Field label={word('to')} name="to" type="date" value={told.to} />
        <GroupSelect
          visit={visit}
          groups={await deskOf(visit, 'logs').listGroups()}
          byId
          value={String(askedNumber(visit, 'group') ?? '')}
          none={word('all')}
        />
        <Select
          label={word('split_by')}
          name="by"
          value={told.plot.by}
          choices={plotChoices.map((value) => ({ value, label: word(value) }))}
        />
        <Submit visit={visit} word="search" />
      </form>
      <section class="card" aria-labelledby="by-day">
        <h2 id="by-day">{word('parts_by_day')}</h2>
        <Plot visit={visit} days={told.days.map(({ day }) => day)} plot={told.plot} />
        <details>
          <summary>{word(isLong ? 'month_table' : 'day_table')}</summary>
          <SectionTable visit={visit} section={isLong ? byMonth(sections.days) : sections.days} />
        </details>
        <Excel visit={visit} section={sections.days} />
      </section>
      <div class="cards">
        {sectionNames
          .filter((name) => name !== 'days')
          .map((name) => (
            <section class="card" aria-label={word(sections[name].title)}>
              <h2>{word(sections[name].title)}</h2>
              <SectionTable visit={visit} section={sections[name]} />
              <Excel visit={visit} section={sections[name]} />
            </section>
          ))}
      </div>
    </>,
    {
      styles: ['uplot.css'],
      scripts: ['statistics.js'],
      ...(told.countedAt !== undefined && {
        aside: (
          <>
            {word('counted')} <When visit={visit} at={told.countedAt} />
          </>
        ),
      }),
    },
  )
}

/** More would weigh more than a page may; Excel gets them all. */
const mostDaysShown = 124

function byMonth(days: Section): Section {
  const months = new Map<string, Cell[]>()
  for (const [day, ...counts] of days.rows) {
    const month = String(day).slice(0, 7)
    const [, ...sums] = months.get(month) ?? [month, ...counts.map(() => 0)]
    months.set(month, [month, ...sums.map((sum, at) => Number(sum) + Number(counts[at] ?? 0))])
  }
  return { ...days, head: ['month', ...days.head.slice(1)], rows: [...months.values()] }
}

function SectionTable({ visit, section }: { visit: PersonVisit; section: Section }) {
  const word = wordsOf(visit)
  const { title, head, rows } = section
  const isPlotted = head.at(-1) === 'parts'
  const most = Math.max(1, ...rows.map(partsOf))
  return (
    <Table
      label={word(title)}
      empty={word('nothing')}
      isNarrow
      head={head.map(word)}
      rows={rows.map((row) => {
        const [name, ...numbers] = row
        if (!isPlotted) return row
        return [
          <>
            {name} <Bar parts={partsOf(row)} most={most} />
          </>,
          ...numbers,
        ]
      })}
    />
  )
}

function partsOf(row: readonly Cell[]): number {
  return Number(row.at(-1) ?? 0)
}

/** Says to the eye what the number beside it says. */
function Bar({ parts, most }: { parts: number; most: number }) {
  return (
    <svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect width={Math.max(1, Math.round((100 * parts) / most))} height="10" />
    </svg>
  )
}

function Excel({ visit, section }: { visit: PersonVisit; section: Section }) {
  const word = wordsOf(visit)
  const query = changedQuery(visit.query, { of: section.name })
  return (
    <p>
      <a
        class="button"
        href={`${visit.site.base}/statistics/export${query}`}
        aria-label={`${word('excel')}: ${word(section.title)}`}
      >
        {word('excel')}
      </a>
    </p>
  )
}

async function exportStatistics(visit: PersonVisit): Promise<void> {
  const name = sectionNames.find((one) => one === (asked(visit, 'of') ?? 'days'))
  if (name === undefined) throw new HttpRefusal(404, 'not_found')
  const { head, rows } = sectionsOf(visit, await read(visit))[name]
  visit.response
    .type(sheetTypes.xlsx)
    .set('Content-Disposition', `attachment; filename="sms-statistics-${name}.xlsx"`)
  await writeRows('xlsx', head.map(wordsOf(visit)), atOnce(), visit.response)

  // eslint-disable-next-line @typescript-eslint/require-await -- all of it is there already
  async function* atOnce(): AsyncGenerator<readonly Cell[][]> {
    yield rows
  }
}
