// The command that shows what a mail would become: what it says of the recipients that the mail names.
import assert from 'node:assert/strict'
import test from 'node:test'
import { previewMail, settingsWith } from '../../lib/cli/preview.ts'

const mails: [to: string, subject: string, phones: string[], refused: string | false][] = [
  ['+4520643064@sms.test', 'x', ['+4520643064'], false],
  ['+46812345678@sms.test', 'x', [], 'number_landline'],
  ['+4520643064@sms.test, +45331@sms.test', 'x', ['+4520643064'], false],
  ['+4520643064+nonsense@sms.test', 'x', ['+4520643064'], false],
  ['anna@example.org', 'x', [], false],
]

for (const [to, subject, phones, refused] of mails) {
  test(`a mail to ${to}: ${String(refused)}`, () => {
    const source = Buffer.from(`From: bo@example.org\nTo: ${to}\nSubject: ${subject}\n\nHello\n`)
    const preview = previewMail(source, settingsWith(['country=DK']))
    assert.deepEqual([preview.recipients, preview.refused], [phones, refused])
  })
}
