// What the tests of the composed text share.
import {
  composeText,
  type ComposedText,
  type TextFacts,
  type TextOptions,
} from '../../../lib/mail/text/compose-text.ts'

export const options: TextOptions = {
  subject: 'ignore',
  quotedHistory: 'cut',
  mailSignature: 'keep',
  disclaimers: 'cut',
  endMarks: [],
  smsSignature: '',
  fixedText: '',
  linkPlace: undefined,
  encoding: 'auto',
  maxParts: 255,
  maxChars: 0,
  tooLong: 'refuse',
}

export interface Written {
  text?: string
  html?: string
  subject?: string
}

/** What goes out for a mail with this body, with the defaults but for what is said. */
export function compose(
  { subject = '', ...body }: Written,
  changed: Partial<TextOptions & TextFacts> = {},
): ComposedText {
  const { subjectUsed = false, isReply = false, ...rest } = changed
  return composeText({ subject, ...body }, { ...options, ...rest }, { subjectUsed, isReply })
}

export const squash = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The reasons and texts of the cuts, one line each. */
export const cutsOf = ({ cuts }: ComposedText): string[] =>
  cuts.map(({ reason, text }) => `${reason}: ${squash(text)}`)
