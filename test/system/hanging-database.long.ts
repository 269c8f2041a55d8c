// A database that hangs, which no error tells of: the client hears 451 before Haraka would cut the hook
// off, and when the mail comes again it is one SMS, however far the first attempt got.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { SmtpClient } from '../../lib/cli/smtp-client.ts'
import { TcpProxy } from '../support/tcp-proxy.ts'
import { TestHaraka } from '../support/test-haraka.ts'

const anna = 'anna@example.test'
const phone = '+46701740611'

test('a mail is to come again when the database hangs, and goes out once', async (t) => {
  const server = process.env['SMS_TEST_POSTGRES']
  if (server === undefined) {
    t.skip('SMS_TEST_POSTGRES names no server: use npm run test:long')
    return
  }
  const { hostname, port } = new URL(server)
  const proxy = await TcpProxy.open({ host: hostname, port: Number(port) })
  const url = Object.assign(new URL(server), { port: String(proxy.port) })
  const haraka = await TestHaraka.start({
    say: `[main]\ndatabase = ${url.href}\n[domains]\nsms.test =\n[demo]\nmailbox = example.test\n[route virtual]\ntype = phone\n`,
  })
  t.after(async () => {
    await haraka.close()
    await proxy.cut()
  })
  await haraka.administer((administration) =>
    administration.addAccount({ address: anna, networks: ['127.0.0.1'] }),
  )
  const mail = {
    from: anna,
    to: ['46701740611@sms.test'],
    data: `From: ${anna}\nMessage-ID: <once@client.test>\n\nonly once\n`,
  }
  const client = await SmtpClient.connect(haraka.profile.smtp, 40_000)
  await client.command('EHLO client.test')
  await client.pipeline([`MAIL FROM:<${anna}>`, 'RCPT TO:<46701740611@sms.test>', 'DATA'])
  proxy.stall()
  const began = performance.now()
  const away = await client.data(mail.data)
  assert.deepEqual([away.code, away.lines[0]?.slice(0, 5)], [451, '4.3.0'])
  assert.ok(performance.now() - began < 30_000)
  proxy.flow()
  await client.quit()
  const again = await haraka.send(mail)
  assert.equal(again.code, 250, again.lines.join(' '))
  await haraka.send({ ...mail, data: `From: ${anna}\nMessage-ID: <two@client.test>\n\nand this\n` })
  assert.deepEqual((await haraka.texts(phone, 2)).sort(), ['and this', 'only once'])
})
