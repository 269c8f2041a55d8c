// Who may send: every proof, and every way in which one fails; mail of machines; mixed mails.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway, type TestMail } from '../support/gateway.ts'
import { handIn, refusalsIn, told } from '../support/traffic.ts'

const one = '+4520643064'
const outside = '198.51.100.9'

forEachDatabase((_name, openDatabaseUrl) => {
  let gateway: TestGateway
  let now = Date.now()
  const keys: Record<'office' | 'sales' | 'other' | 'wrong', string> = {
    office: '',
    sales: '',
    other: '',
    wrong: 'abcdefghijklmnopqrstuvwxyz',
  }

  before(async () => {
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [new FakeRoute()],
      settings: 'operator = operator@example.test\n[limits]\nmax_mail = 1\n',
      clock: () => now,
    })
    const administration = gateway.gateway.administer('test')
    for (const path of ['Office', 'Office/Sales', 'Other']) await administration.addGroup(path)
    await administration.addAccount({
      address: 'anna@x.test',
      group: 'Office/Sales',
      aliases: ['hansen@x.test'],
      networks: ['192.0.2.0/24', '2001:db8::/32', '203.0.113.7'],
    })
    await administration.addAccount({ address: 'boss@x.test', group: 'Office' })
    await administration.addAccount({ address: 'carl@y.test', group: 'Other' })
    keys.office = await administration.addKey({ group: 'Office' })
    keys.sales = await administration.addKey({ group: 'Office/Sales' })
    keys.other = await administration.addKey({ group: 'Other' })
  })
  after(() => gateway.close())

  /** Anna's mail from nowhere, without any proof. */
  const mail = (more: TestMail = {}): TestMail => ({
    from: 'anna@x.test',
    to: [`${one}@sms.test`],
    remoteIp: outside,
    ...more,
  })
  const by = (key: keyof typeof keys, more: TestMail = {}): TestMail =>
    mail({ to: [`${keys[key]}.4520643064@sms.test`], ...more })

  const cases: [what: string, mail: () => TestMail, told: string][] = [
    ['From alone', () => mail(), '550 5.7.1 sender_not_trusted'],
    ['SMTP AUTH as the account', () => mail({ authUser: 'Anna@x.test' }), 'taken'],
    ['SMTP AUTH as its alias', () => mail({ authUser: 'hansen@x.test' }), 'taken'],
    [
      'SMTP AUTH as another',
      () => mail({ authUser: 'boss@x.test' }),
      '550 5.7.1 sender_not_trusted',
    ],
    ['SMTP AUTH by a bare name', () => mail({ authUser: 'anna' }), '550 5.7.1 sender_not_trusted'],
    ['a listed network', () => mail({ remoteIp: '192.0.2.200' }), 'taken'],
    [
      'an envelope sender with a tag of BATV',
      () => mail({ envelopeFrom: 'PRVS=1234abcd12=Anna@x.test', remoteIp: '192.0.2.200' }),
      'taken',
    ],
    [
      'the envelope sender of another organisation with one',
      () => mail({ envelopeFrom: 'prvs=1234abcd12=carl@y.test', remoteIp: '192.0.2.200' }),
      '550 5.7.1 sender_mismatch',
    ],
    [
      'what is no tag of BATV',
      () => mail({ envelopeFrom: 'prvs=123=anna@x.test', remoteIp: '192.0.2.200' }),
      '550 5.7.1 sender_mismatch',
    ],
    ['a listed address', () => mail({ remoteIp: '203.0.113.7' }), 'taken'],
    ['its neighbour', () => mail({ remoteIp: '203.0.113.8' }), '550 5.7.1 sender_not_trusted'],
    ['IPv4 written as IPv6', () => mail({ remoteIp: '::ffff:192.0.2.200' }), 'taken'],
    [
      'a stranger’s IPv4 written as IPv6',
      () => mail({ remoteIp: '::ffff:198.51.100.9' }),
      '550 5.7.1 sender_not_trusted',
    ],
    ['a listed IPv6 network', () => mail({ remoteIp: '2001:db8:1::9' }), 'taken'],
    ['another IPv6', () => mail({ remoteIp: '2001:db9::1' }), '550 5.7.1 sender_not_trusted'],
    ['no address at all', () => mail({ remoteIp: '' }), '550 5.7.1 sender_not_trusted'],
    [
      'the network of another account',
      () => mail({ from: 'boss@x.test', remoteIp: '192.0.2.200' }),
      '550 5.7.1 sender_not_trusted',
    ],
    ['a key of the group', () => by('sales'), 'taken'],
    ['a key of the group above', () => by('office'), 'taken'],
    [
      'a key of the group below',
      () => by('sales', { from: 'boss@x.test' }),
      '550 5.7.1 sender_unknown',
    ],
    ['a key of another group', () => by('other'), '550 5.7.1 sender_unknown'],
    ['a key that nobody made', () => by('wrong'), '550 5.7.1 key_unknown'],
    [
      'a wrong key in spite of SMTP AUTH',
      () => by('other', { authUser: 'anna@x.test' }),
      '550 5.7.1 key_unknown',
    ],
    [
      'KEY@ in To where the server split the mail',
      () =>
        mail({
          raw: `From: anna@x.test\r\nTo: ${keys.office}@sms.test, ${one}@sms.test\r\n\r\nSplit\r\n`,
        }),
      'taken',
    ],
    [
      'the part of a split mail that names no phone',
      () =>
        by('office', {
          raw: `From: anna@x.test\r\nTo: ${keys.office}@sms.test, ${one}@sms.test\r\nSubject: Everybody\r\nMessage-ID: <part@x>\r\n\r\nSplit\r\n`,
        }),
      'taken',
    ],
    [
      'KEY@ of another domain in To',
      () =>
        mail({
          raw: `From: anna@x.test\r\nTo: ${keys.office}@elsewhere.test\r\nMessage-ID: <else@x>\r\n\r\nSplit\r\n`,
        }),
      '550 5.7.1 sender_not_trusted',
    ],
    [
      'a key and a stranger',
      () => by('office', { from: 'stranger@x.test' }),
      '550 5.7.1 sender_unknown',
    ],
    ['a stranger', () => mail({ from: 'stranger@x.test' }), '550 5.7.1 sender_not_trusted'],
    [
      'a From that the database cannot hold',
      () => mail({ from: 'an\u0000na@x.test', envelopeFrom: 'anna@x.test', authUser: 'a\u0000b' }),
      '550 5.7.1 sender_not_trusted',
    ],
    [
      'user+x@ as user@',
      () => mail({ from: 'anna+home@x.test', authUser: 'anna@x.test' }),
      'taken',
    ],
    ['its alias in From', () => mail({ from: 'Hansen@X.test', authUser: 'anna@x.test' }), 'taken'],
    [
      'several From',
      () =>
        mail({
          from: 'anna@x.test, boss@x.test',
          envelopeFrom: 'anna@x.test',
          authUser: 'anna@x.test',
        }),
      '550 5.7.1 sender_several',
    ],
    [
      'two From headers',
      () => mail({ headers: ['From: boss@x.test'], authUser: 'anna@x.test' }),
      '550 5.7.1 sender_several',
    ],
    [
      'no From',
      () => mail({ raw: 'Subject: x\r\n\r\nHello\r\n', authUser: 'anna@x.test' }),
      '550 5.7.1 sender_several',
    ],
    [
      'the envelope sender of a stranger',
      () => mail({ envelopeFrom: 'stranger@z.test', authUser: 'anna@x.test' }),
      '550 5.7.1 sender_mismatch',
    ],
    [
      'the envelope sender of another organisation',
      () => mail({ envelopeFrom: 'carl@y.test', authUser: 'anna@x.test' }),
      '550 5.7.1 sender_mismatch',
    ],
    [
      'the envelope sender of the same organisation',
      () => mail({ envelopeFrom: 'boss@x.test', authUser: 'anna@x.test' }),
      'taken',
    ],
  ]
  for (const [what, one_, expected] of cases) {
    test(`${what}: ${expected}`, async () => {
      assert.equal(told((await handIn(gateway, one_())).verdict), expected)
    })
  }

  describe('a mail that is signed', () => {
    /** As Anna's server signed it; Eve hands it in to whom she wants. */
    const signed = (to: string, subject: string, rcpt: string): TestMail =>
      mail({
        to: [rcpt],
        findings: { dkim: ['x.test'] },
        raw: [
          `DKIM-Signature: v=1; a=rsa-sha256; d=x.test; s=s; t=${Math.floor(now / 1_000)};`,
          ' h=from:to:subject:message-id; bh=x; b=x',
          'From: anna@x.test',
          `To: ${to}`,
          `Subject: ${subject}`,
          `Message-ID: <${encodeURIComponent(to + subject + rcpt)}@x.test>`,
          '',
          'Between us',
          '',
        ].join('\r\n'),
      })
    const reply = 'Re: [SMS] Besked fra +45 30643064'
    const signedCases: [to: string, subject: string, rcpt: string, told: string][] = [
      [`Bo <${one}@sms.test>`, 'Lunch', `${one}@sms.test`, 'taken'],
      ['sms@sms.test', reply, 'sms@sms.test', 'taken'],
      ['sms@sms.test', '4530643064', 'sms@sms.test', 'taken'],
      ['eve@evil.test', reply, 'sms@sms.test', '550 5.7.1 sender_not_trusted'],
      ['eve@evil.test', '4530643064', 'sms@sms.test', '550 5.7.1 sender_not_trusted'],
      ['sms@sms.test', reply, 'sms+flash@sms.test', '550 5.7.1 sender_not_trusted'],
      [
        `<"x <${one}@sms.test> y"@evil.test>`,
        reply,
        `${one}@sms.test`,
        '550 5.7.1 sender_not_trusted',
      ],
      [
        `Eve (a\\) <${one}@sms.test>) <eve@evil.test>`,
        reply,
        `${one}@sms.test`,
        '550 5.7.1 sender_not_trusted',
      ],
    ]
    for (const [to, subject, rcpt, expected] of signedCases) {
      test(`to ${to} about ${subject} for ${rcpt}: ${expected}`, async () => {
        const { verdict } = await handIn(gateway, signed(to, subject, rcpt))
        assert.equal(told(verdict), expected)
      })
    }
  })

  test('a group may take fewer proofs than the server', async () => {
    const administration = gateway.gateway.administer('test')
    await administration.addGroup('Strict')
    await administration.setSetting({ group: 'Strict' }, { name: 'trust', value: 'auth' })
    await administration.addAccount({
      address: 'eva@x.test',
      group: 'Strict',
      networks: ['192.0.2.0/24'],
    })
    const eva = { from: 'eva@x.test', remoteIp: '192.0.2.1' }
    const withoutAuth = await handIn(gateway, mail(eva))
    assert.equal(told(withoutAuth.verdict), '550 5.7.1 sender_not_trusted')
    const withAuth = await handIn(gateway, mail({ ...eva, authUser: 'eva@x.test' }))
    assert.equal(told(withAuth.verdict), 'taken')
  })

  test('a key that is paused is refused two seconds later, and taken when it is resumed', async () => {
    const administration = gateway.gateway.administer('test')
    assert.equal(told((await handIn(gateway, by('sales'))).verdict), 'taken')
    await administration.setKeyActive(keys.sales.slice(0, 6), false)
    now += 2_000
    const paused = await handIn(gateway, by('sales'))
    assert.equal(told(paused.verdict), '550 5.7.1 key_unknown')
    const atRcpt = await gateway.gateway.checkRecipient({
      address: `${keys.sales}@sms.test`,
      envelopeFrom: 'anna@x.test',
      remoteIp: outside,
    })
    assert.equal(atRcpt?.enhanced, '5.7.1')
    await administration.setKeyActive(keys.sales.slice(0, 6), true)
    now += 2_000
    assert.equal(told((await handIn(gateway, by('sales'))).verdict), 'taken')
  })

  describe('a TAG', () => {
    /** The reply address of Anna's conversation with a phone. */
    const replyTo = async (phone: string, key?: string): Promise<string> => {
      const to = key === undefined ? `${phone}@sms.test` : `${phone}.${key}@sms.test`
      const proof = key === undefined ? { authUser: 'anna@x.test' } : {}
      assert.equal(told((await handIn(gateway, mail({ to: [to], ...proof }))).verdict), 'taken')
      const account = gateway.store.db('accounts').where({ address: 'anna@x.test' }).select('id')
      const [talk] = await gateway.store
        .db<{ tag: string; account_id: number; phone: string }>('conversations')
        .where({ phone })
        .whereIn('account_id', account)
      return `${phone.slice(1)}-${talk?.tag ?? ''}@sms.test`
    }

    test('proves its own conversation, for the account and its aliases', async () => {
      const to = [await replyTo('+4530643064')]
      assert.equal(told((await handIn(gateway, mail({ to }))).verdict), 'taken')
      const alias = { from: 'hansen@x.test', envelopeFrom: 'anna@x.test' }
      assert.equal(told((await handIn(gateway, mail({ to, ...alias }))).verdict), 'taken')
    })

    test('proves nothing for another account, another envelope sender or another phone', async () => {
      const to = [await replyTo('+4530643064')]
      for (const [more, expected] of [
        [{ to, from: 'boss@x.test' }, '550 5.7.1 sender_not_trusted'],
        [{ to, from: 'carl@y.test', authUser: 'carl@y.test' }, '550 5.7.1 reply_not_yours'],
        [{ to, envelopeFrom: 'boss@x.test' }, '550 5.7.1 sender_not_trusted'],
        [{ to, from: 'stranger@z.test' }, '550 5.7.1 sender_not_trusted'],
        [
          { to: to.map((address) => address.replace('4530643064', '4520643064')) },
          '550 5.1.3 address_not_understood',
        ],
      ] as const)
        assert.equal(told((await handIn(gateway, mail(more))).verdict), expected)
    })

    test('does not prove the other recipients of the same mail', async () => {
      const to = [await replyTo('+4530643064'), `${one}@sms.test`]
      const { verdict, messages, notes } = await handIn(gateway, mail({ to, text: 'both' }))
      assert.equal(told(verdict), 'taken')
      assert.deepEqual(
        messages.map(({ phone }) => phone),
        ['+4530643064'],
      )
      assert.deepEqual(refusalsIn(notes), [[`${one}@sms.test`, 'sender_not_trusted']])
    })

    test('ends with the key that it came by, and with the account', async () => {
      const administration = gateway.gateway.administer('test')
      const to = [await replyTo('+4530643065', keys.sales)]
      assert.equal(told((await handIn(gateway, mail({ to }))).verdict), 'taken')
      await administration.setKeyActive(keys.sales.slice(0, 6), false)
      now += 2_000
      const without = await handIn(gateway, mail({ to }))
      assert.equal(told(without.verdict), '550 5.7.1 sender_not_trusted')
      await administration.setKeyActive(keys.sales.slice(0, 6), true)
      await administration.setAccountActive('anna@x.test', false)
      now += 2_000
      const paused = await handIn(gateway, mail({ to }))
      assert.equal(told(paused.verdict), '550 5.7.1 sender_not_trusted')
      const login = await handIn(gateway, mail({ to, authUser: 'anna@x.test' }))
      assert.equal(told(login.verdict), '550 5.7.1 account_paused')
      await administration.setAccountActive('anna@x.test', true)
      now += 2_000
      assert.equal(told((await handIn(gateway, mail({ to }))).verdict), 'taken')
    })

    test('ends with what the key that it came by may', async () => {
      const administration = gateway.gateway.administer('test')
      const to = [await replyTo('+4530643066', keys.sales)]
      const letters = keys.sales.slice(0, 6)
      for (const [narrowed, whole] of [
        [{ prefixes: ['46'] }, { prefixes: [] }],
        [{ purpose: 'api' }, { purpose: 'mail' }],
        [{ group: 'Other' }, { group: 'Office/Sales' }],
        [{ account: 'boss@x.test' }, { account: '', group: 'Office/Sales' }],
      ] as const) {
        await administration.changeKey(letters, narrowed)
        now += 2_000
        const without = await handIn(gateway, mail({ to }))
        assert.equal(
          told(without.verdict),
          '550 5.7.1 sender_not_trusted',
          JSON.stringify(narrowed),
        )
        await administration.changeKey(letters, whole)
        now += 2_000
        assert.equal(told((await handIn(gateway, mail({ to }))).verdict), 'taken')
      }
    })

    test('of somebody else sends no report to a forged sender, and one of its own does', async () => {
      const stranger = { authUser: 'boss@x.test', from: 'boss@x.test', id: 'of-boss' }
      const { messages } = await handIn(gateway, mail({ ...stranger, to: ['4530643077@sms.test'] }))
      const talk = gateway.store.db<{ id: number; tag: string }>('conversations')
      const [theirs] = await talk.where({ id: messages[0]?.conversation_id as number })
      const toTheirs = [`4530643077-${theirs?.tag ?? ''}@sms.test`]
      const rest = { ordinaryRecipients: 1, subject: 'at=99' }
      for (const to of [toTheirs, ['sms@sms.test'], ['4530643077+flash=9@sms.test']]) {
        const forged = await handIn(gateway, mail({ ...rest, to }))
        assert.equal(told(forged.verdict), 'taken')
        assert.deepEqual(forged.notes, [], to[0])
        const { verdict } = await handIn(gateway, mail({ to, subject: 'at=99' }))
        assert.equal(told(verdict), '550 5.7.1 sender_not_trusted')
      }
      const to = [await replyTo('+4530643067')]
      const own = await handIn(gateway, mail({ ...rest, to }))
      assert.equal(told(own.verdict), 'held')
      assert.deepEqual(refusalsIn(own.notes), [[to[0], 'option_invalid']])
    })

    const statusOf = (action: string): string =>
      `--b\r\n\r\nSee below\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.test\r\n\r\nFinal-Recipient: rfc822; anna@x.test\r\nAction: ${action}\r\n--b--\r\n`
    const reporting = (action: string, more: TestMail): TestMail =>
      mail({
        envelopeFrom: '',
        from: 'MAILER-DAEMON@x.test',
        headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
        text: statusOf(action),
        ...more,
      })

    test('a bounce that comes to it is told to the operator, once an hour however many come', async () => {
      const to = [await replyTo('+4530643066')]
      const bounce = (n: number): TestMail =>
        reporting('failed', { to, subject: `Undelivered Mail Returned to Sender ${n}` })
      const notices = (): Promise<{ content: string }[]> =>
        gateway.store.db<{ kind: string; content: string }>('outbox').where({ kind: 'notice' })
      now = Math.ceil(now / 3_600_000) * 3_600_000
      for (let n = 0; n < 3; n++)
        assert.equal(told((await handIn(gateway, bounce(n))).verdict), 'taken')
      await eventually('the notice', () =>
        gateway.mails.find((written) => written.to === 'operator@example.test'),
      )
      const [first, ...more] = await notices()
      assert.match(first?.content ?? '', /anna@x\.test.*Sender 0/)
      assert.deepEqual(more, [])
      now += 3_600_000
      await handIn(gateway, bounce(3))
      assert.equal((await notices()).length, 2)
    })

    test('news that is none of a failure alarms nobody, and a failure that follows does', async () => {
      const to = [await replyTo('+4530643069')]
      const notices = (): Promise<string[]> =>
        gateway.store.db('outbox').where({ kind: 'notice' }).pluck('ref')
      const before = await notices()
      const away = { text: 'I am out of office.', headers: ['Precedence: bulk'] }
      const news = [
        reporting('delayed', { to, subject: 'Delayed Mail (still being retried)' }),
        reporting('relayed', { to, subject: 'Successful Mail Delivery Report' }),
        mail({ to, envelopeFrom: '', subject: 'Re: [SMS]', ...away }),
        mail({ to, envelopeFrom: '', subject: 'Read: [SMS]' }),
      ]
      for (const one of news) assert.equal(told((await handIn(gateway, one)).verdict), 'taken')
      assert.deepEqual(await notices(), before)
      await handIn(gateway, reporting('failed', { to, subject: 'Undelivered Mail' }))
      assert.equal((await notices()).length, before.length + 1)
    })

    test('what only looks like a bounce, from somebody’s address, is told to nobody', async () => {
      const to = [await replyTo('+4530643068')]
      const notices = (): Promise<unknown[]> =>
        gateway.store.db('outbox').where({ kind: 'notice' }).pluck('ref')
      const before = await notices()
      const eve = { envelopeFrom: 'eve@evil.test', from: 'eve@evil.test', subject: 'Buy pills' }
      await handIn(gateway, mail({ to, ...eve, headers: ['X-Failed-Recipients: a@b.test'] }))
      assert.deepEqual(await notices(), before)
    })
  })

  describe('mail of machines', () => {
    const login = { authUser: 'anna@x.test' }
    const machines: [what: string, mail: TestMail, told: string][] = [
      ['the null sender', { envelopeFrom: '' }, 'taken'],
      ['Auto-Submitted', { headers: ['Auto-Submitted: auto-replied'] }, '550 5.7.1 automatic_mail'],
      ['Precedence bulk', { headers: ['Precedence: bulk'] }, '550 5.7.1 automatic_mail'],
      ['a mailing list', { headers: ['List-Id: <all.x.test>'] }, '550 5.7.1 automatic_mail'],
      [
        'one that goes to ordinary recipients too',
        { headers: ['Precedence: bulk'], ordinaryRecipients: 1 },
        'taken',
      ],
      [
        'who answers an SMS in the words of a bounce',
        {
          to: ['4520643064-tag4example2tag4@sms.test'],
          subject: 'Mailbox full',
          text: 'Hi Bo, your mailbox is full. Please tidy up. Anna',
        },
        '550 5.7.1 automatic_mail',
      ],
      [
        'a bounce of a mail server that proves nothing',
        { from: 'postmaster@y.test', subject: 'Mailbox full', text: 'Your mailbox is full.' },
        'taken',
      ],
      [
        'a bounce with a sender and X-Failed-Recipients',
        { headers: ['X-Failed-Recipients: bo@y.test'] },
        'taken',
      ],
      [
        'a delivery report with a sender',
        { headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'] },
        'taken',
      ],
    ]
    for (const [what, more, expected] of machines) {
      test(`${what} sends no SMS`, async () => {
        const { verdict, messages } = await handIn(gateway, mail({ ...login, ...more }))
        assert.equal(told(verdict), expected)
        assert.deepEqual(messages, [])
      })
    }

    const words: [subject: string, text: string][] = [
      ['Mailbox full', 'Hi Bo, your mailbox is full. Please tidy up. Anna'],
      ['Delivery failed', 'Parcel 12: delivery failed.'],
      ['Frånvaro: Kalle 4B', 'Kalle saknas i skolan'],
      ['', 'Husk din tid. Svar ikke på denne SMS.'],
    ]
    for (const [subject, text] of words) {
      test(`a text to a phone goes out, though machines have its words, too: ${text}`, async () => {
        const { messages } = await handIn(gateway, mail({ ...login, subject, text }))
        assert.equal(messages.length, 1)
      })
    }
  })

  describe('a mail that has ordinary recipients too', () => {
    const mixed = (more: TestMail = {}): TestMail =>
      mail({ authUser: 'anna@x.test', ordinaryRecipients: 2, ...more })
    const states = (id: string): Promise<unknown[]> =>
      gateway.store
        .db('messages as m')
        .join('mails', 'mails.id', 'm.mail_id')
        .where('mails.ref', id)
        .pluck('m.state')

    test('is held until it is released, and then sent once', async () => {
      const { verdict, messages } = await handIn(gateway, mixed({ id: 'mixed-1' }))
      assert.equal(told(verdict), 'held')
      assert.deepEqual(
        messages.map(({ state }) => state),
        ['held'],
      )
      await gateway.gateway.release('mixed-1')
      await gateway.gateway.release('mixed-1')
      await eventually('it to be sent', async () =>
        (await states('mixed-1')).includes('sent') ? true : undefined,
      )
    })

    test('is forgotten when the server refused the rest, so that it may come again', async () => {
      const again = mixed({ messageId: '<again@x.test>' })
      await handIn(gateway, { ...again, id: 'mixed-2' })
      await gateway.gateway.drop('mixed-2')
      await gateway.gateway.drop('mixed-2')
      assert.deepEqual(await states('mixed-2'), [])
      const { messages } = await handIn(gateway, { ...again, id: 'mixed-3' })
      assert.equal(messages.length, 1)
      await gateway.gateway.release('mixed-3')
      await gateway.gateway.drop('mixed-3')
      assert.equal((await states('mixed-3')).length, 1, 'what was released stays')
    })

    test('hears of its refused phones by a report, once the rest is queued', async () => {
      const { verdict, messages, notes } = await handIn(
        gateway,
        mixed({ id: 'mixed-4', to: ['+4512@sms.test', 'anna@sms.test'] }),
      )
      assert.equal(told(verdict), 'held')
      assert.deepEqual(messages, [])
      assert.deepEqual(
        notes.map(({ state }) => state),
        ['held'],
      )
      assert.equal(refusalsIn(notes).length, 2)
      await gateway.gateway.release('mixed-4')
      await eventually('the report', () =>
        gateway.mails.find(({ contents }) => contents.includes('+4512@sms.test')),
      )
    })

    test('is refused as a whole when it would show a key to them', async () => {
      const { verdict } = await handIn(gateway, mixed({ to: [`${keys.office}@sms.test`] }))
      assert.equal(told(verdict), '550 5.7.1 key_shown')
    })

    test('is refused as well when its Subject or its To would show a key to them', async () => {
      const subject = `${keys.office}:${one}`
      const inSubject = await handIn(gateway, mixed({ to: ['sms@sms.test'], subject }))
      assert.equal(told(inSubject.verdict), '550 5.7.1 key_shown')
      const headers = [`Cc: ${keys.office}@sms.test`]
      const inHeader = await handIn(gateway, mixed({ headers }))
      assert.equal(told(inHeader.verdict), '550 5.7.1 key_shown')
    })

    const lost: [what: string, more: TestMail][] = [
      ['nobody trusts its sender', { authUser: '' }],
      ['its sender is a stranger', { authUser: '', from: 'stranger@z.test' }],
      ['its envelope sender is another', { authUser: '', envelopeFrom: 'stranger@z.test' }],
      ['it has several From', { authUser: '', headers: ['From: boss@x.test'] }],
      ['who logged in has no account', { authUser: 'bob', headers: ['From: boss@x.test'] }],
      ['it cannot be read', { authUser: '', text: 'x'.repeat(1_048_576) }],
    ]
    for (const [what, more] of lost) {
      test(`goes on without its SMS when ${what}, and no mail is written`, async () => {
        const { verdict, messages, notes } = await handIn(gateway, mixed(more))
        assert.equal(told(verdict), 'taken')
        assert.deepEqual([messages, notes], [[], []])
      })
    }

    const heard: [what: string, more: TestMail, code: string, to?: string][] = [
      ['its command has company', { to: ['help@sms.test', `${one}@sms.test`] }, 'command_alone'],
      ['its command fails', { to: ['preview@sms.test'], subject: 'nobody' }, 'name_unknown'],
      ['it cannot be read', { text: 'x'.repeat(1_048_576) }, 'mail_unreadable'],
      ['it has several From', { headers: ['From: boss@x.test'] }, 'sender_several'],
      ['its sender is a stranger', { from: 'eve@z.test' }, 'sender_unknown', 'anna@x.test'],
      [
        'its envelope sender is another',
        { envelopeFrom: 'eve@z.test' },
        'sender_mismatch',
        'anna@x.test',
      ],
      [
        'its sender uses an alias',
        { envelopeFrom: 'hansen@x.test', headers: ['From: b@x.test'] },
        'sender_several',
        'hansen@x.test',
      ],
    ]
    for (const [what, more, code, to = 'anna@x.test'] of heard) {
      test(`goes on without its SMS when ${what}, and who logged in hears of it`, async () => {
        const id = `heard-${code}-${to}`
        const { verdict, messages, notes } = await handIn(gateway, mixed({ id, ...more }))
        assert.equal(told(verdict), 'held')
        assert.deepEqual(messages, [])
        const all = more.to ?? [`${one}@sms.test`]
        assert.deepEqual(
          refusalsIn(notes),
          all.map((address) => [address, code]),
        )
        await gateway.gateway.release(id)
        const ref = String(notes[0]?.['ref'])
        const report = await eventually('the report', () =>
          gateway.mails.find(({ contents }) => contents.includes(ref)),
        )
        assert.equal(report.to, to)
      })
    }

    test('goes on without its SMS while its account is paused, and who logged in hears of it', async () => {
      const administration = gateway.gateway.administer('test')
      await administration.setAccountActive('anna@x.test', false)
      now += 2_000
      const { verdict, notes } = await handIn(gateway, mixed())
      await administration.setAccountActive('anna@x.test', true)
      now += 2_000
      assert.equal(told(verdict), 'held')
      assert.deepEqual(refusalsIn(notes), [[`${one}@sms.test`, 'account_paused']])
    })

    test('is told to nobody where a login proves nothing in the group', async () => {
      const administration = gateway.gateway.administer('test')
      await administration.setSetting({ group: 'Office/Sales' }, { name: 'trust', value: 'key' })
      now += 2_000
      const { verdict, notes } = await handIn(gateway, mixed({ headers: ['From: boss@x.test'] }))
      await administration.unsetSetting({ group: 'Office/Sales' }, 'trust')
      now += 2_000
      assert.equal(told(verdict), 'taken')
      assert.deepEqual(notes, [])
    })

    test('goes on when its text cannot be sent, and its sender hears of it', async () => {
      const { verdict, notes } = await handIn(
        gateway,
        mixed({ subject: 'Re: it', text: '> only quoted' }),
      )
      assert.equal(told(verdict), 'held')
      assert.deepEqual(refusalsIn(notes), [[`${one}@sms.test`, 'text_only_quotation']])
    })
  })
})
