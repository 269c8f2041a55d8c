// The same mail again is answered 250 and nothing is sent twice; mails that come together share a
// commit and fail alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway, type TestMail } from '../support/gateway.ts'
import { handIn, told, type Row } from '../support/traffic.ts'

const day = 86_400_000

forEachDatabase((_name, openDatabaseUrl) => {
  let now = Date.now()
  let gateway: TestGateway
  let other: TestGateway
  let serial = 0

  before(async () => {
    const database = await openDatabaseUrl()
    const clock = (): number => now
    gateway = await openGateway({ database, routes: [new FakeRoute()], clock })
    // A second process, as far as the database can tell.
    other = await openGateway({ database, routes: [new FakeRoute()], clock })
    await addDemoAccount(gateway.gateway)
  })
  after(async () => {
    await gateway.close()
    await other.close()
  })

  const fresh = (more: TestMail = {}): TestMail => ({
    messageId: `<mail-${++serial}@test>`,
    text: `Text ${serial}`,
    ...more,
  })
  const withText = (text: string): Promise<Row[]> =>
    gateway.store.db<Row>('messages').where({ text })

  test('the same Message-ID and text is taken once, and answered as if it were new', async () => {
    const mail = fresh()
    const first = await handIn(gateway, mail)
    const second = await handIn(gateway, mail)
    assert.deepEqual([told(first.verdict), told(second.verdict)], ['taken', 'taken'])
    assert.equal((await withText(`Text ${serial}`)).length, 1)
  })

  test('the same Message-ID with another text, or to another phone, is another message', async () => {
    const mail = fresh()
    await handIn(gateway, mail)
    await handIn(gateway, { ...mail, text: 'Alarm 2' })
    await handIn(gateway, { ...mail, to: ['+4520643064@sms.test', '+4530643064@sms.test'] })
    assert.equal((await withText('Alarm 2')).length, 1)
    const sent = await withText(`Text ${serial}`)
    assert.deepEqual(sent.map(({ phone }) => phone).sort(), ['+4520643064', '+4530643064'])
  })

  test('without Message-ID, Date, Subject and text tell whether it is the same', async () => {
    const mail = fresh({ messageId: '', headers: ['Date: Mon, 16 Nov 2026 09:00:00 +0000'] })
    await handIn(gateway, mail)
    await handIn(gateway, mail)
    assert.equal((await withText(`Text ${serial}`)).length, 1)
    await handIn(gateway, { ...mail, headers: ['Date: Mon, 16 Nov 2026 09:00:01 +0000'] })
    assert.equal((await withText(`Text ${serial}`)).length, 2)
  })

  test('the same mail of another account is another message', async () => {
    await addDemoAccount(gateway.gateway, 'two@example.test')
    const mail = fresh()
    await handIn(gateway, mail)
    await handIn(gateway, { ...mail, from: 'two@example.test' })
    assert.equal((await withText(`Text ${serial}`)).length, 2)
  })

  test('many attempts at once, also by two processes, are one message', async () => {
    const mail = fresh()
    const verdicts = await Promise.all(
      [gateway, other, gateway, other, gateway, other].map((one) => one.send(mail)),
    )
    assert.deepEqual([...new Set(verdicts.map(told))], ['taken'])
    assert.equal((await withText(`Text ${serial}`)).length, 1)
  })

  test('many attempts at once of a mail that may not go out all hear so', async () => {
    const desk = gateway.gateway.administer('test')
    await desk.addAccount({ address: 'none@example.test', networks: ['127.0.0.1'] })
    const key = { account: 'none@example.test' }
    await desk.setSetting(key, { name: 'duplicate_guard', value: 'yes' })
    const mail = fresh({ from: 'none@example.test' })
    await handIn(gateway, mail)
    const again = { ...mail, messageId: '<said-again@test>' }
    const verdicts = await Promise.all(Array.from({ length: 6 }, () => gateway.send(again)))
    assert.deepEqual([...new Set(verdicts.map(told))], ['550 5.7.0 sms_already_sent_24H'])
    const states = (await withText(mail.text ?? '')).map(({ state }) => state)
    assert.equal(states.filter((state) => state !== 'refused').length, 1)
  })

  test('a mail to many by two processes at once is taken once for each phone', async () => {
    const to = Array.from({ length: 300 }, (_, n) => `+452064${3000 + n}@sms.test`)
    const mail = fresh({ to })
    const backwards = { ...mail, to: [...to].reverse() }
    const verdicts = await Promise.all([gateway.send(mail), other.send(backwards)])
    assert.deepEqual(verdicts.map(told), ['taken', 'taken'])
    const phones = (await withText(`Text ${serial}`)).map(({ phone }) => phone)
    assert.equal(phones.length, 300)
    assert.equal(new Set(phones).size, 300)
  })

  test('after five days it is a new message', async () => {
    const mail = fresh()
    await handIn(gateway, mail)
    now += 5 * day - 1
    await handIn(gateway, mail)
    assert.equal((await withText(`Text ${serial}`)).length, 1)
    now += 1
    await handIn(gateway, mail)
    assert.equal((await withText(`Text ${serial}`)).length, 2)
  })

  test('a refused recipient is reported once, however often the mail comes', async () => {
    const mail = fresh({ to: ['+4520643064@sms.test', 'anna@sms.test'] })
    const notes = [await handIn(gateway, mail), await handIn(gateway, mail)]
    assert.deepEqual(
      notes.map((handled) => handled.notes.length),
      [1, 0],
    )
  })

  const held = (more: TestMail): TestMail => fresh({ ordinaryRecipients: 1, ...more })

  test('a mail that is held gives way to its next attempt, whose release sends it once', async () => {
    const mail = held({})
    await handIn(gateway, { ...mail, id: 'held-1' })
    assert.equal((await handIn(gateway, { ...mail, id: 'held-2' })).messages.length, 1)
    await gateway.gateway.drop('held-1')
    await gateway.gateway.release('held-2')
    const sent = await eventually('it to be sent', async () => {
      const rows = await withText(`Text ${serial}`)
      return rows.every(({ state }) => state === 'sent') ? rows : undefined
    })
    assert.equal(sent.length, 1)
  })

  test('of two attempts at once, both held, either one’s release sends it once', async () => {
    for (const [released, dropped] of [
      ['first', 'second'],
      ['second', 'first'],
    ] as const) {
      const mail = held({})
      const name = (which: string): string => `both-${serial}-${which}`
      await Promise.all(
        ['first', 'second'].map((which) => gateway.send({ ...mail, id: name(which) })),
      )
      await gateway.gateway.release(name(released))
      await gateway.gateway.drop(name(dropped))
      const rows = await withText(`Text ${serial}`)
      assert.equal(rows.length, 1, `${released} was released`)
      assert.notEqual(rows[0]?.['state'], 'held')
    }
  })

  test('after its release the same mail is answered 250 and sent no more', async () => {
    const mail = held({})
    await handIn(gateway, { ...mail, id: 'released-1' })
    await gateway.gateway.release('released-1')
    const again = await handIn(gateway, { ...mail, id: 'released-2' })
    assert.equal(told(again.verdict), 'held')
    await gateway.gateway.drop('released-2')
    assert.equal((await withText(`Text ${serial}`)).length, 1)
  })

  test('one mail that cannot be stored fails alone, the others of its commit are taken', async () => {
    // The database refuses another mail that is held by the same ref.
    const taken = held({ id: 'the-same-ref' })
    await handIn(gateway, taken)
    const [bad, ...good] = await Promise.all([
      gateway.send(held({ id: 'the-same-ref', text: 'bad' })),
      ...Array.from({ length: 5 }, (_, n) => gateway.send(fresh({ text: `good ${n}` }))),
    ])
    assert.equal(told(bad), '451 4.3.0 database_away')
    assert.deepEqual(
      good.map((verdict) => told(verdict)),
      Array(5).fill('taken'),
    )
    assert.deepEqual(await withText('bad'), [])
    for (let n = 0; n < 5; n++) assert.equal((await withText(`good ${n}`)).length, 1)
  })

  test('mails that come together keep their order', async () => {
    const texts = Array.from({ length: 30 }, (_, n) => `in order ${String(n).padStart(2, '0')}`)
    await Promise.all(texts.map((text) => gateway.send(fresh({ text }))))
    const rows = await gateway.store
      .db<{ text: string }>('messages')
      .where('text', 'like', 'in order %')
      .orderBy('id')
    assert.deepEqual(
      rows.map(({ text }) => text),
      texts,
    )
  })

  test('a mail to 5,000 phones is one commit, and another mail need not wait behind its messages', async () => {
    const to = Array.from(
      { length: 5_000 },
      (_, n) => `+452064${String(n).padStart(4, '0')}@sms.test`,
    )
    const big = fresh({ to, text: 'to 5,000' })
    const [verdict, small] = await Promise.all([gateway.send(big), gateway.send(fresh())])
    assert.equal(verdict.kind === 'accepted' ? verdict.text : told(verdict), '5000 SMS queued')
    assert.equal(told(small), 'taken')
    assert.equal((await withText('to 5,000')).length, 5_000)
  })
})
