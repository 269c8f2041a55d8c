// [accounts] of sms.ini: how accounts come into being.
import { setting } from '../table.ts'
import { oneOf, text, whole } from '../types.ts'

export const accountsSection = {
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
} as const
