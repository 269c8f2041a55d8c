// A simulated modem in a process of its own, so that its work is not counted as
// ours. Its parent tells how long it takes for each part and asks when the parts were taken.
import { tcpPort, terminalPort } from '../../test/support/modem-ports.ts'
import { SimulatedModem } from '../../test/support/simulated-modem.ts'

export type PortKind = 'tcp' | 'terminal'

export interface ModemQuestion {
  /** Comes back with all news that belong to it. */
  readonly round: number
  readonly latency: number
}

export interface ModemNews {
  readonly round?: number
  /** Parts taken so far; told every 100 ms. */
  readonly parts?: number
  /** From the first of them to the last. */
  readonly milliseconds?: number
  /** What the modem itself took of it. */
  readonly own?: number
  readonly port?: string
}

let round = 0
let first = 0
let last = 0
let own = 0
const modem = new SimulatedModem({ reports: 'none' })
const kind: PortKind = process.argv[2] === 'tcp' ? 'tcp' : 'terminal'
const port = await { tcp: tcpPort, terminal: terminalPort }[kind](modem)
const taken = modem.taken
const push = taken.push.bind(taken)
taken.push = (...parts) => {
  last = performance.now()
  if (taken.length === 0) first = last
  else for (const part of parts) own += part.milliseconds
  return push(...parts)
}

const tell = (news: ModemNews): void => void process.send?.(news)
process.on('message', (question: ModemQuestion) => {
  modem.flags.latency = question.latency
  round = question.round
  taken.length = 0
  own = 0
})
const news = setInterval(
  () => tell({ round, parts: taken.length, milliseconds: last - first, own }),
  100,
)
process.on('disconnect', () => {
  clearInterval(news)
  void port.close().then(() => process.exit())
})
tell({ port: port.port })
