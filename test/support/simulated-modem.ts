// A modem made of a map from commands to lines, with a flag for every failure. It decodes the PDUs that
// it gets, answers for the phones, and can be unplugged at any byte. Over any byte stream.
//
// What the network took is in `taken`, whatever the modem then said about it: the truth that tests
// compare with.
import type { Duplex } from 'node:stream'
import { parseAddress } from '../../lib/sms/tpdu/address.ts'
import { delivers, textParts, type TextOptions } from '../../lib/sms/tpdu/compose.ts'
import { fromHex, toHex } from '../../lib/sms/tpdu/hex.ts'
import { encodePdu, type Tpdu } from '../../lib/sms/tpdu/pdu.ts'
import { soundModem, type ModemFlags } from './simulated/modem-flags.ts'
import { ModemLine } from './simulated/modem-line.ts'
import { Sim } from './simulated/sim.ts'
import { Storages, type StorageName, type Stored } from './simulated/storages.ts'
import { partOf, reportOn, type Part, type Taken } from './simulated/taken.ts'
import { Timers } from './simulated/timers.ts'

const aboutSms = /^\+(CSCA|CSMS|CPMS|CNMI|CNUM|CMG[LRD])$/i

export class SimulatedModem {
  readonly flags: ModemFlags
  readonly taken: Taken[] = []
  /** What was sent in text mode, as a restart brings it: `NUMBER TEXT`. */
  readonly texts: string[] = []
  /** Every command, as it came. */
  readonly commands: string[] = []
  acknowledged = 0
  resets = 0
  serviceCentre = '+4540590000'
  unplug: () => void = () => undefined
  readonly #clock: () => number
  readonly #line: ModemLine
  readonly #storages: Storages
  readonly #sim: Sim
  readonly #timers = new Timers()
  #delivery = { messages: 0, reports: 0 }
  #phase2 = false
  #textMode = false
  /** As it stood behind AT+CMGS. */
  #length = ''
  #messageReference = 0
  /** Handed over and not acknowledged: the network brings them again. */
  readonly #open: string[] = []

  constructor(flags: Partial<ModemFlags> = {}, clock: () => number = Date.now) {
    this.flags = { ...soundModem, refusals: [], ...flags }
    this.#clock = clock
    this.#storages = new Storages(this.flags)
    this.#sim = new Sim(this.flags)
    this.#line = new ModemLine({
      flags: this.flags,
      onCommand: (command) => this.#obey(command),
      onPdu: (pdu) => this.#hearPdu(pdu),
      onUnplug: () => this.unplug(),
    })
  }

  get storages(): Record<StorageName, Map<number, Stored>> {
    return this.#storages.rooms
  }

  get pinTries(): number {
    return this.#sim.tries
  }

  get unacknowledged(): number {
    return this.#open.length
  }

  /** The other end of the line; a new one is a modem that was just plugged in. */
  attach(stream: Duplex): void {
    this.#forget()
    this.#line.attach(stream)
  }

  /** It begins anew by itself, in text mode, and says so by these lines; its port stays open. */
  restart(...lines: string[]): void {
    this.#timers.clear()
    this.#forget()
    this.#textMode = true
    this.#line.begin()
    this.say(...lines)
  }

  #forget(): void {
    this.#sim.lock()
    this.#delivery = { messages: 0, reports: 0 }
    this.#phase2 = false
    this.#textMode = false
    for (const pdu of this.#open.splice(0)) this.#store(pdu)
  }

  close(): void {
    this.#timers.clear()
    this.#line.close()
  }

  /** A phone writes to this modem; answers the PDUs that came of it. */
  phoneSends(
    from: string,
    text: string,
    options: TextOptions & { only?: number[] } = {},
  ): string[] {
    const timestamp = { time: Math.floor(this.#clock() / 1000) * 1000, offset: 60 }
    const pdus = delivers(parseAddress(from), timestamp, textParts(text, options))
      .filter((_, index) => options.only?.includes(index + 1) ?? true)
      .map((tpdu) => this.#pduOf(tpdu))
    for (const pdu of pdus) this.receive(pdu)
    return pdus
  }

  /** Something comes in from the network. */
  receive(pdu: string): void {
    if (this.#delivery.messages === 2) this.#handOver('+CMT: ,', pdu)
    else this.#store(pdu)
  }

  /** Says lines by itself. */
  say(...lines: string[]): void {
    this.#line.say(...lines)
  }

  #store(pdu: string, at?: StorageName, announced = '+CMTI'): void {
    const place = this.#storages.keep(pdu, at)
    if (place === undefined) return
    const { messages, reports } = this.#delivery
    const announces = announced === '+CDSI' ? reports === 2 : messages === 1
    if (announces) this.say(`${announced}: "${place.name}",${place.index}`)
  }

  #handOver(head: string, pdu: string): void {
    if (this.#phase2) this.#open.push(pdu)
    this.say(`${head}${pdu.length / 2 - 1 - (fromHex(pdu)[0] ?? 0)}`, pdu)
  }

  #pduOf(tpdu: Tpdu): string {
    return toHex(encodePdu({ serviceCentre: parseAddress(this.serviceCentre), tpdu }))
  }

  #hearPdu(pdu: string): void {
    if (this.#textMode) {
      this.texts.push(`${this.#length} ${pdu}`)
      this.say('+CMGS: 1', 'OK')
      return
    }
    const since = performance.now()
    const part = partOf(pdu)
    this.#timers.exactly(since + this.flags.latency, () => this.#submit(part, since))
  }

  #submit(part: Part, since: number): void {
    const refusal = this.flags.refusals.shift()
    if (refusal !== undefined) {
      this.say(refusal === 'ERROR' ? 'ERROR' : `+CMS ERROR: ${refusal}`)
      return
    }
    this.#messageReference = (this.#messageReference + 1) % 256
    const milliseconds = performance.now() - since
    const taken = { ...part, messageReference: this.#messageReference, milliseconds }
    this.taken.push(taken)
    if (this.flags.unplugAt !== undefined) {
      this.#line.unplug()
    } else if (this.flags.lostAnswers > 0) {
      this.flags.lostAnswers--
    } else {
      this.#line.chat()
      this.say(`+CMGS: ${taken.messageReference}`, 'OK')
    }
    this.#reportOn(taken)
  }

  #reportOn(taken: Taken): void {
    const { reports, reportAfter } = this.flags
    if (!taken.submit.statusReportRequested || reports === 'none') return
    const pdu = this.#pduOf(reportOn(taken, this.flags, this.#clock()))
    for (let times = reports === 'twice' ? 2 : 1; times > 0; times--)
      this.#timers.later(reportAfter, () => this.#report(pdu))
  }

  #report(pdu: string): void {
    if (this.#delivery.reports === 1) this.#handOver('+CDS: ', pdu)
    else this.#store(pdu, this.flags.reportsIn, '+CDSI')
  }

  #obey(command: string): void {
    this.commands.push(command)
    if (this.flags.silent) return
    this.#timers.later(this.flags.slow, () => {
      this.#line.chat()
      const answer = this.#answerTo(command)
      if (answer === 'prompt') this.#line.prompt()
      else this.say(...answer)
    })
  }

  #answerTo(command: string): string[] | 'prompt' {
    const [, name = '', rest = ''] = /^AT([+^]?[A-Z]+)?(.*)$/i.exec(command) ?? []
    const handler = this.#handlers[name.toUpperCase()]
    if (!command.toUpperCase().startsWith('AT')) return ['ERROR']
    if (this.flags.busySms > 0 && aboutSms.test(name)) {
      this.flags.busySms--
      return [this.flags.busyAnswer]
    }
    return handler === undefined ? ['ERROR'] : handler(rest)
  }

  readonly #handlers: Readonly<Record<string, (rest: string) => string[] | 'prompt'>> = {
    '': () => ['OK'],
    E: (rest) => {
      this.#line.echoes = rest !== '0' || this.flags.keepsEcho
      return ['OK']
    },
    '+CMEE': () => ['OK'],
    '+CGMI': () => ['Simulated', 'OK'],
    '+CGMM': () => ['Modem 1', 'OK'],
    '+CGMR': () => ['1.0', 'OK'],
    '+CGSN': () => ['490154203237518', 'OK'],
    '+CCID': () => (this.flags.tellsCard ? ['89450100000000000018', 'OK'] : ['ERROR']),
    '+CPIN': (rest) => this.#sim.pin(rest),
    '+CREG': () => [`+CREG: 0,${{ home: 1, searching: 2, refused: 3 }[this.flags.network]}`, 'OK'],
    '+COPS': () => ['+COPS: 0,0,"Simulated",2', 'OK'],
    '+CSQ': () => [`+CSQ: ${this.flags.signal},99`, 'OK'],
    '+CMGF': (rest) => this.#format(rest),
    '+CSCA': (rest) => this.#centre(rest),
    '+CSMS': (rest) => this.#services(rest),
    '+CPMS': (rest) => this.#storages.choose(rest),
    '+CNMI': (rest) => this.#deliver(rest),
    '+CNUM': () => {
      const { number } = this.flags
      return number === undefined ? ['OK'] : [`+CNUM: "","${number}",145`, 'OK']
    },
    '+CMMS': () => ['OK'],
    '+CMGS': (rest) => {
      this.#length = rest.slice(1)
      return /^=\d+$/.test(rest) ? 'prompt' : ['ERROR']
    },
    '+CMGL': () => this.#storages.list(),
    '+CMGR': (rest) => this.#storages.read(Number(rest.slice(1))),
    '+CMGD': (rest) => {
      const next = this.#storages.remove(Number(rest.slice(1)))
      if (next !== undefined) this.#store(next)
      return ['OK']
    },
    '+CNMA': () => {
      this.acknowledged++
      this.#open.shift()
      return this.#phase2 ? ['OK'] : ['+CMS ERROR: 340']
    },
    '+CFUN': () => this.#reset(),
    '+CUSD': () => {
      this.#timers.later(1, () => this.say(...this.flags.ussd))
      return ['OK']
    },
  }

  #format(rest: string): string[] {
    if (rest === '?') return [`+CMGF: ${this.#textMode ? 1 : 0}`, 'OK']
    this.#textMode = rest === '=1'
    return ['OK']
  }

  #centre(rest: string): string[] {
    if (rest === '?') return [`+CSCA: "${this.serviceCentre}",145`, 'OK']
    this.serviceCentre = /"(.*)"/.exec(rest)?.[1] ?? ''
    return ['OK']
  }

  #services(rest: string): string[] {
    if (!this.flags.canAcknowledge) return ['ERROR']
    this.#phase2 = rest === '=1'
    return ['+CSMS: 1,1,1', 'OK']
  }

  #deliver(rest: string): string[] {
    const values = rest.slice(1)
    const [, messages = 0, , reports = 0] = values.split(',').map(Number)
    if (!this.flags.cnmi.test(values)) return ['+CMS ERROR: 303']
    if (!this.flags.canReport && reports > 0) return ['+CMS ERROR: 303']
    this.#delivery = { messages, reports }
    return ['OK']
  }

  #reset(): string[] {
    this.resets++
    if (this.flags.resetHelps) this.flags.network = 'home'
    this.#sim.lock()
    return ['OK']
  }
}
