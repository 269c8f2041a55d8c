// What senders hear of messages that were accepted: by the wish of the account, or by DSN.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ReportRequest } from '../../lib/gateway/gateway.ts'
import type { RecipientRequest } from '../../lib/mail/dsn/request.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'
import { readStrictly, type StrictReport } from '../support/strict-report.ts'

const hour = 3_600_000

forEachDatabase((_name, openDatabaseUrl) => {
  const route = new FakeRoute()
  let now = Date.now()
  let gateway: TestGateway
  let phones = 0

  before(async () => {
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings: '[trust]\ntrust = ip\n[main]\n',
      clock: () => now,
    })
    await addDemoAccount(gateway.gateway)
    await eventually('the route to be open', () => route.sinks)
  })
  after(() => gateway.close())

  const administration = () => gateway.gateway.administer('test')
  const wish = async (value: string): Promise<void> => {
    await administration().setSetting({ group: '' }, { name: 'reports', value })
    // What counts for an account is remembered for a moment.
    now += 3_000
  }
  const request = (address: string, notify: string, more = {}): ReportRequest => ({
    ret: undefined,
    envelopeId: undefined,
    recipients: new Map([[address, { notify, originalRecipient: undefined }]]),
    ...more,
  })
  const write = async (
    more: { option?: string; reports?: (address: string) => ReportRequest } = {},
  ): Promise<{ phone: string; id: number }> => {
    const phone = `+4520660${String(++phones).padStart(3, '0')}`
    const address = `${phone}${more.option ?? ''}@sms.test`
    const verdict = await gateway.send({
      to: [address],
      ...(more.reports !== undefined && { reports: more.reports(address) }),
    })
    assert.equal(verdict.kind, 'accepted')
    const [row] = await administration().listMessages({ phone }, 1)
    return { phone, id: row!.id }
  }
  const sent = (id: number): Promise<true> =>
    eventually(`message ${id} to be sent`, async () =>
      (await administration().showMessage(id)).state === 'sent' ? true : undefined,
    )
  const reported = (
    id: number,
    fate: 'buffered' | 'delivered' | 'undelivered',
  ): Promise<void> | undefined => route.sinks?.report({ reference: `ref-${id}`, fate, at: now })
  const reports = (phone: string): Promise<StrictReport[]> =>
    Promise.all(
      gateway.mails
        .filter(({ contents }) => contents.includes(phone.slice(1)))
        .map(({ contents }) => readStrictly(contents)),
    )
  const reportOn = (phone: string): Promise<StrictReport> =>
    eventually(`a report on ${phone}`, async () => (await reports(phone))[0])
  /** By when a report that was wanted before would have been written. */
  const silence = async (phone: string): Promise<void> => {
    await wish('all')
    const { phone: later, id } = await write()
    await sent(id)
    await reported(id, 'delivered')
    await reportOn(later)
    assert.deepEqual(await reports(phone), [])
  }

  test('an account that wants all hears that a message has arrived', async () => {
    await wish('all')
    const { phone, id } = await write()
    await sent(id)
    await reported(id, 'delivered')
    const report = await reportOn(phone)
    assert.equal(report.to, 'demo@example.test')
    assert.equal(report.recipients[0]?.['Action'], 'delivered')
    assert.equal(report.recipients[0]['Status'], '2.1.5')
    assert.match(report.text, /^Your SMS to \+45 20 ?66 ?00 ?01 has arrived on the phone\./)
  })

  test('one that wants failures hears of nothing else', async () => {
    await wish('failures')
    const good = await write()
    const bad = await write()
    for (const { id } of [good, bad]) await sent(id)
    await reported(good.id, 'delivered')
    await reported(bad.id, 'undelivered')
    assert.equal((await reportOn(bad.phone)).recipients[0]?.['Action'], 'failed')
    await silence(good.phone)
  })

  test('one that wants nothing hears nothing, and NOTIFY=FAILURE is heard all the same', async () => {
    await wish('none')
    const quiet = await write()
    const loud = await write({ reports: (address) => request(address, 'FAILURE', { ret: 'FULL' }) })
    for (const { id } of [quiet, loud]) {
      await sent(id)
      await reported(id, 'undelivered')
    }
    const report = await reportOn(loud.phone)
    assert.equal(report.returned.type, 'message/rfc822')
    assert.match(report.returned.content, new RegExp(Buffer.from('Hello\n').toString('base64')))
    await silence(quiet.phone)
  })

  test('RET=FULL brings the text back also where a recipient of the mail was refused', async () => {
    await wish('all')
    const to = ['+4520660900@sms.test', '+4533121212@sms.test', '+46812345678@sms.test']
    await gateway.send({ to, reports: { ...request('', ''), ret: 'FULL', recipients: new Map() } })
    const report = await reportOn('+46812345678')
    assert.equal(report.returned.type, 'message/rfc822')
    assert.match(report.returned.content, new RegExp(Buffer.from('Hello\n').toString('base64')))
  })

  test('NOTIFY=NEVER is kept, whatever the account wants', async () => {
    await wish('all')
    const { phone, id } = await write({ reports: (address) => request(address, 'NEVER') })
    await sent(id)
    await reported(id, 'undelivered')
    await silence(phone)
  })

  test('ENVID and ORCPT come back as the client wrote them', async () => {
    const { phone, id } = await write({
      reports: (address) => ({
        ret: 'HDRS',
        envelopeId: '1b4e28ba2fa111d2883f0016d3cca427',
        recipients: new Map([
          [
            address,
            { notify: 'SUCCESS', originalRecipient: 'rfc822;longname1234567890abcde@x.test' },
          ],
        ]),
      }),
    })
    await sent(id)
    await reported(id, 'delivered')
    const { message, recipients, returned } = await reportOn(phone)
    assert.equal(message['Original-Envelope-Id'], '1b4e28ba2fa111d2883f0016d3cca427')
    assert.equal(recipients[0]?.['Original-Recipient'], 'rfc822;longname1234567890abcde@x.test')
    assert.equal(returned.type, 'text/rfc822-headers')
  })

  test('the header of the mail comes back with its own id, date and sender', async () => {
    await wish('failures')
    const phone = '+4520660810'
    const messageId = '<AM0PR04MB61306D9E8F7A6B5C4D3E2F1A0@x.prod.outlook.com>'
    const date = 'Mon, 26 Oct 2026 08:00:00 +0100'
    await gateway.send({
      to: [`${phone}@sms.test`],
      messageId,
      headers: [`Date: ${date}`],
    })
    const [row] = await administration().listMessages({ phone }, 1)
    await sent(row!.id)
    await reported(row!.id, 'undelivered')
    const { content } = (await reportOn(phone)).returned
    const lines = content.replace(/\r\n(?=[ \t])/g, '').split('\r\n')
    assert.ok(lines.includes(`Message-ID: ${messageId}`), content)
    assert.ok(lines.includes(`Date: ${date}`), content)
    assert.ok(lines.includes('From: demo@example.test'), content)
  })

  const twice: [wishes: [string | undefined, string | undefined], notify: string, told: number][] =
    [
      [['NEVER', 'SUCCESS,FAILURE'], 'SUCCESS,FAILURE', 1],
      [['FAILURE', 'NEVER'], 'FAILURE', 0],
      [['SUCCESS', 'FAILURE,SUCCESS'], 'SUCCESS,FAILURE', 0],
      [['NEVER', undefined], 'FAILURE', 1],
      [['NEVER', 'NEVER'], 'NEVER', 0],
    ]
  for (const [wishes, notify, told] of twice)
    test(`a phone under two addresses, ${wishes.map((one) => one ?? 'nothing').join(' and ')}, is told of by ${notify}`, async () => {
      await wish('failures')
      const phone = `+4520660${String(++phones).padStart(3, '0')}`
      const to = [`${phone.slice(1)}@sms.test`, `${phone}@sms.test`]
      const asked = to.map((address, n): [string, RecipientRequest] => [
        address,
        { notify: wishes[n], originalRecipient: `rfc822;${n}@x.test` },
      ])
      const more = { ret: undefined, envelopeId: undefined }
      await gateway.send({ to, reports: { ...more, recipients: new Map(asked) } })
      const columns = ['notify', 'recipient', 'original_recipient']
      assert.deepEqual(await gateway.store.db('messages').where({ phone }).select(columns), [
        { notify, recipient: to[told], original_recipient: `rfc822;${told}@x.test` },
      ])
    })

  test('of a phone under two addresses that is refused the one is told that wants to hear', async () => {
    await wish('failures')
    const to = ['4520660800+at=000001012020@sms.test', '+4520660800+at=000001012020@sms.test']
    const recipients = new Map<string, RecipientRequest>([
      [to[0]!, { notify: 'NEVER', originalRecipient: undefined }],
      [to[1]!, { notify: 'FAILURE', originalRecipient: 'rfc822;bo@x.test' }],
    ])
    const more = { ret: undefined, envelopeId: undefined }
    await gateway.send({
      to: [...to, '+4520660801@sms.test'],
      reports: { ...more, recipients },
    })
    const report = await reportOn('+4520660800')
    assert.deepEqual(
      report.recipients.map((one) => [one['Final-Recipient'], one['Original-Recipient']]),
      [[`rfc822; ${to[1]}`, 'rfc822;bo@x.test']],
    )
  })

  test('a message of which no report comes is said to be relayed, not delivered', async () => {
    const { phone, id } = await write({ reports: (address) => request(address, 'SUCCESS') })
    await sent(id)
    now += 25 * hour
    const report = await reportOn(phone)
    assert.equal(report.recipients[0]?.['Action'], 'relayed')
    assert.match(report.text, /was sent\. The network does not tell whether it has arrived/)
  })

  test('by a route without reports it is relayed at once', async () => {
    route.capabilities.reports = false
    const { phone } = await write({ reports: (address) => request(address, 'SUCCESS') })
    assert.equal((await reportOn(phone)).recipients[0]?.['Action'], 'relayed')
    route.capabilities.reports = true
  })

  test('what was relayed at once is not told again when a delay would have been', async () => {
    await wish('all')
    route.capabilities.reports = false
    const { phone } = await write()
    assert.equal((await reportOn(phone)).recipients[0]?.['Action'], 'relayed')
    const rows = await gateway.store.db('messages').where({ phone }).select('tell_at')
    assert.deepEqual(rows, [{ tell_at: null }])
    now += 5 * hour
    const { phone: later } = await write()
    await reportOn(later)
    route.capabilities.reports = true
    assert.equal((await reports(phone)).length, 1)
  })

  test('who asks for it hears once that a message waits long, and until when', async () => {
    route.sinks?.down(true, 'no power')
    const { phone } = await write({ reports: (address) => request(address, 'DELAY') })
    now += 5 * hour
    const report = await reportOn(phone)
    assert.equal(report.recipients[0]?.['Action'], 'delayed')
    assert.ok(report.recipients[0]['Will-Retry-Until'])
    const rows = await gateway.store.db('messages').where({ phone }).select('tell_at')
    assert.deepEqual(rows, [{ tell_at: null }])
    route.sinks?.down(false, '')
  })

  test('what an administrator holds is late only once it is released, as nobody tries to send it', async () => {
    route.sinks?.down(true, 'no power')
    const { phone, id } = await write({ reports: (address) => request(address, 'DELAY') })
    await administration().holdMessage(id)
    now += 5 * hour
    const { phone: other } = await write({ reports: (address) => request(address, 'DELAY') })
    now += 5 * hour
    await reportOn(other)
    assert.deepEqual(await reports(phone), [])
    await administration().releaseMessage(id)
    assert.equal((await reportOn(phone)).recipients[0]?.['Action'], 'delayed')
    route.sinks?.down(false, '')
  })

  const isTellable = async (phone: string): Promise<boolean> => {
    const rows = await gateway.store.db('messages').where({ phone }).whereNotNull('tell_at')
    return rows.length > 0
  }

  for (const notify of ['SUCCESS,FAILURE,DELAY', 'FAILURE,DELAY'])
    for (const late of [0, 6])
      test(`a phone that the network reports after ${late} hours not to reach is told of as late by ${notify}`, async () => {
        const { phone, id } = await write({ reports: (address) => request(address, notify) })
        await sent(id)
        now += late * hour
        await reported(id, 'buffered')
        now += late > 0 ? 1000 : 5 * hour
        const report = await reportOn(phone)
        assert.equal(report.recipients[0]?.['Action'], 'delayed')
        assert.equal(report.recipients[0]['Will-Retry-Until'], undefined)
        assert.match(report.text, /has not arrived yet\. We keep trying; you/)
        now += 25 * hour
        assert.ok(!(await isTellable(phone)), 'and no more of it')
        await reported(id, 'delivered')
        const both = await eventually('the second report', async () => {
          const all = await reports(phone)
          return all.length > 1 || !notify.includes('SUCCESS') ? all : undefined
        })
        assert.deepEqual(
          both.map(({ recipients }) => recipients[0]?.['Action']),
          notify.includes('SUCCESS') ? ['delayed', 'delivered'] : ['delayed'],
        )
      })

  test('so is one of which the network reports it before it is stored that the SMS was sent', async () => {
    const usual = route.answer
    route.answer = async (message) => {
      await reported(message.id, 'buffered')
      return usual(message)
    }
    const { phone, id } = await write({
      reports: (address) => request(address, 'SUCCESS,FAILURE,DELAY'),
    })
    await eventually(`message ${id} to be buffered`, async () =>
      (await administration().showMessage(id)).state === 'buffered' ? true : undefined,
    )
    route.answer = usual
    now += 5 * hour
    assert.equal((await reportOn(phone)).recipients[0]?.['Action'], 'delayed')
  })

  test('an SMS that was told of as late here is not told of so again when its phone is off', async () => {
    route.sinks?.down(true, 'no power')
    const { phone, id } = await write({ reports: (address) => request(address, 'FAILURE,DELAY') })
    now += 5 * hour
    await reportOn(phone)
    route.sinks?.down(false, '')
    await sent(id)
    await reported(id, 'buffered')
    assert.ok(!(await isTellable(phone)))
  })

  test('an SMS with a time of its own is late by that time', async () => {
    const at = new Date(now + 48 * hour).toISOString()
    const time = `${at.slice(11, 13)}${at.slice(14, 16)}${at.slice(8, 10)}${at.slice(5, 7)}${at.slice(0, 4)}`
    const { phone, id } = await write({
      option: `+at=${time}`,
      reports: (address) => request(address, 'SUCCESS,DELAY'),
    })
    const row = await gateway.store.db('messages').where({ id }).first<{ due_at: number }>('due_at')
    now = row.due_at
    await sent(id)
    await reported(id, 'buffered')
    assert.deepEqual(await gateway.store.db('messages').where({ phone }).select('tell_at'), [
      { tell_at: row.due_at + 4 * hour },
    ])
  })

  for (const [fate, told] of [
    ['delivered', /Your SMS has arrived at these 4 recipients:/],
    ['undelivered', /Your SMS was not delivered to these 4 recipients:/],
  ] as const)
    test(`what is ${fate} of a mail to many is told by few mails`, async () => {
      await wish('all')
      const numbers = [1, 2, 3, 4].map((n) => `+4520661${fate === 'delivered' ? 1 : 2}0${n}`)
      await gateway.send({ to: numbers.map((phone) => `${phone}@sms.test`) })
      for (const phone of numbers) {
        const [row] = await administration().listMessages({ phone }, 1)
        await sent(row!.id)
        await reported(row!.id, fate)
      }
      now += hour
      const report = await reportOn(numbers[0]!)
      assert.equal(report.recipients.length, 4)
      assert.match(report.text, told)
    })

  const uncertain = (phone: string): Promise<number> =>
    eventually(`the message to ${phone} to be uncertain`, async () => {
      const [row] = await administration().listMessages({ phone }, 1)
      return row?.state === 'uncertain' ? row.id : undefined
    })

  test('RET=FULL brings the header alone back where it is not certain that anything failed', async () => {
    const usual = route.answer
    route.answer = () => ({ kind: 'unknown', reason: 'cut off' })
    const { phone } = await write({
      reports: (address) => request(address, 'FAILURE', { ret: 'FULL' }),
    })
    await uncertain(phone)
    route.answer = usual
    const report = await reportOn(phone)
    assert.equal(report.recipients[0]?.['Action'], 'delayed')
    assert.equal(report.returned.type, 'text/rfc822-headers')
  })

  test('what was uncertain and went out after all is said to be relayed where no more is known', async () => {
    const usual = route.answer
    route.answer = () => ({ kind: 'unknown', reason: 'cut off' })
    const { phone } = await write({ reports: (address) => request(address, 'SUCCESS') })
    const id = await uncertain(phone)
    route.answer = usual
    await route.sinks?.report({ reference: `late-${id}`, id, fate: 'buffered', at: now })
    assert.equal((await administration().showMessage(id)).state, 'buffered')
    now += 25 * hour
    assert.equal((await reportOn(phone)).recipients[0]?.['Action'], 'relayed')
  })

  test('what was uncertain, and is known by the time that it is told, is not told as uncertain', async () => {
    await wish('failures')
    const [lost, good] = ['+4520663101', '+4520663102']
    const usual = route.answer
    route.answer = (message) =>
      message.phone === lost ? { kind: 'unknown', reason: 'cut off' } : usual(message)
    await gateway.send({ to: [lost, good].map((phone) => `${phone}@sms.test`) })
    const id = await uncertain(lost)
    route.answer = usual
    await route.sinks?.report({ reference: 'late', id, fate: 'delivered', at: now })
    assert.equal((await administration().showMessage(id)).state, 'delivered')
    now += hour
    await silence(lost)
  })
})
