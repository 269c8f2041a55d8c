// The commands about messages: lists, the trace of one, and what people do to them.
import { showCredits } from '../policy/credit.ts'
import { outStates } from '../policy/message-life.ts'
import { Complaint } from '../gateway/administration/complaint.ts'
import type {
  Administration,
  ListedMessage,
  MessageFilter,
  MessageTrace,
} from '../gateway/administration/index.ts'
import { administer } from './administer.ts'
import { Sentence } from './sentence.ts'
import { formatTable, printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

interface ListOptions extends Common {
  readonly account?: string
  readonly group?: string
  readonly phone?: string
  readonly state?: string[]
  readonly from?: boolean
  readonly to?: boolean
  readonly unowned?: boolean
  readonly since?: string
  readonly before?: string
  readonly most: string
}

export function addMessageCommands(message: Verb): void {
  verb(
    message,
    'list',
    'lists messages, the latest first',
    '--account anna@example.org --state undelivered expired',
    '--phone +4520643064 --most 5',
  )
    .option('--account <address>', 'of this account')
    .option('--group <path>', 'of this group and all below it')
    .option('--phone <number>', 'to or from this phone')
    .option('--state <state...>', `${outStates.join(', ')} or incoming`)
    .option('--to', 'to phones only')
    .option('--from', 'from phones only')
    .option('--unowned', 'from phones, and nobody’s')
    .option('--since <date>', 'such as 2026-12-24 or 2026-12-24T18:00Z')
    .option('--before <id>', 'older than this message: the next page')
    .option('--most <n>', 'how many', '50')
    .action(async (options: ListOptions) => {
      const messages = await administer(options.config, (administration) =>
        administration.listMessages(filterOf(options), wholeOf(options.most)),
      )
      printRows(options.json === true ? messages : messages.map(brief), options.json === true)
    })
  verb(message, 'show <id>', 'shows all that is known of a message', '4711').action(
    async (id: string, { config, json }: Common) => {
      const trace = await administer(config, (administration) =>
        administration.showMessage(wholeOf(id)),
      )
      process.stdout.write(json === true ? `${JSON.stringify(trace)}\n` : tell(trace))
    },
  )
  verb(message, 'resend <id...>', 'sends messages again, as copies', '4711 4712').action(
    async (ids: string[], { config, json }: Common) => {
      const { made, problems } = await withEach(ids, config, async (administration, id) => ({
        id,
        copy: await administration.resendMessage(id),
      }))
      if (made.length > 0) printRows(made, json === true)
      sayAll(problems)
    },
  )
  addMoves(message)
  verb(
    message,
    'give <id> <address>',
    'gives an SMS that is nobody’s to an account',
    '4711 anna@example.org',
  ).action(async (id: string, address: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.giveMessage(wholeOf(id), address))
    done({ id: wholeOf(id), address }, `The message ${id} is mailed to ${address}.`, json)
  })
}

function addMoves(message: Verb): void {
  const move = (
    word: string,
    past: string,
    about: string,
    work: (administration: Administration, id: number) => Promise<void>,
  ): void => {
    verb(message, `${word} <id...>`, about, '4711 4712').action(
      async (ids: string[], { config, json }: Common) => {
        const { made, problems } = await withEach(ids, config, async (administration, id) => {
          await work(administration, id)
          return id
        })
        const what =
          made.length === 1 ? `The message ${made.join()} is` : `${made.length} messages are`
        if (made.length > 0) done({ ids: made }, `${what} ${past}.`, json)
        sayAll(problems)
      },
    )
  }
  move('cancel', 'cancelled', 'cancels what waits; its sender is told', (administration, id) =>
    administration.cancelMessage(id),
  )
  move('hold', 'held', 'keeps what waits from being sent', (administration, id) =>
    administration.holdMessage(id),
  )
  move('release', 'released', 'lets go on what was held', (administration, id) =>
    administration.releaseMessage(id),
  )
}

/** One that cannot be done keeps none of the others from being done. */
async function withEach<T>(
  written: readonly string[],
  config: string | undefined,
  work: (administration: Administration, id: number) => Promise<T>,
): Promise<{ made: T[]; problems: string[] }> {
  const ids = written.map(wholeOf)
  return administer(config, async (administration) => {
    const made: T[] = []
    const problems: string[] = []
    for (const id of ids) {
      try {
        made.push(await work(administration, id))
      } catch (error) {
        if (!(error instanceof Complaint)) throw error
        problems.push(error.message)
      }
    }
    return { made, problems }
  })
}

function sayAll(problems: readonly string[]): void {
  if (problems.length > 0) throw new Sentence(problems.join('\n'))
}

function wholeOf(written: string): number {
  const number = /^\d{1,15}$/.test(written) ? Number(written) : 0
  if (number === 0) throw new Sentence(`"${written}" is not a number of 1 or more.`)
  return number
}

function filterOf(options: ListOptions): MessageFilter {
  const { account, group, phone, state = [], from, to, unowned, since, before } = options
  const known = [...outStates, 'incoming'] as readonly string[]
  const wrong = state.find((one) => !known.includes(one))
  if (wrong !== undefined) throw new Sentence(`"${wrong}" is none of ${known.join(', ')}.`)
  const time = since === undefined ? undefined : Date.parse(since)
  if (Number.isNaN(time)) throw new Sentence(`"${since}" is not a date such as 2026-12-24.`)
  return {
    ...(account !== undefined && { account }),
    ...(group !== undefined && { group }),
    ...(phone !== undefined && { phone }),
    states: state,
    ...(to === true && { direction: 'out' as const }),
    ...(from === true && { direction: 'in' as const }),
    ...(unowned === true && { unowned }),
    ...(time !== undefined && { since: time }),
    ...(before !== undefined && { before: wholeOf(before) }),
  }
}

/** What fits 80 columns; --json has the rest. */
function brief({ id, at, direction, account, phone, state }: ListedMessage): object {
  const shown = account !== null && account.length > 26 ? `${account.slice(0, 25)}…` : account
  const time = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  return { id, at: time, '': direction === 'out' ? '→' : '←', phone, account: shown, state }
}

/** The trace as a person reads it, in the order in which things happened. */
function tell(trace: MessageTrace): string {
  const lines: [name: string, value: string | number | null | undefined][] = [
    ['message', `${trace.id} ${trace.direction === 'out' ? 'to' : 'from'} ${trace.phone}`],
    ['state', trace.reason === null ? trace.state : `${trace.state}: ${trace.reason}`],
    ['account', trace.account],
    ['group', trace.group],
    [trace.direction === 'out' ? 'sender' : 'came to', trace.own],
    ['written as', trace.recipient],
    ['came', moment(trace.at)],
    ['mail', trace.mail && `"${trace.mail.subject}" from ${trace.mail.from}`],
    ['proved by', trace.mail?.proof],
    ...(trace.mail?.cuts ?? []).map(({ reason, text }): [string, string] => [
      'cut',
      `${reason}: ${oneLine(text)}`,
    ]),
    ['parts', `${trace.parts} (${trace.encoding})${missing(trace)}`],
    ['options', optionsOf(trace)],
    ['price', trace.price === null || trace.payer === null ? null : price(trace)],
    ['reports', trace.notify],
    ['due', trace.dueAt === null ? null : moment(trace.dueAt)],
    ['route', trace.route],
    ['copy of', trace.copyOf],
    ['last change', moment(trace.changedAt)],
  ]
  const facts = lines
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name.padEnd(12)}${value}`)
  const tables = [
    table('Attempts that failed', trace.failedAttempts),
    table('Handed over', trace.handedOver),
    table('Changed by people', trace.changes),
  ]
  return `${[...facts, '', trace.text, ...tables].join('\n').trimEnd()}\n`
}

function missing(trace: MessageTrace): string {
  return trace.missing > 0 ? `, ${trace.missing} of them never came` : ''
}

function optionsOf({ flash, urgent, validity }: MessageTrace): string {
  return [
    flash ? 'flash' : '',
    urgent ? 'urgent' : '',
    validity === null ? '' : `validity=${Math.round(validity / 3_600_000)}h`,
  ]
    .filter((one) => one !== '')
    .join(' ')
}

function price({ price: each, payer }: MessageTrace): string {
  return `${showCredits(each ?? 0)} a part, paid by ${payer ?? ''}`
}

function table(title: string, rows: readonly object[]): string {
  if (rows.length === 0) return ''
  const shown = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name === 'reportedAt' ? 'reported' : name,
        typeof value === 'number' && /at$/i.test(name) ? moment(value) : (value as unknown),
      ]),
    ),
  )
  return `\n${title}:\n${formatTable(shown).trimEnd()}`
}

function moment(at: number): string {
  return new Date(at).toISOString().replace('.000', '')
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
