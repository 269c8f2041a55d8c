// [text] of sms.ini: what of a mail goes out.
import { setting } from '../table.ts'
import { oneOf, someOf, text, whole } from '../types.ts'

export const textSection = {
  subject: setting(
    oneOf('prepend', 'ignore'),
    'prepend',
    'Whether the Subject of a new mail stands in front of its text.',
  ),
  quoted_history: setting(
    oneOf('cut', 'keep'),
    'cut',
    'Whether the quoted history of a reply is cut.',
  ),
  mail_signature: setting(
    oneOf('keep', 'cut'),
    'keep',
    'Whether the signature of the mail is cut.',
  ),
  disclaimers: setting(
    oneOf('cut', 'keep'),
    'cut',
    'Whether disclaimers and banners that are marked as such are cut.',
  ),
  end_marks: setting(
    someOf('##', '$$', '###'),
    '',
    'Marks that end the text where they are written: ## around the text, $$ or ### after it.',
  ),
  encoding: setting(
    oneOf('auto', 'gsm', 'unicode'),
    'auto',
    'auto takes the GSM alphabet where the text fits it or an equal character saves a part.',
  ),
  max_parts: setting(whole(1, 255), '9', 'The most parts that one message may have.'),
  max_chars: setting(
    whole(0, 39_015),
    '0',
    'The most characters that one message may have; 0 is no limit.',
  ),
  too_long: setting(
    oneOf('refuse', 'cut_and_tell'),
    'refuse',
    'What happens to a text that is longer: refused, or cut and the sender told what was left out.',
  ),
  fixed_text: setting(
    text('text of at most 160 characters', /^.{0,160}$/u),
    '',
    'Stands at the end of every message.',
  ),
} as const
