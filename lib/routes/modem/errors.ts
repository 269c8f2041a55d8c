// The errors of modems and networks, and what each asks for.
//
// Codes of 3GPP TS 27.005 3.2.5 (+CMS) and TS 27.007 9.2 (+CME). Those below 256 come from the network
// (TS 24.011 E.2 and TS 23.040 9.2.3.22), those above from the modem. What is not listed is temporary:
// a message is rather tried again than given up.

export interface ModemError {
  /** `plain`: ERROR without a code. */
  readonly family: 'cms' | 'cme' | 'plain'
  readonly code: number | undefined
  /** What the modem said. */
  readonly text: string
}

/** The error that a final line tells of, or undefined. */
export function readError(line: string): ModemError | undefined {
  const match = /^\+(CMS|CME) ERROR:\s*(.*)$/i.exec(line)
  if (match !== null) {
    const family = match[1]?.toUpperCase() === 'CMS' ? 'cms' : 'cme'
    const said = match[2] ?? ''
    return { family, code: /^\d+$/.test(said) ? Number(said) : undefined, text: line }
  }
  // Some sticks say that they lack a command in words of their own.
  if (/^(ERROR|COMMAND NOT SUPPORT.*|TOO MANY PARAMETERS|INVALID COMMAND.*)$/i.test(line))
    return { family: 'plain', code: undefined, text: line }
  return undefined
}

/** The SIM has not come so far yet; 515 is what some say of their own start. */
export function isBusy({ family, code }: ModemError): boolean {
  return family === 'cme' ? code === 14 : family === 'cms' && (code === 314 || code === 515)
}

/**
 * temporary: later. permanent: never, by this network. refused: never, or the contract of the SIM is at
 * fault, which shows by other phones. configuration: the SIM or its contract is at fault. unknown: it may
 * have gone out. reset: the modem does not come out of it by itself.
 */
export type SendVerdict =
  'temporary' | 'permanent' | 'refused' | 'configuration' | 'unknown' | 'reset'

const verdicts: Readonly<Record<Exclude<SendVerdict, 'temporary'>, readonly (number | string)[]>> =
  {
    permanent: [1, 30, 81, '95-99', 111, '128-143', '144-159', '160-175'],
    refused: [8, 21],
    configuration: [10, 28, 29, 50, 69],
    unknown: [332],
    reset: [300, 313, 320],
  }

/** TP-FCS: what the service centre itself refuses (TS 23.040 9.2.3.22), but for what may pass. */
const refusedByCentre: readonly (number | string)[] = [176, 177, '195-199']

export function sendVerdict({ family, code }: ModemError): SendVerdict {
  if (code === undefined) return 'temporary'
  if (family === 'cme') return code === 13 || code === 100 ? 'reset' : 'temporary'
  if (isIn(refusedByCentre, code)) return 'permanent'
  for (const verdict of ['permanent', 'refused', 'configuration', 'unknown', 'reset'] as const)
    if (isIn(verdicts[verdict], code)) return verdict
  return 'temporary'
}

function isIn(codes: readonly (number | string)[], code: number): boolean {
  return codes.some((one) => {
    if (typeof one === 'number') return one === code
    const [from = 0, to = 0] = one.split('-').map(Number)
    return code >= from && code <= to
  })
}

const words: Readonly<Record<string, string>> = {
  'cms 1': 'the number is not in use',
  'cms 8': 'barred by the operator',
  'cms 10': 'calls are barred for this SIM',
  'cms 17': 'failure in the network',
  'cms 21': 'refused by the network',
  'cms 22': 'the network is busy',
  'cms 27': 'the phone cannot be reached',
  'cms 28': 'the network does not know this SIM',
  'cms 29': 'the network does not offer it',
  'cms 30': 'the network does not know the phone',
  'cms 38': 'the network is out of order',
  'cms 41': 'temporary failure in the network',
  'cms 42': 'the network is busy',
  'cms 47': 'the network has no resources left',
  'cms 50': 'this SIM has no SMS',
  'cms 69': 'the network does not offer SMS',
  'cms 96': 'the network misses something in the message',
  'cms 111': 'the network calls the message wrong',
  'cms 192': 'the service centre is busy',
  'cms 193': 'the service centre has no subscription for this SIM',
  'cms 194': 'the service centre has failed',
  'cms 195': 'the service centre calls the number wrong',
  'cms 196': 'the service centre bars this number',
  'cms 197': 'the service centre has such a message already',
  'cms 208': 'the memory of the SIM is full',
  'cms 300': 'the modem has failed',
  'cms 301': 'the modem keeps SMS for another use',
  'cms 302': 'the modem does not allow it now',
  'cms 303': 'the modem does not offer it',
  'cms 304': 'the modem calls the PDU wrong',
  'cms 310': 'there is no SIM',
  'cms 311': 'the SIM asks for its PIN',
  'cms 313': 'the SIM has failed',
  'cms 314': 'the SIM is busy',
  'cms 315': 'a wrong SIM',
  'cms 316': 'the SIM asks for its PUK',
  'cms 320': 'the memory has failed',
  'cms 321': 'there is nothing at this place of the memory',
  'cms 322': 'the memory is full',
  'cms 330': 'the number of the service centre is not known',
  'cms 331': 'there is no network',
  'cms 332': 'the network did not answer in time',
  'cms 340': 'nothing is to be acknowledged',
  'cms 500': 'an error that the modem does not name',
  'cms 515': 'the modem is still starting',
  'cme 10': 'there is no SIM',
  'cme 11': 'the SIM asks for its PIN',
  'cme 12': 'the SIM asks for its PUK',
  'cme 13': 'the SIM has failed',
  'cme 14': 'the SIM is busy',
  'cme 15': 'a wrong SIM',
  'cme 16': 'the PIN is wrong',
  'cme 18': 'the SIM asks for its PUK',
  'cme 30': 'there is no network',
}

/** For people: `+CMS ERROR: 322 (the memory is full)`. */
export function describeError({ family, code, text }: ModemError): string {
  const said = code === undefined ? undefined : words[`${family} ${code}`]
  return said === undefined ? text : `${text} (${said})`
}
