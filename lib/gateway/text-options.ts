// What the settings say about the text that goes out.
import type { Settings } from '../config/settings.ts'
import type { GroupValues } from '../config/group-settings.ts'
import type { TextOptions } from '../mail/text/compose-text.ts'
import { linkPlace } from './block-link.ts'

/** `fixedText` is the operator's, at the end of every message. */
export function textOptions(
  values: GroupValues,
  fixedText: string,
  linkPlace?: string,
): TextOptions {
  return {
    subject: values.subject,
    quotedHistory: values.quoted_history,
    mailSignature: values.mail_signature,
    disclaimers: values.disclaimers,
    endMarks: values.end_marks,
    smsSignature: values.sms_signature,
    fixedText,
    linkPlace,
    encoding: values.encoding,
    maxParts: values.max_parts,
    maxChars: values.max_chars,
    tooLong: values.too_long,
  }
}

/** The same for what is sent, with a place for the link of each phone where the text wants one. */
export function mailTextOptions(values: GroupValues, { text, main }: Settings): TextOptions {
  return textOptions(values, text.fixed_text, linkPlace(main.public_url))
}
