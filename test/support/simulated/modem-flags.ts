// What a simulated modem is like: everything that can go wrong.
/** A modem that does all well. All of it may be changed at any time. */
export const soundModem = {
  echo: false,
  /** ATE0 changes nothing about it. */
  keepsEcho: false,
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
  sim: 'there' as 'there' | 'missing' | 'not inserted' | 'puk' | 'puk2',
  /** Answers of AT+CPIN? that say the SIM is busy, and how they do. */
  busyLooks: 0,
  busyLook: ['+CME ERROR: 14'],
  /** What the next so many commands about SMS are answered instead. */
  busySms: 0,
  busyAnswer: '+CMS ERROR: 515',
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
  /** What the network answers to a USSD code, in its lines. */
  ussd: ['+CUSD: 0,"Your balance is 42.00",15'],
  /** A reset (AT+CFUN) brings back the network and the voice. */
  resetHelps: true,
}
export type ModemFlags = typeof soundModem
