// The whole loop over a real Kannel and a real Haraka: mail to SMS by smsbox, bearerbox and an SMSC, the
// report back by Kannel's call, and a phone's answer to a mail.
import assert from 'node:assert/strict'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { Store } from '../../lib/store/store.ts'
import { eventually } from '../support/eventually.ts'
import { Kannel, noKannel } from '../support/kannel.ts'
import { MailSink } from '../support/mail-sink.ts'
import { TestHaraka } from '../support/test-haraka.ts'

const anna = 'anna@example.org'
const annasNumber = '+46701740699'
const phone = '+46701740611'
const secret = 'a-secret-of-the-path'

if (noKannel !== false) console.error(noKannel)

describe('over a real Kannel', { skip: noKannel }, () => {
  let haraka: TestHaraka
  let sink: MailSink
  let kannel: Kannel
  let store: Store

  before(async () => {
    sink = await MailSink.open()
    const [sendsms = 0] = await freePorts(1)
    haraka = await TestHaraka.prepare({ say: profile(sink.port, sendsms) })
    const pages = `http://127.0.0.1:${haraka.profile.pages?.port}`
    await appendFile(
      join(haraka.directory, 'config', 'sms.ini'),
      `\n[main]\npublic_url = ${pages}\n`,
    )
    await haraka.run()
    await haraka.administer(async (administration) => {
      await administration.addAccount({ address: anna, networks: ['127.0.0.1'] })
      await administration.addNumber({ number: annasNumber, account: anna })
    })
    const query = 'phone=%p&to=%P&id=%I&coding=%c&time=%t&text=%b'
    kannel = await Kannel.start(`${pages}/sms/hook/kannel/${secret}?${query}`, sendsms)
    store = new Store(haraka.profile.settings.main.database, haraka.directory, () => undefined)
  })
  after(async () => {
    await store.close()
    await kannel.close()
    await haraka.close()
    await sink.close()
  })

  async function write(text: string, options = ''): Promise<void> {
    const reply = await haraka.send({
      from: anna,
      to: [`46701740611${options}@sms.test`],
      data: `From: ${anna}\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`,
    })
    assert.equal(reply.code, 250, reply.lines.join(' '))
  }

  const stateOf = (text: string, state: string): Promise<true> =>
    eventually(`"${text}" to be ${state}`, async () => {
      const found = await store.db('messages').where({ direction: 'out', text, state }).select('id')
      return found.length === 0 ? undefined : true
    })

  test('a mail is an SMS from the number of its sender, and its report comes back', async () => {
    await write('kommer du? æøå', '+validity=6h')
    const [sms] = await kannel.messages(1)
    assert.deepEqual([sms?.from, sms?.to], ['46701740699', '46701740611'])
    assert.equal(sms?.pdu.data_coding, 0)
    assert.notEqual(sms.pdu.validity_period, '')
    await stateOf('kommer du? æøå', 'delivered')
  })

  test('flash and Unicode arrive as such, and a long text in parts', async () => {
    await write('Żółw', '+flash')
    const unicode = (await kannel.messages(2))[1]
    assert.equal(unicode?.text, 'Żółw')
    assert.equal(unicode.pdu.data_coding, 24)
    const long = 'lang '.repeat(40).trim()
    await write(long)
    const parts = (await kannel.messages(4)).slice(2)
    assert.equal(parts.length, 2)
    await stateOf(long, 'delivered')
  })

  test('what a phone writes is a mail, in GSM and in Unicode', async () => {
    kannel.phoneWrites({ from: phone.slice(1), to: annasNumber.slice(1), text: 'ja & nej @8' })
    const mail = await sink.mail(({ data }) => data.includes('ja & nej @8'))
    assert.deepEqual(mail.to, [anna])
    assert.match(mail.from, /^46701740611-[a-z2-7]{16}@sms\.test$/)
    const from = { from: phone.slice(1), to: annasNumber.slice(1) }
    kannel.phoneWrites({ ...from, text: 'Żółw 😀', unicode: true })
    await eventually('the message in Unicode', async () => {
      const found = await store
        .db('messages')
        .where({ direction: 'in', text: 'Żółw 😀' })
        .select('id')
      return found.length === 0 ? undefined : true
    })
  })
})

function profile(smarthost: number, sendsms: number): string {
  return `
[outgoing]
smarthost = 127.0.0.1:${smarthost}
[main]
operator = operator@example.org
[domains]
sms.test =
[route kannel]
type = kannel
url = http://127.0.0.1:${sendsms}
user = tester
password = foobar
webhook_secret = ${secret}
webhook_from = 127.0.0.1
`
}
