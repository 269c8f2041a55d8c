// From a mail to messages: whom it addresses, what it asks for, who is refused and how that is told,
// and what is kept of it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readMailNow } from '../../lib/mail/read-mail.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway, type TestMail } from '../support/gateway.ts'
import { readStrictly, type StrictReport } from '../support/strict-report.ts'
import { handIn, refusalsIn, told, withFiles } from '../support/traffic.ts'

const one = '+4520643064'
const two = '+4530643064'
const swede = '+46701740605'
/** Monday 2026-11-16 09:00 UTC, 10:00 in Stockholm. */
const monday = Date.UTC(2026, 10, 16, 9)

forEachDatabase((_name, openDatabaseUrl) => {
  const route = new FakeRoute()
  let gateway: TestGateway
  let key: string
  let lists = 0

  before(async () => {
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings: 'country = SE\ntime_zone = Europe/Stockholm\n[limits]\nmax_recipients = 20\n',
      clock: () => monday,
    })
    await addDemoAccount(gateway.gateway)
    const administration = gateway.gateway.administer('test')
    await administration.addNumber({ number: '+4599900001', account: 'demo@example.test' })
    key = await administration.addKey({})
  })
  after(() => gateway.close())

  const phonesOf = async (mail: TestMail): Promise<unknown[]> => {
    const { messages, verdict, notes } = await handIn(gateway, mail)
    assert.equal(told(verdict), 'taken')
    assert.deepEqual(notes, [])
    return messages.map(({ phone }) => phone)
  }
  const list = (files: Record<string, string>, to: string, subject = ''): TestMail => ({
    to: [to],
    raw: withFiles(
      [
        'From: demo@example.test',
        `To: ${to}`,
        `Subject: ${subject}`,
        `Message-ID: <list-${++lists}@test>`,
      ],
      'Hello',
      files,
    ),
  })

  describe('addresses', () => {
    const forms: [what: string, mail: () => TestMail, phones: string[]][] = [
      ['a bare number', () => ({ to: ['4520643064@sms.test'] }), [one]],
      ['a number with +', () => ({ to: ['+4520643064@sms.test'] }), [one]],
      ['a number with 00', () => ({ to: ['004520643064@sms.test'] }), [one]],
      ['a number with p', () => ({ to: ['P4520643064@SMS.test'] }), [one]],
      ['a national number', () => ({ to: ['0701740605@sms.test'] }), [swede]],
      ['several recipients', () => ({ to: [`${one}@sms.test`, `${two}@sms.test`] }), [one, two]],
      [
        'the same phone in several spellings, once',
        () => ({ to: [`${one}@sms.test`, '004520643064@sms.test', '4520643064@sms.test'] }),
        [one],
      ],
      ['KEY.NUMBER', () => ({ to: [`${key}.4520643064@sms.test`] }), [one]],
      ['NUMBER.KEY', () => ({ to: [`+4520643064.${key}@sms.test`] }), [one]],
      ['KEY in capitals', () => ({ to: [`${key.toUpperCase()}.4520643064@sms.test`] }), [one]],
      [
        'KEY with phones in the Subject',
        () => ({ to: [`${key}@sms.test`], subject: '+4520643064; 0701740605' }),
        [one, swede],
      ],
      [
        'KEY beside a phone',
        () => ({ to: [`${key}@sms.test`, `${one}@sms.test`], subject: 'Dinner' }),
        [one],
      ],
      [
        'KEY with a phone in the Subject and another beside it',
        () => ({ to: [`${key}@sms.test`, `${one}@sms.test`], subject: two }),
        [two, one],
      ],
      ['sms.KEY', () => ({ to: [`sms.${key}@sms.test`], subject: one }), [one]],
      [
        'sms with KEY: in the Subject',
        () => ({ to: ['sms@sms.test'], subject: `${key}: 4520643064, 4530643064` }),
        [one, two],
      ],
      ['sms from a trusted sender', () => ({ to: ['sms@sms.test'], subject: one }), [one]],
      [
        'sms with an attached list',
        () => list({ 'phones.txt': `${one}\r\n0701740605\r\n` }, 'sms@sms.test', 'Meeting'),
        [one, swede],
      ],
      [
        'KEY with an attached table',
        () => list({ 'a.csv': `Name;Mobil\r\nA;${one}\r\nB;${two}` }, `${key}@sms.test`),
        [one, two],
      ],
      [
        'KEY with a table of tabs',
        () => list({ 'a.tsv': `Name\tMobil\r\nA\t${one}` }, `${key}@sms.test`),
        [one],
      ],
      [
        'KEY with a list that has no ending',
        () => list({ numre: `${one}\r\n${two}` }, `${key}@sms.test`, 'Meeting'),
        [one, two],
      ],
      [
        'KEY with a stray text of Exchange',
        () => list({ 'ATT00001.txt': `Mvh Bo\r\n${two}` }, `${key}@sms.test`, one),
        [one],
      ],
      [
        'KEY with a note beside the phones',
        () => list({ 'note.txt': 'Sendt fra min iPhone' }, `${key}@sms.test`, one),
        [one],
      ],
      [
        'KEY with a picture beside the phones',
        () => list({ 'logo.png': 'PNG', 'terms.pdf': 'PDF' }, `${key}@sms.test`, one),
        [one],
      ],
      [
        'the answer to an SMS of which only the Subject is left',
        () => ({ to: [`${key}@sms.test`], subject: 'SV: [SMS] Besked fra +45 20643064' }),
        [one],
      ],
    ]
    for (const [what, mail, phones] of forms) {
      test(`${what} is read`, async () => {
        assert.deepEqual(await phonesOf(mail()), phones)
      })
    }

    test('a spreadsheet beside a phone is told, and the phone gets its SMS', async () => {
      const { messages, notes } = await handIn(
        gateway,
        list({ 'numre.xlsx': 'PK\u0003\u0004\0' }, `${key}@sms.test`, two),
      )
      assert.deepEqual(
        messages.filter(({ state }) => state !== 'refused').map(({ phone }) => phone),
        [two],
      )
      assert.deepEqual(
        refusalsIn(notes).map(([, code]) => code),
        ['list_unreadable'],
      )
    })

    test('the answer to an SMS goes to its phone, whatever the Subject has become', async () => {
      await handIn(gateway, { to: [`${two}@sms.test`] })
      const [talk] = await gateway.store
        .db<{ tag: string; phone: string }>('conversations')
        .where({ phone: two })
      const address = `${two.slice(1)}-${(talk?.tag ?? '').toUpperCase()}@sms.test`
      assert.deepEqual(await phonesOf({ to: [address], subject: 'Umleitung: 42' }), [two])
    })

    const refusals: [what: string, mail: () => TestMail, told: string][] = [
      ['a landline', () => ({ to: ['+46812345678@sms.test'] }), '550 5.1.3 number_landline'],
      ['no number', () => ({ to: ['+4512@sms.test'] }), '550 5.1.3 number_invalid'],
      ['a name', () => ({ to: ['anna@sms.test'] }), '550 5.1.3 name_unknown'],
      [
        'a TAG of nobody',
        () => ({ to: ['4520643064-aaaaaaaaaaaaaaaa@sms.test'] }),
        '550 5.1.3 address_not_understood',
      ],
      ['an unknown option', () => ({ to: [`${one}+quick@sms.test`] }), '550 5.1.3 option_invalid'],
      ['no phone at all', () => ({ to: [`${key}@sms.test`] }), '550 5.1.3 recipients_none'],
      [
        'a wrong option in the Subject',
        () => ({ to: [`${key}@sms.test`], subject: `${one} validity=4d` }),
        '550 5.1.3 option_invalid',
      ],
      [
        'a time that is none',
        () => ({ to: [`${key}@sms.test`], subject: `${one} 25:00` }),
        '550 5.1.3 time_invalid',
      ],
      [
        'a time that has passed',
        () => ({ to: [`${one}+at=095916112026@sms.test`] }),
        '550 5.1.3 time_past',
      ],
      [
        'a list that is none',
        () => list({ 'a.txt': 'nothing\r\nof the kind' }, `${key}@sms.test`),
        '554 5.6.0 list_unreadable',
      ],
      [
        'a table without a column of phones',
        () => list({ 'a.csv': 'Dato;Navn\r\n20261224;Bo' }, `${key}@sms.test`),
        '554 5.6.0 list_unreadable',
      ],
      ...['a.xlsx', 'a.xls', 'a.ods'].map((name): [string, () => TestMail, string] => [
        `a spreadsheet ${name}`,
        () => list({ [name]: 'PK\u0003\u0004\0' }, `${key}@sms.test`),
        '554 5.6.0 list_unreadable',
      ]),
      [
        'a number with a clock behind it',
        () => ({ to: [`${key}@sms.test`], subject: '701740605 24/12 18:00' }),
        '550 5.1.3 time_invalid',
      ],
      [
        'a sender that is not ours',
        () => ({ to: [`${one}+sender=Acme@sms.test`] }),
        '550 5.7.1 sender_name_not_allowed',
      ],
      [
        'an unknown key',
        () => ({ to: ['abcdefghijklmnopqrstuvwxyz@sms.test'], subject: one }),
        '550 5.7.1 key_unknown',
      ],
      ['no text', () => ({ text: ' ' }), '554 5.6.0 text_empty'],
      [
        'a quotation alone',
        () => ({ subject: 'Re: it', text: '> What time?' }),
        '554 5.6.0 text_only_quotation',
      ],
      ['too long a text', () => ({ text: 'x'.repeat(1378) }), '554 5.6.0 text_too_long'],
      [
        'too many phones',
        () => list({ 'a.txt': numbers(21).join('\r\n') }, `${key}@sms.test`),
        '452 4.5.3 too_many_at_once',
      ],
      [
        'too many names in the Subject, before one is looked up,',
        () => ({
          to: ['sms@sms.test'],
          subject: numbers(21)
            .map((n) => `a${n.slice(1)}`)
            .join(),
        }),
        '452 4.5.3 too_many_at_once',
      ],
    ]
    for (const [what, mail, expected] of refusals) {
      test(`${what} is refused with its own reason, and nothing is kept`, async () => {
        const { verdict, messages } = await handIn(gateway, mail())
        assert.equal(told(verdict), expected)
        assert.deepEqual(messages, [])
      })
    }

    test('as many phones as are allowed are taken', async () => {
      const mail = list({ 'a.txt': numbers(20).join('\r\n') }, 'sms@sms.test', 'Twenty')
      assert.equal((await phonesOf(mail)).length, 20)
    })

    test('good recipients are sent, and the refused ones are told in one report', async () => {
      const { verdict, messages, notes } = await handIn(gateway, {
        to: [`${one}@sms.test`, '+46812345678@sms.test', 'anna@sms.test'],
        subject: 'Mixed',
      })
      assert.equal(told(verdict), 'taken')
      assert.deepEqual(
        messages.map(({ phone }) => phone),
        [one],
      )
      assert.deepEqual(refusalsIn(notes), [
        ['+46812345678@sms.test', 'number_landline'],
        ['anna@sms.test', 'name_unknown'],
      ])
      const mail = await eventually('the report', () =>
        gateway.mails.find(({ contents }) => contents.includes('anna@sms.test')),
      )
      assert.equal(mail.to, 'demo@example.test')
      assert.equal(mail.from, '')
      assert.match(mail.contents, /report-type="?delivery-status/)
      assert.match(mail.contents, /Action: failed/)
    })

    test('a wrong line of a list is told by its line, the others are sent', async () => {
      const mail = list({ 'a.txt': `${one}\r\n12345678901234\r\n${two}` }, `${key}@sms.test`)
      const { messages, notes } = await handIn(gateway, { ...mail, id: 'list-with-a-wrong-line' })
      assert.equal(messages.length, 2)
      const [[recipient, code] = []] = refusalsIn(notes)
      assert.equal(code, 'number_invalid')
      assert.match(recipient ?? '', /^12345678901234, line 2 of a\.txt/)
    })
  })

  describe('a mail with ordinary recipients that is refused as a whole', () => {
    const landline = '+46812345678@sms.test'
    const to = ['+4520643070@sms.test', '+4520643071@sms.test', '+4520643072@sms.test']
    const reportOn = async (id: string, mail: TestMail): Promise<StrictReport> => {
      const { verdict } = await handIn(gateway, { id, subject: id, ordinaryRecipients: 1, ...mail })
      assert.equal(told(verdict), 'held')
      await gateway.gateway.release(id)
      const { contents } = await eventually('the report', () =>
        gateway.mails.find(({ contents }) => contents.includes(`Subject: ${id}`)),
      )
      return readStrictly(contents)
    }
    const toldIn = ({ recipients }: StrictReport): unknown[] =>
      recipients.map((one) => [one['Final-Recipient'], one['Status'], one['Diagnostic-Code']])

    const quotation = { headers: ['In-Reply-To: <a@b.test>'], text: '> What time?' }
    const texts: [what: string, mail: TestMail, code: string][] = [
      ['too-long', { text: 'word '.repeat(800) }, 'text_too_long'],
      ['quotation', quotation, 'text_only_quotation'],
      ['no-link', { text: 'Sale! _BLOCKSMSLINK_' }, 'block_link_missing'],
    ]
    for (const [id, mail, code] of texts) {
      test(`by ${code} is told of each recipient, beside what was refused for itself`, async () => {
        const report = await reportOn(id, { to: [...to, landline], ...mail })
        assert.deepEqual(toldIn(report), [
          ...to.map((address) => [`rfc822; ${address}`, '5.6.0', `x-sms; ${code}`]),
          [`rfc822; ${landline}`, '5.1.3', 'x-sms; number_landline'],
        ])
      })
    }

    test('by its text is told as the client asked for each recipient', async () => {
      const asked = (notify: string, originalRecipient?: string) => ({ notify, originalRecipient })
      const report = await reportOn('asked', {
        to,
        ...quotation,
        reports: {
          ...{ ret: undefined, envelopeId: undefined },
          recipients: new Map([
            [to[0]!, asked('NEVER')],
            [to[1]!, asked('FAILURE', 'rfc822;bo@x.test')],
            [to[2]!, asked('FAILURE')],
          ]),
        },
      })
      assert.deepEqual(
        report.recipients.map((one) => [one['Final-Recipient'], one['Original-Recipient']]),
        [
          [`rfc822; ${to[1]}`, 'rfc822;bo@x.test'],
          [`rfc822; ${to[2]}`, undefined],
        ],
      )
    })

    test('by too many recipients is told of each, with what to do', async () => {
      const many = numbers(21).map((phone) => `${phone}@sms.test`)
      const report = await reportOn('too-many', { to: many })
      assert.deepEqual(
        toldIn(report),
        many.map((address) => [`rfc822; ${address}`, '5.5.3', 'x-sms; too_many_at_once']),
      )
      assert.match(report.text, /send to fewer recipients/)
    })

    test('by too long a list is told of the address that takes it', async () => {
      const mail = list({ 'a.txt': numbers(21).join('\r\n') }, 'sms@sms.test', 'too-long-a-list')
      const report = await reportOn('too-long-a-list', mail)
      assert.deepEqual(toldIn(report), [
        ['rfc822; sms@sms.test', '5.5.3', 'x-sms; too_many_at_once'],
      ])
    })

    test('and without them is answered with what is wrong with the text, whoever else was refused', async () => {
      const recipients = [to[0]!, landline, '+46812345679@sms.test']
      const { verdict } = await handIn(gateway, { to: recipients, text: ' ' })
      assert.equal(told(verdict), '554 5.6.0 text_empty')
    })
  })

  describe('options', () => {
    const options: [what: string, mail: () => TestMail, row: Record<string, unknown>][] = [
      ['flash', () => ({ to: [`${one}+flash@sms.test`] }), { flash: 1 }],
      ['validity', () => ({ to: [`${one}+validity=6h@sms.test`] }), { validity: 6 * 3_600_000 }],
      [
        'both in the Subject',
        () => ({ to: [`${one}@sms.test`], subject: 'flash=yes validity=2d' }),
        { flash: 1, validity: 2 * 86_400_000 },
      ],
      [
        'the address before the Subject',
        () => ({ to: [`${one}+flash=no@sms.test`], subject: 'flash=yes' }),
        { flash: 0 },
      ],
      [
        'a time in the zone of the account',
        () => ({ to: [`${one}+at=180016112026@sms.test`] }),
        { state: 'scheduled', due_at: Date.UTC(2026, 10, 16, 17) },
      ],
      [
        'a time in the Subject',
        () => ({ to: [`${key}.4520643064@sms.test`], subject: '2026-12-24 18:00' }),
        { state: 'scheduled', due_at: Date.UTC(2026, 11, 24, 17), text: 'Hello' },
      ],
      [
        'a time from now',
        () => ({ to: [`${key}@sms.test`], subject: `${one} +2h` }),
        { state: 'scheduled', due_at: monday + 7_200_000 },
      ],
      [
        'the own number as sender',
        () => ({ to: [`${one}+sender=4599900001@sms.test`] }),
        { own: '+4599900001' },
      ],
      [
        'the own number as sender, in another spelling',
        () => ({ to: [`${key}@sms.test`], subject: `${one} sender=p4599900001` }),
        { own: '+4599900001' },
      ],
    ]
    for (const [what, mail, row] of options) {
      test(`${what} is taken over`, async () => {
        const { messages, verdict } = await handIn(gateway, mail())
        assert.equal(told(verdict), 'taken')
        const [message = {}] = messages
        const found = Object.fromEntries(Object.keys(row).map((name) => [name, message[name]]))
        assert.deepEqual(found, row)
      })
    }

    test('what the account says holds where the mail says nothing else', async () => {
      const from = 'alarm@example.test'
      const administration = gateway.gateway.administer('test')
      await administration.addAccount({ address: from, networks: ['127.0.0.1'] })
      for (const [name, value] of [
        ['format', 'flash'],
        ['validity', '12h'],
      ] as const)
        await administration.setSetting({ account: from }, { name, value })
      const sent = async (to: string) => {
        const { messages, verdict } = await handIn(gateway, { from, to: [to], text: to })
        assert.equal(told(verdict), 'taken')
        return messages.map(({ flash, validity }) => [flash, validity])
      }
      assert.deepEqual(await sent(`${one}@sms.test`), [[1, 12 * 3_600_000]])
      assert.deepEqual(await sent(`${one}+flash=no+validity=1h@sms.test`), [[0, 3_600_000]])
    })

    test('each recipient has options of its own', async () => {
      const { messages } = await handIn(gateway, {
        to: [`${one}+flash@sms.test`, `${two}@sms.test`],
      })
      assert.deepEqual(
        messages.map(({ phone, flash }) => [phone, flash]),
        [
          [one, 1],
          [two, 0],
        ],
      )
    })

    test('a phone whose addresses ask for different things is refused, however often it is named', async () => {
      const plain = `${one}@sms.test`
      const mails = [
        [plain, '004520643064+at=180024122026@sms.test', plain],
        ['004520643064+at=180024122026@sms.test', plain],
        [`${one}+validity=2h@sms.test`, '4520643064+validity=3h@sms.test'],
        [`${one}+flash@sms.test`, '4520643064+flash=no@sms.test'],
      ]
      for (const to of mails) {
        assert.equal(told((await handIn(gateway, { to })).verdict), '550 5.1.3 option_invalid')
        const { messages, notes } = await handIn(gateway, { to: [...to, `${two}@sms.test`] })
        assert.deepEqual(
          messages.map(({ phone }) => phone),
          [two],
        )
        assert.deepEqual(refusalsIn(notes), [[to[0], 'option_invalid']])
      }
      const alike = [`${one}+flash+validity=1h@sms.test`, '4520643064+validity=60m+flash@sms.test']
      assert.deepEqual(await phonesOf({ to: alike }), [one])
    })

    describe('of an address that lets the Subject name phones', () => {
      const at = 'at=180024122026'
      const christmas = Date.UTC(2026, 11, 24, 17)
      const both = [`${one}@sms.test`, `${two}+flash=no+at=190024122026@sms.test`]
      const dueIn = async (mail: TestMail): Promise<unknown[]> => {
        const { messages, verdict, notes } = await handIn(gateway, mail)
        assert.equal(told(verdict), 'taken')
        assert.deepEqual(notes, [])
        return messages.map(({ phone, due_at, flash }) => [phone, due_at, flash])
      }
      const mails: [what: string, mail: () => TestMail][] = [
        ['before them', () => ({ to: [`${key}+${at}+flash@sms.test`, ...both] })],
        ['behind them', () => ({ to: [...both, `sms.${key}+flash+${at}@sms.test`] })],
        ['with the key in the Subject', () => ({ to: [`sms+${at}+flash@sms.test`, ...both] })],
        [
          'where a server split the mail',
          () => ({ to: both, headers: [`Cc: ${key}+${at}+flash@sms.test`] }),
        ],
      ]
      for (const [what, mail] of mails)
        test(`count for the phones in other recipients, ${what}`, async () => {
          const subject = what === 'with the key in the Subject' ? `${key}:` : ''
          assert.deepEqual(await dueIn({ ...mail(), subject }), [
            [one, christmas, 1],
            [two, christmas + 3_600_000, 0],
          ])
        })

      test('stand above the Subject', async () => {
        const to = [`${key}+${at}@sms.test`, `${one}@sms.test`]
        assert.deepEqual(await dueIn({ to, subject: 'at=18:00 flash=yes' }), [[one, christmas, 1]])
      })

      test('are refused for each phone where they cannot be read, are two, or are not allowed', async () => {
        const refused: [to: () => string[], code: string][] = [
          [() => [`${key}+quick@sms.test`, ...both], '550 5.1.3 option_invalid'],
          [
            () => [`${key}+${at}@sms.test`, `sms+at=1@sms.test`, ...both],
            '550 5.1.3 option_invalid',
          ],
          [
            () => [`${key}+${at}@sms.test`, `sms+at=190024122026@sms.test`, ...both],
            '550 5.1.3 option_invalid',
          ],
          [() => [`${key}+sender=Acme@sms.test`, ...both], '550 5.7.1 sender_name_not_allowed'],
        ]
        for (const [to, code] of refused) {
          const { verdict, messages } = await handIn(gateway, { to: to() })
          assert.equal(told(verdict), code)
          assert.deepEqual(messages, [])
        }
        const split = { to: both, headers: [`Cc: ${key}+quick@sms.test`] }
        assert.equal(told((await handIn(gateway, split)).verdict), '550 5.1.3 option_invalid')
      })
    })
  })

  describe('text', () => {
    const texts: [what: string, mail: () => TestMail, text: string][] = [
      ['a Subject stands in front', () => ({ subject: 'Lunch', text: 'at noon' }), 'Lunch at noon'],
      [
        'a Subject with phones does not',
        () => ({ to: [`${key}@sms.test`], subject: one, text: 'at noon' }),
        'at noon',
      ],
      [
        'the Subject of an answer does not',
        () => ({ subject: 'Re: Lunch', text: 'yes', headers: ['In-Reply-To: <a@b>'] }),
        'yes',
      ],
      [
        'a Subject with options alone does not',
        () => ({ subject: 'flash=yes', text: 'at noon' }),
        'at noon',
      ],
    ]
    for (const [what, mail, text] of texts) {
      test(what, async () => {
        const { messages } = await handIn(gateway, mail())
        assert.equal(String(messages[0]?.['text']).replace(/\s+/g, ' '), text)
      })
    }

    test('a text that is too long is cut, and the sender is told what was left out', async () => {
      const administration = gateway.gateway.administer('test')
      await administration.addGroup('Cutters')
      await administration.addAccount({
        address: 'cut@example.test',
        group: 'Cutters',
        networks: ['127.0.0.1'],
      })
      await administration.setSetting({ group: 'Cutters' }, { name: 'max_parts', value: '1' })
      await administration.setSetting(
        { group: 'Cutters' },
        { name: 'too_long', value: 'cut_and_tell' },
      )
      const { messages, notes } = await handIn(gateway, {
        from: 'cut@example.test',
        text: `${'a'.repeat(150)} ${'b'.repeat(150)} ${key} the end`,
      })
      assert.equal(messages[0]?.['parts'], 1)
      assert.doesNotMatch(String(messages[0]['text']), /the end/)
      assert.deepEqual(
        notes.map(({ kind }) => kind),
        ['shortened'],
      )
      const mail = await eventually('the notice', () =>
        gateway.mails.find(({ to }) => to === 'cut@example.test'),
      )
      const notice = readMailNow(Buffer.from(mail.contents)).text ?? ''
      assert.match(notice, new RegExp(`b ${key.slice(0, 4)}… the end`))
    })
  })

  describe('keys', () => {
    test('no key is kept in any table or written into any mail', async () => {
      const wrong = `${key.slice(0, 25)}${key.endsWith('a') ? 'b' : 'a'}`
      const before = gateway.mails.length
      for (const mail of [
        { to: [`${key}@sms.test`], subject: `${one}, anna, +4612` },
        { to: [`${key.toUpperCase()}.4520643064@sms.test`, 'anna@sms.test'], subject: '+2h' },
        { to: ['sms@sms.test'], subject: `${key}: ${one}; nobody` },
        { to: ['sms@sms.test'], subject: `${one}, ${key}` },
        { to: ['sms@sms.test'], subject: `${one}, x${wrong}` },
        { to: [`${one}@sms.test`, 'anna@sms.test'], subject: `my key is ${key}` },
        { to: [`${one}@sms.test`, `${two}+sender=${key}@sms.test`], subject: 'flash=no' },
        { to: [`${one}@sms.test`, `${two}+${key}@sms.test`], subject: 'flash=yes' },
        { to: [`${key}.4520643064@sms.test`, `${key}.anna@sms.test`], headers: [`Cc: ${key}@x`] },
        { to: [`${one}@sms.test`, 'anna@sms.test'], headers: [`Date: ${key}`, `X-Key: ${key}`] },
      ])
        await handIn(gateway, { ...mail, text: 'Hello' })
      await eventually('the reports', async () =>
        (await gateway.store.db('outbox').where('state', '<>', 'done')).length === 0
          ? true
          : undefined,
      )
      assert.ok(gateway.mails.length > before + 5, 'the reports were written')
      const hidden = (what: string, text: string): void => {
        for (const secret of [key, wrong])
          assert.ok(!text.toLowerCase().includes(secret), `${what}: ${text}`)
      }
      const tables = ['mails', 'messages', 'outbox', 'conversations', 'fingerprints', 'keys']
      for (const table of [...tables, 'audit_log']) {
        for (const row of await gateway.store.db(table)) hidden(table, JSON.stringify(row))
      }
      for (const { contents } of gateway.mails) hidden('a mail', contents.replace(/=\r\n/g, ''))
      for (const line of gateway.log) hidden('the log', line)
    })
  })
})

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `+45206431${String(n).padStart(2, '0')}`)
}
