// The mail that brings an SMS to an account.
//
// Guarantees: the answer to it finds its conversation by the tag in From and in the envelope sender,
// and its thread by the ids; nothing in the SMS or in a contact's name reaches a header but as text.

import { formatPhone } from '../../sms/phone-number.ts'
import { replyLocalPart } from '../address/local-part.ts'
import { counted } from '../language/counted.ts'
import { phrases } from '../language/index.ts'
import { messageFrom, type Language } from '../language/phrases.ts'
import { fill } from '../language/reasons.ts'
import { mailbox, writeText } from './mime.ts'
import type { WrittenMail } from './written-mail.ts'

export interface SmsMail {
  /** Where the SMS came from: E.164 with a plus, or a name or short code. */
  phone: string
  /** The account may write to it. */
  isAnswerable: boolean
  /** What the account calls this phone. */
  contactName?: string
  /** The number of ours that it came to. */
  number: string
  text: string
  /** Set when parts of a long SMS did not come. */
  missing?: { parts: number; total: number }
  /** By it the phone wanted no more SMS, or wanted them again. */
  note?: 'stopped' | 'started'
  /** It goes to this further address, which cannot answer for the account. */
  forwardTo?: string
  /** Our id of the message. */
  id: string
  /** When it came, in milliseconds since 1970. */
  at: number
  account: { address: string; name?: string; language: Language }
  /** Of the conversation; where the mail is forwarded, one by which nothing can be sent. */
  tag: string
  /** The SMS domain that the answer goes to. */
  domain: string
  /** Without brackets, may be empty. */
  subjectTag: string
  messageId: string
  inReplyTo?: string
  references?: readonly string[]
}

export async function writeSmsMail(sms: SmsMail): Promise<WrittenMail> {
  const answered = sms.isAnswerable && sms.forwardTo === undefined ? sms.phone : ''
  const replyAddress = `${replyLocalPart(answered, sms.tag)}@${sms.domain}`
  const to = sms.forwardTo ?? sms.account.address
  const sender = formatPhone(sms.phone)
  const contents = await writeText(
    {
      from: mailbox(sms.contactName ?? sender, replyAddress),
      to: mailbox(sms.forwardTo === undefined ? (sms.account.name ?? '') : '', to),
      subject: smsSubject(sms.phone, sms.account.language, sms.subjectTag),
      messageId: sms.messageId,
      ...(sms.inReplyTo === undefined ? {} : { inReplyTo: sms.inReplyTo }),
      references: sms.references ?? [],
      date: sms.at,
      // A person wrote this, but nobody wrote a mail: RFC 3834 5 knows only that an answering machine
      // keeps silent on anything but "no", and it must here, or a phone would get vacation notices. It
      // also keeps two gateways from sending one another's SMS in a ring. It says nothing of bulk, so
      // clients and filters treat the mail as any other; Precedence and List-* would say it, and are
      // not set. Exchange goes by X-Auto-Response-Suppress; bounces and receipts stay allowed.
      autoSubmitted: 'auto-generated',
      more: { 'X-Auto-Response-Suppress': 'OOF, AutoReply', ...smsHeaders(sms) },
    },
    smsText(sms),
  )
  return { from: replyAddress, to, contents }
}

/** `[SMS] Besked fra +45 30643064`: clients that thread by Subject find one for each phone. */
export function smsSubject(phone: string, language: Language, subjectTag: string): string {
  const tag = subjectTag === '' ? '' : `[${subjectTag}] `
  return `${tag}${messageFrom[language]} ${formatPhone(phone)}`
}

function smsHeaders(sms: SmsMail): Record<string, string> {
  return {
    'X-SMS-From': sms.phone,
    'X-SMS-To': sms.number,
    'X-SMS-Id': sms.id,
    'X-SMS-Received': new Date(sms.at).toISOString(),
  }
}

/** The SMS as it is; what we add stands below a signature line (RFC 3676 4.3), so that nobody takes it
 * for the sender's words. */
function smsText(sms: SmsMail): string {
  const { cannotBeAnswered, forwarded, partsMissing, optOut } = phrases[sms.account.language]
  const notes: string[] = []
  if (sms.missing !== undefined) {
    const { parts, total } = sms.missing
    const sentence = counted(partsMissing, parts, sms.account.language)
    notes.push(fill(sentence, { missing: String(parts), total: String(total) }))
  }
  if (sms.note !== undefined) notes.push(optOut[sms.note])
  if (!sms.isAnswerable) notes.push(cannotBeAnswered)
  if (sms.forwardTo !== undefined) notes.push(fill(forwarded, { address: sms.account.address }))
  return notes.length === 0 ? sms.text : `${sms.text}\n\n-- \n${notes.join('\n')}`
}
