// Messages as administrators and senders see them, and what people do to them.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { createAdministration } from '../../lib/gateway/administration/index.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'
import { handIn } from '../support/traffic.ts'

const day = 86_400_000

forEachDatabase((_name, openDatabaseUrl) => {
  const route = new FakeRoute()
  let now = Date.now()
  let gateway: TestGateway
  let phones = 0

  before(async () => {
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings:
        'operator = operator@example.test\n[trust]\ntrust = ip\n[text]\ntoo_long = cut_and_tell\n[main]\n',
      clock: () => now,
    })
    await gateway.gateway.administer('test').addGroup('Office')
    await addDemoAccount(gateway.gateway)
    await gateway.gateway
      .administer('test')
      .addAccount({ address: 'anna@office.test', group: 'Office', networks: ['127.0.0.1'] })
    await eventually('the route to be open', () => route.sinks)
  })
  beforeEach(() => {
    now += day
    route.answer = ({ id }) => ({ kind: 'accepted', references: [`ref-${id}`] })
  })
  after(() => gateway.close())

  const desk = () => gateway.gateway.administer('boss@office.test')
  const newPhone = (): string => `+4520650${String(++phones).padStart(3, '0')}`
  const write = async (more: Parameters<typeof handIn>[1] = {}) => {
    const phone = newPhone()
    const { messages } = await handIn(gateway, { to: [`${phone}@sms.test`], ...more })
    return { phone, id: Number(messages[0]?.['id']) }
  }
  const later = (option = 'at=180024122099'): Promise<{ phone: string; id: number }> => {
    const phone = newPhone()
    return handIn(gateway, { to: [`${phone}+${option}@sms.test`] }).then(({ messages }) => ({
      phone,
      id: Number(messages[0]?.['id']),
    }))
  }
  const stateOf = async (id: number): Promise<string> => (await desk().showMessage(id)).state
  const reaches = (id: number, state: string): Promise<string> =>
    eventually(`message ${id} to be ${state}`, async () =>
      (await stateOf(id)) === state ? state : undefined,
    )

  describe('a trace', () => {
    test('tells what came, what proved it, what was cut, which attempts failed and what was reported', async () => {
      let tries = 0
      route.answer = ({ id }) =>
        ++tries === 1
          ? { kind: 'temporary', reason: 'no credit there', retryAfter: 1 }
          : { kind: 'accepted', references: [`ref-${id}`] }
      const { id, phone } = await write({
        subject: 'Re: lunch',
        headers: ['In-Reply-To: <x@y.test>'],
        text: 'Yes.\r\n\r\nOn Monday Bo wrote:\r\n> Lunch?',
      })
      await eventually('a failed attempt', async () =>
        (await desk().showMessage(id)).failedAttempts.length > 0 ? true : undefined,
      )
      now += 60_000
      await reaches(id, 'sent')
      await route.sinks?.report({ reference: `ref-${id}`, fate: 'delivered', at: now })
      const trace = await desk().showMessage(id)
      assert.deepEqual(
        [trace.state, trace.account, trace.group, trace.phone, trace.text, trace.attempts],
        ['delivered', 'demo@example.test', 'Master', phone, 'Yes.', 2],
      )
      assert.deepEqual(trace.mail?.proof, 'ip')
      assert.match(JSON.stringify(trace.mail.cuts), /On Monday Bo wrote:.*Lunch/)
      assert.deepEqual(
        trace.failedAttempts.map(({ route: by, outcome, reason }) => [by, outcome, reason]),
        [['fake', 'temporary', 'no credit there']],
      )
      assert.deepEqual(
        trace.handedOver.map(({ part, reference, fate }) => [part, reference, fate]),
        [[1, `ref-${id}`, 'delivered']],
      )
    })

    test('is not for a desk of another group, or of another account', async () => {
      const { id } = await write()
      const { store } = gateway
      const [office] = await store
        .db<{ id: number; name: string }>('groups')
        .where({ name: 'Office' })
      const [anna] = await store
        .db<{ id: number; address: string }>('accounts')
        .where({ address: 'anna@office.test' })
      const common = { store, settings: () => undefined as never, clock: () => now, actor: 'x' }
      for (const own of [{ within: [office!.id] }, { account: anna!.id }]) {
        const other = createAdministration({ ...common, ...own })
        await assert.rejects(other.showMessage(id), /There is no message/)
        await assert.rejects(other.cancelMessage(id), /There is no message/)
        await assert.rejects(other.resendMessage(id), /There is no message/)
        assert.deepEqual(await other.listMessages({ account: 'demo@example.test' }, 10), [])
      }
    })
  })

  test('lists are the latest first, of an account, a phone, a group, a state, page by page', async () => {
    const mine = await write({ from: 'anna@office.test' })
    await write()
    const second = await write({ from: 'anna@office.test' })
    const idsOf = async (filter: object, most = 10): Promise<number[]> =>
      (await desk().listMessages(filter, most)).map(({ id }) => id)
    const all = await idsOf({})
    assert.deepEqual(
      all,
      [...all].sort((a, b) => b - a),
    )
    assert.deepEqual(await idsOf({ account: 'anna@office.test' }), [second.id, mine.id])
    assert.deepEqual(await idsOf({ group: 'Office' }, 1), [second.id])
    assert.deepEqual(await idsOf({ group: 'Office', before: second.id }), [mine.id])
    assert.deepEqual(await idsOf({ phone: mine.phone }), [mine.id])
    assert.deepEqual(await idsOf({ phone: mine.phone, states: ['held'] }), [])
    assert.deepEqual(await idsOf({ phone: mine.phone, direction: 'in' }), [])
    assert.deepEqual(await idsOf({ phone: mine.phone, since: now + 1 }), [])
  })

  test('what waits is cancelled, its parts come back, and its sender is told', async () => {
    const { phone, id } = await later()
    await desk().cancelMessage(id)
    assert.equal(await stateOf(id), 'cancelled')
    const mail = await eventually('the report', () =>
      gateway.mails.find(({ contents }) => contents.includes(phone.slice(1))),
    )
    assert.match(mail.contents, /Diagnostic-Code: x-sms; cancelled \(by boss@office\.test\)/)
    await assert.rejects(desk().cancelMessage(id), /is cancelled: it cannot be cancelled/)
    const again = await handIn(gateway, { to: [`${phone}@sms.test`] })
    assert.equal(again.messages.length, 1, 'the same text may be sent again')
    assert.deepEqual(
      (await desk().showMessage(id)).changes.map(({ actor, action }) => [actor, action]),
      [['boss@office.test', 'message cancel']],
    )
  })

  test('what was sent is not cancelled any more', async () => {
    const { id } = await write()
    await reaches(id, 'sent')
    await assert.rejects(desk().cancelMessage(id), /is sent already: it cannot be cancelled/)
    await assert.rejects(desk().holdMessage(id), /it cannot be held/)
  })

  test('what an administrator holds waits until it is released', async () => {
    const { id, phone } = await later()
    await desk().holdMessage(id)
    assert.equal(await stateOf(id), 'held')
    await gateway.store.db('messages').where({ id }).update({ due_at: now })
    await desk().releaseMessage(id)
    await reaches(id, 'sent')
    assert.equal(route.submitted.filter((one) => one.phone === phone).length, 1)
    await assert.rejects(desk().releaseMessage(id), /is sent, not held/)
  })

  test('what waits of an account is held while it is paused, and goes on when it is resumed', async () => {
    const mine = await later()
    const other = await handIn(gateway, {
      from: 'anna@office.test',
      to: [`${newPhone()}+at=180024122099@sms.test`],
    })
    const byHand = await later()
    await desk().holdMessage(byHand.id)
    await desk().setAccountActive('demo@example.test', false)
    const { state, reason } = await desk().showMessage(mine.id)
    assert.deepEqual([state, reason], ['held', 'account_paused'])
    for (const { id } of [mine, byHand])
      await assert.rejects(
        desk().releaseMessage(id),
        /demo@example\.test, or the key .* is resumed/,
      )
    assert.equal(await stateOf(Number(other.messages[0]?.['id'])), 'scheduled')
    await desk().setAccountActive('demo@example.test', true)
    const resumed = await desk().showMessage(mine.id)
    assert.deepEqual([resumed.state, resumed.reason], ['scheduled', null])
    assert.equal(await stateOf(byHand.id), 'held')
  })

  test('what waits for the rest of its mail is held when its account is paused meanwhile', async () => {
    const { id } = await write({ id: 'paused.1', ordinaryRecipients: 1 })
    await desk().setAccountActive('demo@example.test', false)
    await gateway.gateway.release('paused.1')
    const { state, reason } = await desk().showMessage(id)
    assert.deepEqual([state, reason], ['held', 'account_paused'])
    await desk().setAccountActive('demo@example.test', true)
    await reaches(id, 'sent')
  })

  test('what waits for the rest of its mail is not released by hand', async () => {
    const { id } = await write({ ordinaryRecipients: 1 })
    await assert.rejects(desk().releaseMessage(id), /waits for the rest of its mail/)
  })

  test('a copy is a message of its own, charged like one, and refused like one', async () => {
    const { id, phone } = await write()
    await reaches(id, 'sent')
    const copy = await desk().resendMessage(id)
    assert.notEqual(copy, id)
    await reaches(copy, 'sent')
    assert.equal((await desk().showMessage(copy)).copyOf, id)
    assert.equal(route.submitted.filter((one) => one.phone === phone).length, 2)
    await desk().setSetting({ group: '' }, { name: 'limit_user', value: 'none' })
    await assert.rejects(desk().resendMessage(id), /Members of the group Master may not send SMS/)
    await desk().unsetSetting({ group: '' }, 'limit_user')
    const waiting = await later()
    await assert.rejects(desk().resendMessage(waiting.id), /is still scheduled/)
  })

  test('an SMS from a phone is mailed again, as a mail of its own', async () => {
    const { phone } = await write()
    await route.sinks?.incoming({
      reference: 'again',
      phone,
      to: '1963',
      text: 'see this?',
      at: now,
    })
    const mailed = (): typeof gateway.mails =>
      gateway.mails.filter(({ contents }) => contents.includes('see this?'))
    await eventually('the mail', () => mailed()[0])
    const [row] = await desk().listMessages({ phone, direction: 'in' }, 1)
    await desk().resendMessage(row!.id)
    await eventually('the second mail', () => mailed()[1])
    const ids = mailed().map(({ contents }) => /^Message-ID: (.*)\r$/im.exec(contents)?.[1])
    assert.notEqual(ids[0], ids[1])
  })

  test('what is urgent is sent before what waits already', async () => {
    await gateway.close()
    route.window = 1
    const database = gateway.url
    gateway = await openGateway({ database, routes: [], clock: () => now })
    const held = [newPhone(), newPhone(), newPhone()]
    // No route is there yet: they are queued for the one that comes.
    const queue = (phone: string, option = '') =>
      gateway.store.transaction((trx) =>
        trx('messages').insert({
          direction: 'out',
          account_id: 1,
          group_id: 1,
          phone,
          text: 'x',
          encoding: 'gsm7',
          parts: 1,
          state: 'queued',
          route: 'fake',
          due_at: now,
          expires_at: now + day,
          attempts: 0,
          flash: 0,
          urgent: option === '' ? 0 : 1,
          created_at: now,
          changed_at: now,
        }),
      )
    await queue(held[0]!)
    await queue(held[1]!)
    await queue(held[2]!, 'urgent')
    await gateway.close()
    const order: string[] = []
    route.answer = ({ id, phone }) => {
      order.push(phone)
      return { kind: 'accepted', references: [`ref-${id}`] }
    }
    gateway = await openGateway({ database, routes: [route], clock: () => now })
    await eventually('all three to be sent', () => (order.length === 3 ? order : undefined))
    assert.deepEqual(order, [held[2], held[0], held[1]])
    const { messages } = await handIn(gateway, { to: [`${newPhone()}+urgent@sms.test`] })
    assert.equal(messages[0]?.['urgent'], 1)
  })
})
