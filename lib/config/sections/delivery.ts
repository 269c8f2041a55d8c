// [delivery] of sms.ini: how long everything may take, and who hears of it.
import { setting } from '../table.ts'
import { duration, flag, oneOf } from '../types.ts'

export const deliverySection = {
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
} as const
