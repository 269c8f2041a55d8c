// The table of settings that groups and accounts can have: each inherits what it does not set from
// the group above, and Master from sms.ini.
import type { Settings } from './settings.ts'
import {
  country,
  flag,
  forwardTargets,
  networks,
  oneOf,
  prefixes,
  someOf,
  text,
  timeZone,
  whole,
  type SettingType,
} from './types.ts'
import { limit } from './limit.ts'
import { replyNumbers } from './reply-numbers.ts'

interface GroupSetting<T> {
  readonly type: SettingType<T>
  /** What Master has when nobody set it. */
  readonly byDefault: (settings: Settings) => T
  readonly about: string
  /** Whether an account may have a value of its own, where its group opens the setting to users. */
  readonly forUsers: boolean
}

function inherited<T>(
  type: SettingType<T>,
  byDefault: (settings: Settings) => T,
  about: string,
  { forUsers = false } = {},
): GroupSetting<T> {
  return { type, byDefault, about, forUsers }
}

const forUsers = { forUsers: true }

export const groupSettings = {
  country: inherited(country(), ({ main }) => main.country, 'The country of national numbers.'),
  bare_numbers: inherited(
    oneOf('ask', 'international', 'national'),
    ({ main }) => main.bare_numbers,
    'What digits without +, 00 or 0 are when both readings are mobile numbers.',
  ),
  allowed_prefixes: inherited(
    prefixes(),
    ({ main }) => main.allowed_prefixes,
    'The countries or prefixes that may be written to; nothing means all.',
  ),
  language: inherited(
    oneOf('da', 'sv', 'nb', 'de', 'fr', 'en'),
    ({ main }) => main.language,
    'The language of the mails that we write.',
    forUsers,
  ),
  time_zone: inherited(
    timeZone(),
    ({ main }) => main.time_zone,
    'The time zone of the times that are written and shown.',
    forUsers,
  ),
  trust: inherited(
    someOf('auth', 'dkim', 'key', 'ip', 'spf'),
    ({ trust }) => trust.trust,
    'The proofs that make a mail trusted.',
  ),
  key_needs: inherited(
    someOf('dkim', 'spf'),
    ({ trust }) => trust.key_needs,
    'What must hold beside a right key: any of those that are named.',
  ),
  networks: inherited(
    networks(),
    () => [],
    'The networks from which mail of any account of the group is trusted, where trust has ip.',
  ),
  automatic: inherited(
    flag(),
    () => false,
    'Whether mail that machines wrote by themselves is sent on, as alerts are.',
  ),
  automatic_networks: inherited(
    networks(),
    () => [],
    'The networks from which it is sent on, where automatic is off.',
  ),
  new_accounts_per_day: inherited(
    whole(0, 1_000_000),
    ({ accounts }) => accounts.new_accounts_per_day,
    'How many accounts may come into being by themselves in the group within a day.',
  ),
  sign_up: inherited(
    flag(),
    () => false,
    'Whether people with an address in a mail domain of the group may make their account themselves, on the pages.',
  ),
  assign_number: inherited(
    oneOf('first_mail', 'subscribe', 'none'),
    ({ accounts }) => accounts.assign_number,
    'When a new account gets a number of its own from the pool.',
  ),
  subject: inherited(
    oneOf('prepend', 'ignore'),
    ({ text: { subject } }) => subject,
    'Whether the Subject of a new mail stands in front of its text.',
    forUsers,
  ),
  quoted_history: inherited(
    oneOf('cut', 'keep'),
    ({ text: { quoted_history } }) => quoted_history,
    'Whether the quoted history of a reply is cut.',
    forUsers,
  ),
  mail_signature: inherited(
    oneOf('keep', 'cut'),
    ({ text: { mail_signature } }) => mail_signature,
    'Whether the signature of the mail is cut.',
    forUsers,
  ),
  disclaimers: inherited(
    oneOf('cut', 'keep'),
    ({ text: { disclaimers } }) => disclaimers,
    'Whether disclaimers and banners that are marked as such are cut.',
  ),
  end_marks: inherited(
    someOf('##', '$$', '###'),
    ({ text: { end_marks } }) => end_marks,
    'Marks that end the text where they are written.',
    forUsers,
  ),
  encoding: inherited(
    oneOf('auto', 'gsm', 'unicode'),
    ({ text: { encoding } }) => encoding,
    'How the text is encoded.',
    forUsers,
  ),
  format: inherited(
    oneOf('normal', 'flash', 'normal_then_flash'),
    () => 'normal' as const,
    'What an SMS is where the mail does not say flash itself: flash is shown at once and not kept; normal_then_flash sends it as flash when a normal one could not be delivered.',
    forUsers,
  ),
  validity: inherited(
    oneOf('network', '1h', '3h', '6h', '12h', '1d', '2d', '3d'),
    () => 'network' as const,
    'How long the network may try where the mail does not say; network leaves it to the network.',
    forUsers,
  ),
  max_parts: inherited(
    whole(1, 255),
    ({ text: { max_parts } }) => max_parts,
    'The most parts that one message may have.',
  ),
  max_chars: inherited(
    whole(0, 39_015),
    ({ text: { max_chars } }) => max_chars,
    'The most characters that one message may have; 0 is no limit.',
  ),
  too_long: inherited(
    oneOf('refuse', 'cut_and_tell'),
    ({ text: { too_long } }) => too_long,
    'What happens to a text that is longer.',
  ),
  sms_signature: inherited(
    text('text of at most 160 characters', /^.{0,160}$/su),
    () => '',
    'Stands at the end of every message, in front of the fixed text of the operator.',
    forUsers,
  ),
  reply_numbers: inherited(
    replyNumbers,
    ({ numbers }) => numbers.reply_numbers,
    'What phones answer to, by their country, where there is neither an own number nor a pool.',
  ),
  can_receive: inherited(
    flag(),
    () => true,
    'Whether phones can answer: then the sender is a number, never a name.',
  ),
  sender_name: inherited(
    text(
      '3 to 11 of A-Z a-z 0-9 space and -_.&, with a letter, or nothing',
      /^(?:(?=.*[A-Za-z])[A-Za-z0-9 _.&-]{3,11})?$/,
    ),
    () => '',
    'What stands as the sender where can_receive is off.',
  ),
  limit_group: inherited(
    limit(),
    () => ({ kind: 'unlimited' }) as const,
    'How many parts the group with all below it may send: unlimited, none, 5000/30d or 5000.',
  ),
  limit_user: inherited(
    limit(),
    () => ({ kind: 'unlimited' }) as const,
    'How many parts each user of the group may send: unlimited, none, 100/1d or 100.',
  ),
  reports: inherited(
    oneOf('none', 'failures', 'all'),
    ({ delivery }) => delivery.reports,
    'What a sender hears of messages where the mail client does not say it by DSN.',
    forUsers,
  ),
  catch_all: inherited(
    text('the address of an account, or nothing', /^(?:[^\s@]+@[^\s@]+)?$/),
    () => '',
    'The account that gets SMS to numbers of the group which nothing else tells whose they are.',
  ),
  forward_to: inherited(
    forwardTargets(),
    () => [],
    'The further mail addresses and phones that get the SMS of an account, too.',
    forUsers,
  ),
  duplicate_guard: inherited(
    flag(),
    ({ limits }) => limits.duplicate_guard,
    'Whether the same text from the same account to the same phone is refused within 24 hours.',
    forUsers,
  ),
} as const

export type GroupSettingName = keyof typeof groupSettings
export type GroupValues = {
  readonly [K in GroupSettingName]: (typeof groupSettings)[K] extends GroupSetting<infer T>
    ? T
    : never
}
