// The text that somebody writes in the pages, as it goes out: with signature and fixed text, and nothing
// cut, for all of it was meant.
import type { GroupValues } from '../../config/group-settings.ts'
import type { Settings } from '../../config/settings.ts'
import { composeText, type ComposedText } from '../../mail/text/compose-text.ts'
import { mailTextOptions } from '../text-options.ts'

export function composeWritten(
  text: string,
  values: GroupValues,
  settings: Settings,
): ComposedText {
  const asWritten = {
    ...mailTextOptions(values, settings),
    quotedHistory: 'keep',
    mailSignature: 'keep',
    disclaimers: 'keep',
    endMarks: [],
    tooLong: 'refuse',
  } as const
  return composeText({ subject: '', text }, asWritten, { subjectUsed: true, isReply: true })
}
