// Who is believed over real SMTP, with Haraka's own DKIM and SPF: everything that a forger may try.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  anna,
  carl,
  elsewhere,
  front,
  home,
  TrustingHaraka,
  written,
  type Envelope,
} from '../support/trusting-haraka.ts'
import { patient } from '../support/patience.ts'

const phone = '46701740611@sms.test'
const other = '46701740612@sms.test'

let server: TrustingHaraka
before(async () => {
  server = await TrustingHaraka.start()
})
after(() => server.close())

type Attempt = () => { readonly data: string; readonly envelope: Envelope }

async function answer(attempt: Attempt): Promise<string> {
  const { data, envelope } = attempt()
  const { code, lines } = await server.send(data, envelope)
  return `${code} ${/\((\w+)\)$/.exec(lines[0] ?? '')?.[1] ?? /SMS queued/.exec(lines[0] ?? '')?.[0] ?? lines[0] ?? ''}`
}

const taken = '250 SMS queued'
const notTrusted = '550 sender_not_trusted'
const dayAgo = (days: number): number => Math.floor(Date.now() / 1000) - days * 86_400

const tables: Record<string, [what: string, says: string, attempt: Attempt][]> = {
  'a DKIM signature proves the sender': [
    [
      'when it is of the domain in From and covers the recipient',
      taken,
      () => ({ data: server.signed(written()), envelope: { to: [phone] } }),
    ],
    [
      'also for a recipient in Cc',
      taken,
      () => ({
        data: server.signed(written({ to: 'someone@example.test', headers: [`Cc: <${phone}>`] })),
        envelope: { to: [phone] },
      }),
    ],
    [
      'also for a phone in the signed Subject',
      taken,
      () => ({
        data: server.signed(written({ to: 'sms@sms.test', subject: '+46701740611' })),
        envelope: { to: ['sms@sms.test'] },
      }),
    ],
    [
      'also for a phone in the signed Subject, where To is not signed',
      taken,
      () => ({
        data: server.signed(written({ to: 'sms@sms.test', subject: '+46701740611' }), {
          signs: ['from', 'subject', 'message-id'],
        }),
        envelope: { to: ['sms@sms.test'] },
      }),
    ],
    [
      'also without t= where the Date is signed',
      taken,
      () => ({ data: server.signed(written(), { time: null }), envelope: { to: [phone] } }),
    ],
  ],
  'a DKIM signature proves nothing': [
    ['when there is none', notTrusted, () => ({ data: written(), envelope: { to: [phone] } })],
    [
      'when the mail is sent again to another phone',
      notTrusted,
      () => ({ data: server.signed(written()), envelope: { to: [other] } }),
    ],
    [
      'when the mail is sent again to sms@ for the phone in its Subject',
      notTrusted,
      () => ({
        data: server.signed(
          written({ to: 'eve@evil.test', subject: 'Re: [SMS] Besked fra +46 701740611' }),
        ),
        envelope: { to: ['sms@sms.test'] },
      }),
    ],
    [
      'for an address inside the one that it was written to',
      notTrusted,
      () => ({
        data: server.signed(written({ to: `<"x <${other}> y"@evil.test>` })),
        envelope: { to: [other] },
      }),
    ],
    [
      'when another To was put on top',
      notTrusted,
      () => ({
        data: `To: ${other}\r\n${server.signed(written())}`,
        envelope: { to: [other] },
      }),
    ],
    [
      'when another Subject with a phone was put on top',
      notTrusted,
      () => ({
        data: `Subject: +46701740612\r\n${server.signed(written({ to: 'sms@sms.test', subject: 'Lunch' }))}`,
        envelope: { to: ['sms@sms.test'] },
      }),
    ],
    [
      'when other fields stand in front of a line that ends the header for one reader',
      notTrusted,
      () => ({
        data: `From: ${anna}\r\nTo: ${other}\r\nMessage-ID: <new@x>\r\nno field\r\n${server.signed(written())}`,
        envelope: { to: [other] },
      }),
    ],
    [
      'when it is a week old',
      notTrusted,
      () => ({ data: server.signed(written(), { time: dayAgo(7) }), envelope: { to: [phone] } }),
    ],
    [
      'when it has neither t= nor a signed Date',
      notTrusted,
      () => ({
        data: server.signed(written(), {
          time: null,
          signs: ['from', 'to', 'subject', 'message-id'],
        }),
        envelope: { to: [phone] },
      }),
    ],
    [
      'when it does not cover the Message-ID',
      notTrusted,
      () => ({
        data: server.signed(written(), { signs: ['from', 'to', 'date'] }),
        envelope: { to: [phone] },
      }),
    ],
    [
      'when there is no Message-ID',
      notTrusted,
      () => ({
        data: server.signed(written({ without: ['message-id'] })),
        envelope: { to: [phone] },
      }),
    ],
    [
      'when it does not cover To',
      notTrusted,
      () => ({
        data: server.signed(written(), { signs: ['from', 'date', 'message-id'] }),
        envelope: { to: [phone] },
      }),
    ],
    [
      'when the text was changed',
      notTrusted,
      () => ({
        data: server.signed(written()).replace('Hello', 'Send money'),
        envelope: { to: [phone] },
      }),
    ],
    [
      'when a better one that is wrong stands beside it',
      notTrusted,
      () => ({
        data: server.signers.example
          .sign(server.signed(written(), { signs: ['from', 'message-id'] }))
          .replace('Hello', 'Hello'),
        envelope: { to: [other] },
      }),
    ],
    [
      'when it is of another domain',
      notTrusted,
      () => ({ data: server.signers.evil.sign(written()), envelope: { to: [phone] } }),
    ],
    [
      'when it is of a domain that looks alike',
      notTrusted,
      () => ({ data: server.signers.lookalike.sign(written()), envelope: { to: [phone] } }),
    ],
    [
      'when it is of a domain below the one in From',
      notTrusted,
      () => ({ data: server.signers.sub.sign(written()), envelope: { to: [phone] } }),
    ],
    [
      'when it says to be of the domain and another signed it',
      notTrusted,
      () => ({
        data: server.signers.evil.sign(written(), { domain: 'example.test' }),
        envelope: { to: [phone] },
      }),
    ],
    [
      'for a From that looks alike, signed by its own domain',
      notTrusted,
      () => ({
        data: server.signers.lookalike.sign(written({ from: 'anna@examp1e.test' })),
        envelope: { from: 'anna@examp1e.test', to: [phone] },
      }),
    ],
  ],
  SPF: [
    [
      'proves the sender where the domain sends from',
      taken,
      () => ({ data: written(), envelope: { to: [phone], ip: home } }),
    ],
    [
      'does not where anybody sends from',
      notTrusted,
      () => ({ data: written(), envelope: { to: [phone], ip: elsewhere } }),
    ],
    [
      'of the envelope alone proves no From',
      notTrusted,
      () => ({ data: written(), envelope: { from: 'eve@evil.test', to: [phone], ip: home } }),
    ],
    [
      'that lets everybody pass proves no other domain',
      notTrusted,
      () => ({ data: written(), envelope: { from: 'anna@evil.test', to: [phone] } }),
    ],
    [
      'says nothing of a server in front, which passes on what others sent',
      notTrusted,
      () => ({ data: written(), envelope: { to: [phone], ip: front } }),
    ],
  ],
  'Authentication-Results': [
    [
      'of the server in front counts for SPF',
      taken,
      () => ({
        data: `Authentication-Results: mx.front.test;\r\n\tspf=pass smtp.mailfrom=${anna}\r\n${written()}`,
        envelope: { to: [phone], ip: front },
      }),
    ],
    [
      'of the server in front counts for DKIM',
      taken,
      () => ({
        data: `Authentication-Results: mx.front.test; dkim=pass header.d=example.test\r\n${server
          .signed(written())
          .replace(/;\s*bh=[^;]+/, '; bh=checkedbefore')}`,
        envelope: { to: [phone], ip: front },
      }),
    ],
    [
      'for DKIM still has to cover the recipient',
      notTrusted,
      () => ({
        data: `Authentication-Results: mx.front.test; dkim=pass header.d=example.test\r\n${server.signed(written())}`,
        envelope: { to: [other], ip: front },
      }),
    ],
    [
      'that the sender wrote is worth nothing',
      notTrusted,
      () => ({
        data: `Authentication-Results: mx.front.test; spf=pass smtp.mailfrom=${anna}\r\n${written()}`,
        envelope: { to: [phone] },
      }),
    ],
    [
      'that the sender wrote under Haraka’s own name for it is worth nothing',
      notTrusted,
      () => ({
        data: `Original-Authentication-Results: mx.front.test; spf=pass smtp.mailfrom=${anna}\r\n${written()}`,
        envelope: { to: [phone], ip: front },
      }),
    ],
    [
      'below the topmost is worth nothing',
      notTrusted,
      () => ({
        data: `Authentication-Results: mx.front.test; spf=fail smtp.mailfrom=${anna}\r\nAuthentication-Results: mx.front.test; spf=pass smtp.mailfrom=${anna}\r\n${written()}`,
        envelope: { to: [phone], ip: front },
      }),
    ],
    [
      'of another server is worth nothing',
      notTrusted,
      () => ({
        data: `Authentication-Results: mx.evil.test; spf=pass smtp.mailfrom=${anna}\r\n${written()}`,
        envelope: { to: [phone], ip: front },
      }),
    ],
    [
      'with what the sender smuggled into a value is worth nothing',
      notTrusted,
      () => ({
        data: `Authentication-Results: mx.front.test; spf=fail smtp.mailfrom="x; spf=pass smtp.mailfrom=example.test"@evil.test (a; spf=pass smtp.mailfrom=example.test)\r\n${written()}`,
        envelope: { to: [phone], ip: front },
      }),
    ],
  ],
  'a key': [
    [
      'proves the accounts of its group',
      taken,
      () => ({ data: written(), envelope: { to: [`${server.keys.office}.46701740611@sms.test`] } }),
    ],
    [
      'of another group proves nothing',
      '550 sender_unknown',
      () => ({ data: written(), envelope: { to: [`${server.keys.other}.46701740611@sms.test`] } }),
    ],
    [
      'proves no stranger',
      '550 sender_unknown',
      () => ({
        data: written({ from: 'eve@evil.test' }),
        envelope: { from: 'eve@evil.test', to: [`${server.keys.office}.46701740611@sms.test`] },
      }),
    ],
    [
      'with domains makes an account of an address there',
      taken,
      () => ({
        data: written({ from: 'new@branch.test' }),
        envelope: { from: 'new@branch.test', to: [`${server.keys.domain}.46701740611@sms.test`] },
      }),
    ],
    [
      'with domains proves no domain that looks alike',
      '550 sender_unknown',
      () => ({
        data: written({ from: 'new@brańch.test' }),
        envelope: {
          from: 'new@branch.test.evil.test',
          to: [`${server.keys.domain}.46701740611@sms.test`],
        },
      }),
    ],
    [
      'that is paused is as good as none',
      '550 key_unknown',
      () => ({ data: written(), envelope: { to: [`${server.keys.paused}.46701740611@sms.test`] } }),
    ],
    [
      'that nobody made hears the same',
      '550 key_unknown',
      () => ({
        data: written(),
        envelope: { to: [`${'abcdefgh'.repeat(4).slice(0, 26)}@sms.test`] },
      }),
    ],
    [
      'that is paused hears the same in the Subject',
      '550 key_unknown',
      () => ({
        data: written({ to: 'sms@sms.test', subject: `${server.keys.paused}:46701740611` }),
        envelope: { to: ['sms@sms.test'] },
      }),
    ],
  ],
  From: [
    [
      'has to be one',
      '550 sender_several',
      () => ({
        data: server.signed(written({ from: `${anna}, ${carl}` })),
        envelope: { to: [phone] },
      }),
    ],
    [
      'has to be one also when it stands in two fields',
      '550 sender_several',
      () => ({
        data: `From: ${carl}\r\n${server.signed(written())}`,
        envelope: { to: [phone] },
      }),
    ],
    [
      'has to be whose who logged in',
      notTrusted,
      () => ({ data: written(), envelope: { to: [phone], user: carl } }),
    ],
    [
      'is believed of who logged in',
      taken,
      () => ({ data: written(), envelope: { to: [phone], user: anna } }),
    ],
    [
      'and envelope sender belong to one organisation, and only who is proved is told so',
      '550 sender_mismatch',
      () => ({ data: written(), envelope: { from: carl, to: [phone], user: anna } }),
    ],
    [
      'of nobody hears what From of somebody hears',
      notTrusted,
      () => ({
        data: written({ from: 'unknown@example.test' }),
        envelope: { from: 'unknown@example.test', to: [phone] },
      }),
    ],
  ],
}

for (const [subject, cases] of Object.entries(tables)) {
  describe(subject, () => {
    for (const [what, says, attempt] of cases) {
      test(what, async () => assert.equal(await answer(attempt), says))
    }
  })
}

test('a signed mail that is sent again brings nothing again, however its body is read', async () => {
  const to = '46701740650@sms.test'
  const body = ['--a', '', 'Meet at ten', '--a', '', '--b', '', 'Pay Eve', '--b--', '--a--']
  // What Gmail signs: no Content-Type.
  const signed = server.signed(
    written({
      to,
      text: body.join('\r\n'),
      headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=a'],
    }),
    { signs: ['mime-version', 'from', 'to', 'cc', 'subject', 'date', 'message-id', 'reply-to'] },
  )
  const says = async (data: string, ip = elsewhere): Promise<string | undefined> =>
    (await server.send(data, { to: [to], ip })).lines[0]?.replace(/ \(.*/, '')
  assert.equal(await says(signed, home), '2.0.0 1 SMS queued')
  const again = [
    signed,
    signed.replace('boundary=a', 'boundary=b'),
    signed.replace('multipart/mixed; boundary=a', 'text/plain'),
    signed.replace('MIME-Version', 'Content-Transfer-Encoding: base64\r\nMIME-Version'),
    signed.replace('Meet at', 'Meet  at \t'),
  ]
  for (const data of again) assert.equal(await says(data), '2.0.0 already queued')
  assert.equal((await server.haraka.texts('+46701740650')).length, 1)
})

test('a key that is published for tests proves nothing', async () => {
  const { texts } = server.dns
  const [name, record] = server.signers.trying.record
  const by = (): Attempt => () => ({
    data: server.signers.trying.sign(written()),
    envelope: { to: [phone] },
  })
  texts.set(name, record.replace('v=DKIM1;', 'v=DKIM1; t=s : y;'))
  assert.equal(await answer(by()), notTrusted)
})

test('who cannot be checked for now is asked to come again', async () => {
  const [name] = server.signers.example.record
  const unchecked = '451 sender_unchecked'
  const signed: Attempt = () => ({ data: server.signed(written()), envelope: { to: [phone] } })
  const ahead: Attempt = () => ({
    data: server.signed(written(), { time: dayAgo(0) + 60 }),
    envelope: { to: [phone] },
  })
  assert.equal(await answer(ahead), unchecked)
  server.dns.failing.add(name)
  assert.equal(await answer(signed), unchecked)
  const unknown = 'unknown@example.test'
  assert.equal(
    await answer(() => ({
      data: server.signed(written({ from: unknown })),
      envelope: { from: unknown, to: [phone] },
    })),
    unchecked,
  )
  assert.equal(
    await answer(() => ({
      data: server.signed(written({ to: 'status@sms.test' })),
      envelope: { to: ['status@sms.test'] },
    })),
    unchecked,
  )
  assert.equal(
    await answer(() => ({
      data: server.signed(written({ from: 'eve@evil.test' })),
      envelope: { from: 'eve@evil.test', to: [phone] },
    })),
    notTrusted,
  )
  assert.equal(await answer(() => ({ ...signed(), envelope: { to: [phone], user: anna } })), taken)
  server.dns.failing.clear()
  server.dns.failing.add('example.test')
  assert.equal(
    await answer(() => ({ data: written(), envelope: { to: [phone], ip: home } })),
    unchecked,
  )
  server.dns.failing.clear()
  assert.equal(await answer(signed), taken)
})

test('a stranger hears the same words, and as late, of an address with an account and of one without', async () => {
  const ask = async (address: string): Promise<{ said: string; ms: number }> => {
    const began = performance.now()
    const { code, lines } = await server.send(written({ from: address }), {
      from: address,
      to: [phone],
    })
    return {
      said: `${code} ${lines.join(' ')}`
        .replaceAll(address, 'ADDRESS')
        .replace(/\([0-9A-F-]{36}.*/, ''),
      ms: performance.now() - began,
    }
  }
  const [there, not] = [await ask(anna), await ask('unknown@example.test')]
  assert.equal(there.said, not.said)
  assert.ok(Math.min(there.ms, not.ms) >= 100)
})

test('a TAG is of no use to somebody else', async () => {
  await server.send(written({ to: '46701740640@sms.test', text: 'Ask me' }), {
    to: ['46701740640@sms.test'],
    user: anna,
  })
  await server.haraka.texts('+46701740640')
  const [message] = await server.haraka.page.until(({ phones }) => {
    const found = phones.find((one) => one.phone === '+46701740640')?.messages
    return found?.length === 1 ? found : undefined
  }, patient())
  await server.haraka.page.answer({ phone: '+46701740640', to: message?.peer ?? '', text: 'Yes?' })
  const mail = await server.haraka.page.until(
    ({ mails }) => mails.find(({ text }) => text.includes('Yes?')),
    patient(),
  )
  const tag = mail.replyTo === '' ? mail.from.address : mail.replyTo
  const by = (from: string, envelopeFrom = from, user?: string): Promise<string> =>
    answer(() => ({
      data: written({ from, to: tag, text: 'Not me' }),
      envelope: { from: envelopeFrom, to: [tag], ...(user !== undefined && { user }) },
    }))
  assert.equal(await by('eve@evil.test'), notTrusted)
  assert.equal(await by(carl), notTrusted)
  assert.equal(await by(carl, carl, carl), '550 reply_not_yours')
  assert.equal(await by(anna, 'eve@evil.test'), notTrusted)
  assert.equal(await by(anna, carl), notTrusted)
  assert.equal(await by(anna), taken)
})
