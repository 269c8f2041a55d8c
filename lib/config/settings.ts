// The one table of settings: it reads, bounds and documents every key of sms.ini.
//
// readSettings never throws. It answers either the whole of the settings or a list of sentences, each
// of which names file, section, key and what is wrong, so that a start stops with them and a reload
// keeps what it had. A test holds config/sms.ini against this table.
import { asciiDomain } from '../mail/address/mail-address.ts'
import { readIni, type Ini } from './ini.ts'
import { readTable, setting, type Values } from './table.ts'
import { replyNumbers } from './reply-numbers.ts'
import { duration, flag, list, networks, oneOf, someOf, text, timeZone, whole } from './types.ts'

export const settingsTable = {
  main: {
    database: setting(
      text('a URL that begins with sqlite: or postgres:', /^(sqlite:|postgres(ql)?:\/\/).+/),
      'sqlite:sms.db',
      'Where everything is kept: sqlite:FILE (seen from the Haraka directory) or postgres://user:password@host/name.',
    ),
    country: setting(
      text('a country such as DK, or nothing', /^([A-Z]{2})?$/),
      '',
      'The country whose numbers are written with a leading 0, or without it where bare_numbers is national.',
    ),
    bare_numbers: setting(
      oneOf('ask', 'international', 'national'),
      'ask',
      'What digits without +, 00 or 0 are when both readings are mobile numbers; ask refuses and shows both.',
    ),
    allowed_prefixes: setting(
      list('prefixes of digits such as 45 or 4670', /^\d{1,15}$/),
      '',
      'The countries or prefixes that may be written to; nothing means all.',
    ),
    language: setting(
      oneOf('da', 'sv', 'nb', 'de', 'fr', 'en'),
      'en',
      'The language of mails to accounts that have none of their own.',
    ),
    time_zone: setting(timeZone(), 'UTC', 'The time zone of accounts that have none of their own.'),
    subject_tag: setting(
      text('up to 20 letters, digits or spaces', /^[\p{L}\p{N} ]{0,20}$/u),
      'SMS',
      'Stands in brackets at the front of the Subject of each mail that brings an SMS.',
    ),
    public_url: setting(
      text(
        'a URL such as https://sms.example.org, or nothing',
        /^(?:https?:\/\/[^\s/]+(?:\/[^\s/]+)*)?$/,
      ),
      '',
      'Where people, phones and providers reach the pages, with the path that a reverse proxy has for them: links in mails and SMS, also those that confirm subscribe@ with only a key, and the URLs that providers call begin with it.',
    ),
    web_proxies: setting(
      networks(),
      '',
      'The web proxies in front of the pages: what they say of the caller (X-Forwarded-For, -Proto, -Host) is believed.',
    ),
    metrics_networks: setting(
      networks(),
      '127.0.0.1, ::1',
      'Who may read the figures at /metrics, for Prometheus: networks and nobody else.',
    ),
    phone_networks: setting(
      networks(),
      '127.0.0.1, ::1',
      'Who may open the page /phone, which shows what virtual phones got and writes as any of them: networks and nobody else.',
    ),
    operator: setting(
      text('a mail address, or nothing', /^(?:[^\s@]+@[^\s@]+)?$/),
      '',
      'Who hears of faults by mail.',
    ),
  },
  trust: {
    trust: setting(
      someOf('auth', 'dkim', 'key', 'ip', 'spf'),
      'auth, dkim, key',
      'The proofs that make a mail trusted: SMTP AUTH as the account, a DKIM signature of its domain that covers the recipients, a key, one of the networks listed for the account or its group, SPF of its domain.',
    ),
    key_needs: setting(
      someOf('dkim', 'spf'),
      '',
      'What must hold beside a right key, so that a key which was seen by others is of no use to them; any of those that are named.',
    ),
    front_servers: setting(
      networks(),
      '',
      'The mail servers in front of this one: what they pass on is not theirs, so SPF is not asked of them, and front_server_id tells what they found out.',
    ),
    front_server_id: setting(
      text('the name at the start of their Authentication-Results', /^[^\s;="]*$/),
      '',
      'Whose Authentication-Results count when they are the topmost ones and come from a front server: its authserv-id; nothing means none.',
    ),
  },
  accounts: {
    new_accounts_per_day: setting(
      whole(0, 1_000_000),
      '50',
      'How many accounts may come into being by themselves in each group within a day.',
    ),
    assign_number: setting(
      oneOf('first_mail', 'subscribe', 'none'),
      'subscribe',
      'When an account gets a number of its own from the pool of its group: with its first mail, when it asks by subscribe@, or never by itself.',
    ),
    sign_up_group: setting(
      text('the path of a group such as Guests, or nothing', /^[^\r\n]{0,200}$/),
      '',
      'The group of those who make their account themselves on the pages with an address of a mail domain that no group owns; nothing lets nobody do so. Addresses of a domain of a group: see its setting sign_up.',
    ),
  },
  numbers: {
    quarantine: setting(
      duration('0s', '366d'),
      '90d',
      'How long a number that was given back rests before it is given to anybody else.',
    ),
    reply_numbers: setting(
      replyNumbers,
      '',
      'What phones answer to where the sender has no number of its own and no pool, by the country of the phone: SE:72323, NO:1963, *:+4560991000; * is for all others.',
    ),
  },
  text: {
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
  },
  limits: {
    max_recipients: setting(whole(1, 100_000), '10000', 'The most phones that one mail may reach.'),
    max_mail: setting(whole(1, 100), '26', 'The largest mail that is read, in megabytes.'),
    duplicate_guard: setting(
      flag(),
      'yes',
      'Whether a mail with the same text to the same phone from the same account is refused within 24 hours.',
    ),
  },
  delivery: {
    max_age: setting(
      duration('1m', '30d'),
      '7d',
      'How long a message may wait from the time it was due.',
    ),
    retry_first: setting(
      duration('100ms', '1h'),
      '5s',
      'The wait after the first attempt that failed; it doubles each time.',
    ),
    retry_most: setting(duration('1s', '1d'), '15m', 'The longest wait between attempts.'),
    resend_uncertain: setting(
      flag(),
      'no',
      'Whether a message whose fate is unknown is sent again, at the risk of two.',
    ),
    reply_window: setting(
      duration('1h', '365d'),
      '30d',
      'How long an SMS from a phone is taken for an answer to the account that wrote to it last.',
    ),
    join_wait: setting(
      duration('1s', '1d'),
      '10m',
      'How long the parts of a long message from a phone are waited for.',
    ),
    offer_dsn: setting(
      flag(),
      'no',
      'Whether clients may ask for reports by DSN (RFC 3461). It is honoured for SMS; what the server sends on to other servers as ordinary mail does not carry it.',
    ),
    reports: setting(
      oneOf('none', 'failures', 'all'),
      'failures',
      'What a sender hears by mail of messages that were accepted: nothing, what failed, or also what arrived and what waits long. A mail client that speaks DSN decides for itself.',
    ),
    delay_after: setting(
      duration('1m', '7d'),
      '4h',
      'How long a message waits until a sender who wants that hears of the delay.',
    ),
    report_wait: setting(
      duration('1m', '7d'),
      '1d',
      'How long the report of a phone is waited for until the sender hears that the message was sent and no more is known.',
    ),
    tell_down_after: setting(
      duration('0s', '1d'),
      '1m',
      'How long a route may be down before the operator hears of it.',
    ),
  },
  alarms: {
    quiet: setting(
      duration('1m', '30d'),
      '1h',
      'How long the operator hears no more of a fault that was told; then how often it came.',
    ),
    queue_older_than: setting(
      duration('1m', '30d'),
      '1h',
      'The operator hears of it, once a day, when an SMS has been waiting for longer than this.',
    ),
    wrong_numbers: setting(
      flag(),
      'no',
      'Whether the operator hears of senders who write to numbers that are wrong or landlines.',
    ),
  },
  demo: {
    mailbox: setting(
      text('a domain, or nothing', /^([a-z0-9-]+(\.[a-z0-9-]+)*)?$/),
      '',
      'A domain whose mail is kept in a local mailbox and shown on the page /phone; for the stand-alone server only.',
    ),
    smtp: setting(
      text('an address and port such as 127.0.0.1:2525', /^.+:\d{1,5}$/),
      '127.0.0.1:25',
      'Where the page /phone hands in the mails that are written on it.',
    ),
  },
} as const

type Sections = { readonly [S in keyof typeof settingsTable]: Values<(typeof settingsTable)[S]> }

export type Settings = Sections & {
  /** The SMS domains in lower case, each with the path of the group it is bound to, '' for Master. */
  readonly domains: ReadonlyMap<string, string>
}

export type SettingsReading =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Reads the text of sms.ini; what it does not name has its default. */
export function readSettings(source: string, file = 'sms.ini'): SettingsReading {
  const { ini, problems } = readIni(source, file)
  problems.push(...unknownSections(ini, file))
  const sections: Record<string, unknown> = {}
  for (const [section, table] of Object.entries(settingsTable)) {
    sections[section] = readTable(table, ini.get(section), (key, problem) =>
      problems.push(`${file} [${section}] ${key}: ${problem}`),
    )
  }
  const domains = readDomains(ini, file, problems)
  if (problems.length > 0) return { ok: false, problems }
  // Each section was read by its own table.
  return { ok: true, settings: { ...(sections as Sections), domains } }
}

function unknownSections(ini: Ini, file: string): string[] {
  const known = ['domains', ...Object.keys(settingsTable)]
  return [...ini.keys()]
    .filter((section) => !known.includes(section))
    .map((section) => `${file} [${section}]: no such section; there are ${known.join(', ')}`)
}

const domainName = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/

function readDomains(ini: Ini, file: string, problems: string[]): ReadonlyMap<string, string> {
  const domains = new Map<string, string>()
  for (const [key, group] of ini.get('domains') ?? []) {
    const domain = asciiDomain(key)
    if (domainName.test(domain)) domains.set(domain, group)
    else problems.push(`${file} [domains] ${key}: not a domain name`)
  }
  return domains
}
