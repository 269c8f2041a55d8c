// The text that somebody writes in the pages, as it goes out: with signature and fixed text, and nothing
// cut, for all of it was meant.
import type { GroupValues } from '../../config/group-settings.ts'
import type { Settings } from '../../config/settings.ts'
import { composeText, type ComposedText } from '../../mail/text/compose-text.ts'
import { linkPlace, signedWithLinkPlace, withLinkPlace } from '../block-link.ts'
import { textOptions } from '../text-options.ts'

export function composeWritten(
  text: string,
  values: GroupValues,
  { main, text: operator }: Settings,
): ComposedText {
  const place = linkPlace(main.public_url)
  const asWritten = {
    ...signedWithLinkPlace(textOptions(values, operator.fixed_text), place),
    quotedHistory: 'keep',
    mailSignature: 'keep',
    disclaimers: 'keep',
    endMarks: [],
    tooLong: 'refuse',
  } as const
  const mail = withLinkPlace({ subject: '', text }, place)
  return composeText(mail, asWritten, { subjectUsed: true, isReply: true })
}
