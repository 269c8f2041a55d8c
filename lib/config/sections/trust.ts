// [trust] of sms.ini: what proves that a mail is from whom it says.
import { setting } from '../table.ts'
import { networks, someOf, text } from '../types.ts'

export const trustSection = {
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
} as const
