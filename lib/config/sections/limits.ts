// [limits] of sms.ini: the most that one mail may be.
import { setting } from '../table.ts'
import { flag, whole } from '../types.ts'

export const limitsSection = {
  max_recipients: setting(whole(1, 100_000), '10000', 'The most phones that one mail may reach.'),
  max_mail: setting(whole(1, 100), '26', 'The largest mail that is read, in megabytes.'),
  duplicate_guard: setting(
    flag(),
    'yes',
    'Whether a mail with the same text to the same phone from the same account is refused within 24 hours.',
  ),
} as const
