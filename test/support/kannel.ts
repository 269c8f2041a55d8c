// A real Kannel for a test: bearerbox and smsbox on free ports, and behind them an SMSC made with npm's
// smpp, which takes every message, reports it as delivered, and can let phones write.
import { spawn, type ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import smpp, { type Pdu, type Session } from 'smpp'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { eventually } from './eventually.ts'
import { patient } from './patience.ts'

const bearerbox = '/usr/sbin/bearerbox'
const smsbox = '/usr/sbin/smsbox'

/** Why the test cannot run here, if it cannot. */
export const noKannel: string | false =
  existsSync(bearerbox) && existsSync(smsbox)
    ? false
    : 'KANNEL IS NOT INSTALLED (apt-get install kannel): the route to it is not tried for real'

export interface SubmittedSm {
  readonly from: string
  readonly to: string
  readonly text: string
  readonly pdu: Pdu
}

export class Kannel {
  readonly sendsms: string
  readonly submitted: SubmittedSm[] = []
  readonly #events = new EventEmitter()
  readonly #children: ChildProcess[] = []
  readonly #directory: string
  #session: Session | undefined
  #closeSmsc: () => void = () => undefined
  #ids = 0

  private constructor(directory: string, sendsmsPort: number) {
    this.#directory = directory
    this.sendsms = `http://127.0.0.1:${sendsmsPort}`
  }

  /** `getUrl` is what smsbox calls for each message from a phone, `sendsms` the port that it listens on. */
  static async start(getUrl: string, sendsms: number): Promise<Kannel> {
    const [admin = 0, boxes = 0] = await freePorts(2)
    const directory = await mkdtemp(join(tmpdir(), 'sms-kannel-'))
    const kannel = new Kannel(directory, sendsms)
    const smsc = await kannel.#openSmsc()
    const config = join(directory, 'kannel.conf')
    await writeFile(config, configText({ directory, admin, boxes, sendsms, smsc, getUrl }))
    kannel.#run(bearerbox, config)
    await untilListening(boxes)
    kannel.#run(smsbox, config)
    await untilListening(sendsms)
    await eventually('Kannel to bind', () => Promise.resolve(kannel.#session))
    return kannel
  }

  async #openSmsc(): Promise<number> {
    const server = smpp.createServer((session) => {
      session.on('error', () => undefined)
      session.on('pdu', (pdu: Pdu) => this.#take(session, pdu))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    this.#closeSmsc = () => {
      this.#session?.destroy()
      server.close()
    }
    return (server.address() as AddressInfo).port
  }

  #take(session: Session, pdu: Pdu): void {
    if (pdu.command.endsWith('_resp')) return
    if (pdu.command.startsWith('bind_')) this.#session = session
    if (pdu.command !== 'submit_sm') {
      session.send(pdu.response())
      return
    }
    const id = String(++this.#ids)
    session.send(pdu.response({ message_id: id }))
    const { source_addr: from = '', destination_addr: to = '' } = pdu
    const text = String(pdu.short_message?.message ?? '')
    this.submitted.push({ from, to, text, pdu })
    this.#events.emit('submitted')
    if (((pdu.registered_delivery ?? 0) & 1) === 0) return
    session.deliver_sm({
      source_addr: to,
      destination_addr: from,
      esm_class: 4,
      short_message: `id:${id} sub:001 dlvrd:001 submit date:2611270700 done date:2611270701 stat:DELIVRD err:000 text:x`,
      receipted_message_id: id,
      message_state: 2,
    })
  }

  /** The messages that reached the SMSC, once there are `count`. */
  async messages(count: number): Promise<readonly SubmittedSm[]> {
    const signal = patient()
    while (this.submitted.length < count) await once(this.#events, 'submitted', { signal })
    return this.submitted
  }

  /** A phone writes; in UCS-2 where it says so. */
  phoneWrites(message: { from: string; to: string; text: string; unicode?: boolean }): void {
    this.#session?.deliver_sm({
      source_addr_ton: 1,
      source_addr_npi: 1,
      source_addr: message.from,
      destination_addr: message.to,
      data_coding: message.unicode === true ? 8 : 0,
      short_message: message.text,
    })
  }

  #run(command: string, config: string): void {
    this.#children.push(spawn(command, [config], { stdio: 'ignore' }))
  }

  async close(): Promise<void> {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    this.#closeSmsc()
    await rm(this.#directory, { recursive: true, force: true })
  }
}

function untilListening(port: number): Promise<unknown> {
  const knock = async (): Promise<true | undefined> => {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return true
    } catch {
      return undefined
    } finally {
      socket.destroy()
    }
  }
  return eventually(`port ${port} to listen`, knock)
}

function configText(at: {
  directory: string
  admin: number
  boxes: number
  sendsms: number
  smsc: number
  getUrl: string
}): string {
  return `group = core
admin-port = ${at.admin}
admin-interface = 127.0.0.1
smsbox-port = ${at.boxes}
admin-password = bar
status-password = foo
log-file = "${at.directory}/bearerbox.log"
log-level = 1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = t
host = 127.0.0.1
port = ${at.smsc}
transceiver-mode = true
system-type = "VMA"
interface-version = 34
smsc-username = "foo"
smsc-password = "bar"
enquire-link-interval = 20
source-addr-autodetect = yes

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${at.sendsms}
log-file = "${at.directory}/smsbox.log"
log-level = 1

group = sendsms-user
username = tester
password = foobar
max-messages = 9
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "${at.getUrl}"
`
}
