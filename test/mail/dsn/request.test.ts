// RFC 3461 4: the parameters of MAIL and RCPT.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMailRequest, readRecipientRequest } from '../../../lib/mail/dsn/request.ts'

const none = { notify: undefined, originalRecipient: undefined }

const recipients: [written: Record<string, string | null>, read: object][] = [
  [{}, none],
  [{ NOTIFY: 'NEVER' }, { ...none, notify: 'NEVER' }],
  [{ NOTIFY: 'success,Delay' }, { ...none, notify: 'SUCCESS,DELAY' }],
  [{ NOTIFY: 'NEVER,SUCCESS' }, { bad: 'NOTIFY' }],
  [{ NOTIFY: 'SUCCESS,SUCCESS' }, { bad: 'NOTIFY' }],
  [{ NOTIFY: 'SUCCESS, DELAY' }, { bad: 'NOTIFY' }],
  [{ NOTIFY: 'ALWAYS' }, { bad: 'NOTIFY' }],
  [{ NOTIFY: null }, { bad: 'NOTIFY' }],
  [
    { ORCPT: 'rfc822;Bob+2BX@Example.COM' },
    { ...none, originalRecipient: 'rfc822;Bob+X@Example.COM' },
  ],
  [{ ORCPT: 'RFC822;a+20b@c' }, { ...none, originalRecipient: 'rfc822;a b@c' }],
  [{ ORCPT: 'bob@example.com' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'rfc822;' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'rfc822;a+2bx' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'rfc822;a=b' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'rfc822;a+0D+0ASubject' }, { bad: 'ORCPT' }],
  [{ ORCPT: `rfc822;${'a'.repeat(501)}` }, { bad: 'ORCPT' }],
  [{ ORCPT: null }, { bad: 'ORCPT' }],
]

const mails: [written: Record<string, string | null>, read: object][] = [
  [{ SIZE: '12' }, { ret: undefined, envelopeId: undefined }],
  [
    { RET: 'hdrs', ENVID: 'QQ+2B1' },
    { ret: 'HDRS', envelopeId: 'QQ+1' },
  ],
  [{ RET: 'FULL' }, { ret: 'FULL', envelopeId: undefined }],
  [{ RET: 'ALL' }, { bad: 'RET' }],
  [{ RET: null }, { bad: 'RET' }],
  [{ ENVID: 'a+0a' }, { bad: 'ENVID' }],
  [{ ENVID: 'a+0A' }, { bad: 'ENVID' }],
  [{ ENVID: 'x'.repeat(101) }, { bad: 'ENVID' }],
  [{ ENVID: null }, { bad: 'ENVID' }],
]

for (const [written, read] of recipients)
  test(`RCPT with ${JSON.stringify(written).slice(0, 60)} is read`, () => {
    assert.deepEqual(readRecipientRequest(written), read)
  })

for (const [written, read] of mails)
  test(`MAIL with ${JSON.stringify(written).slice(0, 60)} is read`, () => {
    assert.deepEqual(readMailRequest(written), read)
  })
