// format normal_then_flash: what could not be delivered as a normal SMS goes out once more, as flash, and
// no oftener.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'

forEachDatabase((name, openDatabaseUrl) => {
  describe(`${name}: normal, then flash`, () => {
    const route = new FakeRoute()
    let gateway: TestGateway
    let phones = 0
    const desk = () => gateway.gateway.administer('test')
    before(async () => {
      gateway = await openGateway({ database: await openDatabaseUrl(), routes: [route] })
      await addDemoAccount(gateway.gateway)
      await desk().setSetting({ group: '' }, { name: 'format', value: 'normal_then_flash' })
      await eventually('the route to be open', () => route.sinks)
    })
    after(() => gateway.close())

    async function write(option = ''): Promise<number> {
      const phone = `+4520661${String(++phones).padStart(3, '0')}`
      await gateway.send({ to: [`${phone}${option}@sms.test`] })
      const [row] = await desk().listMessages({ phone }, 1)
      return row?.id ?? 0
    }
    const sendings = (id: number): boolean[] =>
      route.submitted.filter((one) => one.id === id).map(({ flash }) => flash)
    const state = (id: number, wanted: string): Promise<true> =>
      eventually(`message ${id} to be ${wanted}`, async () =>
        (await desk().showMessage(id)).state === wanted ? true : undefined,
      )
    /** Each sending has a reference of its own. */
    const accept = ({ id }: { id: number }) => ({
      kind: 'accepted' as const,
      references: [`${id}-${sendings(id).length}`],
    })
    const report = (id: number, sending: number, fate: 'delivered' | 'undelivered') =>
      route.sinks?.report({ reference: `${id}-${sending}`, fate, reason: 'full', at: Date.now() })
    const failures = (): number =>
      gateway.mails.filter(({ contents }) => /^Action: failed/m.test(contents)).length

    test('one that is reported as not delivered is sent as flash, and its sender hears of that', async () => {
      route.answer = accept
      const id = await write()
      await state(id, 'sent')
      await report(id, 1, 'undelivered')
      await eventually('the second sending', () => (sendings(id).length === 2 ? true : undefined))
      await state(id, 'sent')
      assert.deepEqual(sendings(id), [false, true])
      assert.equal(failures(), 0)
      // The first report again, and late: it is of no message any more.
      await report(id, 1, 'undelivered')
      await state(id, 'sent')
      await report(id, 2, 'delivered')
      await state(id, 'delivered')
      const { failedAttempts } = await desk().showMessage(id)
      assert.deepEqual(
        failedAttempts.map(({ outcome, reason }) => [outcome, reason]),
        [['undelivered', 'full']],
      )
    })

    test('one that fails as flash, too, has failed, and goes out no third time', async () => {
      route.answer = accept
      const id = await write()
      await state(id, 'sent')
      await report(id, 1, 'undelivered')
      await eventually('the second sending', () => (sendings(id).length === 2 ? true : undefined))
      await state(id, 'sent')
      const before = failures()
      await report(id, 2, 'undelivered')
      await state(id, 'undelivered')
      await eventually('the report', () => (failures() === before + 1 ? true : undefined))
      assert.deepEqual(sendings(id), [false, true])
    })

    test('one that the route refuses for good is tried as flash', async () => {
      route.answer = (message) =>
        message.flash ? accept(message) : { kind: 'permanent', reason: 'no room' }
      const id = await write()
      await state(id, 'sent')
      assert.deepEqual(sendings(id), [false, true])
      route.answer = () => ({ kind: 'permanent', reason: 'no' })
      const other = await write()
      await state(other, 'unsent')
      assert.deepEqual(sendings(other), [false, true])
    })

    test('a mail that says flash itself, and a route that has none, go once', async () => {
      route.answer = () => ({ kind: 'permanent', reason: 'no' })
      for (const option of ['+flash', '+flash=no']) {
        const id = await write(option)
        await state(id, 'unsent')
        assert.deepEqual(sendings(id), [option === '+flash'])
      }
      route.capabilities.flash = false
      const id = await write()
      await state(id, 'unsent')
      assert.deepEqual(sendings(id), [false])
      route.capabilities.flash = true
    })

    test('it is charged once', async () => {
      await desk().addCredit('', '100')
      // What counts for an account is remembered for a moment.
      await eventually('the credit to count', async () => {
        route.answer = accept
        const id = await write()
        await state(id, 'sent')
        const [balance] = await desk().listCredit()
        return balance?.balance === '100' ? undefined : true
      })
      const [before] = await desk().listCredit()
      const id = await write()
      await state(id, 'sent')
      await report(id, 1, 'undelivered')
      await eventually('the second sending', () => (sendings(id).length === 2 ? true : undefined))
      const [afterwards] = await desk().listCredit()
      assert.equal(Number(before?.balance) - Number(afterwards?.balance), 1)
    })

    test('one that went out and is then refused as flash stays charged', async () => {
      const [before] = await desk().listCredit()
      route.answer = accept
      const id = await write()
      await state(id, 'sent')
      route.answer = () => ({ kind: 'permanent', reason: 'no' })
      await report(id, 1, 'undelivered')
      await state(id, 'unsent')
      assert.deepEqual(sendings(id), [false, true])
      const [afterwards] = await desk().listCredit()
      assert.equal(Number(before?.balance) - Number(afterwards?.balance), 1)
      const never = await write()
      await state(never, 'unsent')
      assert.equal((await desk().listCredit())[0]?.balance, afterwards?.balance)
    })
  })
})
