// TP-DCS: alphabet, message class, message waiting (3GPP TS 23.038 4).
// Guarantees: every one of the 256 octets has a meaning; reserved ones are read as the standard says,
// as the GSM 7-bit default alphabet.

export type Alphabet = 'gsm7' | 'ucs2' | '8bit'
/** 0 is shown at once and not stored (flash), 1 to the phone, 2 to the SIM, 3 to attached equipment. */
export type MessageClass = 0 | 1 | 2 | 3
export type WaitingKind = 'voicemail' | 'fax' | 'email' | 'other'

export interface MessageWaiting {
  readonly kind: WaitingKind
  /** Whether the indicator is to be lit or put out. */
  readonly active: boolean
  /** Whether the text is to be kept beside the indication. */
  readonly store: boolean
}

export interface DataCoding {
  readonly alphabet: Alphabet
  /** Compressed by TS 23.042, which nobody reads; the user data are octets then. */
  readonly compressed: boolean
  /** The sender asks to delete it once it was read. */
  readonly autoDelete: boolean
  readonly class?: MessageClass
  readonly messageWaiting?: MessageWaiting
}

const plain: DataCoding = { alphabet: 'gsm7', compressed: false, autoDelete: false }

export function dataCodingOf(dcs: number): DataCoding {
  if (dcs < 0x80) return general(dcs)
  switch (dcs >> 4) {
    case 0xc:
      return { ...plain, messageWaiting: waiting(dcs, false) }
    case 0xd:
      return { ...plain, messageWaiting: waiting(dcs, true) }
    case 0xe:
      return { ...plain, alphabet: 'ucs2', messageWaiting: waiting(dcs, true) }
    case 0xf:
      return { ...plain, alphabet: (dcs & 0x04) === 0 ? 'gsm7' : '8bit', class: classOf(dcs) }
    default:
      return plain
  }
}

function general(dcs: number): DataCoding {
  const coding: DataCoding = {
    alphabet: alphabetOf((dcs >> 2) & 3),
    compressed: (dcs & 0x20) !== 0,
    autoDelete: (dcs & 0x40) !== 0,
  }
  return (dcs & 0x10) === 0 ? coding : { ...coding, class: classOf(dcs) }
}

function alphabetOf(bits: number): Alphabet {
  return bits === 1 ? '8bit' : bits === 2 ? 'ucs2' : 'gsm7'
}

function classOf(dcs: number): MessageClass {
  const bits = dcs & 3
  return bits === 0 ? 0 : bits === 1 ? 1 : bits === 2 ? 2 : 3
}

const kinds: readonly WaitingKind[] = ['voicemail', 'fax', 'email', 'other']

function waiting(dcs: number, store: boolean): MessageWaiting {
  return { kind: kinds[dcs & 3] ?? 'other', active: (dcs & 0x08) !== 0, store }
}

/** The octet for an alphabet and, when asked for, a class. */
export function dcsOf(alphabet: Alphabet, messageClass?: MessageClass): number {
  const bits = alphabet === 'gsm7' ? 0x00 : alphabet === '8bit' ? 0x04 : 0x08
  return messageClass === undefined ? bits : 0x10 | bits | messageClass
}
