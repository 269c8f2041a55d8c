// A job that somebody started, with its progress: told anew as it goes on, or where there are no scripts
// whenever the page is asked for.
//
//   GET /jobs/:id, /jobs/:id/events
import { createHash } from 'node:crypto'
import type { Job } from '../../gateway/administration/jobs.ts'
import type { Form as SentForm } from '../form.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { get, type Page } from '../page.ts'
import { goTo, pathPart, type PersonVisit } from '../visit.ts'
import { complaintInWords } from './complaint.ts'
import { deskOf, wordsOf } from './desk.ts'
import { sendAdminPage } from './frame.tsx'

export const jobPages: readonly Page[] = [
  get('user', '/jobs/:id', showJob),
  get('user', '/jobs/:id/events', tellOfJob),
]

/** Cancels or sends again, and shows how it goes on. The same form sent twice is one job. */
export async function startMoves(
  visit: PersonVisit,
  form: SentForm,
  action: 'cancel' | 'resend',
  messages: readonly number[],
): Promise<void> {
  const job = { id: jobOf(visit, form, action), accountId: visit.person.accountId }
  await deskOf(visit, 'send').beginMoves({ ...job, action, messages })
  goTo(visit, `/jobs/${job.id}`)
}

function jobOf(visit: PersonVisit, form: SentForm, action: string): string {
  const once = form.text('once') || visit.newToken()
  const said = [once, action, form.text('which'), form.text('found'), form.all('id')]
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url')
}

/** The messages that a form names. */
export function chosenMessages(ids: readonly string[]): number[] {
  return ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number)
}

export function readJob(visit: PersonVisit, id: string): Promise<Job | undefined> {
  return deskOf(visit, 'send').readJob({ id, accountId: visit.person.accountId })
}

async function mine(visit: PersonVisit): Promise<Job> {
  const job = await readJob(visit, pathPart(visit, 'id'))
  if (job === undefined) throw new HttpRefusal(404, 'not_found')
  return job
}

async function showJob(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const job = await mine(visit)
  sendAdminPage(
    visit,
    'job',
    <section class="card">
      <h2>{word(job.action === 'cancel' ? 'cancel_messages' : 'resend')}</h2>
      <Progress visit={visit} job={job} />
      <p>
        {job.done - job.failed} {word('job_done')}
        {job.failed > 0 && `, ${job.failed} ${word('job_failed')}`}
      </p>
      {job.notes.length > 0 && (
        <ul class="notes">
          {job.notes.map((note) => (
            <li>{complaintInWords(visit.language, note)}</li>
          ))}
        </ul>
      )}
      <p class="actions">
        <a class="button" href={`${visit.site.base}/queue`}>
          {word('queue')}
        </a>
      </p>
    </section>,
    { events: `/jobs/${job.id}/events` },
  )
}

export function Progress({ visit, job }: { visit: PersonVisit; job: Job }) {
  const word = wordsOf(visit)
  return (
    <>
      <progress class="job" max={job.total} value={job.done} aria-label={word('job')}>
        {job.done} / {job.total}
      </progress>
      <p role="status">{job.ended ? word('job_over') : word('job_goes_on')}</p>
      {!job.ended && (
        <noscript>
          <a class="button" href="">
            {word('refresh')}
          </a>
        </noscript>
      )}
    </>
  )
}

const lookEvery = 1_000

/** Whether a text can be the id of a job. */
export function isJobId(text: string): boolean {
  return /^[\w-]{20,64}$/.test(text)
}

/** Any process may work on it, so it is looked for in the database, also before an export has begun. */
async function tellOfJob(visit: PersonVisit): Promise<void> {
  const id = pathPart(visit, 'id')
  if (!isJobId(id)) throw new HttpRefusal(404, 'not_found')
  const { response, feed } = visit
  let seen = await readJob(visit, id)
  feed.listen(response, visit.person)
  if (seen?.ended === true) return
  const look = async (): Promise<void> => {
    const now = await readJob(visit, id)
    if (now === undefined || now.changedAt === seen?.changedAt || response.writableEnded) return
    seen = now
    response.write('data: changed\n\n')
    if (now.ended) clearInterval(timer)
  }
  // What could not be read now is looked for again.
  const timer = setInterval(() => void look().catch(() => undefined), lookEvery)
  timer.unref()
  response.on('close', () => clearInterval(timer))
}
