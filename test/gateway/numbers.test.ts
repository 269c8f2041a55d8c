// Numbers of ours and what stands as the sender: ranges, numbers that rest, reply numbers by country,
// approved names, and mobiles that a code has confirmed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Complaint, type Administration } from '../../lib/gateway/administration/index.ts'
import { pickBetween } from '../../lib/gateway/secrets.ts'
import { findAccount } from '../../lib/store/accounts.ts'
import { groupAtPath } from '../../lib/store/groups.ts'
import { takeFreeNumber } from '../../lib/store/free-number.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { handIn, refusalsIn, told } from '../support/traffic.ts'

const day = 86_400_000

forEachDatabase((_name, openDatabaseUrl) => {
  let gateway: TestGateway
  let route: FakeRoute
  let administration: Administration
  let now = Date.now()

  before(async () => {
    route = new FakeRoute()
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings: 'country = DK\n[numbers]\nquarantine = 30d\n[main]',
      clock: () => now,
    })
    administration = gateway.gateway.administer('test')
    for (const path of ['Office', 'Office/Sales', 'Small', 'Reply', 'Names'])
      await administration.addGroup(path)
    await administration.addNumber({ number: '+4560991000000-4560991099999', group: 'Office' })
    await administration.addNumber({ number: '+4560992000000-+4560992000007', group: 'Small' })
  })
  after(() => gateway.close())

  let people = 0
  const person = async (group: string): Promise<string> => {
    const address = `p${++people}@x.test`
    await administration.addAccount({ address, group, networks: ['127.0.0.1'] })
    return address
  }
  const take = async (
    address: string,
    group: string,
    pick = pickBetween,
  ): Promise<string | undefined> => {
    const { store } = gateway
    const account = await store.db('accounts').where({ address }).first<{ id: number }>('id')
    const groupId = (await groupAtPath(store.db, group)) ?? 0
    return store.transaction((trx) =>
      takeFreeNumber(trx, {
        groupId,
        accountId: account.id,
        now,
        pick,
        skipLocked: store.dialect.skipLocked,
      }),
    )
  }
  const numbered = async (number: string) =>
    (await administration.listNumbers()).find((one) => one.number === number)
  const senderOf = async (mail: Parameters<typeof handIn>[1]): Promise<unknown> => {
    const { verdict, messages } = await handIn(gateway, mail)
    return messages[0]?.['own'] ?? told(verdict)
  }

  const refused: [what: string, number: string, says: RegExp][] = [
    ['a number without its country', '20643064', /"20643064" does not say its country\. Write/],
    ['a national number', '0701234567', /does not say its country/],
    ['a range without its country', '4560993000000-4560993000009', /does not say its country/],
    ['a range that ends before it begins', '+4560993000009-+4560993000001', /is no range/],
    ['a range of unequal length', '+4560993000-+45609930000', /is no range/],
    ['a range that meets another', '+4560991099990-+4560991199999', /is there already/],
    ['a single number of a range', '+4560991000001', /is there already/],
    ['what is no number', 'twelve', /"twelve" is not a number of ours/],
  ]
  for (const [what, number, says] of refused) {
    test(`${what} is refused with a sentence`, async () => {
      await assert.rejects(administration.addNumber({ number, group: 'Small' }), (error) => {
        assert.ok(error instanceof Complaint)
        assert.match(error.message, says)
        return true
      })
    })
  }

  test('a range of a hundred thousand is one row, and gives numbers at random', async () => {
    const { rows } = { rows: await gateway.store.db('numbers').count({ n: '*' }) }
    assert.equal(Number(rows[0]?.['n']), 0)
    const taken: string[] = []
    for (let index = 0; index < 5; index++) {
      const number = await take(await person('Office/Sales'), 'Office/Sales')
      assert.match(number ?? '', /^\+45609910\d{5}$/)
      taken.push(number ?? '')
    }
    const distances = taken.slice(1).map((number, index) => Number(number) - Number(taken[index]))
    assert.ok(
      distances.some((distance) => Math.abs(distance) > 20),
      taken.join(),
    )
    assert.equal((await numbered('+4560991000000-+4560991099999'))?.given, 5)
  })

  test('of many who ask at once no two get the same number, to the last one', async () => {
    const eight = await Promise.all(Array.from({ length: 8 }, () => person('Small')))
    const numbers = await Promise.all(eight.map((address) => take(address, 'Small')))
    assert.equal(new Set(numbers).size, 8)
    assert.ok(!numbers.includes(undefined))
    assert.equal(await take(await person('Small'), 'Small'), undefined)
  })

  test('a range that is nearly used up gives none outside itself, where a shorter number is between them', async () => {
    await administration.addGroup('Near')
    await administration.addNumber({ number: '+4560994000000-+4560994099999', group: 'Near' })
    const [short, taken, late] = [await person('Near'), await person('Near'), await person('Near')]
    await administration.addNumber({ number: '+4560994050', account: short })
    await administration.assignNumber('+4560994000005', taken)
    assert.equal(await take(late, 'Near', (first) => first + 5), '+4560994000006')
  })

  test('single numbers of a pool go to as many who ask at once', async () => {
    await administration.addGroup('Single')
    for (let index = 0; index < 6; index++)
      await administration.addNumber({ number: `+459800000${index}`, group: 'Single' })
    const six = await Promise.all(Array.from({ length: 6 }, () => person('Single')))
    const numbers = await Promise.all(six.map((address) => take(address, 'Single')))
    assert.equal(new Set(numbers).size, 6)
    assert.ok(!numbers.includes(undefined))
  })

  test('a number goes to one alone of all who give, take or remove it at once', async () => {
    await administration.addGroup('Race')
    const [one, other] = [await person('Race'), await person('Race')]
    const assign = (number: string, address = one) => administration.assignNumber(number, address)
    const takeOne = async (): Promise<void> => {
      if ((await take(other, 'Race')) === undefined) throw new Complaint('None is left.')
    }
    const works: ((number: string) => Promise<void>[])[] = [
      (number) => [assign(number), assign(number, other)],
      (number) => [takeOne(), assign(number)],
      (number) => [administration.removeNumber(number), assign(number)],
    ]
    for (const [index, work] of works.entries())
      for (let round = 0; round < 6; round++) {
        const number = `+45960${index}000${round}`
        await administration.addNumber({ number, group: 'Race' })
        const ends = await Promise.allSettled(work(number))
        assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1)
        for (const end of ends)
          assert.ok(end.status === 'fulfilled' || end.reason instanceof Complaint)
      }
  })

  test('of two ranges that overlap and are added at once one is there', async () => {
    for (let round = 0; round < 6; round++) {
      const start = `+459610${round}`
      const ends = await Promise.allSettled([
        administration.addNumber({ number: `${start}000-${start}500`, group: 'Race' }),
        administration.addNumber({ number: `${start}400-${start}900`, group: 'Race' }),
      ])
      assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1)
    }
  })

  test('a number that is given back rests, hears nobody, and only then goes to another', async () => {
    const [owner, other] = [await person('Small'), await person('Small')]
    const full = (await administration.listNumbers()).find(
      ({ group, account }) => group === 'Small' && account !== null,
    )
    const number = full?.number ?? ''
    await administration.releaseNumber(number)
    assert.equal((await numbered(number))?.restsUntil, now + 30 * day)
    assert.equal(await take(owner, 'Small'), undefined)
    await eventually('the route to be open', () => route.sinks)
    const text = `Still there? ${number}`
    await route.sinks?.incoming({
      phone: '+4520643064',
      to: number,
      text,
      reference: text,
      at: now,
    })
    const kept = await gateway.store.db('messages').where({ text }).pluck<number[]>('account_id')
    assert.deepEqual(kept, [null])
    now += 31 * day
    assert.equal(await take(owner, 'Small'), number)
    assert.equal(await take(other, 'Small'), undefined)
  })

  test('a number may be chosen, and goes back to its range', async () => {
    const anna = await person('Office')
    await administration.assignNumber('+4560991047482', anna)
    const listed = (await administration.listAccounts()).find(({ address }) => address === anna)
    assert.equal(listed?.number, '+4560991047482')
    await assert.rejects(
      administration.assignNumber('+4560991047482', anna),
      /belongs to an account/,
    )
    await assert.rejects(administration.removeNumber('+4560991047482'), /belongs to an account/)
    await assert.rejects(
      administration.removeNumber('+4560991000000-+4560991099999'),
      /Take them back first/,
    )
    await administration.removeAccount(anna)
    assert.equal((await numbered('+4560991047482'))?.account, null)
    assert.equal((await numbered('+4560991047482'))?.restsUntil, now + 30 * day)
    await assert.rejects(administration.assignNumber('+4599', anna), Complaint)
  })

  test('which numbers there are only the operator says', async () => {
    await administration.addGroup('Part')
    const address = await person('Part')
    const part = gateway.gateway.administer('chief@x.test', [
      (await groupAtPath(gateway.store.db, 'Part')) ?? 0,
    ])
    const number = '+4596300001'
    await administration.addNumber({ number, group: 'Part' })
    for (const wish of [
      part.addNumber({ number: '+4596300002', group: 'Part' }),
      part.addNumber({ number: '+4596300003', account: address }),
      part.addNumber({ number: '+4596300010-+4596300019', group: 'Part' }),
      part.removeNumber(number),
    ])
      await assert.rejects(wish, /Only the operator of the server can do that/)
    await part.assignNumber(number, address)
    assert.equal((await numbered(number))?.account, address)
    await part.releaseNumber(number)
    assert.equal((await numbered(number))?.account, null)
  })

  test('a number at which phones answer others becomes nobody’s own', async () => {
    await administration.addGroup('Answered')
    const [anna, bo] = [await person('Answered'), await person('Answered')]
    const early = '+4520601931'
    await administration.addNumber({ number: early, group: 'Answered' })
    const reply = 'SE:72324, *:+4520601930'
    await administration.setSetting({ group: 'Small' }, { name: 'reply_numbers', value: reply })
    const at = now
    const { id: account_id } = (await findAccount(gateway.store.db, anna)) ?? { id: 0 }
    const phones = ['+4520601932', early].map((phone) => ({ phone, confirmed_at: at }))
    const mobiles = [...phones, { phone: '+4520601933', confirmed_at: null }]
    await gateway.store
      .db('mobiles')
      .insert(mobiles.map((one) => ({ ...one, account_id, tries: 0, created_at: at })))
    for (const [number, of, says] of [
      ['72324', { account: bo }, /72324 stands in reply_numbers/],
      ['+4520601930', { group: 'Answered' }, /stands in reply_numbers/],
      ['+4520601925-+4520601930', { group: 'Answered' }, /stands in reply_numbers/],
      ['+4520601932', { group: 'Answered' }, /is the mobile of an account/],
      ['+4520601932', { account: bo }, /is the mobile of an account/],
      ['+4520601932-+4520601939', { group: 'Answered' }, /is the mobile of an account/],
    ] as const)
      await assert.rejects(administration.addNumber({ number, ...of }), says, number)
    await assert.rejects(administration.assignNumber(early, bo), /is the mobile of an account/)
    await administration.assignNumber(early, anna)
    await administration.addNumber({ number: '+4520601932', account: anna })
    await administration.addNumber({ number: '+4520601933', account: bo })
  })

  test('an administrator of a part lets phones answer only at numbers of the part, or given from above', async () => {
    await administration.addGroup('Answers')
    await administration.addGroup('Answers/Sales')
    const [own, foreign] = ['+4520601941', '+4520601942']
    await administration.addNumber({ number: own, group: 'Answers' })
    await administration.addNumber({ number: foreign, group: 'Small' })
    await administration.setSetting(
      { group: 'Answers' },
      { name: 'reply_numbers', value: 'SE:72399' },
    )
    const part = gateway.gateway.administer('chief@x.test', [
      (await groupAtPath(gateway.store.db, 'Answers')) ?? 0,
    ])
    const set = (value: string): Promise<void> =>
      part.setSetting({ group: 'Answers/Sales' }, { name: 'reply_numbers', value })
    await assert.rejects(set(`*:${foreign}`), /a group that you do not administer/)
    await assert.rejects(set('*:+4520601943'), /no number of a group of yours/)
    await assert.rejects(set(`SE:72399, *:${foreign}`), /a group that you do not administer/)
    await set(`SE:72399, *:${own}`)
    const beside = { name: 'reply_numbers', value: `SE:72399, *:${own}` }
    await part.setSetting({ group: 'Answers' }, beside)
  })

  test('the reply number follows the country of the phone', async () => {
    const reply = 'SE:72323, NO:1963, *:+4560991000'
    await administration.setSetting({ group: 'Reply' }, { name: 'reply_numbers', value: reply })
    const from = await person('Reply')
    const to = ['+46701740611@sms.test', '+4791234567@sms.test', '+4520643064@sms.test']
    const { messages } = await handIn(gateway, { from, to })
    assert.deepEqual(
      messages.map(({ own }) => own),
      ['72323', '1963', '+4560991000'],
    )
    // Any of them may be asked for, and the phone's own is taken.
    const asked = { from, to: ['+4791234567+sender=72323@sms.test'], text: 'asked' }
    assert.equal(await senderOf(asked), '1963')
  })

  test('an own number is asked for in its national form too', async () => {
    await administration.addGroup('Danish')
    await administration.setSetting({ group: 'Danish' }, { name: 'country', value: 'DK' })
    const from = await person('Danish')
    await administration.addNumber({ number: '+4527991000', account: from })
    for (const spelling of ['4527991000', '27991000', '27-99-10-00', '+4527991000'])
      assert.equal(
        await senderOf({ from, to: [`+4520643064+sender=${spelling}@sms.test`], text: spelling }),
        '+4527991000',
      )
    const other = { from, to: ['+4520643064+sender=27991001@sms.test'] }
    assert.equal(await senderOf(other), '550 5.7.1 sender_name_not_allowed')
    await administration.addGroup('Swedish')
    await administration.setSetting({ group: 'Swedish' }, { name: 'country', value: 'SE' })
    const swede = await person('Swedish')
    await administration.addNumber({ number: '+46812345678', account: swede })
    const asked = { from: swede, to: ['+4520643064+sender=08-12345678@sms.test'] }
    assert.equal(await senderOf(asked), '+46812345678', 'be it no mobile')
  })

  test('a name stands only where nobody is to answer, and only an approved one', async () => {
    const from = await person('Names')
    await administration.approveName(' Acme Ltd ', 'Names')
    await assert.rejects(administration.approveName('Blåbær', 'Names'), /cannot be a sender/)
    await assert.rejects(administration.approveName('12345', 'Names'), /cannot be a sender/)
    const mail = (sender: string) => ({
      from,
      to: ['sms@sms.test'],
      subject: `+4520643064 sender="${sender}"`,
      text: `from ${sender}`,
    })
    assert.equal(await senderOf(mail('Acme Ltd')), '550 5.7.1 sender_name_not_allowed')
    await administration.setSetting({ group: 'Names' }, { name: 'can_receive', value: 'no' })
    now += 2_000
    assert.equal(await senderOf(mail('acme ltd')), 'Acme Ltd')
    assert.equal(await senderOf(mail('Others')), '550 5.7.1 sender_name_not_allowed')
    const asSender = { name: 'sender_name', value: 'Acme Ltd' } as const
    await administration.setSetting({ group: 'Names' }, asSender)
    const removed = administration.removeName('ACME LTD', 'Names')
    await assert.rejects(removed, /is the sender_name of Names/)
    await administration.unsetSetting({ group: 'Names' }, 'sender_name')
    await administration.removeName('ACME LTD', 'Names')
    assert.equal(await senderOf(mail('Acme Ltd')), '550 5.7.1 sender_name_not_allowed')
    assert.deepEqual(await administration.listNames(), [])
  })

  test('a mobile is a sender once the code that it got is shown, and not after wrong ones', async () => {
    const from = await person('Office')
    const mail = { from, to: ['+4520643064+sender=20601919@sms.test'] }
    const code = async (): Promise<string> => {
      const before = route.submitted.length
      await administration.addMobile(from, '20601919')
      const sms = await eventually('the code', () =>
        Promise.resolve(route.submitted.slice(before).find(({ phone }) => phone === '+4520601919')),
      )
      return /^(\d{6}) /.exec(sms.text)?.[1] ?? ''
    }
    const show = (shown: string): Promise<void> =>
      administration.confirmMobile(from, { phone: '+4520601919', code: shown })
    const first = await code()
    assert.equal(await senderOf(mail), '550 5.7.1 sender_name_not_allowed')
    for (let index = 0; index < 5; index++) await assert.rejects(show('x'), Complaint)
    await assert.rejects(show(first), Complaint, 'five wrong ones are enough')
    const [shown] = await administration.listMessages({ phone: '+4520601919' }, 1)
    assert.match(shown?.text ?? '', /^•{6} is the code/, 'who reads the log does not see it')
    const again = (): Promise<unknown> => administration.resendMessage(shown?.id ?? 0)
    await eventually('the code to be sent', () =>
      again().catch((error: unknown) => (/had a code/.test(String(error)) ? true : undefined)),
    )
    const late = await code()
    now += 16 * 60_000
    await assert.rejects(show(late), Complaint, 'its time is over')
    await show(await code())
    assert.equal(await senderOf(mail), '+4520601919')
    const listed = (await administration.listMobiles()).find(({ account }) => account === from)
    assert.deepEqual(listed, { account: from, phone: '+4520601919', confirmed: true })
    await administration.removeMobile(from, '20601919')
    assert.equal(await senderOf({ ...mail, text: 'again' }), '550 5.7.1 sender_name_not_allowed')
  })

  test('no code goes to a mobile that its group may not write to, nor to one that wants no SMS', async () => {
    await administration.addGroup('Danes')
    const from = await person('Danes')
    await administration.setSetting({ group: 'Danes' }, { name: 'allowed_prefixes', value: '45' })
    await assert.rejects(
      administration.addMobile(from, '+46701740699'),
      /^Error: SMS to \+46701740699 are not allowed: see the setting allowed_prefixes\.$/,
    )
    await administration.addBlock('Danes', '+4520601920')
    await assert.rejects(administration.addMobile(from, '+4520601920'), /wants no more SMS/)
    assert.deepEqual(
      (await administration.listMobiles()).filter(({ account }) => account === from),
      [],
    )
    await administration.addMobile(from, '+4520601921')
  })

  test('an account without a number keeps one pool number for each conversation', async () => {
    await administration.addGroup('Pool')
    for (const number of ['+4597000001', '+4597000002', '+4597000003'])
      await administration.addNumber({ number, group: 'Pool' })
    const from = await person('Pool')
    const first = await senderOf({ from, text: 'one' })
    await administration.addNumber({ number: '+4597000004', group: 'Pool' })
    now += 2_000
    assert.equal(await senderOf({ from, text: 'two' }), first)
    const other = await person('Pool')
    await assert.rejects(
      administration.assignNumber(String(first), other),
      /stands for conversations, whose answers come to it\. Choose another/,
    )
    await administration.removeNumber(String(first))
    now += 2_000
    const { notes } = await handIn(gateway, { from, text: 'three' })
    assert.deepEqual(refusalsIn(notes), [])
    assert.notEqual(await senderOf({ from, text: 'four' }), first)
  })
})
