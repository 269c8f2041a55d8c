import { DsnRequests } from '../../plugins/dsn-requests.ts'
import { test } from 'node:test'
import assert from 'node:assert/strict'
import type { MailVerdict } from '../../lib/gateway/gateway.ts'
import type { Address, Connection } from '../../plugins/haraka.ts'
import { DkimKeys } from '../../plugins/dkim-keys.ts'
import { Recipients } from '../../plugins/recipients.ts'
import { Submissions } from '../../plugins/submission.ts'
import { makeConnection, receive } from '../support/connection.ts'
import { RecordingGateway, keepLog } from '../support/recording-gateway.ts'

const key = 'abcdefghijklmnopqrstuvwxy2'
const held: MailVerdict = { kind: 'accepted', text: '1 SMS queued', held: true }

function set(...rcptTo: string[]) {
  const gateway = new RecordingGateway()
  const log = keepLog()
  const open = (): RecordingGateway => gateway
  const requests = new DsnRequests(() => false)
  const recipients = new Recipients(open, requests)
  const keys = new DkimKeys(() => Promise.resolve([]), Date.now)
  const submissions = new Submissions(open, { recipients, requests, keys }, log)
  const mail = makeConnection('anna@example.org', rcptTo)
  return { gateway, log, recipients, submissions, mail }
}

function left({ transaction }: Connection): string[] {
  return transaction?.rcpt_to.map(({ address }) => address) ?? []
}

test('our recipients are taken out and the rest stays', async () => {
  const { gateway, submissions, mail } = set('bo@example.com', '4670@sms.test', 'cia@example.com')
  assert.equal(await submissions.dataPost(mail), undefined)
  assert.deepEqual(left(mail), ['bo@example.com', 'cia@example.com'])
  const [submitted] = gateway.mails
  assert.deepEqual(submitted?.recipients, ['4670@sms.test'])
  assert.equal(submitted.ordinaryRecipients, 2)
  assert.equal(submitted.envelopeFrom, 'anna@example.org')
  assert.equal(submissions.queue(mail), undefined)
})

test('a mail for phones alone is answered OK in the queue, with what was done', async () => {
  const { submissions, mail } = set('4670@sms.test')
  await submissions.dataPost(mail)
  assert.deepEqual(submissions.queue(mail), { kind: 'ok', message: '2.0.0 1 SMS queued' })
})

test('a refusal leaves the mail as it was', async () => {
  const { gateway, submissions, mail } = set('4670@sms.test', 'bo@example.com')
  const reply = { code: 554, enhanced: '5.6.0', text: 'Empty.' }
  gateway.verdict = () => Promise.resolve({ kind: 'refused', reply })
  assert.deepEqual(await submissions.dataPost(mail), { kind: 'refuse', reply })
  assert.deepEqual(left(mail), ['4670@sms.test', 'bo@example.com'])
})

test('a mail that is not for phones is none of our business, whatever is broken here', () => {
  const { gateway, submissions, mail } = set('bo@example.com')
  gateway.verdict = () => Promise.reject(new Error('the database is away'))
  assert.equal(submissions.dataPost(mail), undefined)
  assert.equal(submissions.queue(mail), undefined)
  assert.equal(submissions.concerns(mail), false)
  assert.deepEqual(gateway.mails, [])
})

test('a mail for phones is ours to hold back, also after its recipients were taken out', async () => {
  const { submissions, mail } = set('4670@sms.test')
  assert.equal(submissions.concerns(mail), true)
  await submissions.dataPost(mail)
  assert.equal(submissions.concerns(mail), true)
})

const endings: [string, (s: Submissions, mail: Connection) => Promise<unknown>, string][] = [
  ['queued', async (s, mail) => [await s.queueOk(mail), await s.reset(mail)], 'released'],
  ['refused', async (s, mail) => s.reset(mail), 'dropped'],
]
for (const [fate, end, expected] of endings) {
  test(`what is held is ${expected} when the rest is ${fate}, once`, async () => {
    const { gateway, submissions, mail } = set('4670@sms.test', 'bo@example.com')
    gateway.verdict = () => Promise.resolve(held)
    await submissions.dataPost(mail)
    await end(submissions, mail)
    await end(submissions, mail)
    const id = mail.transaction?.uuid
    assert.deepEqual(
      { released: gateway.released, dropped: gateway.dropped },
      { released: [], dropped: [], [expected]: [id] },
    )
  })
}

test('what was stored after the client had gone is forgotten', async () => {
  const { gateway, submissions, mail } = set('4670@sms.test', 'bo@example.com')
  const asked = new Promise<(verdict: MailVerdict) => void>((ask) => {
    gateway.verdict = () => new Promise(ask)
  })
  const answer = submissions.dataPost(mail)
  const store = await asked
  await submissions.reset(mail)
  store(held)
  await answer
  assert.deepEqual(gateway.dropped, [mail.transaction?.uuid])
})

test('a release that fails is tried until it works', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { gateway, log, submissions, mail } = set('4670@sms.test', 'bo@example.com')
  gateway.verdict = () => Promise.resolve(held)
  gateway.releaseFails = 2
  await submissions.dataPost(mail)
  await submissions.queueOk(mail)
  assert.deepEqual(gateway.released, [])
  t.mock.timers.tick(1_000)
  await new Promise(setImmediate)
  t.mock.timers.tick(2_000)
  await new Promise(setImmediate)
  assert.deepEqual(gateway.released, [mail.transaction?.uuid])
  assert.equal(log.lines.filter((line) => line.startsWith('warn: messages of')).length, 2)
})

test('the local mailbox keeps its mails and leaves the others', async () => {
  const { gateway, submissions, mail } = set('demo@example.test', 'bo@example.com')
  const kept: string[] = []
  gateway.mailbox = {
    domain: 'example.test',
    list: () => Promise.resolve([]),
    add: (recipient) => {
      kept.push(recipient)
      return Promise.resolve()
    },
  }
  await receive(mail, 'Subject: x\r\n\r\nhello\r\n')
  assert.equal(await submissions.queue(mail), undefined)
  assert.deepEqual(kept, ['demo@example.test'])
  assert.deepEqual(left(mail), ['bo@example.com'])
})

test('a key in an address is disguised for Haraka, and handed on as it was written', async () => {
  const { gateway, recipients, submissions, mail } = set(`${key}@sms.test`)
  const [recipient] = mail.transaction?.rcpt_to ?? []
  assert.ok(recipient)
  const params: [Address] = [recipient]
  const answer = await recipients.rcpt(mail, params)
  assert.equal(answer?.kind, 'ok')
  assert.equal(params[0].address, 'abcd-masked@sms.test')
  assert.deepEqual(left(mail), ['abcd-masked@sms.test'])
  await submissions.dataPost(mail)
  assert.deepEqual(gateway.mails[0]?.recipients, [`${key}@sms.test`])
})

test('a key in a misspelt domain is disguised for the log, until the text comes', async () => {
  const { recipients, mail } = set(`${key}@smss.example`)
  const [recipient] = mail.transaction?.rcpt_to ?? []
  assert.ok(recipient)
  assert.equal(await recipients.rcpt(mail, [recipient]), undefined)
  const format = Reflect.get(recipient, 'format') as () => string
  assert.equal(format(), '<abcd…@smss.example>')
  assert.deepEqual(left(mail), [`${key}@smss.example`])
  recipients.data(mail)
  assert.equal(Object.hasOwn(recipient, 'format'), false)
})

test('a definite no at RCPT is said there', async () => {
  const { gateway, recipients, mail } = set('4670@sms.test')
  gateway.no = { code: 550, enhanced: '5.1.3', text: 'No such number.' }
  const [recipient] = mail.transaction?.rcpt_to ?? []
  assert.ok(recipient)
  assert.deepEqual(await recipients.rcpt(mail, [recipient]), { kind: 'refuse', reply: gateway.no })
})
