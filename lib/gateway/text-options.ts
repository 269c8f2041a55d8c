// What the settings say about the text that goes out.
import type { GroupValues } from '../config/group-settings.ts'
import type { TextOptions } from '../mail/text/compose-text.ts'

/** `fixedText` is the operator's, at the end of every message. */
export function textOptions(values: GroupValues, fixedText: string): TextOptions {
  return {
    subject: values.subject,
    quotedHistory: values.quoted_history,
    mailSignature: values.mail_signature,
    disclaimers: values.disclaimers,
    endMarks: values.end_marks,
    smsSignature: values.sms_signature,
    fixedText,
    encoding: values.encoding,
    maxParts: values.max_parts,
    maxChars: values.max_chars,
    tooLong: values.too_long,
  }
}
