// A gateway in a process of its own that hands in mails to itself, without a mail server around it: 20 at a time,
// each looked at for its recipient first. Told how long by its parent, one order at a time; ends with the channel.
//
//   node gateway-load.js DATABASE
import { readSettings } from '../../lib/config/settings.ts'
import { createGateway, type RunningGateway } from '../../lib/gateway/create-gateway.ts'
import { readRoutes } from '../../lib/gateway/route-table.ts'
import { realWorld } from '../../lib/routes/real-world.ts'
import { loadDomain, loadMail, senderAddress } from './mails.ts'

export interface GatewayOrder {
  readonly seconds: number
  readonly run: string
  /** The number of the first mail. */
  readonly first: number
}

export interface Handed {
  readonly accepted: number
  readonly seconds: number
}

/** The first, of no mails, says that the database is open. */
export type GatewayAnswer = Handed | { readonly error: string }

const inFlight = 20
const [database = ''] = process.argv.slice(2)
const gateway = openGateway()
gateway.start()
await gateway.migrated

process.on('message', (order: GatewayOrder | string) => {
  // What inspected.ts is told.
  if (typeof order === 'string') return
  handIn(order).then(tell, (error: unknown) => tell({ error: String(error) }))
})
tell({ accepted: 0, seconds: 0 })

function tell(answer: GatewayAnswer): void {
  process.send?.(answer)
}

async function handIn({ seconds, run, first }: GatewayOrder): Promise<Handed> {
  const began = performance.now()
  const end = began + seconds * 1000
  let next = first
  const turn = async (index: number): Promise<void> => {
    while (performance.now() < end) await handInOne(run, next++, senderAddress(index))
  }
  await Promise.all(Array.from({ length: inFlight }, (_, index) => turn(index)))
  return { accepted: next - first, seconds: (performance.now() - began) / 1000 }
}

async function handInOne(run: string, n: number, sender: string): Promise<void> {
  const { to, data } = loadMail('text', run, n, sender)
  const client = { envelopeFrom: sender, remoteIp: '127.0.0.1' }
  const no = await gateway.checkRecipient({ address: to, ...client })
  if (no !== undefined) throw new Error(`refused at RCPT: ${JSON.stringify(no)}`)
  const verdict = await gateway.acceptMail({
    id: `${run}.${n}`,
    source: () => Promise.resolve(Buffer.from(data.slice(0, -'.\r\n'.length))),
    recipients: [to],
    ordinaryRecipients: 0,
    authUser: undefined,
    findings: {
      dkim: [],
      spf: undefined,
      unchecked: { dkim: [], spf: undefined },
      authenticationResults: undefined,
    },
    ...client,
  })
  if (verdict.kind === 'refused') throw new Error(`refused: ${JSON.stringify(verdict.reply)}`)
}

function openGateway(): RunningGateway {
  const reading = readSettings(
    `[trust]\ntrust = auth, dkim, key, ip\n[main]\ndatabase = ${database}\n[domains]\n${loadDomain} =\n`,
  )
  if (!reading.ok) throw new Error(reading.problems.join('\n'))
  return createGateway({
    settings: () => reading.settings,
    routes: readRoutes('[virtual]\ntype = phone', realWorld()).table,
    directory: '/',
    sendMail: undefined,
    clock: Date.now,
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: console.error,
      error: console.error,
    },
  })
}
