// [numbers] of sms.ini: numbers of ours, and what phones answer to.
import { replyNumbers } from '../reply-numbers.ts'
import { setting } from '../table.ts'
import { duration } from '../types.ts'

export const numbersSection = {
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
} as const
