// [main] of sms.ini: where everything is kept, and what holds for all accounts that have nothing of their own.
import { setting } from '../table.ts'
import { country, databaseUrl, networks, oneOf, prefixes, text, timeZone } from '../types.ts'

/** Paths are put behind it: a slash at its end is dropped. */
const publicUrl = text(
  'a URL such as https://sms.example.org, or nothing',
  /^(?:https?:\/\/[^\s/]+(?:\/[^\s/]+)*)?$/,
)

export const mainSection = {
  database: setting(
    databaseUrl(),
    'sqlite:sms.db',
    'Where everything is kept: sqlite:FILE (seen from the Haraka directory) or postgres://user:password@host/name, in which / # ? @ % of a password are written %2F %23 %3F %40 %25. A change counts from the next start on.',
  ),
  country: setting(
    country(),
    '',
    'The country whose numbers are written with a leading 0, or without it where bare_numbers is national.',
  ),
  bare_numbers: setting(
    oneOf('ask', 'international', 'national'),
    'ask',
    'What digits without +, 00 or 0 are when both readings are mobile numbers; ask refuses and shows both.',
  ),
  allowed_prefixes: setting(
    prefixes(),
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
    { ...publicUrl, read: (written) => publicUrl.read(written.replace(/\/$/, '')) },
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
} as const
