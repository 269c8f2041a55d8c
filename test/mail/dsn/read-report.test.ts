// What is read in the bounces of other servers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFailure } from '../../../lib/mail/dsn/read-report.ts'

function read(status: string): ReturnType<typeof readFailure> {
  const content = Buffer.from(status.replaceAll('\n', '\r\n'))
  return readFailure({
    attachments: [{ contentType: 'message/delivery-status', content }],
  })
}

const mail = 'Reporting-MTA: dns; mx.example.org\n\n'
const arrived = 'Final-Recipient: rfc822; ok@b.test\nAction: delivered\nStatus: 2.0.0\n'

test('the reason is that of the recipient that failed', () => {
  const failed =
    'Final-Recipient: rfc822; bad@b.test\nAction: failed\nDiagnostic-Code: smtp; 550 no\n such user\n'
  assert.deepEqual(read(`${mail}${arrived}\n${failed}`), {
    recipient: 'bad@b.test',
    reason: '550 no such user',
  })
  assert.deepEqual(read(mail + arrived), {})
})

test('what no mail can hold is not repeated, and not all of what is long', () => {
  const { reason } = read(
    `${mail}Action: failed\nDiagnostic-Code: smtp; 550 \0${'x'.repeat(9_000)}`,
  )
  assert.match(reason ?? '', /^550 {2}x{300,400}$/)
})
