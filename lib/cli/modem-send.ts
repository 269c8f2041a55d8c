// `haraka-sms modem send`: one SMS by hand, and what its reports say.
import { EventEmitter, once } from 'node:events'
import { HandedOver } from '../routes/modem/handed-over.ts'
import { Inbox } from '../routes/modem/inbox.ts'
import { composeParts, sendParts, type Sent } from '../routes/modem/sending.ts'
import type { Profile } from '../routes/modem/start.ts'
import type { Outcome, Outgoing, Report } from '../routes/route.ts'
import { segment } from '../sms/parts.ts'
import { mustStart, withModem, type Line, type LineFlags } from './modem-line.ts'
import { Sentence } from './sentence.ts'

export interface SendFlags {
  readonly flash?: boolean
  readonly wait: string
}

const key = 'by hand'
/** Milliseconds for the network to accept a part. */
const patience = 120_000

/** Flags that are wrong are told before the line is opened. */
export async function sendByHand(
  port: string,
  { number, text }: { number: string; text: string },
  flags: LineFlags & SendFlags,
): Promise<void> {
  const seconds = Number(flags.wait)
  if (!(seconds >= 0 && seconds <= 86_400))
    throw new Sentence(`--wait ${flags.wait}: seconds, a day at most.`)
  const message: Outgoing = {
    id: Date.now() % 256,
    createdAt: Date.now(),
    phone: number,
    sender: undefined,
    text,
    encoding: segment(text).encoding,
    flash: flags.flash === true,
    validity: undefined,
    attempt: 1,
    done: [],
  }
  await withModem(port, flags, (line) => sendOne(line, message, seconds))
}

async function sendOne(line: Line, message: Outgoing, seconds: number): Promise<void> {
  const profile = await mustStart(line)
  const waits = seconds > 0
  if (waits && profile.reports === 'not')
    throw new Sentence('Not sent: this modem gives no reports. Leave out --wait.')
  // A report may come before the answer to the part.
  const reportsOn = waits ? gatherReports(line, profile) : undefined
  const composed = composeParts(message, { reports: waits, languages: [] })
  const { channel } = line
  const { outcome } = await new Promise<Sent>((done) =>
    sendParts(message, composed, { channel, key, timeout: patience }, done),
  )
  if (outcome.kind !== 'accepted') throw new Sentence(notSent(outcome))
  const { references } = outcome
  const json = line.flags.json === true
  if (!json) console.log(`Sent in ${partsOf(references.length)}.`)
  const report = reportsOn && worstOf(await reportsOn(references, seconds * 1_000), references)
  if (json) console.log(JSON.stringify({ parts: references.length, report: report ?? null }))
  else if (report !== undefined)
    console.log(`Report: ${report.fate}${report.reason === null ? '' : `, ${report.reason}`}.`)
}

const partsOf = (count: number): string => (count === 1 ? '1 part' : `${count} parts`)

function notSent(outcome: Exclude<Outcome, { kind: 'accepted' }>): string {
  const sent = outcome.references?.length ?? 0
  const how =
    outcome.kind === 'unknown' ? 'It may have been sent, or not' : `Not sent (${outcome.kind})`
  const rest = sent === 0 ? how : `${partsOf(sent)} sent. The next: ${how.toLowerCase()}`
  return `${rest}: ${outcome.reason}.`
}

type ReportsOn = (references: readonly string[], milliseconds: number) => Promise<Report[]>

/** Takes in reports from now on. Answers how to wait for the last one on each of some parts. */
function gatherReports({ channel, onSaid }: Line, profile: Profile): ReportsOn {
  const reports = new Map<string, Report>()
  const came = new EventEmitter()
  const inbox = new Inbox({
    channel,
    profile,
    to: '',
    key,
    clock: Date.now,
    handedOver: new HandedOver(),
    sinks: {
      report(report) {
        if (report.fate !== 'buffered') reports.set(report.reference, report)
        came.emit('report')
        return Promise.resolve()
      },
      // So that it stays in the modem, for the server.
      incoming: () => Promise.reject(new Error('a message')),
      remember: () => Promise.reject(new Error('an SMS that cannot be read')),
      log: () => undefined,
    },
  })
  onSaid((said) => {
    if (/^\+CDSI?:/.test(said.line)) inbox.hear(said)
  })
  const over = new AbortController()
  void channel.ended.then(() => over.abort())
  return async (references, milliseconds) => {
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(milliseconds)])
    while (!signal.aborted && !references.every((one) => reports.has(one)))
      await once(came, 'report', { signal }).catch(() => undefined)
    await inbox.idle()
    return references.flatMap((one) => reports.get(one) ?? [])
  }
}

function worstOf(
  reports: readonly Report[],
  references: readonly string[],
): { fate: string; reason: string | null } {
  const bad = reports.find(({ fate }) => fate !== 'delivered')
  if (bad !== undefined) return { fate: bad.fate, reason: bad.reason ?? null }
  if (reports.length === references.length) return { fate: 'delivered', reason: null }
  const some = `${reports.length} of ${references.length} reports came in that time.`
  throw new Sentence(reports.length === 0 ? 'No report came in that time.' : some)
}
