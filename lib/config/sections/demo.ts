// [demo] of sms.ini: the stand-alone server and its page /phone.
import { setting } from '../table.ts'
import { text } from '../types.ts'

export const demoSection = {
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
} as const
