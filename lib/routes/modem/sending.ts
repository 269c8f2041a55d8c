// Hands one message to the modem, part by part, and says what became of it as an outcome.
//
// It goes on behind the parts of earlier attempts. From the moment the end mark of a PDU has left until
// the answer is there, nobody knows whether the part went out: an answer that is lost is `unknown`.
import { parseAddress } from '../../sms/tpdu/address.ts'
import { submits, textParts } from '../../sms/tpdu/compose.ts'
import { toHex } from '../../sms/tpdu/hex.ts'
import { encodePdu } from '../../sms/tpdu/pdu.ts'
import type { Submit } from '../../sms/tpdu/submit.ts'
import { relativePeriod } from '../../sms/tpdu/validity-period.ts'
import type { Outcome, Outgoing } from '../route.ts'
import { describeAnswer, fieldsOf, numberAt, valueOf } from './answers.ts'
import type { Answer, AtChannel } from './at-channel.ts'
import { describeError, sendVerdict } from './errors.ts'
import { referenceOf } from './received.ts'

export interface ComposeOptions {
  /** Whether reports are asked for. */
  readonly reports: boolean
  /** National tables that may be used (3GPP TS 23.038 6.2.1.2). */
  readonly languages: readonly number[]
}

/** The commands and PDUs of all parts, or why there are none. */
export type Composed = readonly ComposedPart[] | string

interface ComposedPart {
  readonly command: string
  readonly pdu: string
}

export interface SendOptions {
  readonly channel: AtChannel
  readonly key: string
  /** How long the network may take to accept a part. */
  readonly timeout: number
  /** The modem has the whole of a part and is at work. */
  readonly handedOver?: () => void
}

export interface Sent {
  readonly outcome: Outcome
  /** Parts that were handed to the modem now. */
  readonly parts: number
  /** The modem does not come out of it by itself. */
  readonly needsReset?: boolean
  /** The phone, or the contract of the SIM: other phones tell which. */
  readonly refused?: boolean
}

/** Never throws. */
export function composeParts(message: Outgoing, options: ComposeOptions): Composed {
  const { id, phone, text, encoding, flash, validity } = message
  if (!/^\+?\d{3,15}$/.test(phone)) return `${phone} is not a phone number`
  // National tables are for texts that would otherwise be UCS-2.
  const national = encoding === 'ucs2' && options.languages.length > 0
  try {
    const parts = textParts(text, {
      encoding: national ? 'auto' : encoding,
      ref: id,
      ...(national && { languages: options.languages }),
    })
    return submits(parseAddress(phone), parts, {
      ...(flash && { class: 0 as const }),
      ...(validity !== undefined && { validity: relativePeriod(validity / 60_000) }),
      statusReportRequested: options.reports,
    }).map(composed)
  } catch (error) {
    // Whatever it is: between two parts nobody could take an exception.
    return error instanceof Error ? error.message : String(error)
  }
}

function composed(tpdu: Submit): ComposedPart {
  const pdu = encodePdu({ serviceCentre: undefined, tpdu })
  // 27.005 4.3: the octets without those of the service centre, which is one that says there is none.
  return { command: `AT+CMGS=${pdu.length - 1}`, pdu: toHex(pdu) }
}

/** `done` is called once, in the turn in which the last answer came. */
export function sendParts(
  { phone, done: earlier }: Outgoing,
  all: Composed,
  { channel, key, timeout, handedOver }: SendOptions,
  done: (sent: Sent) => void,
): void {
  if (typeof all === 'string') {
    done({ outcome: { kind: 'permanent', reason: all }, parts: 0 })
    return
  }
  const references = earlier.slice(0, all.length)
  let parts = 0
  const sendNext = (): void => {
    const next = all[references.length]
    if (next === undefined) done({ outcome: { kind: 'accepted', references }, parts })
    else
      channel.submit(
        next.command,
        { pdu: next.pdu, timeout, ...(handedOver && { handedOver }) },
        (answer) => {
          parts++
          if (answer.kind === 'ok') {
            references.push(referenceFrom(answer, key, phone))
            sendNext()
          } else {
            const more = references.length + 1 < all.length
            done({ ...failed(answer, references, more), parts })
          }
        },
      )
  }
  sendNext()
}

/** Without TP-MR no report will find the part by its reference. */
function referenceFrom(answer: Answer, key: string, phone: string): string {
  const messageReference = numberAt(fieldsOf(valueOf(answer, '+CMGS') ?? ''), 0)
  return messageReference === undefined ? `${key} -` : referenceOf(key, messageReference, phone)
}

function failed(
  answer: Exclude<Answer, { kind: 'ok' }>,
  references: readonly string[],
  more: boolean,
): Omit<Sent, 'parts'> {
  if (answer.kind !== 'error') {
    const reason = describeAnswer(answer)
    const outcome: Outcome = answer.sent
      ? { kind: 'unknown', reason, references, more }
      : { kind: 'temporary', reason, references }
    return { outcome }
  }
  const reason = describeError(answer.error)
  const verdict = sendVerdict(answer.error)
  switch (verdict) {
    case 'permanent':
    case 'configuration':
      return { outcome: { kind: verdict, reason, references } }
    case 'refused':
      return { outcome: { kind: 'permanent', reason, references }, refused: true }
    case 'unknown':
      return { outcome: { kind: 'unknown', reason, references, more } }
    case 'temporary':
    case 'reset':
      return {
        outcome: { kind: 'temporary', reason, references },
        needsReset: verdict === 'reset',
      }
  }
}
