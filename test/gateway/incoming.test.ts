// Messages from phones: whose they are, the mails that bring them, and the outbox that writes those.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { SendMail } from '../../lib/gateway/gateway.ts'
import type { Person } from '../../lib/gateway/people/person.ts'
import { readMail, type ReadMail } from '../../lib/mail/read-mail.ts'
import type { Incoming } from '../../lib/routes/route.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import {
  addDemoAccount,
  openGateway,
  type TestGateway,
  type WrittenMail,
} from '../support/gateway.ts'
import { handIn, told } from '../support/traffic.ts'

const day = 86_400_000

forEachDatabase((_name, openDatabaseUrl) => {
  const route = new FakeRoute()
  let now = Date.now()
  let database: string
  let gateway: TestGateway
  let serial = 0

  before(async () => {
    database = await openDatabaseUrl()
    gateway = await openGateway({
      database,
      routes: [route],
      settings: 'operator = operator@example.test\ncountry = DK\n',
      clock: () => now,
    })
    const administration = gateway.gateway.administer('test')
    for (const path of ['Pool', 'Shared']) await administration.addGroup(path)
    for (const number of ['+4599900011', '+4599900012', '+4599900013'])
      await administration.addNumber({ number, group: 'Pool' })
    await administration.addNumber({ number: '+4599900020', group: 'Shared' })
    for (const [name, group] of [
      ['anna', 'Pool'],
      ['bodil', 'Pool'],
      ['carl', 'Shared'],
      ['dora', 'Shared'],
    ] as const)
      await administration.addAccount({
        address: `${name}@x.test`,
        group,
        networks: ['127.0.0.1'],
        ...(name === 'carl' && { name: 'Carl Æ', language: 'da' }),
      })
    await addDemoAccount(gateway.gateway)
    await administration.addNumber({ number: '+4599900001', account: 'demo@example.test' })
    await eventually('the route to be open', () => route.sinks)
  })
  after(() => gateway.close())

  const comes = async (message: Partial<Incoming>): Promise<string> => {
    const reference = message.reference ?? `in-${++serial}`
    await route.sinks?.incoming({
      phone: '+4520643064',
      to: '+4599900001',
      text: 'Hi',
      at: now,
      ...message,
      reference,
    })
    return reference
  }
  const stored = (reference: string): Promise<Record<string, unknown>[]> =>
    gateway.store.db('messages').where({ direction: 'in', route_reference: reference })
  /** To whom a message from a phone was given. */
  const ownerOf = async (reference: string): Promise<string | undefined> => {
    const [row] = await gateway.store
      .db('messages as m')
      .leftJoin('accounts as a', 'a.id', 'm.account_id')
      .where('m.route_reference', reference)
      .select<{ address: string | null }[]>('a.address')
    return row?.address ?? undefined
  }
  const mailWith = async (
    text: string,
    { mails } = gateway,
  ): Promise<WrittenMail & { read: ReadMail }> => {
    const mail = await eventually(`a mail with ${text}`, () =>
      mails.find(({ contents }) => contents.includes(text)),
    )
    return { ...mail, read: await readMail(Buffer.from(mail.contents)) }
  }
  const writes = async (from: string, phone: string, more = {}): Promise<string> => {
    const { messages, verdict } = await handIn(gateway, {
      from,
      to: [`${phone}@sms.test`],
      ...more,
    })
    assert.equal(told(verdict), 'taken')
    return String(messages[0]?.['own'])
  }

  test('the same reference again is stored and mailed once, also at the same time', async () => {
    const reference = 'repeated'
    await Promise.all([1, 2, 3].map(() => comes({ reference, text: 'only once' })))
    await comes({ reference, text: 'only once' })
    assert.equal((await stored(reference)).length, 1)
    await mailWith('only once')
    const notes = await gateway.store.db('outbox').where({ kind: 'sms' })
    assert.equal(notes.length, 1)
  })

  describe('its owner', () => {
    test('is the account whose own number it came to, also when nobody wrote to the phone', async () => {
      assert.equal(await ownerOf(await comes({ phone: '+4520644001' })), 'demo@example.test')
    })

    test('is the account whose pool number it came to, of two that wrote to the same phone', async () => {
      const phone = '+4520644002'
      const own = {
        anna: await writes('anna@x.test', phone),
        bodil: await writes('bodil@x.test', phone),
      }
      assert.notEqual(own.anna, own.bodil)
      assert.equal(await ownerOf(await comes({ phone, to: own.anna })), 'anna@x.test')
      assert.equal(await ownerOf(await comes({ phone, to: own.bodil })), 'bodil@x.test')
    })

    test('keeps its pool number for the conversation when the pool changes', async () => {
      const phone = '+4520644003'
      const first = await writes('anna@x.test', phone)
      await gateway.gateway.administer('test').addNumber({ number: '+4599900010', group: 'Pool' })
      now += 2_000
      assert.equal(await writes('anna@x.test', phone), first)
    })

    test('is the only account that wrote to the phone, whatever number it came to', async () => {
      const phone = '+4520644004'
      await writes('anna@x.test', phone)
      assert.equal(await ownerOf(await comes({ phone, to: '1963' })), 'anna@x.test')
    })

    test('is that also where the phone came in the form of its country', async () => {
      const phone = '+4520644031'
      await writes('dora@x.test', phone)
      for (const spelling of ['20644031', '4520644031', '+20644031'])
        assert.equal(
          await ownerOf(await comes({ phone: spelling, to: '+4599900000' })),
          'dora@x.test',
          spelling,
        )
      for (const short of ['1231', '99900011222333'])
        assert.equal((await stored(await comes({ phone: short })))[0]?.['phone'], short)
    })

    test('is nobody a month later: it is kept, and the operator is told', async () => {
      const phone = '+4520644005'
      await writes('anna@x.test', phone)
      now += 30 * day
      const reference = await comes({ phone, to: '1963', text: 'too late' })
      assert.equal(await ownerOf(reference), undefined)
      assert.equal((await stored(reference))[0]?.['text'], 'too late')
      const notice = await mailWith(phone)
      assert.equal(notice.to, 'operator@example.test')
      assert.doesNotMatch(notice.contents, /too late/)
    })

    test('is never guessed between two that share one number', async () => {
      const phone = '+4520644006'
      await writes('carl@x.test', phone)
      assert.equal(await ownerOf(await comes({ phone, to: '+4599900020' })), 'carl@x.test')
      await writes('dora@x.test', phone)
      assert.equal(await ownerOf(await comes({ phone, to: '+4599900020' })), undefined)
      now += 29 * day
      await writes('dora@x.test', phone)
      now += 2 * day
      assert.equal(await ownerOf(await comes({ phone, to: '+4599900020' })), 'dora@x.test')
    })
  })

  test('of an account that is removed before it was mailed goes to the catch-all account, or is nobody’s', async () => {
    const administration = gateway.gateway.administer('test')
    await administration.addGroup('Left')
    for (const name of ['gone', 'lost', 'stays'])
      await administration.addAccount({ address: `${name}@x.test`, group: 'Left' })
    for (const [name, number] of [
      ['gone', '+4599900031'],
      ['lost', '+4599900032'],
    ] as const) {
      await administration.addNumber({ number, account: `${name}@x.test` })
      await administration.setAccountActive(`${name}@x.test`, false)
    }
    const left = await comes({ to: '+4599900031', text: 'who is left' })
    const begun = await comes({ to: '+4599900031', text: 'who has begun' })
    const [{ id: writing } = { id: 0 }] = (await stored(begun)) as { id: number }[]
    // A worker that has died, or that hangs, has it.
    const held = { state: 'writing', claim: 'a worker', due_at: Date.now() + 86_400_000 }
    await gateway.store.transaction((trx) =>
      trx('outbox').where({ message_id: writing }).update(held),
    )
    const lost = await comes({ to: '+4599900032', text: 'who is lost' })
    await administration.setSetting({ group: 'Left' }, { name: 'catch_all', value: 'stays@x.test' })
    await administration.removeAccount('gone@x.test')
    assert.equal((await mailWith('who is left')).to, 'stays@x.test')
    assert.equal(await ownerOf(left), 'stays@x.test')
    assert.equal((await mailWith('who has begun')).to, 'stays@x.test')
    assert.equal(await ownerOf(begun), 'stays@x.test')
    await administration.unsetSetting({ group: 'Left' }, 'catch_all')
    await administration.removeAccount('lost@x.test')
    assert.equal(await ownerOf(lost), undefined)
    const [{ id } = { id: 0 }] = await administration.listMessages({ unowned: true }, 1)
    await administration.giveMessage(id, 'stays@x.test')
    assert.equal((await mailWith('who is lost')).to, 'stays@x.test')
    assert.equal(await ownerOf(lost), 'stays@x.test')
  })

  describe('its mail', () => {
    test('stands in the thread: it answers the last mail, and the first one is the root', async () => {
      const phone = '+4520644007'
      await writes('anna@x.test', phone, { messageId: '<first@x.test>' })
      await comes({ phone, to: '1963', text: 'thread one' })
      const one = await mailWith('thread one')
      assert.equal(one.read.inReplyTo, '<first@x.test>')
      assert.deepEqual(one.read.references, ['<first@x.test>'])
      const from = one.read.from[0]?.address ?? ''
      assert.match(from, /^4520644007-[a-z2-7]{16}@sms\.test$/)
      assert.equal(one.from, from, 'bounces find the conversation')
      await handIn(gateway, {
        from: 'anna@x.test',
        to: [from],
        messageId: '<second@x.test>',
        headers: [`In-Reply-To: ${one.read.messageId ?? ''}`],
        remoteIp: '198.51.100.1',
      })
      await comes({ phone, to: '1963', text: 'thread two' })
      const two = await mailWith('thread two')
      assert.equal(two.read.inReplyTo, '<second@x.test>')
      assert.deepEqual(two.read.references, [
        '<first@x.test>',
        one.read.messageId ?? '',
        '<second@x.test>',
      ])
      assert.notEqual(two.read.messageId, one.read.messageId)
    })

    test('keeps the root of the thread however long it gets', async () => {
      const phone = '+4520644008'
      await writes('anna@x.test', phone, { messageId: '<root@x.test>' })
      for (let n = 0; n < 20; n++)
        await writes('anna@x.test', phone, { messageId: `<later-${n}@x.test>`, text: `later ${n}` })
      await comes({ phone, to: '1963', text: 'long thread' })
      const { read } = await mailWith('long thread')
      assert.equal(read.references[0], '<root@x.test>')
      assert.equal(read.references.at(-1), '<later-19@x.test>')
      assert.equal(read.inReplyTo, '<later-19@x.test>')
      assert.ok(read.references.length < 15)
    })

    test('is in the language of the account', async () => {
      const phone = '+4520644009'
      await writes('carl@x.test', phone)
      await comes({ phone, to: '+4599900020', text: 'på dansk' })
      const mail = await mailWith(`X-SMS-From: ${phone}`)
      const { subject, to, text } = mail.read
      assert.equal(subject, '[SMS] Besked fra +45 20644009')
      assert.deepEqual(to, [{ name: 'Carl Æ', address: 'carl@x.test' }])
      assert.equal(text?.trim(), 'på dansk')
    })

    test('of a name or a short code says that it cannot be answered, and cannot be', async () => {
      for (const [phone, text] of [
        ['Bank-ID', 'from a name'],
        ['1963', 'from a short code'],
        ['+SALE', 'from a name with a plus'],
        ['+4520643064 Bcc: x@y.test', 'from a name like a number'],
        ['+', 'from nothing'],
      ] as const) {
        await comes({ phone, text })
        const { read } = await mailWith(text)
        const address = read.from[0]?.address ?? ''
        assert.match(address, /^noreply-[a-z2-7]{16}@sms\.test$/)
        assert.match(read.text ?? '', /cannot be answered/)
        const { verdict } = await handIn(gateway, { to: [address] })
        assert.equal(verdict.kind === 'refused' && verdict.reply.enhanced, '5.1.3')
      }
    })

    const texts: [what: string, text: string, kept: string][] = [
      ['NUL', 'a\u0000b-nul', 'ab-nul'],
      ['half a surrogate pair', 'x\ud83d-half', 'x\ufffd-half'],
      ['an emoji', '👍🏽 emoji', '👍🏽 emoji'],
      ['lines and tabs', 'one\ntwo\tthree-lines', 'one\ntwo\tthree-lines'],
      [
        'what looks like a header',
        'Bcc: x@y.test\r\n\r\n.\r\nheader-like',
        'Bcc: x@y.test\n\n.\nheader-like',
      ],
    ]
    for (const [what, text, kept] of texts) {
      test(`brings a text with ${what}`, async () => {
        const reference = await comes({ text })
        assert.equal((await stored(reference)).length, 1)
        const ending = kept.slice(-4)
        const mail = await eventually('the mail', async () => {
          for (const { contents } of gateway.mails) {
            const read = await readMail(Buffer.from(contents))
            if (read.text?.trim().endsWith(ending) === true) return read
          }
          return undefined
        })
        assert.equal(mail.text?.replaceAll('\r\n', '\n').trim(), kept)
      })
    }

    test('comes of odd senders, numbers and references too', async () => {
      for (const odd of ['\u0000', 'a\u0000', '', '+', 'x'.repeat(300), '\ud800', "'; drop"]) {
        const reference = `odd-${++serial}-${odd}`
        await comes({ phone: odd, to: odd, reference, text: 'odd' })
        await comes({ phone: odd, to: odd, reference, text: 'odd' })
      }
      const rows = await gateway.store.db('messages').where({ text: 'odd' })
      assert.equal(rows.length, 7)
    })
  })

  describe('the outbox', () => {
    test('tries again with growing pauses what could not be handed on, with the same Message-ID', async () => {
      const own = await openDatabaseUrl()
      const attempts: string[] = []
      const ids: (string | undefined)[] = []
      let time = 1_000_000
      const sendMail: SendMail = async ({ contents }) => {
        attempts.push(contents)
        ids.push((await readMail(Buffer.from(contents))).messageId)
        if (attempts.length < 4) throw new Error('the queue is full')
      }
      const phone = new FakeRoute()
      const failing = await openGateway({
        database: own,
        routes: [phone],
        sendMail,
        clock: () => time,
      })
      try {
        await addDemoAccount(failing.gateway)
        await failing.gateway
          .administer('test')
          .addNumber({ number: '+4599900001', account: 'demo@example.test' })
        await eventually('the route to be open', () => phone.sinks)
        await phone.sinks?.incoming({
          reference: 'r',
          phone: '+4520643064',
          to: '+4599900001',
          text: 'again',
          at: 1,
        })
        const pauses: number[] = []
        for (let count = 1; count < 4; count++) {
          const row = await eventually(`failure ${count}`, async () => {
            const [note] = await failing.store.db<{
              state: string
              attempts: number
              due_at: number
            }>('outbox')
            return note?.state === 'queued' && note.attempts === count ? note : undefined
          })
          pauses.push(row.due_at - time)
          time = row.due_at - 1
          failing.store.wake('outbox')
          time = row.due_at
          failing.store.wake('outbox')
        }
        await eventually('it to be done', async () =>
          (await failing.store.db('outbox').where({ state: 'done' })).length === 1
            ? true
            : undefined,
        )
        assert.deepEqual(pauses, [1_000, 2_000, 4_000])
        assert.equal(new Set(ids).size, 1)
        assert.equal(attempts.length, 4)
      } finally {
        await failing.close()
      }
    })

    test('is taken over by another process when the claim of the one that hangs runs out', async () => {
      const own = await openDatabaseUrl()
      let time = 1_000_000
      let hangs: string | undefined
      let letGo = (): void => undefined
      const phone = new FakeRoute()
      const hanging = await openGateway({
        database: own,
        routes: [phone],
        clock: () => time,
        sendMail: ({ contents }) => {
          hangs = contents
          return new Promise((resolve) => {
            letGo = resolve
          })
        },
      })
      try {
        await addDemoAccount(hanging.gateway)
        await hanging.gateway
          .administer('test')
          .addNumber({ number: '+4599900001', account: 'demo@example.test' })
        await eventually('the route to be open', () => phone.sinks)
        await phone.sinks?.incoming({
          reference: 'r',
          phone: '+4520643064',
          to: '+4599900001',
          text: 'taken over',
          at: 1,
        })
        const first = await eventually('the mail to hang', () => hangs)
        time += 59_000
        const other = await openGateway({ database: own, routes: [], clock: () => time })
        try {
          await handIn(other, { from: 'nobody@x.test' })
          assert.deepEqual(other.mails, [], 'the claim holds for a minute')
          time += 1_000
          other.store.wake('outbox')
          const second = await eventually('the other to write it', () => other.mails[0])
          const ids = await Promise.all(
            [first, second.contents].map(
              async (raw) => (await readMail(Buffer.from(raw))).messageId,
            ),
          )
          assert.equal(ids[0], ids[1])
        } finally {
          letGo()
          await other.close()
        }
      } finally {
        await hanging.close()
      }
    })

    test('a mail of ours that the server gives up is told to the operator once', async () => {
      await comes({ text: 'will bounce' })
      const { outboxId } = await mailWith('will bounce')
      await gateway.gateway.mailBounced(outboxId, 'bounced-42')
      await gateway.gateway.mailBounced(outboxId, 'bounced-42')
      const notice = await mailWith('bounced-42')
      assert.equal(notice.to, 'operator@example.test')
      await gateway.gateway.mailBounced(notice.outboxId, 'bounced-43')
      const notices = await gateway.store
        .db('outbox')
        .where({ kind: 'notice' })
        .andWhere('content', 'like', '%bounced-4%')
      assert.equal(notices.length, 1)
    })

    test('a report that the server gives up is told as an SMS to nobody', async () => {
      const to = ['+4520643064@sms.test', '+46812345678@sms.test']
      await handIn(gateway, { to })
      const { outboxId } = await mailWith('+46812345678')
      await gateway.gateway.mailBounced(outboxId, 'bounced-44')
      const notices = await gateway.store.db('outbox').where('content', 'like', '%bounced-44%')
      assert.equal(notices.length, 0)
      assert.ok(gateway.log.includes('a mail of ours (report) came back: bounced-44'))
    })
  })

  describe('the SMS domain of mails from us', () => {
    const bo = 'bo@two.test'
    const phone = '+4520646001'
    const number = '+4599900031'
    const bound = 'a.test = One\nb.test = Two\n'

    interface House extends TestGateway {
      readonly route: FakeRoute
    }

    let house: House
    afterEach(() => house.close())

    async function open(url: string, domains = bound): Promise<House> {
      const ownRoute = new FakeRoute()
      const opened = await openGateway({
        database: url,
        routes: [ownRoute],
        settings: `operator = operator@example.test\n[domains]\n${domains}`,
      })
      await eventually('its route to be open', () => ownRoute.sinks)
      return { ...opened, route: ownRoute }
    }

    async function openWithBo(): Promise<string> {
      const url = await openDatabaseUrl()
      house = await open(url)
      const administration = house.gateway.administer('test')
      for (const group of ['One', 'Two', 'Two/Sales']) await administration.addGroup(group)
      const networks = ['127.0.0.1']
      await administration.addAccount({ address: bo, group: 'Two/Sales', networks })
      await administration.addNumber({ number, account: bo })
      return url
    }

    /** The addresses and Message-ID of the mail of an SMS to Bo, from their @ on. */
    async function mailOf(
      text: string,
    ): Promise<{ from: string; domains: (string | undefined)[] }> {
      const sms = { phone, to: number, text, at: Date.now(), reference: text }
      await house.route.sinks?.incoming(sms)
      const { contents, from } = await eventually(`the mail of ${text}`, () =>
        house.mails.find((mail) => mail.contents.includes(text)),
      )
      const read = await readMail(Buffer.from(contents))
      const addresses = [from, read.from[0]?.address, read.messageId?.slice(1, -1)]
      return { from, domains: addresses.map((address) => address?.split('@')[1]) }
    }
    const all = (domain: string): string[] => [domain, domain, domain]

    test('is one that their reader may answer to', async () => {
      await openWithBo()
      const { from, domains } = await mailOf('first words')
      assert.deepEqual(domains, all('b.test'))
      const answer = { from: bo, to: [from], text: 'An answer', subject: 'SV: ' }
      assert.equal(told(await house.send(answer)), 'taken')
    })

    test('stays that of the conversation when its account writes on the pages, or somebody sends again', async () => {
      await openWithBo()
      const to = [`${phone}@sms.test`]
      assert.equal(told(await house.send({ from: bo, to, text: 'By mail' })), 'taken')
      const [account] = await house.store
        .db<{ id: number; group_id: number; address: string }>('accounts')
        .where('address', bo)
      const person: Person = {
        ...{ accountId: account?.id ?? 0, groupId: account?.group_id ?? 0, address: bo },
        ...{ name: '', timeZone: 'UTC', hasTimeZone: false, rights: [], sessionId: 1 },
        language: 'en',
      }
      const written = { to: phone, text: 'On the pages', once: 'once' }
      assert.equal((await house.gateway.conversations.write(person, written)).kind, 'sent')
      assert.deepEqual((await mailOf('after the pages')).domains, all('sms.test'))
      await eventually('both to be sent', async () => {
        const sent = await house.store.db('messages').where({ direction: 'out', state: 'sent' })
        return sent.length === 2 ? true : undefined
      })
      await house.gateway.administer('test').resendMessage(1)
      assert.deepEqual((await mailOf('after the copy')).domains, all('sms.test'))
    })

    test('is another one after the account moved, or the domain was renamed', async () => {
      const url = await openWithBo()
      const to = [`${phone}@b.test`]
      assert.equal(told(await house.send({ from: bo, to })), 'taken')
      assert.deepEqual((await mailOf('before the move')).domains, all('b.test'))
      await house.gateway.administer('test').moveAccount(bo, 'One')
      assert.deepEqual((await mailOf('after the move')).domains, all('a.test'))
      await house.close()
      house = await open(url, 'new.test = One\n')
      assert.deepEqual((await mailOf('after the renaming')).domains, all('new.test'))
    })

    test('is one that may be written to also where it welcomes and reports', async () => {
      await openWithBo()
      await house.gateway.administer('test').setDomain({ domain: 'two.test', group: 'Two' })
      const mail = { from: 'new@two.test', authUser: 'new@two.test' }
      const to = [`${phone}@b.test`, '+46812345678@b.test']
      assert.equal(told(await house.send({ ...mail, to })), 'taken')
      for (const text of ['You can send SMS by mail', '+46812345678']) {
        const { contents } = await mailWith(text, house)
        const { address } = (await readMail(Buffer.from(contents))).from[0] ?? {}
        assert.equal(address, 'postmaster@b.test')
        assert.doesNotMatch(contents, /@a\.test/)
      }
    })

    test('is refused by its own name to those who are proved alone', async () => {
      await openWithBo()
      await house.gateway.administer('test').setDomain({ domain: 'two.test', group: 'Two' })
      const outside = { remoteIp: '198.51.100.9' }
      for (const local of [phone, 'help']) {
        const mail = { to: [`${local}@a.test`], from: bo }
        const newcomer = { ...mail, ...outside, from: 'new@two.test', authUser: 'new@two.test' }
        assert.equal(told(await house.send(mail)), '550 5.7.1 domain_not_open')
        assert.equal(told(await house.send(newcomer)), '550 5.7.1 domain_not_open')
        const stranger = { ...mail, ...outside }
        assert.equal(told(await house.send(stranger)), '550 5.7.1 sender_not_trusted')
      }
    })
  })
})
