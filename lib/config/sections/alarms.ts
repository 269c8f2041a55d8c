// [alarms] of sms.ini: what the operator hears by mail.
import { setting } from '../table.ts'
import { duration, flag } from '../types.ts'

export const alarmsSection = {
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
} as const
