// Hands one message to the modem, part by part, and says what became of it as an outcome.
//
// It goes on behind the parts of earlier attempts. From the moment the end mark of a PDU has left until
// the answer is there, nobody knows whether the part went out: an answer that is lost is `unknown`.
import { TpduError } from '../../sms/tpdu/error.ts'
import { parseAddress } from '../../sms/tpdu/address.ts'
import { submits, textParts } from '../../sms/tpdu/compose.ts'
import { toHex } from '../../sms/tpdu/hex.ts'
import { encodePdu, encodeTpdu } from '../../sms/tpdu/pdu.ts'
import type { Submit } from '../../sms/tpdu/submit.ts'
import { relativePeriod } from '../../sms/tpdu/validity-period.ts'
import type { Outcome, Outgoing } from '../route.ts'
import { fieldsOf, numberAt, valueOf } from './answers.ts'
import type { Answer, AtChannel } from './at-channel.ts'
import { describeError, sendVerdict } from './errors.ts'
import { referenceOf } from './received.ts'
import { describeAnswer } from './start.ts'

export interface SendOptions {
  readonly channel: AtChannel
  readonly key: string
  /** Whether reports are asked for. */
  readonly reports: boolean
  /** National tables that may be used (3GPP TS 23.038 6.2.1.2). */
  readonly languages: readonly number[]
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
  readonly needsReset: boolean
}

export async function sendMessage(message: Outgoing, options: SendOptions): Promise<Sent> {
  const pdus = composePdus(message, options)
  if (typeof pdus === 'string')
    return { outcome: { kind: 'permanent', reason: pdus }, parts: 0, needsReset: false }
  const references = message.done.slice(0, pdus.length)
  let parts = 0
  for (const pdu of pdus.slice(references.length)) {
    const answer = await sendPart(pdu, options)
    parts++
    if (answer.kind !== 'ok') {
      const more = references.length + 1 < pdus.length
      return { ...failed(answer, [...references], more), parts }
    }
    references.push(referenceFrom(answer, options.key, message.phone))
  }
  return { outcome: { kind: 'accepted', references }, parts, needsReset: false }
}

function composePdus(message: Outgoing, options: SendOptions): Submit[] | string {
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
    })
  } catch (error) {
    if (error instanceof TpduError) return error.message
    throw error
  }
}

function sendPart(tpdu: Submit, { channel, timeout, handedOver }: SendOptions): Promise<Answer> {
  const pdu = toHex(encodePdu({ serviceCentre: undefined, tpdu }))
  return channel.command(`AT+CMGS=${encodeTpdu(tpdu).length}`, {
    pdu,
    timeout,
    ...(handedOver && { handedOver }),
  })
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
    return { outcome, needsReset: false }
  }
  const reason = describeError(answer.error)
  const verdict = sendVerdict(answer.error)
  switch (verdict) {
    case 'permanent':
      return { outcome: { kind: 'permanent', reason, references }, needsReset: false }
    case 'unknown':
      return { outcome: { kind: 'unknown', reason, references, more }, needsReset: false }
    case 'temporary':
    case 'reset':
      return {
        outcome: { kind: 'temporary', reason, references },
        needsReset: verdict === 'reset',
      }
  }
}
