// A modem made of a map from commands to lines, with a flag for every failure. It decodes the PDUs that
// it gets, answers for the phones, and can be unplugged at any byte. Over any byte stream.
//
// What the network took is in `taken`, whatever the modem then said about it: the truth that tests
// compare with.
import type { Duplex } from 'node:stream'
import { addressText, parseAddress } from '../../lib/sms/tpdu/address.ts'
import { delivers, textParts, type TextOptions } from '../../lib/sms/tpdu/compose.ts'
import { concatenationOf, type Concatenation } from '../../lib/sms/tpdu/header.ts'
import { fromHex, toHex } from '../../lib/sms/tpdu/hex.ts'
import { decodePdu, encodePdu, type Tpdu } from '../../lib/sms/tpdu/pdu.ts'
import type { Submit } from '../../lib/sms/tpdu/submit.ts'

export interface Taken {
  readonly phone: string
  readonly text: string
  readonly concatenation: Concatenation | undefined
  readonly messageReference: number
  readonly submit: Submit
  /** Milliseconds from the end mark of its PDU to its answer. */
  readonly milliseconds: number
}

type Part = Omit<Taken, 'messageReference' | 'milliseconds'>

function partOf(pdu: string): Part {
  const { tpdu } = decodePdu(fromHex(pdu), { direction: 'out' })
  if (tpdu.type !== 'submit') throw new Error(`the modem was given a ${tpdu.type}`)
  return {
    phone: addressText(tpdu.destination),
    text: tpdu.userData.text ?? '',
    concatenation: concatenationOf(tpdu.userData.elements),
    submit: tpdu,
  }
}

type StorageName = 'SM' | 'ME' | 'SR'

interface Stored {
  readonly pdu: string
  readonly status: 0 | 1 | 2
}

/** Everything that can go wrong. All of it may be changed at any time. */
export const soundModem = {
  echo: false,
  /** Nothing is answered. */
  silent: false,
  /** Lines and bytes of nonsense between all answers. */
  garbage: false,
  /** Milliseconds before each answer, and before that to AT+CMGS. */
  slow: 0,
  latency: 0,
  /** The prompt comes, comes without its space, or never. */
  prompt: 'whole' as 'whole' | 'bare' | 'never',
  /** The PIN that the SIM wants; undefined: none. */
  pin: undefined as string | undefined,
  /** The phone number that the SIM tells; undefined: none. */
  number: undefined as string | undefined,
  /** The number of the card can be read. */
  tellsCard: true,
  sim: 'there' as 'there' | 'missing' | 'puk' | 'puk2',
  /** Answers of AT+CPIN? that say the SIM is busy. */
  busyLooks: 0,
  network: 'home' as 'home' | 'searching' | 'refused',
  signal: 20,
  /** What the next parts are answered instead of being taken; `ERROR` or a code of +CMS ERROR. */
  refusals: [] as (number | 'ERROR')[],
  /** The next so many parts are taken, and the answer is lost. */
  lostAnswers: 0,
  /** The port is gone when so many octets of the next PDU have come; behind its end: when it was taken. */
  unplugAt: undefined as number | undefined,
  reports: 'direct' as 'direct' | 'none' | 'twice' | 'late',
  /** Milliseconds until a report, or until a late one. */
  reportAfter: 0,
  status: 0x00,
  /** Where it stores reports that it does not hand over; undefined: beside the messages. */
  reportsIn: undefined as 'SR' | undefined,
  /** Spelled without the country. */
  nationalReports: false,
  canList: true,
  canStore: true,
  canReport: true,
  canAcknowledge: true,
  /** CNMI is taken in these forms alone. */
  cnmi: /^\d(,\d)*$/,
  storageSize: 20,
  /** Unsolicited lines in the middle of answers. */
  chatter: false,
  /** A reset (AT+CFUN) brings back the network and the voice. */
  resetHelps: true,
}
export type ModemFlags = typeof soundModem

export class SimulatedModem {
  readonly flags: ModemFlags
  readonly taken: Taken[] = []
  /** Every command, as it came. */
  readonly commands: string[] = []
  readonly storages: Record<StorageName, Map<number, Stored>> = {
    SM: new Map(),
    ME: new Map(),
    SR: new Map(),
  }
  acknowledged = 0
  pinTries = 0
  resets = 0
  serviceCentre = '+4540590000'
  unplug: () => void = () => undefined
  readonly #clock: () => number
  #stream: Duplex | undefined
  #input = ''
  #prompted = false
  #echo = true
  #unlocked = false
  #reading: StorageName = 'SM'
  #keeping: StorageName = 'SM'
  #delivery = { messages: 0, reports: 0 }
  #phase2 = false
  #messageReference = 0
  /** Handed over and not acknowledged: the network brings them again. */
  readonly #open: string[] = []
  /** What the network keeps until there is room. */
  readonly #atCentre: string[] = []
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(flags: Partial<ModemFlags> = {}, clock: () => number = Date.now) {
    this.flags = { ...soundModem, refusals: [], ...flags }
    this.#clock = clock
  }

  /** The other end of the line; a new one is a modem that was just plugged in. */
  attach(stream: Duplex): void {
    this.#stream = stream
    this.#input = ''
    this.#prompted = false
    this.#echo = true
    this.#unlocked = false
    this.#delivery = { messages: 0, reports: 0 }
    this.#phase2 = false
    for (const pdu of this.#open.splice(0)) this.#store(pdu)
    stream.on('data', (bytes: Buffer) => this.#hear(stream, bytes))
    stream.on('error', () => undefined)
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#stream?.destroy()
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

  #store(pdu: string, at = this.#keeping, announced = '+CMTI'): void {
    const storage = this.storages[at]
    if (storage.size >= this.flags.storageSize) {
      this.#atCentre.push(pdu)
      return
    }
    let index = 1
    while (storage.has(index)) index++
    storage.set(index, { pdu, status: 0 })
    const announces =
      announced === '+CDSI' ? this.#delivery.reports === 2 : this.#delivery.messages === 1
    if (announces) this.say(`${announced}: "${at}",${index}`)
  }

  get unacknowledged(): number {
    return this.#open.length
  }

  #handOver(head: string, pdu: string): void {
    if (this.#phase2) this.#open.push(pdu)
    this.say(`${head}${pdu.length / 2 - 1 - (fromHex(pdu)[0] ?? 0)}`, pdu)
  }

  #pduOf(tpdu: Tpdu): string {
    return toHex(encodePdu({ serviceCentre: parseAddress(this.serviceCentre), tpdu }))
  }

  /** Says lines by itself. */
  say(...lines: string[]): void {
    if (this.flags.silent || this.#stream === undefined) return
    this.#stream.write(lines.map((line) => `\r\n${line}\r\n`).join(''), 'latin1')
  }

  #later(milliseconds: number, work: () => void): void {
    if (milliseconds === 0) {
      setImmediate(work)
      return
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, milliseconds)
    this.#timers.add(timer)
  }

  /** Timers are late by a millisecond or so, which benchmarks must not count. */
  #exactly(milliseconds: number, work: () => void): void {
    const due = performance.now() + milliseconds
    const wait = (): void => {
      if (performance.now() >= due) work()
      else setImmediate(wait)
    }
    this.#later(Math.max(0, milliseconds - 2), wait)
  }

  #hear(stream: Duplex, bytes: Buffer): void {
    for (const character of bytes.toString('latin1')) {
      if (stream !== this.#stream) return
      if (this.#prompted) this.#hearPdu(character)
      else this.#hearCommand(character)
    }
  }

  #hearCommand(character: string): void {
    if (this.#echo && this.flags.echo && !this.flags.silent)
      this.#stream?.write(character, 'latin1')
    if (character === '\x1b') this.#input = ''
    else if (character !== '\r') this.#input += character
    else {
      const command = this.#input.trim()
      this.#input = ''
      if (command !== '') this.#obey(command)
    }
  }

  #hearPdu(character: string): void {
    if (character === '\x1b') {
      this.#prompted = false
      this.#input = ''
      return
    }
    if (character !== '\x1a') {
      this.#input += character
      if (this.flags.unplugAt !== undefined && this.#input.length / 2 >= this.flags.unplugAt)
        this.#unplugNow()
      return
    }
    const pdu = this.#input
    this.#prompted = false
    this.#input = ''
    const since = performance.now()
    const part = partOf(pdu)
    this.#exactly(this.flags.latency, () => this.#submit(part, since))
  }

  #unplugNow(): void {
    this.flags.unplugAt = undefined
    this.#stream = undefined
    this.#prompted = false
    this.unplug()
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
      this.#unplugNow()
    } else if (this.flags.lostAnswers > 0) {
      this.flags.lostAnswers--
    } else {
      this.#chat()
      this.say(`+CMGS: ${taken.messageReference}`, 'OK')
    }
    this.#reportOn(taken)
  }

  #reportOn({ submit, phone, messageReference }: Taken): void {
    const { reports, reportAfter } = this.flags
    if (!submit.statusReportRequested || reports === 'none') return
    const timestamp = { time: Math.floor(this.#clock() / 1000) * 1000, offset: 120 }
    const spelled = this.flags.nationalReports ? `0${phone.slice(3)}` : phone
    const pdu = this.#pduOf({
      type: 'status-report',
      moreMessages: false,
      aboutCommand: false,
      messageReference,
      recipient: parseAddress(spelled),
      timestamp,
      dischargeTime: timestamp,
      status: this.flags.status,
      pid: undefined,
      dcs: undefined,
      userData: undefined,
    })
    for (let times = reports === 'twice' ? 2 : 1; times > 0; times--)
      this.#later(reportAfter, () => this.#report(pdu))
  }

  #report(pdu: string): void {
    if (this.#delivery.reports === 1) this.#handOver('+CDS: ', pdu)
    else this.#store(pdu, this.flags.reportsIn ?? this.#keeping, '+CDSI')
  }

  /** As a modem that talks at any moment. */
  #chat(): void {
    if (this.flags.chatter) this.say('RING', '^RSSI:17', '+CREG: 1')
    if (this.flags.garbage) this.#stream?.write('\r\n\x00\xff~{]\r\n%%0gar+CM\r\n', 'latin1')
  }

  #obey(command: string): void {
    this.commands.push(command)
    if (this.flags.silent) return
    this.#later(this.flags.slow, () => {
      this.#chat()
      const answer = this.#answerTo(command)
      if (answer === 'prompt') this.#prompt()
      else this.say(...answer)
    })
  }

  #prompt(): void {
    const { prompt } = this.flags
    if (prompt === 'never') return
    this.#prompted = true
    this.#stream?.write(prompt === 'whole' ? '\r\n> ' : '\r\n>', 'latin1')
  }

  #answerTo(command: string): string[] | 'prompt' {
    const [, name = '', rest = ''] = /^AT([+^]?[A-Z]+)?(.*)$/i.exec(command) ?? []
    const handler = this.#handlers[name.toUpperCase()]
    if (!command.toUpperCase().startsWith('AT')) return ['ERROR']
    return handler === undefined ? ['ERROR'] : handler(rest)
  }

  readonly #handlers: Readonly<Record<string, (rest: string) => string[] | 'prompt'>> = {
    '': () => ['OK'],
    E: (rest) => {
      this.#echo = rest !== '0'
      return ['OK']
    },
    '+CMEE': () => ['OK'],
    '+CGMI': () => ['Simulated', 'OK'],
    '+CGMM': () => ['Modem 1', 'OK'],
    '+CGMR': () => ['1.0', 'OK'],
    '+CGSN': () => ['490154203237518', 'OK'],
    '+CCID': () => (this.flags.tellsCard ? ['89450100000000000018', 'OK'] : ['ERROR']),
    '+CPIN': (rest) => this.#pin(rest),
    '+CREG': () => [`+CREG: 0,${{ home: 1, searching: 2, refused: 3 }[this.flags.network]}`, 'OK'],
    '+COPS': () => ['+COPS: 0,0,"Simulated",2', 'OK'],
    '+CSQ': () => [`+CSQ: ${this.flags.signal},99`, 'OK'],
    '+CMGF': (rest) => (rest === '=0' ? ['OK'] : ['ERROR']),
    '+CSCA': (rest) => this.#centre(rest),
    '+CSMS': (rest) => this.#services(rest),
    '+CPMS': (rest) => this.#memories(rest),
    '+CNMI': (rest) => this.#deliver(rest),
    '+CNUM': () => {
      const { number } = this.flags
      return number === undefined ? ['OK'] : [`+CNUM: "","${number}",145`, 'OK']
    },
    '+CMMS': () => ['OK'],
    '+CMGS': (rest) => (/^=\d+$/.test(rest) ? 'prompt' : ['ERROR']),
    '+CMGL': () => this.#listAll(),
    '+CMGR': (rest) => this.#readOne(Number(rest.slice(1))),
    '+CMGD': (rest) => {
      this.storages[this.#reading].delete(Number(rest.slice(1)))
      for (const pdu of this.#atCentre.splice(0, 1)) this.#store(pdu)
      return ['OK']
    },
    '+CNMA': () => {
      this.acknowledged++
      this.#open.shift()
      return this.#phase2 ? ['OK'] : ['+CMS ERROR: 340']
    },
    '+CFUN': () => this.#reset(),
    '+CUSD': () => {
      this.#later(1, () => this.say('+CUSD: 0,"Your balance is 42.00",15'))
      return ['OK']
    },
  }

  #pin(rest: string): string[] {
    if (this.flags.busyLooks > 0) {
      this.flags.busyLooks--
      return ['+CME ERROR: 14']
    }
    if (this.flags.sim === 'missing') return ['+CME ERROR: 10']
    if (this.flags.sim === 'puk') return ['+CPIN: SIM PUK', 'OK']
    if (this.flags.sim === 'puk2') return ['+CPIN: SIM PUK2', 'OK']
    const { pin } = this.flags
    if (rest === '?')
      return [pin === undefined || this.#unlocked ? '+CPIN: READY' : '+CPIN: SIM PIN', 'OK']
    this.pinTries++
    if (rest !== `="${pin}"`) return ['+CME ERROR: 16']
    this.#unlocked = true
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

  #memories(rest: string): string[] {
    if (!this.flags.canStore) return ['+CMS ERROR: 302']
    const more = this.flags.reportsIn === undefined ? '' : ',"SR"'
    if (rest === '=?') return [`+CPMS: ("SM","ME"${more}),("SM","ME"),("SM","ME")`, 'OK']
    const names = [...rest.matchAll(/"(SM|ME|SR)"/g)].map((match) => match[1] as StorageName)
    this.#reading = names[0] ?? this.#reading
    this.#keeping = names[2] ?? this.#keeping
    const counts = (name: StorageName): string =>
      `${this.storages[name].size},${this.flags.storageSize}`
    return [
      `+CPMS: ${counts(this.#reading)},${counts(this.#reading)},${counts(this.#keeping)}`,
      'OK',
    ]
  }

  #deliver(rest: string): string[] {
    const values = rest.slice(1)
    const [, messages = 0, , reports = 0] = values.split(',').map(Number)
    if (!this.flags.cnmi.test(values)) return ['+CMS ERROR: 303']
    if (!this.flags.canReport && reports > 0) return ['+CMS ERROR: 303']
    this.#delivery = { messages, reports }
    return ['OK']
  }

  #listAll(): string[] {
    if (!this.flags.canList) return ['ERROR']
    const lines = [...this.storages[this.#reading]].flatMap(([index, { pdu, status }]) => [
      `+CMGL: ${index},${status},,${pdu.length / 2 - 8}`,
      pdu,
    ])
    return [...lines, 'OK']
  }

  #readOne(index: number): string[] {
    const stored = this.storages[this.#reading].get(index)
    if (stored === undefined) return ['+CMS ERROR: 321']
    return [`+CMGR: ${stored.status},,${stored.pdu.length / 2 - 8}`, stored.pdu, 'OK']
  }

  #reset(): string[] {
    this.resets++
    if (this.flags.resetHelps) this.flags.network = 'home'
    this.#unlocked = false
    return ['OK']
  }
}
