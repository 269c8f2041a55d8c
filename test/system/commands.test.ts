// Commands by mail over real SMTP, with Haraka's own DKIM and SPF: who is answered, by what, and who never
// gets a mail of ours.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PNG } from 'pngjs'
import { readMailNow, type ReadMail } from '../../lib/mail/read-mail.ts'
import { MailSink, type SunkMail } from '../support/mail-sink.ts'
import { readCode } from '../support/read-code.ts'
import { anna, carl, elsewhere, home, TrustingHaraka, written } from '../support/trusting-haraka.ts'

const languages = ['da', 'sv', 'nb', 'de', 'fr', 'en'] as const

describe('commands by mail', () => {
  let server: TrustingHaraka
  let sink: MailSink
  let publicUrl = ''

  before(async () => {
    sink = await MailSink.open()
    server = await TrustingHaraka.start({
      settings: '[main]\npublic_url = http://127.0.0.1:1/gate\n',
      sink: sink.port,
    })
    publicUrl = `http://127.0.0.1:${server.haraka.profile.pages?.port}`
    await server.haraka.administer(async (administration) => {
      await administration.addNumber({ number: '+4560991000000-+4560991099999', group: 'Office' })
      for (const language of languages) {
        const address = `${language}@example.test`
        await administration.addAccount({ address, group: 'Office', language })
      }
    })
  })
  after(async () => {
    await server.close()
    await sink.close()
  })

  const answered = async (to: string): Promise<{ mail: SunkMail; read: ReadMail }> => {
    const mail = await sink.mail((one) => one.to.includes(to))
    sink.mails.splice(sink.mails.indexOf(mail), 1)
    return { mail, read: readMailNow(Buffer.from(mail.data.replaceAll('\n', '\r\n'))) }
  }
  const hand = async (
    command: string,
    {
      from = anna,
      subject = '',
      text = '',
      ip = home,
      headers = [] as string[],
      signed = false,
    }: {
      from?: string
      subject?: string
      text?: string
      ip?: string
      headers?: string[]
      signed?: boolean
    } = {},
  ): Promise<string> => {
    const to = `${command}@sms.test`
    const mail = written({ from, to, subject, text, headers })
    const data = signed ? server.signed(mail) : mail
    const { code, lines } = await server.send(data, { from, to: [to], ip })
    return `${code} ${/\((\w+)\)$/.exec(lines[0] ?? '')?.[1] ?? 'taken'}`
  }

  for (const language of languages) {
    test(`subscribe@ gives a number with its code and says how to use it, in ${language}`, async () => {
      const from = `${language}@example.test`
      assert.equal(await hand('subscribe', { from, subject: server.keys.office }), '250 taken')
      const { mail, read } = await answered(from)
      assert.equal(mail.from, '')
      assert.deepEqual(read.headers.get('auto-submitted'), ['auto-replied'])
      const number = /\+45 (60991\d{6})/.exec(read.text ?? '')?.[1]
      assert.ok(number !== undefined, read.text)
      assert.match(read.text ?? '', /@sms\.test/)
      assert.doesNotMatch(read.text ?? '', /[{}]/)
      assert.doesNotMatch(mail.data, new RegExp(server.keys.office))
      assert.equal(codeIn(mail.data), `sms:+45${number}`)
    })
  }

  const trust: [what: string, says: string, attempt: () => Promise<string>][] = [
    ['a wrong key', '550 key_unknown', () => hand('subscribe', { subject: `${'a'.repeat(25)}2` })],
    [
      'a paused key says the same',
      '550 key_unknown',
      () => hand('subscribe', { subject: server.keys.paused }),
    ],
    ['a mistyped key', '550 key_unknown', () => hand('subscribe', { subject: 'abc2'.repeat(6) })],
    ['nobody proved', '550 sender_not_trusted', () => hand('status', { ip: elsewhere })],
    [
      'nobody proved and unknown says the same',
      '550 sender_not_trusted',
      () => hand('help', { ip: elsewhere, from: 'who@example.test' }),
    ],
    [
      'a key alone proves no status',
      '550 sender_not_trusted',
      () => hand('status', { ip: elsewhere, subject: server.keys.office }),
    ],
    [
      'automatic mail',
      '550 automatic_mail',
      () => hand('help', { headers: ['Auto-Submitted: auto-generated'] }),
    ],
  ]
  for (const [what, says, attempt] of trust) {
    test(`is not answered: ${what}`, async () => {
      const before = sink.mails.length
      assert.equal(await attempt(), says)
      assert.equal(sink.mails.length, before)
    })
  }

  test('a key without a proof causes a link, and only its click does something', async () => {
    const from = 'new@far.test'
    const asked = { from, subject: server.keys.office, ip: elsewhere }
    assert.equal(await hand('subscribe', asked), '250 taken')
    const { read } = await answered(from)
    const path = /http:\/\/127\.0\.0\.1:1\/gate(\/sms\/confirm\/\w+)/.exec(read.text ?? '')?.[1]
    assert.ok(path, read.text)
    const url = `${publicUrl}${path}`
    const page = await fetch(url)
    const html = await page.text()
    assert.match(html, /new@far\.test/)
    assert.match(html, /href="\/gate\/assets\/[^"]+\.css"/)
    for (const way of [`/gate${path}`, path.replace('/sms', '')])
      assert.equal((await fetch(`${publicUrl}${way}`)).status, 200, way)
    const known = (): Promise<boolean> =>
      server.haraka.administer(async (administration) =>
        (await administration.listAccounts()).some(({ address }) => address === from),
      )
    assert.equal(await known(), false)
    const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
    const click = (): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ csrf }).toString(),
      })
    assert.equal((await click()).status, 200)
    assert.match((await answered(from)).read.text ?? '', /\+45 60991\d{6}/)
    assert.equal(await known(), true)
    assert.equal((await click()).status, 200)
    assert.equal((await fetch(`${publicUrl}/sms/confirm/${'a'.repeat(26)}`)).status, 404)
  })

  test('DKIM proves a command from anywhere, and only where it covers the command', async () => {
    const from = 'signer@example.test'
    const asked = { from, subject: server.keys.office, ip: elsewhere, signed: true, text: 'please' }
    assert.equal(await hand('subscribe', asked), '250 taken')
    assert.match((await answered(from)).read.text ?? '', /\+45 60991\d{6}/)
    const replayed = server.signed(written({ from, to: 'subscribe@sms.test' }))
    const { code } = await server.send(replayed, { from, to: ['unsubscribe@sms.test'] })
    assert.equal(code, 550)
  })

  test('a sender is answered once a minute, and the mail comes again', async () => {
    assert.equal(await hand('help'), '250 taken')
    assert.equal(await hand('status'), '452 too_many_at_once')
    const { read } = await answered(anna)
    assert.match(read.text ?? '', /subscribe@sms\.test/)
  })

  test('preview@ shows what would be sent, and nothing is', async () => {
    const { lines } = await server.send(
      written({
        from: carl,
        to: 'preview@sms.test',
        subject: '+4520643064, 0812345678',
        text: 'Hello there\r\n\r\nOn Monday Bo wrote:\r\n> What time?',
      }),
      { from: carl, to: ['preview@sms.test'], user: carl },
    )
    assert.match(lines[0] ?? '', /an answer follows/)
    const { text = '' } = (await answered(carl)).read
    assert.match(text, /Nothing was sent/)
    assert.match(text, /11 characters, 1 SMS for each phone, alphabet GSM/)
    assert.match(text, /Goes out at once\./)
    assert.match(text, /\+45 20643064/)
    assert.match(text, /landline/)
    assert.match(text, /> What time\?/)
    const stored = await server.haraka.administer((administration) =>
      administration.listUsage({ account: carl }),
    )
    assert.deepEqual(stored, [])
  })

  test('unsubscribe@ gives the number back', async () => {
    const user = 'eve@evil.test'
    await server.haraka.administer((administration) =>
      administration.addAccount({ address: user, group: 'Office' }),
    )
    await server.haraka.administer((administration) =>
      administration.assignNumber('+4560991047482', user),
    )
    const { code } = await server.send(written({ from: user, to: 'unsubscribe@sms.test' }), {
      ...{ from: user, to: ['unsubscribe@sms.test'], user },
    })
    assert.equal(code, 250)
    assert.match((await answered(user)).read.text ?? '', /\+45 60991047482 is no longer yours/)
    const number = await server.haraka.administer(async (administration) =>
      (await administration.listNumbers()).find((one) => one.number === '+4560991047482'),
    )
    assert.equal(number?.account, null)
    assert.ok(number.restsUntil)
  })
})

/** What a phone reads in the picture of a mail. */
function codeIn(mail: string): string {
  const [, base64 = ''] =
    /Content-Type: image\/png[^]*?\n\n([A-Za-z0-9+/=\n]+)\n--/.exec(mail.replaceAll('\r', '')) ?? []
  const { width, height, data } = PNG.sync.read(Buffer.from(base64, 'base64'))
  const grey = new Uint8ClampedArray(width * height)
  for (let at = 0; at < grey.length; at++) grey[at] = data[at * 4] ?? 0
  return readCode(grey, width, height)
}
