// What preview@ tells beforehand is what the mail then does: who would be refused, when it would go out,
// what it would cost; and nothing is taken by asking.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { plainEntry, RouteTable } from '../../lib/gateway/route-table.ts'
import { readMailNow } from '../../lib/mail/read-mail.ts'
import { readHours } from '../../lib/policy/schedule.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { told, withFiles } from '../support/traffic.ts'

const user = 'anna@x.test'
const stopped = '+4520643065'

forEachDatabase((_name, openDatabaseUrl) => {
  let now = Date.UTC(2026, 10, 3, 12)
  let gateway: TestGateway

  before(async () => {
    const entry = plainEntry(new FakeRoute())
    const hours = readHours('08:00-18:00') ?? []
    const schedule = { hours, from: '', until: '', timeZone: 'Europe/Copenhagen' }
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [],
      table: new RouteTable([{ ...entry, rules: { ...entry.rules, schedule } }]),
      settings: 'country = DK\ntime_zone = Europe/Copenhagen\n',
      clock: () => now,
    })
    const administration = gateway.gateway.administer('test')
    await administration.addGroup('Office')
    await administration.addAccount({ address: user, group: 'Office' })
    await administration.addCredit('Office', '10')
    await administration.addBlock('Office', stopped)
    await administration.setSetting({ group: 'Office' }, { name: 'limit_user', value: '3/1d' })
    await administration.setSetting({ group: 'Office' }, { name: 'duplicate_guard', value: 'yes' })
  })
  after(() => gateway.close())

  const send = async (to: string, subject: string, text: string): Promise<string> =>
    told(await gateway.send({ from: user, to: [to], authUser: user, subject, text }))

  const preview = async (subject: string, text = 'Hello'): Promise<string> => {
    now += 60_000
    assert.equal(await send('preview@sms.test', subject, text), 'taken')
    const mail = await eventually('a preview', () => gateway.mails.shift())
    return (readMailNow(Buffer.from(mail.contents)).text ?? '').replaceAll('\r', '')
  }

  test('it would go out at once, at its time, or when its way opens', async () => {
    assert.match(
      await preview('+4520643064'),
      /Price: 1\nGoes out at once\.\n\nTo:\n {2}\+45 20643064\n/,
    )
    assert.match(await preview('+4520643064 at=17:30'), /Goes out at 2026-11-03 17:30\./)
    assert.match(await preview('+4520643064 at=20:00'), /Goes out at 2026-11-04 08:00\./)
    now = Date.UTC(2026, 10, 3, 22)
    assert.match(await preview('+4520643064'), /Goes out at 2026-11-04 08:00\./)
    now = Date.UTC(2026, 10, 4, 12)
  })

  test('it names the address that sends the same: with its options, and with the list', async () => {
    const textOf = async (mail: Parameters<typeof gateway.send>[0]): Promise<string> => {
      now += 60_000
      assert.equal(told(await gateway.send({ from: user, authUser: user, ...mail })), 'taken')
      const { contents } = await eventually('a preview', () => gateway.mails.shift())
      return (readMailNow(Buffer.from(contents)).text ?? '').replaceAll(/\s+/g, ' ')
    }
    const at = '+flash+at=180024122026@sms.test'
    const asked = { to: [`preview${at}`], subject: '+4520643064' }
    const text = await textOf(asked)
    assert.match(text, /Goes out at 2026-12-2\d \d\d:00/)
    assert.ok(text.includes(`Write to sms${at} with the same Subject to send it.`), text)
    const quoted = await textOf({ ...asked, to: ['"Preview+flash"@sms.test'] })
    assert.ok(quoted.includes('Write to "sms+flash"@sms.test with the same Subject to'), quoted)
    const headers = ['From: anna@x.test', 'To: preview@sms.test', 'Subject: ', 'Message-ID: <l@x>']
    const raw = withFiles(headers, 'Hello', { 'a.txt': '+4520643064\r\n' })
    const listed = await textOf({ to: ['preview@sms.test'], raw })
    assert.ok(listed.includes('Write to sms@sms.test with the same Subject and list to'), listed)
  })

  test('it says who would be refused and why, and takes nothing', async () => {
    const phones = `+4520643064, ${stopped}, +4520643066, +4520643067, +4520643068`
    for (let again = 0; again < 2; again++) {
      const text = await preview(phones)
      assert.match(text, /Price: 3\n/)
      assert.match(text, /To:\n {2}\+45 20643064\n {2}\+45 20643066\n {2}\+45 20643067\n\n/)
      assert.match(text, /\+4520643065 \(preview@sms\.test\): \+4520643065 wants no more SMS/)
      assert.match(text, /\+4520643068 .*: You have used up your SMS in the group Office/)
    }
    assert.deepEqual(await gateway.messages(), [])
    assert.equal(await send('+4520643066@sms.test', '', 'Once'), 'taken')
    assert.match(
      await preview('+4520643066', 'Once'),
      /The same text went or is to go to \+4520643066/,
    )
  })

  test('no key stands in it, be it in the text or in what was left out', async () => {
    const key = 'k3y7examplek3y7examplek3y7'
    const history = `-----Oprindelig meddelelse-----\nFra: besvar <${key}@sms.test>\nEmne: Hej\n\nHej\n`
    const text = await preview('+4520643064', `Mine is ${key}, keep it\n\n${history}`)
    assert.match(text, /Mine is k3y7…, keep it/)
    assert.match(text, /besvar <k3y7…@sms\.test>/)
    assert.ok(!text.includes(key))
  })
})
