// The settings that decide what text of a mail goes out, as the composer takes them.
import type { Settings } from '../config/settings.ts'
import type { TextOptions } from '../mail/text/compose-text.ts'

export function textOptions({ text }: Settings): TextOptions {
  return {
    subject: text.subject,
    quotedHistory: text.quoted_history,
    mailSignature: text.mail_signature,
    disclaimers: text.disclaimers,
    endMarks: text.end_marks,
    smsSignature: '',
    fixedText: text.fixed_text,
    encoding: text.encoding,
    maxParts: text.max_parts,
    maxChars: text.max_chars,
    tooLong: text.too_long,
  }
}
