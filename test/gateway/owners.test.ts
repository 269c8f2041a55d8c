// Whose an SMS from a phone is where its number does not say it: keywords, addresses, the catch-all
// account, the question to the phone; forwarding, which never makes a ring; what the operator hears.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { shownChoices } from '../../lib/gateway/conflict.ts'
import { readMail } from '../../lib/mail/read-mail.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway, type WrittenMail } from '../support/gateway.ts'
import { handIn, told } from '../support/traffic.ts'

const hour = 3_600_000
const shared = '+4599900020'
/** Of no organisation. */
const roots = '+4599900040'

test('choices are cut only so far that no two look alike', () => {
  const shown = (...accounts: [name: string, address: string][]): string =>
    shownChoices(accounts.map(([name, address]) => ({ name, address })))
  assert.equal(
    shown(['', 'kundeservice.aarhus.nord@x.test'], ['', 'kundeservice.aarhus.syd@x.test']),
    '1 kundeservice.aarhus.n, 2 kundeservice.aarhus.s',
  )
  const nine = shown(
    ...Array.from({ length: 9 }, (_, n): [string, string] => [
      '',
      `kundeservice.aarhus${n + 1}@x.test`,
    ]),
  )
  assert.match(nine, /^1 kundeservice\.aarhus1, .* 9 kundeservice\.aarhus9$/)
  assert.equal(shown(['Anna', 'a@x.test'], ['Anna', 'b@x.test']), '1 a@x.test, 2 b@x.test')
  assert.equal(
    shown(
      ['The house of Anna Hansen', 'a@x.test'],
      ['The house of Anna Hansen and Bo', 'b@x.test'],
    ),
    '1 The house of Anna Hansen, 2 The house of Anna Hansen a',
  )
})

forEachDatabase((_name, openDatabaseUrl) => {
  const route = new FakeRoute()
  let now = Date.now()
  let gateway: TestGateway
  let serial = 0
  let phones = 0

  before(async () => {
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings: 'operator = operator@example.test\n[alarms]\nwrong_numbers = yes\n[main]\n',
      clock: () => now,
    })
    const administration = gateway.gateway.administer('test')
    for (const group of ['Shared', 'Office']) await administration.addGroup(group)
    await administration.addNumber({ number: '+4599900020', group: 'Shared' })
    await administration.addNumber({ number: '+4599900030', group: 'Office' })
    await administration.addNumber({ number: roots, group: '' })
    for (const [name, group] of [
      ['carl', 'Shared'],
      ['dora', 'Shared'],
      ['gerda', 'Shared'],
      ['erik', 'Office'],
    ] as const)
      await administration.addAccount({
        ...{ address: `${name}@x.test`, group, networks: ['127.0.0.1'] },
        ...(name === 'carl' && { name: 'Carl Æ' }),
      })
    await administration.addNumber({ number: '+4599900031', account: 'erik@x.test' })
    await eventually('the route to be open', () => route.sinks)
  })
  after(() => gateway.close())

  const newPhone = (): string => `+4520670${String(++phones).padStart(3, '0')}`
  const comes = async (phone: string, text: string, to = shared): Promise<string> => {
    const reference = `in-${++serial}`
    await route.sinks?.incoming({ phone, to, text, at: now, reference })
    return reference
  }
  const ownerOf = async (reference: string): Promise<string | undefined> => {
    const [row] = await gateway.store
      .db('messages as m')
      .leftJoin('accounts as a', 'a.id', 'm.account_id')
      .where('m.route_reference', reference)
      .select<{ address: string | null }[]>('a.address')
    return row?.address ?? undefined
  }
  const mailWith = (text: string, to?: string): Promise<WrittenMail> =>
    eventually(`a mail with ${text}`, () =>
      gateway.mails.find(
        (mail) => mail.contents.includes(text) && (to === undefined || mail.to === to),
      ),
    )
  const writes = async (from: string, phone: string): Promise<void> => {
    const { verdict } = await handIn(gateway, { from, to: [`${phone}@sms.test`] })
    assert.equal(told(verdict), 'taken')
  }
  const toPhone = (phone: string): string[] =>
    route.submitted.filter((one) => one.phone === phone).map(({ text }) => text)

  describe('a phone that several accounts wrote to', () => {
    const conflict = async (): Promise<string> => {
      const phone = newPhone()
      for (const from of ['carl@x.test', 'dora@x.test']) await writes(from, phone)
      return phone
    }
    const asked = (phone: string): Promise<string> =>
      eventually(`a question to ${phone}`, () =>
        toPhone(phone).find((text) => text.startsWith('Your SMS may be for one of several')),
      )

    test('is asked once, and its answer brings all that waited to whom it meant', async () => {
      const phone = await conflict()
      const waiting = [await comes(phone, 'first waits'), await comes(phone, 'second waits')]
      const question = await asked(phone)
      assert.match(question, /: 1 dora@x\.test, 2 Carl Æ$/)
      for (const reference of waiting) assert.equal(await ownerOf(reference), undefined)
      await comes(phone, ' 2. ')
      for (const reference of waiting) assert.equal(await ownerOf(reference), 'carl@x.test')
      for (const text of ['first waits', 'second waits'])
        assert.equal((await mailWith(text)).to, 'carl@x.test')
      const nobodys = { phone, unowned: true }
      assert.deepEqual(await gateway.gateway.administer('test').listMessages(nobodys, 10), [])
      assert.equal(await ownerOf(await comes(phone, '2')), 'carl@x.test', 'no answer any more')
      assert.equal(toPhone(phone).filter((text) => text === question).length, 1)
    })

    test('is asked again only when another of them has written since', async () => {
      const phone = await conflict()
      await comes(phone, 'whose?')
      await asked(phone)
      await comes(phone, '1')
      now += hour
      await writes('dora@x.test', phone)
      assert.equal(await ownerOf(await comes(phone, 'still hers')), 'dora@x.test')
      now += hour
      await writes('carl@x.test', phone)
      assert.equal(await ownerOf(await comes(phone, 'now?')), undefined)
    })

    test('that never answers lets what waited be nobody’s after a day, and may still answer', async () => {
      const phone = await conflict()
      const waiting = await comes(phone, 'never answered')
      await asked(phone)
      const heard = (): number =>
        gateway.mails.filter(
          ({ to, contents }) =>
            to === 'operator@example.test' && contents.includes('belongs to nobody'),
        ).length
      const before = heard()
      now += 25 * hour
      await eventually('a notice of the phone', () =>
        gateway.log.find((line) => line.includes(`an SMS from ${phone} to ${shared} belongs`)),
      )
      await eventually('a mail to the operator', () => heard() > before || undefined)
      assert.equal(await ownerOf(await comes(phone, 'not asked again')), undefined)
      assert.equal(toPhone(phone).filter((text) => text.startsWith('Your SMS may')).length, 1)
      await comes(phone, '1')
      assert.equal(await ownerOf(waiting), 'dora@x.test')
      assert.equal((await mailWith('never answered')).to, 'dora@x.test')
    })

    test('that never answers brings what waited to the catch-all account after a day', async () => {
      const administration = gateway.gateway.administer('test')
      const setting = { name: 'catch_all', value: 'gerda@x.test' }
      await administration.setSetting({ group: 'Shared' }, setting)
      const phone = await conflict()
      const waiting = await comes(phone, 'for the catch-all')
      await asked(phone)
      now += 25 * hour
      assert.equal((await mailWith('for the catch-all')).to, 'gerda@x.test')
      assert.equal(await ownerOf(waiting), 'gerda@x.test')
      await administration.unsetSetting({ group: 'Shared' }, 'catch_all')
    })

    test('is not asked by what is no choice, by STOP, or where it cannot answer', async () => {
      const phone = await conflict()
      await comes(phone, 'I am on holiday')
      await asked(phone)
      for (const text of ['9', 'I am on holiday', '1 please']) await comes(phone, text)
      const stopper = await conflict()
      await comes(stopper, 'STOP')
      await eventually('the confirmation', () =>
        toPhone(stopper).find((text) => text.includes('START')),
      )
      for (const one of [phone, stopper])
        assert.ok(toPhone(one).filter((text) => text.startsWith('Your SMS may')).length <= 1)
      assert.ok(!toPhone(stopper).some((text) => text.startsWith('Your SMS may')))
    })

    test('is asked anew once an account has written since, and all that waited goes whom it means', async () => {
      const phone = await conflict()
      const first = await comes(phone, 'before the new question')
      await asked(phone)
      now += hour
      await writes('carl@x.test', phone)
      const second = await comes(phone, '1')
      assert.equal(await ownerOf(second), undefined, 'it may answer what carl wrote')
      await eventually('a second question', () =>
        toPhone(phone).find((text) => text.includes(': 1 Carl')),
      )
      await comes(phone, '1')
      for (const one of [first, second]) assert.equal(await ownerOf(one), 'carl@x.test')
    })

    for (const [text, owner] of [
      ['1 Dora', 'dora@x.test'],
      ['2. carl', 'carl@x.test'],
      ['2 Carl Æ', 'carl@x.test'],
      ['Carl Æ!', 'carl@x.test'],
      ['Dora@x.test.', 'dora@x.test'],
      ['dora', undefined],
      ['Carl', undefined],
      ['1 carl', undefined],
      ['1,5 metres', undefined],
      ['do', undefined],
    ] as const)
      test(`answers by ${text}: ${owner ?? 'nobody'}`, async () => {
        const phone = await conflict()
        const waiting = await comes(phone, `before ${text}`)
        await asked(phone)
        await comes(phone, text)
        assert.equal(await ownerOf(waiting), owner)
      })

    test('answers by naming one of them in front of its SMS, too', async () => {
      const administration = gateway.gateway.administer('test')
      await administration.addKeyword('hverdag', { account: 'carl@x.test' })
      for (const [text, owner] of [
        ['#dora@x.test# you, of course', 'dora@x.test'],
        ['Hverdag som altid', 'carl@x.test'],
      ] as const) {
        const phone = await conflict()
        const waiting = await comes(phone, `waits for ${owner}`)
        await asked(phone)
        await comes(phone, '#gerda@x.test# no choice')
        assert.equal(await ownerOf(waiting), undefined)
        assert.equal(await ownerOf(await comes(phone, text)), owner)
        assert.equal(await ownerOf(waiting), owner)
        assert.equal((await mailWith(`waits for ${owner}`)).to, owner)
        assert.equal(await ownerOf(await comes(phone, 'and more')), owner)
      }
      await administration.removeKeyword('hverdag')
    })

    test('says STOP, though a choice is called so', async () => {
      const phone = await conflict()
      const rename = (name: string): Promise<unknown> =>
        gateway.store.db('accounts').where({ address: 'carl@x.test' }).update({ name })
      await rename('Stop Ltd')
      await comes(phone, 'whose?')
      await asked(phone)
      await comes(phone, 'Stop')
      await rename('Carl Æ')
      assert.equal((await gateway.store.db('blocks').where({ phone })).length, 1)
    })

    test('tells each of them by STOP, and is asked nothing after it', async () => {
      const alarms = async (): Promise<unknown> => gateway.store.db('alarms').orderBy('name')
      const before = await alarms()
      const phone = await conflict()
      const stop = await comes(phone, 'STOP')
      for (const name of ['carl', 'dora']) {
        const mail = await eventually(`a mail to ${name}`, () =>
          gateway.mails.find(
            (one) =>
              one.to === `${name}@x.test` &&
              one.from.startsWith(phone.slice(1)) &&
              /Only the phone itself can\s+undo/.test(one.contents),
          ),
        )
        const [, tag = ''] = /-([a-z2-7]{16})@/.exec(mail.from) ?? []
        const talk = await gateway.store
          .db('conversations as c')
          .join('accounts as a', 'a.id', 'c.account_id')
          .where('c.tag', tag)
          .first<{ address: string }>('a.address')
        assert.equal(talk.address, `${name}@x.test`, 'in its own conversation')
        const [id = ''] = /^Message-ID: .*$/im.exec(mail.contents) ?? []
        assert.ok(id !== '' && !id.includes(tag), id)
      }
      assert.equal(await ownerOf(stop), 'dora@x.test')
      assert.deepEqual(await alarms(), before)
      assert.equal(await ownerOf(await comes(phone, 'Who are you?')), undefined)
      await eventually('the confirmation', () =>
        toPhone(phone).find((text) => text.includes('START')),
      )
      assert.ok(!toPhone(phone).some((text) => text.startsWith('Your SMS may')))
    })

    test('answers no question that is older than the reply window', async () => {
      const phone = await conflict()
      const waiting = await comes(phone, 'asked long ago')
      await asked(phone)
      now += 35 * 24 * hour
      assert.equal(await ownerOf(await comes(phone, '2')), undefined)
      await writes('dora@x.test', phone)
      assert.equal(await ownerOf(await comes(phone, '1')), 'dora@x.test')
      assert.equal(await ownerOf(waiting), undefined)
    })

    test('long ago, from one number, is for the only one that wrote lately, from wherever', async () => {
      const phone = await conflict()
      now += 31 * 24 * hour
      await writes('erik@x.test', phone)
      assert.equal(await ownerOf(await comes(phone, 'who wrote lately?', roots)), 'erik@x.test')
      assert.equal(await ownerOf(await comes(phone, 'who of you?')), undefined, 'erik is of others')
    })

    test('answers no question about a number that has an owner now', async () => {
      const phone = await conflict()
      const number = '+4577000001'
      await comes(phone, 'whose number is this?', number)
      await asked(phone)
      await gateway.gateway.administer('test').addNumber({ number, account: 'erik@x.test' })
      assert.equal(await ownerOf(await comes(phone, '1', number)), 'erik@x.test')
    })
  })

  describe('an SMS to nobody in particular', () => {
    test('goes to the account whose address stands in front, without it', async () => {
      const reference = await comes(newPhone(), '#Dora@X.test# come home')
      assert.equal(await ownerOf(reference), 'dora@x.test')
      const mail = await readMail(Buffer.from((await mailWith('come home')).contents))
      assert.equal(mail.text?.trim(), 'come home')
    })

    test('goes by its keyword to an account, or to the catch-all account of a group', async () => {
      const administration = gateway.gateway.administer('test')
      await administration.addKeyword('Heating', { account: 'carl@x.test' })
      await administration.addKeyword('kontor', { group: 'Office' })
      await administration.setSetting(
        { group: 'Office' },
        { name: 'catch_all', value: 'erik@x.test' },
      )
      assert.equal(await ownerOf(await comes(newPhone(), 'HEATING: cold again')), 'carl@x.test')
      assert.equal(await ownerOf(await comes(newPhone(), 'Kontor hej', roots)), 'erik@x.test')
      assert.equal(await ownerOf(await comes(newPhone(), 'kontoret hej', roots)), undefined)
      await administration.addKeyword('køl-rör', { account: 'dora@x.test' })
      const apart = 'Køl-Rör drypper'.normalize('NFD')
      assert.equal(await ownerOf(await comes(newPhone(), apart)), 'dora@x.test')
      const again = { account: 'dora@x.test' }
      await assert.rejects(administration.addKeyword('heating', again), /is there already/)
      await assert.rejects(administration.addKeyword('two words', { group: '' }), /is not a word/)
      await administration.removeKeyword('heating')
      assert.equal(await ownerOf(await comes(newPhone(), 'Heating off')), undefined)
    })

    test('goes to the catch-all account of the group of its number', async () => {
      assert.equal(await ownerOf(await comes(newPhone(), 'anybody?', '+4599900030')), 'erik@x.test')
    })

    test('goes by keywords of the organisation of its number alone', async () => {
      const administration = gateway.gateway.administer('test')
      await administration.addGroup('Spies')
      await administration.addAccount({ address: 'spy@y.test', group: 'Spies' })
      await administration.addKeyword('hello', { account: 'spy@y.test' })
      const hello = async (to: string): Promise<string | undefined> =>
        ownerOf(await comes(newPhone(), 'Hello Office, please call', to))
      assert.equal(await hello('+4599900030'), 'erik@x.test', 'the catch-all account')
      assert.equal(await hello(shared), undefined)
      assert.equal(await hello(roots), 'spy@y.test')
      assert.equal(await hello('+4577000077'), 'spy@y.test')
      await administration.addKeyword('hello', { account: 'dora@x.test' })
      assert.equal(await hello(shared), 'dora@x.test')
      assert.equal(await hello(roots), undefined, 'two organisations have it')
      await assert.rejects(administration.removeKeyword('hello'), /Several organisations have/)
      await administration.addAccount({ address: 'master@x.test', group: '' })
      await administration.addKeyword('hello', { account: 'master@x.test' })
      assert.equal(await hello(roots), 'master@x.test')
      assert.equal(await hello(shared), 'dora@x.test')
      await administration.removeKeyword('hello', '')
      await administration.removeKeyword('hello', 'Shared')
      assert.equal(await hello(roots), 'spy@y.test')
      await administration.moveAccount('spy@y.test', 'Shared')
      assert.equal(await hello(shared), 'spy@y.test')
      assert.deepEqual(
        (await administration.listKeywords()).filter(({ keyword }) => keyword === 'hello'),
        [{ keyword: 'hello', account: 'spy@y.test', group: null, organisation: 'Shared' }],
      )
    })

    test('goes by no keyword of others where several accounts wrote to the phone', async () => {
      const phone = newPhone()
      for (const from of ['carl@x.test', 'dora@x.test']) await writes(from, phone)
      assert.equal(await ownerOf(await comes(phone, 'Hello again', roots)), undefined)
      await eventually('the question', () =>
        toPhone(phone).find((text) => text.startsWith('Your SMS may')),
      )
      assert.equal(await ownerOf(await comes(phone, 'Heating is off', roots)), undefined)
      const administration = gateway.gateway.administer('test')
      await administration.addKeyword('carl', { account: 'carl@x.test' })
      assert.equal(await ownerOf(await comes(phone, 'Carl, are you there?', roots)), 'carl@x.test')
      await administration.removeKeyword('carl')
      await administration.removeAccount('spy@y.test')
      assert.equal(await ownerOf(await comes(newPhone(), 'hello', roots)), undefined)
    })

    test('goes to no catch-all account that has left the organisation', async () => {
      const administration = gateway.gateway.administer('test')
      await assert.rejects(
        administration.setSetting({ group: 'Shared' }, { name: 'catch_all', value: 'erik@x.test' }),
        /belongs to another organisation/,
      )
      await administration.moveAccount('erik@x.test', 'Shared')
      assert.equal(await ownerOf(await comes(newPhone(), 'anybody?', '+4599900030')), undefined)
      await administration.moveAccount('erik@x.test', 'Office')
      assert.equal(await ownerOf(await comes(newPhone(), 'anybody?', '+4599900030')), 'erik@x.test')
      await administration.setSetting({ group: '' }, { name: 'catch_all', value: 'erik@x.test' })
      assert.equal(await ownerOf(await comes(newPhone(), 'anybody?', shared)), 'erik@x.test')
      await administration.unsetSetting({ group: '' }, 'catch_all')
    })

    test('goes to the account whose address has something behind a plus, too', async () => {
      const reference = await comes(newPhone(), '#dora+house@x.test# hi')
      assert.equal(await ownerOf(reference), 'dora@x.test')
    })

    test('by an address in front may be STOP, for its organisation alone', async () => {
      const phone = newPhone()
      await comes(phone, '#erik@x.test# STOP')
      const stopped = await gateway.store
        .db('blocks as b')
        .join('groups as g', 'g.id', 'b.group_id')
        .where({ phone })
        .pluck<string[]>('g.name')
      assert.deepEqual(stopped, ['Office'])
      await comes(phone, '#erik@x.test# start')
      assert.deepEqual(await gateway.store.db('blocks').where({ phone }), [])
      await writes('carl@x.test', phone)
      await comes(phone, '#carl@x.test# Stop!')
      assert.equal((await gateway.store.db('blocks').where({ phone })).length, 1)
    })

    test('is kept, told to the operator once, and given by hand', async () => {
      now += 2 * hour
      const before = gateway.mails.filter(({ to }) => to === 'operator@example.test').length
      const lost = await comes(newPhone(), 'lost one')
      for (let n = 0; n < 5; n++) await comes(newPhone(), `lost ${n}`)
      const notices = (): WrittenMail[] =>
        gateway.mails.filter(({ to }) => to === 'operator@example.test').slice(before)
      await eventually('a notice', () => notices()[0])
      now += 2 * hour
      const second = await eventually('what came since', () => notices()[1])
      assert.match(
        second.contents.replace(/=\r\n/g, ''),
        /Since the last mail about this, \d+ more have come/,
      )
      assert.equal(notices().length, 2)
      const administration = gateway.gateway.administer('test')
      const unowned = await administration.listMessages({ unowned: true }, 100)
      const row = unowned.find(({ text }) => text === 'lost one')
      await administration.giveMessage(row!.id, 'dora@x.test')
      assert.equal(await ownerOf(lost), 'dora@x.test')
      assert.equal((await mailWith('lost one')).to, 'dora@x.test')
      await assert.rejects(administration.giveMessage(row!.id, 'carl@x.test'), /is not nobody/)
    })
  })

  describe('a phone that has begun many conversations', () => {
    const phone = newPhone()
    before(() =>
      gateway.store.transaction(async (trx) => {
        for (let n = 0; n < 60; n++) {
          const account = { address: `many${n}@x.test`, group_id: 1, name: '', active: 1 }
          const [row] = await trx('accounts')
            .insert({ ...account, created_at: now })
            .returning<{ id: number }[]>('id')
          const talk = { account_id: row!.id, phone, tag: `many ${n}`, domain: 'sms.test' }
          await trx('conversations').insert({ ...talk, last_in_at: now, created_at: now })
        }
      }),
    )

    test('answers the account that wrote to it', async () => {
      await writes('carl@x.test', phone)
      assert.equal(await ownerOf(await comes(phone, 'to carl')), 'carl@x.test')
      assert.equal(await ownerOf(await comes(phone, 'to carl', '+4577000002')), 'carl@x.test')
    })

    test('stops whoever wrote to it', async () => {
      await writes('erik@x.test', phone)
      await comes(phone, 'STOP', '+4577000002')
      const stopped = await gateway.store.db('blocks').where({ phone })
      assert.equal(stopped.length, 2)
    })
  })

  describe('an SMS to a number that others wrote from', () => {
    const reply = '72323'
    const wards = '+4599900050'
    const alone = '+4599900060'
    before(async () => {
      const administration = gateway.gateway.administer('test')
      const own = { networks: ['127.0.0.1'] }
      // Whoever has a pool writes from that.
      await administration.removeNumber(roots)
      for (const group of ['Hospital', 'Shop', 'Empty']) await administration.addGroup(group)
      for (const [address, group] of [
        ['ward@h.test', 'Hospital'],
        ['hans@s.test', 'Shop'],
        ['ida@s.test', 'Shop'],
      ] as const)
        await administration.addAccount({ address, group, ...own })
      await administration.addNumber({ number: wards, account: 'ward@h.test' })
      await administration.addNumber({ number: alone, group: 'Empty' })
      const setting = { name: 'reply_numbers', value: `*:${reply}` }
      await administration.setSetting({ group: 'Shop' }, setting)
      now += 2_000
    })
    const organisations = (phone: string): Promise<string[]> =>
      gateway.store
        .db('blocks as b')
        .join('groups as g', 'g.id', 'b.group_id')
        .where({ phone })
        .orderBy('g.name')
        .pluck<string[]>('g.name')
    const writtenBy = async (...senders: string[]): Promise<string> => {
      const phone = newPhone()
      for (const sender of senders) {
        await writes(sender, phone)
        now += 1_000
      }
      return phone
    }
    const isAsked = (phone: string): boolean =>
      toPhone(phone).some((text) => text.startsWith('Your SMS may'))

    test('is for the one that wrote from there', async () => {
      const phone = await writtenBy('hans@s.test', 'ward@h.test')
      assert.equal(await ownerOf(await comes(phone, 'to the shop', reply)), 'hans@s.test')
      assert.equal(await ownerOf(await comes(phone, 'to the ward', wards)), 'ward@h.test')
      assert.equal(isAsked(phone), false)
    })

    test('is a question only between those that did', async () => {
      const phone = await writtenBy('hans@s.test', 'ida@s.test', 'ward@h.test')
      assert.equal(await ownerOf(await comes(phone, 'which of you?', reply)), undefined)
      const question = await eventually('a question', () =>
        toPhone(phone).find((text) => text.startsWith('Your SMS may')),
      )
      assert.match(question, /: 1 ida@s\.test, 2 hans@s\.test$/)
      now += hour
      await writes('ward@h.test', phone)
      await comes(phone, '2', reply)
      assert.equal(await ownerOf(await comes(phone, 'so it is hans', reply)), 'hans@s.test')
    })

    test('is STOP and START to their organisations, and to that of the one it would be for', async () => {
      const phone = await writtenBy('hans@s.test', 'ward@h.test')
      await comes(phone, 'STOP', reply)
      assert.deepEqual(await organisations(phone), ['Shop'])
      await comes(phone, 'STOP', wards)
      assert.deepEqual(await organisations(phone), ['Hospital', 'Shop'])
      await comes(phone, 'START', reply)
      assert.deepEqual(await organisations(phone), ['Hospital'])
      now += 40 * 24 * hour
      await writes('erik@x.test', phone)
      const stop = await comes(phone, 'STOP', reply)
      assert.deepEqual(await organisations(phone), ['Hospital', 'Office', 'Shop'])
      assert.equal(await ownerOf(stop), 'erik@x.test')
    })

    test('is for nobody of another organisation than that of the number', async () => {
      const phone = await writtenBy('hans@s.test', 'ward@h.test')
      const administration = gateway.gateway.administer('test')
      await administration.addAccount({ address: 'desk@e.test', group: 'Empty' })
      assert.equal(await ownerOf(await comes(phone, 'hello', alone)), undefined)
      assert.equal(isAsked(phone), false)
      const setting = { name: 'catch_all', value: 'desk@e.test' }
      await administration.setSetting({ group: 'Empty' }, setting)
      assert.equal(await ownerOf(await comes(phone, 'hello?', alone)), 'desk@e.test')
      await comes(phone, 'STOP', alone)
      assert.deepEqual(await organisations(phone), ['Empty'])
      await comes(phone, 'START', alone)
      assert.deepEqual(await organisations(phone), [])
    })

    test('is a question where another one left its number to the route, and STOP to both', async () => {
      const phone = await writtenBy('hans@s.test')
      now += 25 * 24 * hour
      await writes('ward@h.test', phone)
      const byWard = { phone, last_out_own: wards }
      await gateway.store.db('conversations').where(byWard).update({ last_out_own: null })
      assert.equal(await ownerOf(await comes(phone, 'which?', reply)), undefined)
      await eventually('a question', () => isAsked(phone) || undefined)
      await comes(phone, 'STOP', reply)
      assert.deepEqual(await organisations(phone), ['Hospital', 'Shop'])
    })

    test('is STOP and START to the one that it would be for, too', async () => {
      const phone = await writtenBy('hans@s.test')
      now += 700 * 24 * hour
      await writes('ward@h.test', phone)
      assert.equal(await ownerOf(await comes(phone, 'Hello', reply)), 'ward@h.test')
      await comes(phone, 'STOP', reply)
      assert.deepEqual(await organisations(phone), ['Hospital', 'Shop'])
      await comes(phone, 'START', reply)
      assert.deepEqual(await organisations(phone), [])
    })

    test('may be for those whose number is not known, before any with another one', async () => {
      const phone = await writtenBy('hans@s.test', 'ward@h.test')
      const byReply = { phone, last_out_own: reply }
      await gateway.store.db('conversations').where(byReply).update({ last_out_own: null })
      assert.equal(await ownerOf(await comes(phone, 'who?', '+4577000050')), 'hans@s.test')
      assert.equal(await ownerOf(await comes(phone, 'who?', '')), undefined)
      await comes(phone, 'STOP', '+4577000050')
      assert.deepEqual(await organisations(phone), ['Shop'])
      await comes(phone, 'STOP', '')
      assert.deepEqual(await organisations(phone), ['Hospital', 'Shop'])
    })
  })

  describe('an account that was removed', () => {
    test('gets no SMS of phones that it wrote to', async () => {
      const administration = gateway.gateway.administer('test')
      const add = { group: 'Shared', networks: ['127.0.0.1'] }
      await administration.addAccount({ address: 'gone@x.test', ...add })
      const phone = newPhone()
      for (const from of ['gone@x.test', 'carl@x.test']) await writes(from, phone)
      const alone = newPhone()
      await writes('gone@x.test', alone)
      await administration.removeAccount('gone@x.test')
      assert.equal(await ownerOf(await comes(phone, 'who is left?')), 'carl@x.test')
      assert.equal(await ownerOf(await comes(alone, '#dora@x.test# hi')), 'dora@x.test')
    })
  })

  describe('an answer', () => {
    const sender = async (from: string, phone: string): Promise<string | undefined> => {
      const before = route.submitted.length
      await writes(from, phone)
      const sent = await eventually('the answer', () =>
        route.submitted.slice(before).find((one) => one.phone === phone),
      )
      return sent.sender
    }
    before(async () => {
      const administration = gateway.gateway.administer('test')
      for (const number of ['+4599900021', '+4599900022', '+4599900023'])
        await administration.addNumber({ number, group: 'Shared' })
      await administration.addNumber({ number: '+4599900032', account: 'erik@x.test' })
    })

    test('comes from the own number that the phone wrote to', async () => {
      const phone = newPhone()
      await comes(phone, 'to the second one', '+4599900032')
      assert.equal(await sender('erik@x.test', phone), '+4599900032')
      await comes(phone, 'to the first one', '+4599900031')
      assert.equal(await sender('erik@x.test', phone), '+4599900031')
      await comes(phone, 'to the second one', '+4599900032')
      const wish = { from: 'erik@x.test', to: [`${phone}+sender=4599900031@sms.test`] }
      const { messages } = await handIn(gateway, wish)
      assert.equal(messages[0]?.['own'], '+4599900031', 'as it was asked for')
    })

    test('comes from the pool number that the phone wrote to, and its answer finds the account', async () => {
      for (const to of ['+4599900021', '+4599900022', '+4599900023']) {
        const phone = newPhone()
        await comes(phone, '#dora@x.test# hi', to)
        assert.equal(await sender('dora@x.test', phone), to)
        now += 40 * 24 * hour
        assert.equal(await ownerOf(await comes(phone, 'still me', to)), 'dora@x.test')
        assert.equal(await sender('dora@x.test', phone), to)
      }
    })

    test('comes from a number that the account may not send from no more', async () => {
      const phone = newPhone()
      await comes(phone, '#dora@x.test# hi', '+4599900030')
      assert.notEqual(await sender('dora@x.test', phone), '+4599900030')
    })
  })

  describe('forwarding', () => {
    before(() =>
      gateway.gateway
        .administer('test')
        .setSetting(
          { account: 'erik@x.test' },
          { name: 'forward_to', value: '+4520679001, +4599900020, boss@y.test, x@sms.test' },
        ),
    )
    const eriks = '+4599900031'
    const boss = '+4520679001'
    /** What waited in tests before may be forwarded at any time, so each looks for its own. */
    const forwarded = (text: string): string | undefined =>
      toPhone(boss).find((one) => one.includes(text))

    test('brings an SMS to a further address and phone, which cannot answer for the account', async () => {
      const phone = newPhone()
      await comes(phone, 'for erik', eriks)
      assert.match(
        (await mailWith('for erik', 'erik@x.test')).from,
        new RegExp(`^${phone.slice(1)}-`),
      )
      const mail = await mailWith('for erik', 'boss@y.test')
      const read = await readMail(Buffer.from(mail.contents))
      assert.match(read.from[0]?.address ?? '', /^noreply-[a-z2-7]{16}@sms\.test$/)
      assert.match(read.text ?? '', /forwarded to you from erik@x\.test/)
      const text = await eventually('the SMS to the boss', () => forwarded('for erik'))
      assert.match(text, /^Fwd \+45 20 ?67 ?\d\d ?\d\d: for erik$/)
      assert.deepEqual(toPhone(shared), [], 'never to a number of ours')
      assert.ok(!gateway.mails.some(({ to }) => to === 'x@sms.test'), 'nor into a domain of ours')
      await gateway.gateway.mailBounced(mail.outboxId, 'no boss here')
      const notice = await mailWith('no boss here', 'operator@example.test')
      assert.match(notice.contents, /mail with an SMS for boss@y\.test/)
    })

    test('shows nobody the TAG of the conversation, and bounces find it all the same', async () => {
      const phone = newPhone()
      await comes(phone, 'see no tag', eriks)
      const own = (await mailWith('see no tag', 'erik@x.test')).from
      const { from, contents } = await mailWith('see no tag', 'boss@y.test')
      const [tag, shown] = [own, from].map((address) => /-([a-z2-7]{16})@/.exec(address)?.[1] ?? '')
      assert.doesNotMatch(contents, new RegExp(tag ?? ''))
      await comes(phone, 'nor here', eriks)
      const second = await mailWith('nor here', 'boss@y.test')
      assert.match(second.contents, /^References: <sms\./m)
      assert.doesNotMatch(second.contents, new RegExp(tag ?? ''))
      const answer = { from: 'erik@x.test', remoteIp: '198.51.100.9' }
      const toShown = [`${phone.slice(1)}-${shown}@sms.test`]
      const forged = await gateway.send({ ...answer, to: toShown })
      assert.equal(forged.kind, 'refused')
      assert.equal((await gateway.send({ ...answer, to: [own] })).kind, 'accepted')
      const told = (reason: string): Promise<unknown> =>
        gateway.store.db('outbox').where({ kind: 'notice' }).where('content', 'like', `%${reason}%`)
      const back = { envelopeFrom: '', from: 'mailer-daemon@y.test' }
      const other = from.replace(/.@/, (last) => (last === 'a@' ? 'b@' : 'a@'))
      await gateway.send({ ...back, to: [other], subject: 'Came back to nobody' })
      assert.deepEqual(await told('to nobody'), [])
      await gateway.send({
        ...back,
        to: [from],
        subject: 'Undelivered Mail',
        headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
        text: '--b\r\n\r\nSee below\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; y.test\r\n\r\nFinal-Recipient: rfc822; boss@y.test\r\nAction: failed\r\nDiagnostic-Code: smtp; 550 the boss\r\n has left\r\n--b--\r\n',
      })
      const [notice] = (await told('550 the boss has left')) as { content: string }[]
      assert.match(notice?.content ?? '', /"boss@y\.test"/)
    })

    test('forwards nothing that was forwarded, came from a number of ours, or from that phone', async () => {
      await comes(newPhone(), 'Fwd +45 20 67 00 01: round and round', eriks)
      await comes('+4599900020', 'from ourselves', eriks)
      await comes(boss, 'from the boss', eriks)
      const never = ['round and round', 'from ourselves', 'from the boss']
      for (const text of never) await mailWith(text, 'erik@x.test')
      await comes(newPhone(), 'the last one', eriks)
      await eventually('the last one', () => forwarded('the last one'))
      for (const text of never) assert.equal(forwarded(text), undefined)
    })

    test('of a paused account waits until it is resumed', async () => {
      const administration = gateway.gateway.administer('test')
      await administration.setAccountActive('erik@x.test', false)
      await comes(newPhone(), 'while away', eriks)
      const [held] = await administration.listMessages({ phone: boss, states: ['held'] }, 1)
      assert.equal(held?.reason, 'account_paused')
      assert.equal(forwarded('while away'), undefined)
      await administration.setAccountActive('erik@x.test', true)
      await eventually('the SMS to the boss', () => forwarded('while away'))
    })

    test('is charged as any SMS, and stops at a limit', async () => {
      const administration = gateway.gateway.administer('test')
      await administration.setSetting({ group: 'Office' }, { name: 'limit_user', value: 'none' })
      await comes(newPhone(), 'too much', eriks)
      await mailWith('too much', 'boss@y.test')
      assert.equal(forwarded('too much'), undefined)
      const [refused] = await administration.listMessages({ phone: boss, states: ['refused'] }, 1)
      assert.equal(refused?.reason, 'Personal:Office')
      assert.equal(refused.parts, 0)
      await administration.unsetSetting({ group: 'Office' }, 'limit_user')
    })

    const withSettings = async (
      settings: Readonly<Record<string, string>>,
      check: () => Promise<void>,
    ): Promise<void> => {
      const administration = gateway.gateway.administer('test')
      const office = { group: 'Office' }
      for (const [name, value] of Object.entries(settings))
        await administration.setSetting(office, { name, value })
      await check()
      for (const name of Object.keys(settings)) await administration.unsetSetting(office, name)
    }
    for (const [name, value] of [
      ['max_parts', '2'],
      ['max_chars', '300'],
    ] as const)
      test(`is refused where it is longer than ${name} allows`, () =>
        withSettings({ [name]: value }, async () => {
          const long = `beyond ${name} ${'x'.repeat(1500)}`
          await comes(newPhone(), long, eriks)
          await mailWith(`beyond ${name}`, 'boss@y.test')
          const administration = gateway.gateway.administer('test')
          const wish = { phone: boss, states: ['refused' as const] }
          const [refused] = await administration.listMessages(wish, 1)
          assert.equal(refused?.reason, 'text_too_long')
          assert.equal(refused.parts, 0)
          assert.ok(refused.text.endsWith(long))
          await comes(newPhone(), `within ${name}`, eriks)
          await eventually('the short one', () => forwarded(`within ${name}`))
          assert.equal(forwarded(long), undefined)
        }))

    test('is cut where too long texts are, and charged as it goes out', () =>
      withSettings({ max_parts: '2', too_long: 'cut_and_tell' }, async () => {
        await comes(newPhone(), `cut short ${'x'.repeat(1500)}`, eriks)
        const text = await eventually('the SMS to the boss', () => forwarded('cut short'))
        assert.equal(text.length, 2 * 153)
        const [row] = await gateway.gateway.administer('test').listMessages({ phone: boss }, 1)
        assert.equal(row?.parts, 2)
      }))

    test('goes out in the alphabet that the account writes in', () =>
      withSettings({ encoding: 'unicode' }, async () => {
        await comes(newPhone(), 'in Unicode', eriks)
        await eventually('the SMS to the boss', () => forwarded('in Unicode'))
        const sent = route.submitted.find(({ text }) => text.includes('in Unicode'))
        assert.equal(sent?.encoding, 'ucs2')
      }))
  })

  describe('phones that an account may not write to', () => {
    const eriks = '+4599900031'
    const codes = {
      '+46701740611': 'prefix_not_allowed',
      '+870773111632': 'number_satellite',
      '+46939123456': 'number_premium',
      '+1963': 'number_invalid',
      '+72323': 'number_invalid',
    }
    const administration = (): ReturnType<TestGateway['gateway']['administer']> =>
      gateway.gateway.administer('test')
    before(async () => {
      const setting = { name: 'allowed_prefixes', value: '45' }
      await administration().setSetting({ group: 'Office' }, setting)
      const targets = { name: 'forward_to', value: '+46701740611, +870773111632' }
      await administration().setSetting({ account: 'erik@x.test' }, targets)
      now += hour
    })
    after(() => administration().unsetSetting({ group: 'Office' }, 'allowed_prefixes'))

    for (const [phone, code] of Object.entries(codes))
      test(`${phone} is mailed without a reply address, and gets no reply`, async () => {
        await comes(phone, `from ${code} ${phone}`, eriks)
        const { from, contents } = await mailWith(`from ${code} ${phone}`, 'erik@x.test')
        assert.match(from, /^noreply-/)
        assert.match(contents, /cannot be answered from here/)
        const { tag } = await gateway.store
          .db('conversations')
          .where({ phone })
          .first<{ tag: string }>('tag')
        const to = [`${phone.slice(1)}-${tag}@sms.test`]
        const verdict = await gateway.send({ from: 'erik@x.test', to })
        assert.match(told(verdict), new RegExp(code))
        assert.deepEqual(toPhone(phone), [])
      })

    test('are none that writes from a landline or a number of no plan', async () => {
      for (const phone of ['+4512', '+4533121212', '+4599123456789']) {
        const isShort = phone.length < 8
        await comes(phone, `from ${phone}`, eriks)
        const { from } = await mailWith(`from ${phone}`, 'erik@x.test')
        assert.equal(from.startsWith('noreply-'), isShort, phone)
        if (isShort) continue
        const talk = gateway.store.db('conversations').where({ phone })
        const { tag } = (await talk.first<{ tag: string } | undefined>('tag')) ?? { tag: '' }
        await gateway.send({ from: 'erik@x.test', to: [`${phone.slice(1)}-${tag}@sms.test`] })
        await eventually('the reply', () => toPhone(phone)[0])
      }
    })

    test('are forwarded nothing, and the log says why', async () => {
      await comes(newPhone(), 'to far phones', eriks)
      await mailWith('to far phones', 'erik@x.test')
      for (const phone of ['+46701740611', '+870773111632'] as const) {
        const [row] = await administration().listMessages({ phone, states: ['refused'] }, 1)
        assert.equal(row?.reason, codes[phone])
        assert.deepEqual(toPhone(phone), [])
      }
    })

    test('hear nothing of their STOP, which counts', async () => {
      await comes('+870773111632', 'STOP', eriks)
      await mailWith('gets no more SMS from your organisation', 'erik@x.test')
      assert.deepEqual(toPhone('+870773111632'), [])
    })
  })

  describe('the operator hears', () => {
    const notice = (text: RegExp): Promise<WrittenMail> =>
      eventually(`a notice like ${text}`, () =>
        gateway.mails.find(
          ({ to, contents }) => to === 'operator@example.test' && text.test(contents),
        ),
      )

    test('of numbers that are landlines or stand without a comma, where it is wished', async () => {
      await gateway.send({ from: 'carl@x.test', to: ['+46812345678@sms.test'] })
      await notice(/carl@x\.test wrote to a number/)
      now += 2 * hour
      await gateway.send({ from: 'dora@x.test', to: ['"20643064 20601919"@sms.test'] })
      await notice(/dora@x\.test wrote to a number/)
    })

    test('of SMS that have been waiting too long', async () => {
      route.answer = () => ({ kind: 'temporary', reason: 'busy', retryAfter: 100 * hour })
      await writes('carl@x.test', newPhone())
      await eventually('a first attempt', async () =>
        (await gateway.messages()).some(
          ({ state, attempts }) => state === 'scheduled' && attempts === 1,
        ),
      )
      now += 2 * hour
      await notice(/(?:An SMS has|SMS have) been waiting since/)
    })
  })
})
