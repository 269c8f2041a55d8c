// STOP and START, the list of the organisation, and the guard against duplicates.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway, type TestMail } from '../support/gateway.ts'
import { handIn, told } from '../support/traffic.ts'

const phone = '+4520643064'
const number = '+4560991000'
const day = 86_400_000

forEachDatabase((_name, openDatabaseUrl) => {
  async function withGateway(
    work: (gateway: TestGateway, route: FakeRoute, clock: { now: number }) => Promise<void>,
    settings = '',
  ): Promise<void> {
    const clock = { now: Date.UTC(2026, 10, 3, 12) }
    const route = new FakeRoute()
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      clock: () => clock.now,
      settings,
    })
    try {
      const desk = gateway.gateway.administer('test')
      await desk.addGroup('Office')
      await desk.addGroup('Office/Sales')
      await desk.addGroup('Other')
      for (const [name, group] of [
        ['anna', 'Office'],
        ['bo', 'Office/Sales'],
        ['cy', 'Other'],
      ] as const)
        await desk.addAccount({ address: `${name}@example.test`, group, networks: ['127.0.0.1'] })
      await desk.addNumber({ number, account: 'anna@example.test' })
      await eventually('the route', () => route.sinks)
      await work(gateway, route, clock)
    } finally {
      await gateway.close()
    }
  }

  const send = async (gateway: TestGateway, name: string, text = 'Hello'): Promise<string> => {
    const verdict = await gateway.send({ from: `${name}@example.test`, text })
    return verdict.kind === 'accepted' ? verdict.text : verdict.reply.text
  }

  let serial = 0
  const write = async (route: FakeRoute, text: string): Promise<void> => {
    await route.sinks?.incoming({ reference: `mo-${serial++}`, phone, to: number, text, at: 1 })
  }

  test('STOP puts the phone on the list of the organisation, answers once and tells the account', async () => {
    await withGateway(async (gateway, route) => {
      assert.equal(await send(gateway, 'anna'), '1 SMS queued')
      await eventually('the SMS to be out', async () =>
        (await gateway.messages())[0]?.['state'] === 'sent' ? true : undefined,
      )
      await write(route, 'Stop.')
      assert.match(await send(gateway, 'anna', 'again'), /wants no more SMS .*\(opted_out\)$/)
      assert.match(await send(gateway, 'bo'), /\(opted_out\)$/)
      assert.equal(await send(gateway, 'cy'), '1 SMS queued')
      await write(route, 'STOP')
      const answers = (): typeof route.submitted =>
        route.submitted.filter(({ text }) => text.includes('answer START'))
      const answer = await eventually('the answer', () => answers()[0])
      assert.equal(answer.sender, number)
      assert.equal(answer.phone, phone)
      const mails = await eventually('both mails', () =>
        gateway.mails.length >= 2 ? gateway.mails : undefined,
      )
      assert.match(mails[0]?.contents ?? '', /Only the phone itself can\s+undo that/)
      assert.doesNotMatch(mails[1]?.contents ?? '', /Only the phone itself can/)
      assert.equal(answers().length, 1)
    })
  })

  test('START undoes it', async () => {
    await withGateway(async (gateway, route) => {
      await write(route, 'STOP')
      assert.match(await send(gateway, 'anna'), /\(opted_out\)$/)
      await write(route, 'start')
      assert.equal(await send(gateway, 'anna'), '1 SMS queued')
    })
  })

  test('near misses are SMS as any other', async () => {
    await withGateway(async (gateway, route) => {
      await write(route, 'STOP 12345')
      await write(route, 'please stop by')
      assert.equal(await send(gateway, 'anna'), '1 SMS queued')
    })
  })

  test('STOP to a number of nobody counts for whoever wrote to the phone lately', async () => {
    await withGateway(async (gateway, route) => {
      await send(gateway, 'bo')
      await send(gateway, 'cy')
      const to = '+4570000000'
      await route.sinks?.incoming({ reference: 'nobody', phone, to, text: 'STOP', at: 1 })
      assert.match(await send(gateway, 'anna'), /\(opted_out\)$/)
      assert.match(await send(gateway, 'cy', 'again'), /\(opted_out\)$/)
    })
  })

  test('STOP by a route that does not know its number is answered by that route, and goes without a sender', async () => {
    const names = ['one', 'two', 'three', 'four']
    const routes = names.map((name) => new FakeRoute(name))
    const gateway = await openGateway({ database: await openDatabaseUrl(), routes })
    try {
      const desk = gateway.gateway.administer('test')
      await desk.addAccount({ address: 'bo@example.test', networks: ['127.0.0.1'] })
      for (const [index, route] of routes.entries()) {
        const phone = `+452064306${index}`
        await eventually('the route', () => route.sinks)
        await gateway.send({ from: 'bo@example.test', to: [`${phone}@sms.test`] })
        const reference = `unknown-${index}`
        await route.sinks?.incoming({ reference, phone, to: '', text: 'STOP', at: 1 })
        const answer = await eventually('the answer', () =>
          route.submitted.find(({ text }) => text.includes('answer START')),
        )
        assert.equal(answer.sender, undefined)
      }
    } finally {
      await gateway.close()
    }
  })

  test('on a shared number STOP and START count long after the last SMS, too', async () => {
    await withGateway(async (gateway, route, clock) => {
      const to = '+4560991001'
      const desk = gateway.gateway.administer('test')
      await desk.addNumber({ number: to, group: '' })
      const writes = async (text: string): Promise<void> =>
        route.sinks?.incoming({ reference: `shared-${serial++}`, phone, to, text, at: 1 })
      for (const name of ['bo', 'cy']) assert.equal(await send(gateway, name), '1 SMS queued')
      clock.now += 31 * day
      await writes('STOP')
      for (const name of ['bo', 'cy'])
        assert.match(await send(gateway, name, 'blocked'), /\(opted_out\)$/)
      await eventually('the answer', () =>
        route.submitted.find(({ text }) => text.includes('answer START')),
      )
      clock.now += 31 * day
      await writes('START')
      for (const name of ['bo', 'cy'])
        assert.equal(await send(gateway, name, 'again'), '1 SMS queued')
    })
  })

  test('STOP to the number of a group that nobody wrote from is for its organisation', async () => {
    await withGateway(async (gateway, route) => {
      const to = '+4560991001'
      await gateway.gateway.administer('test').addNumber({ number: to, group: 'Office/Sales' })
      await route.sinks?.incoming({ reference: 'early', phone, to, text: 'STOP', at: 1 })
      assert.match(await send(gateway, 'anna'), /\(opted_out\)$/)
      assert.equal(await send(gateway, 'cy'), '1 SMS queued')
      await route.sinks?.incoming({ reference: 'late', phone, to, text: 'START', at: 1 })
      assert.equal(await send(gateway, 'anna'), '1 SMS queued')
    })
  })

  test('STOP counts for the organisation of an account that was removed, and is answered', async () => {
    await withGateway(async (gateway, route) => {
      const desk = gateway.gateway.administer('test')
      const shared = '+4560991001'
      await desk.addNumber({ number: shared, group: '' })
      for (const [address, phone, to] of [
        ['anna', '+4520643070', number],
        ['bo', '+4520643071', shared],
      ] as const) {
        await gateway.send({ from: `${address}@example.test`, to: [`${phone}@sms.test`] })
        await desk.removeAccount(`${address}@example.test`)
        const reference = `removed-${serial++}`
        await route.sinks?.incoming({ reference, phone, to, text: 'STOP', at: 1 })
        const blocked = (): Promise<string[]> =>
          gateway.store
            .db('blocks as b')
            .join('groups as g', 'g.id', 'b.group_id')
            .where({ phone })
            .pluck<string[]>('g.name')
        assert.deepEqual(await blocked(), ['Office'], address)
        await eventually('the answer', () =>
          route.submitted.find((one) => one.phone === phone && one.text.includes('answer START')),
        )
        const text = 'START'
        await route.sinks?.incoming({ reference: `${reference} again`, phone, to, text, at: 1 })
        assert.deepEqual(await blocked(), [], address)
      }
    })
  })

  test('what waits for a phone is cancelled when it says STOP, and comes back', async () => {
    await withGateway(async (gateway, route, clock) => {
      const desk = gateway.gateway.administer('test')
      await desk.setSetting({ group: 'Office' }, { name: 'limit_user', value: '1' })
      clock.now += 2_000
      const to = ['+4520643064+at=180004112026@sms.test']
      await gateway.send({ from: 'anna@example.test', to })
      await write(route, 'STOP')
      assert.equal((await gateway.messages())[0]?.['state'], 'cancelled')
      const report = await eventually('the report', () =>
        gateway.mails.find(({ contents }) => contents.includes('delivery-status')),
      )
      assert.match(report.contents, /Diagnostic-Code: x-sms; opted_out\r\n/)
      const other = { from: 'anna@example.test', to: ['+4530643064@sms.test'] }
      assert.equal((await gateway.send(other)).kind, 'accepted')
    })
  })

  const guarded = '[limits]\nduplicate_guard = yes\n'

  test('the same text to the same phone within 24 hours is refused', async () => {
    await withGateway(async (gateway, _route, clock) => {
      assert.equal(await send(gateway, 'anna', 'Fire!'), '1 SMS queued')
      assert.match(await send(gateway, 'anna', 'Fire!'), /\(sms_already_sent_24H\)$/)
      assert.equal(await send(gateway, 'anna', 'Fire! 12:01'), '1 SMS queued')
      assert.equal(await send(gateway, 'bo', 'Fire!'), '1 SMS queued')
      const reasons = (await gateway.messages()).map(({ reason }) => reason)
      assert.deepEqual(reasons, [null, 'sms_already_sent_24H', null, null])
      clock.now += 24 * 3_600_000 - 1
      assert.match(await send(gateway, 'anna', 'Fire!'), /\(sms_already_sent_24H\)$/)
      clock.now += 1
      assert.equal(await send(gateway, 'anna', 'Fire!'), '1 SMS queued')
    }, guarded)
  })

  test('the 24 hours count from when a text is to be sent', async () => {
    await withGateway(async (gateway, _route, clock) => {
      const hour = 3_600_000
      const asks = async (at: string, more: TestMail = {}): Promise<string> => {
        const to = [`+4520643064${at}@sms.test`]
        return told(await gateway.send({ from: 'anna@example.test', to, text: 'Fire!', ...more }))
      }
      const refused = '550 5.7.0 sms_already_sent_24H'
      assert.equal(await asks('+at=+2d'), 'taken')
      assert.equal(await asks('+at=+2d'), refused)
      assert.equal(await asks('+at=+25h'), refused)
      clock.now += 49 * hour
      assert.equal(await asks(''), refused, 'an hour after it fell due')
      assert.equal(await asks('+at=+2d'), 'taken')
      assert.equal(await asks('+at=+4d', { id: 'y', ordinaryRecipients: 1 }), 'held')
      await gateway.gateway.release('y')
      assert.equal(await asks('+at=+4d'), refused)
    }, guarded)
  })

  test('an answer of the phone lifts the guard, once', async () => {
    await withGateway(async (gateway, route, clock) => {
      await send(gateway, 'anna', 'OK')
      clock.now += 1_000
      await write(route, 'And tomorrow?')
      clock.now += 1_000
      assert.equal(await send(gateway, 'anna', 'OK'), '1 SMS queued')
      assert.match(await send(gateway, 'anna', 'OK'), /\(sms_already_sent_24H\)$/)
    }, guarded)
  })

  test('what was never sent may be sent again', async () => {
    await withGateway(async (gateway, route) => {
      route.answer = () => ({ kind: 'permanent', reason: 'no credit there' })
      await send(gateway, 'anna', 'Fire!')
      await eventually('the end', async () =>
        (await gateway.messages())[0]?.['state'] === 'unsent' ? true : undefined,
      )
      assert.equal(await send(gateway, 'anna', 'Fire!'), '1 SMS queued')
    }, guarded)
  })

  test('a group or an account can do without the guard', async () => {
    await withGateway(async (gateway, _route, clock) => {
      const desk = gateway.gateway.administer('test')
      await desk.setSetting({ group: 'Office' }, { name: 'duplicate_guard', value: 'no' })
      clock.now += 2_000
      await send(gateway, 'anna', 'Fire!')
      assert.equal(await send(gateway, 'anna', 'Fire!'), '1 SMS queued')
      await send(gateway, 'cy', 'Fire!')
      assert.match(await send(gateway, 'cy', 'Fire!'), /\(sms_already_sent_24H\)$/)
    }, guarded)
  })

  test('two attempts of one mail that are held at once are no duplicates of each other', async () => {
    await withGateway(async (gateway) => {
      const mail = {
        from: 'anna@example.test',
        messageId: '<x@example.test>',
        ordinaryRecipients: 1,
      }
      await gateway.send({ ...mail, id: 'h.1' })
      await gateway.send({ ...mail, id: 'h.2' })
      await gateway.gateway.release('h.2')
      await gateway.gateway.release('h.1')
      const states = (await gateway.messages()).map(({ state }) => state)
      assert.equal(states.length, 1)
      assert.match(await send(gateway, 'anna'), /\(sms_already_sent_24H\)$/)
    }, guarded)
  })

  const text = 'Sale on Saturday! No more SMS? _BLOCKSMSLINK_ or tell us'

  test('the link in a text is that of the phone, the same each time, and its page stops the SMS', async () => {
    await withGateway(async (gateway, route) => {
      const to = ['+4520643064@sms.test', '+4520643065@sms.test']
      await gateway.send({ from: 'anna@example.test', to, text })
      await gateway.send({ from: 'bo@example.test', text })
      const sent = await eventually('three SMS', () =>
        route.submitted.length === 3 ? route.submitted : undefined,
      )
      const links = sent.map(
        (one) => /https:\/\/s\.test\/sms\/stop\/([a-z2-7]{12}) or/.exec(one.text)?.[1],
      )
      const [first = '', second = '', third = ''] = links
      assert.equal(first, third)
      assert.notEqual(first, second)
      const page = await gateway.gateway.optOutLinks.find(first)
      assert.deepEqual(page, { organisation: 'Office', phone, language: 'en', isAnswerable: true })
      assert.equal(await gateway.gateway.optOutLinks.find('xxxxxxxxxxxx'), undefined)
      assert.equal(await gateway.gateway.optOutLinks.stop(first), true)
      assert.match(await send(gateway, 'anna'), /\(opted_out\)$/)
    }, 'public_url = https://s.test\n')
  })

  test('the parts are reckoned with the link, and a repeat is known by the text', async () => {
    await withGateway(async (gateway) => {
      const mail = { from: 'anna@example.test', text: `${'x'.repeat(130)} _BLOCKSMSLINK_` }
      await gateway.send({ ...mail, messageId: '<1@example.test>' })
      await gateway.send({ ...mail, messageId: '<1@example.test>' })
      const messages = await gateway.messages()
      assert.deepEqual(
        messages.map(({ parts }) => parts),
        [2],
      )
      assert.equal((await gateway.send(mail)).kind, 'refused')
    }, `public_url = https://s.test\n${guarded}`)
  })

  test('the mark is found as a person reads it, in HTML too, and nothing sticks to the link', async () => {
    const place = `https://s.test/sms/stop/${'x'.repeat(12)}`
    await withGateway(async (gateway) => {
      for (const [body, expected] of [
        [
          'No more? _<span class=SpellE>BLOCKSMSLINK</span>_ or tell us',
          `No more? ${place} or tell us`,
        ],
        ['<b>_BLOCKSMS</b>LINK_', place],
        ['_BLOCK&shy;SMSLINK_', place],
        ['&#95;BLOCKSMSLINK&#95;', place],
        ['_blocksmslink_', place],
        ['_BLOCKSMSLINK_x', `${place} x`],
        ['_BLOCKSMSLINK_/a', `${place} /a`],
        ['a_BLOCKSMSLINK_.', `a ${place}.`],
        ['_BLOCKSMSLINK__BLOCKSMSLINK_', `${place} ${place}`],
      ] as const) {
        const html = `<html><body><p>${body}</p></body></html>`
        const raw = `From: anna@example.test\r\nContent-Type: text/html\r\n\r\n${html}\r\n`
        const { messages } = await handIn(gateway, { from: 'anna@example.test', raw })
        const shown = String(messages[0]?.['text']).replace(/\b[a-z2-7]{12}\b/g, 'x'.repeat(12))
        assert.equal(shown, expected, body)
      }
    }, 'public_url = https://s.test\n')
  })

  test('without an address for links the mail is refused with what to do', async () => {
    await withGateway(async (gateway) => {
      assert.match(await send(gateway, 'anna', text), /public_url\. \(block_link_missing\)$/)
    })
  })
})
