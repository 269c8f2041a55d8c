// The whole result of a search as a file, written while it is read; and the page that shows how far it is.
//
//   GET /logs/export, /logs/export/watch
import type { LoggedMessage } from '../../gateway/administration/index.ts'
import type { ExportWatch } from '../../gateway/administration/jobs.ts'
import { mayReadTexts } from '../../gateway/people/rights.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { get, type Page } from '../page.ts'
import { goTo, type PersonVisit } from '../visit.ts'
import { asked, deskOf, wordsOf } from './desk.ts'
import { sendAdminPage } from './frame.tsx'
import { isJobId, Progress, readJob } from './job-page.tsx'
import { changedQuery, logSearchOf } from './log-search.ts'
import { sheetTypes, writeRows, type Cell, type SheetFormat } from './spreadsheet.ts'
import type { AdminWord } from './words/index.ts'

export const logExportPages: readonly Page[] = [
  get('logs', '/logs/export', exportLog),
  get('logs', '/logs/export/watch', watchExport),
]

const columns = ['time', 'group', 'address', 'phone', 'direction', 'state', 'parts'] as const

async function exportLog(visit: PersonVisit): Promise<void> {
  const format = formatOf(visit)
  const word = wordsOf(visit)
  const texts = mayReadTexts(visit.person.rights)
  const desk = deskOf(visit, 'logs')
  const search = logSearchOf(visit)
  const head: AdminWord[] = [...columns, 'route', ...(texts ? (['text'] as const) : [])]
  const found = desk.allOfLog(search, { texts })
  // What is wrong with the search is said before the file begins.
  const first = await found.next()
  const id = tokenOf(visit)
  const watch =
    id === undefined ? undefined : await desk.watchExport({ id, accountId: visit.person.accountId })
  visit.response
    .type(sheetTypes[format])
    .set('Content-Disposition', `attachment; filename="sms-log.${format}"`)
  const progress = followed(watch, search.from ?? (await desk.oldestMessage()) ?? 0)
  await writeRows(format, head.map(word), cells(), visit.response).then(
    () => progress.ended(true),
    async (error: unknown) => {
      await progress.ended(false)
      if (!visit.response.destroyed) throw error
    },
  )

  async function* cells(): AsyncGenerator<Cell[][]> {
    const newest = first.done === true ? undefined : first.value.messages[0]?.at
    if (first.done !== true) yield first.value.messages.map(row)
    for await (const { messages, reached } of found) {
      await progress.reached(newest ?? reached, reached)
      yield messages.map(row)
    }
  }

  function row(one: LoggedMessage): Cell[] {
    progress.rows++
    const time = new Date(one.at).toISOString()
    const facts = [time, one.group, one.address, one.phone, word(one.direction), stateOf(one)]
    return [...facts, one.parts, one.route, ...(texts ? [one.text] : [])]
  }
}

/** How far it is, by time: from the newest back to where the range begins. */
function followed(watch: ExportWatch | undefined, start: number) {
  return {
    rows: 0,
    async reached(newest: number, at: number): Promise<void> {
      await watch?.written(this.rows, newest > start ? (newest - at) / (newest - start) : 0)
    },
    async ended(isWhole: boolean): Promise<void> {
      await watch?.ended(this.rows, isWhole)
    },
  }
}

function stateOf({ state, reason }: { state: string; reason: string | null }): string {
  return reason === null || reason === '' ? state : `${state}: ${reason}`
}

function formatOf(visit: PersonVisit): SheetFormat {
  const format = asked(visit, 'format') ?? ''
  if (!isFormat(format)) throw new HttpRefusal(404, 'not_found')
  return format
}

function isFormat(text: string): text is SheetFormat {
  return Object.hasOwn(sheetTypes, text)
}

/** By which an export and the page that watches it find each other. */
function tokenOf(visit: PersonVisit): string | undefined {
  const token = asked(visit, 'watch')
  return token !== undefined && isJobId(token) ? token : undefined
}

/** The download begins by itself, and does not begin again when the page is shown anew. */
async function watchExport(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  formatOf(visit)
  const token = tokenOf(visit)
  if (token === undefined) {
    const query = changedQuery(visit.query, { watch: visit.newToken() })
    goTo(visit, `/logs/export/watch${query}`)
    return
  }
  const file = `${visit.site.base}/logs/export${changedQuery(visit.query, {})}`
  const job = await readJob(visit, token)
  if (job === undefined) visit.response.set('Refresh', `0; url=${file}`)
  const isBroken = job?.ended === true && job.failed > 0
  sendAdminPage(
    visit,
    'export',
    <section class="card">
      {job === undefined && (
        <p>
          {word('export_begins')} <a href={file}>{word('download')}</a>
        </p>
      )}
      {job !== undefined && !isBroken && <Progress visit={visit} job={job} />}
      {job !== undefined && (
        <p>
          {job.rows} {word('rows')}
        </p>
      )}
      {isBroken && <p role="alert">{word('export_broken')}</p>}
      <p>
        <a
          class="button"
          href={`${visit.site.base}/logs${changedQuery(visit.query, { watch: '', format: '' })}`}
        >
          {word('logs')}
        </a>
      </p>
    </section>,
    { events: `/jobs/${token}/events` },
  )
}
