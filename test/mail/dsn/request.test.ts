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
  // RFC 6533 3
  ...[
    'utf-8;jörg+x@example.de',
    'UTF-8;jörg\\x{2B}x@example.de',
    'utf-8;j\\x{F6}rg\\x{2B}x@example.de',
    'utf-8;j+C3+B6rg+2Bx@example.de',
  ].map((written, form): [Record<string, string>, object] => [
    { ORCPT: written },
    form === 0 ? { bad: 'ORCPT' } : { ...none, originalRecipient: 'utf-8;jörg+x@example.de' },
  ]),
  [
    { ORCPT: 'utf-8;\\x{1F600}\\x{5C}\\x{20}山田@x' },
    { ...none, originalRecipient: 'utf-8;😀\\ 山田@x' },
  ],
  [{ ORCPT: 'utf-8;anna@example.de' }, { ...none, originalRecipient: 'utf-8;anna@example.de' }],
  [{ ORCPT: 'rfc822;jörg@example.de' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'utf-8;a b@c' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'utf-8;a\\x{0D}\\x{0A}Subject' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'utf-8;a\\x{D800}@c' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'utf-8;a\\x{110000}@c' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'utf-8;a\\y@c' }, { bad: 'ORCPT' }],
  [{ ORCPT: 'utf-8;a+C3@c' }, { bad: 'ORCPT' }],
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
