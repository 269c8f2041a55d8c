// What belongs together stays together when groups and accounts move: what was used, who wants no more
// SMS, and whose messages may be sent again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Administration } from '../../lib/gateway/administration/index.ts'
import { groupAtPath } from '../../lib/store/groups.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { handIn } from '../support/traffic.ts'

const phone = '+4520643064'
const anna = 'anna@example.test'

forEachDatabase((_name, openDatabaseUrl) => {
  let now = Date.now()
  /** Settings and rules are remembered for two seconds. */
  const later = (): void => void (now += 3_000)

  async function withGateway(
    work: (gateway: TestGateway, desk: Administration) => Promise<void>,
  ): Promise<void> {
    const route = new FakeRoute()
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings: 'public_url = https://sms.example.test',
      clock: () => now,
    })
    try {
      const desk = gateway.gateway.administer('test')
      for (const group of ['Office', 'Office/Sales', 'Other', 'Other/Team'])
        await desk.addGroup(group)
      await desk.addAccount({ address: anna, group: 'Office/Sales', networks: ['127.0.0.1'] })
      await eventually('the route', () => route.sinks)
      await work(gateway, desk)
    } finally {
      await gateway.close()
    }
  }

  /** An administrator of a group and all below it. */
  async function deskOf(gateway: TestGateway, group: string): Promise<Administration> {
    const id = await groupAtPath(gateway.store.db, group)
    assert.ok(id !== undefined)
    return gateway.gateway.administer(`boss of ${group}`, [id])
  }

  const send = async (gateway: TestGateway, to: string, text = 'Hello'): Promise<number> => {
    later()
    const { messages, verdict } = await handIn(gateway, { from: anna, to: [to], text })
    assert.equal(verdict.kind, 'accepted', JSON.stringify(verdict))
    return Number(messages[0]?.['id'])
  }

  const reasons = (settled: readonly PromiseSettledResult<void>[]): string[] =>
    settled.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []))

  /** Only what no longer waits can be sent again. */
  const gone = (desk: Administration, id: number): Promise<true> =>
    eventually('the SMS to be sent', async () =>
      (await desk.showMessage(id)).state === 'sent' ? true : undefined,
    )

  test('what a group has used counts above it where it is, and comes back there', async () => {
    await withGateway(async (gateway, desk) => {
      for (const group of ['Office', 'Office/Sales', 'Other', 'Other/Team'])
        await desk.setSetting({ group }, { name: 'limit_group', value: '10/1d' })
      const used = async (group: string): Promise<Record<string, number>> =>
        Object.fromEntries((await desk.listUsage({ group })).map((one) => [one.limit, one.used]))
      const id = await send(gateway, `${phone}+at=180024122099@sms.test`)
      await send(gateway, `${phone}@sms.test`, 'second')
      await desk.moveGroup('Office/Sales', 'Other/Team')
      const team = { 'Group:Team': 2, 'Group:Other': 2 }
      assert.deepEqual(await used('Other/Team/Sales'), { 'Group:Sales': 2, ...team })
      assert.deepEqual(await used('Office'), { 'Group:Office': 0 })
      await desk.cancelMessage(id)
      assert.deepEqual(await used('Other/Team'), { 'Group:Team': 1, 'Group:Other': 1 })
      await desk.moveGroup('Other/Team/Sales', 'Other')
      assert.deepEqual(await used('Other/Team'), { 'Group:Team': 0, 'Group:Other': 1 })
    })
  })

  test('groups that are made and moved at the same time make no ring, and are refused with a sentence', async () => {
    await withGateway(async (_gateway, desk) => {
      for (let round = 0; round < 5; round++) {
        const [one, two] = [`One ${round}`, `Two ${round}`]
        const made = await Promise.allSettled([one, two, one].map((group) => desk.addGroup(group)))
        assert.deepEqual(reasons(made), [`The group ${one} is there already.`])
        const moved = await Promise.allSettled([desk.moveGroup(one, two), desk.moveGroup(two, one)])
        assert.match(reasons(moved).join(), /^There is no group (One|Two) /)
      }
      const rows = await desk.listGroups()
      assert.equal(rows.length, 5 + 10)
    })
  })

  test('who said STOP to an organisation is left alone when it becomes a part of another', async () => {
    await withGateway(async (gateway, desk) => {
      await desk.addBlock('Office', phone)
      await desk.moveGroup('Office', 'Other')
      later()
      const { verdict } = await handIn(gateway, { from: anna, to: [`${phone}@sms.test`] })
      assert.match(JSON.stringify(verdict), /opted_out/)
      await desk.removeBlock('Other', phone)
      await desk.moveGroup('Other/Office', '')
      await send(gateway, `${phone}@sms.test`)
    })
  })

  test('who said STOP after an account wrote is left alone by it in another organisation', async () => {
    const never = '+4520643065'
    for (const move of [
      (desk: Administration) => desk.moveAccount(anna, 'Other/Team'),
      (desk: Administration) => desk.moveGroup('Office/Sales', 'Other'),
      (desk: Administration) => desk.setDomain({ domain: 'example.test', group: 'Other' }),
    ])
      await withGateway(async (gateway, desk) => {
        await send(gateway, `${phone}@sms.test`)
        await desk.addBlock('Office', phone)
        await desk.addBlock('Office', never)
        await move(desk)
        later()
        const { verdict } = await handIn(gateway, { from: anna, to: [`${phone}@sms.test`] })
        assert.match(JSON.stringify(verdict), /opted_out/)
        assert.deepEqual(
          (await desk.listBlocks('Other')).map((one) => one.phone),
          [phone],
        )
      })
  })

  test('an account takes its number and key along, and leaves its rights in the organisation behind', async () => {
    await withGateway(async (gateway, desk) => {
      await desk.addNumber({ number: '+4520643000', account: anna })
      await desk.addKey({ account: anna })
      for (const group of ['Office', 'Office/Sales', 'Other/Team'])
        await desk.grantRights({ address: anna, group, rights: ['logs'] })
      await desk.moveAccount(anna, 'Office')
      const rightsIn = async (): Promise<string[]> =>
        (await desk.listRights()).map(({ group }) => group)
      assert.deepEqual(await rightsIn(), ['Office', 'Office/Sales', 'Other/Team'])
      await desk.moveAccount(anna, 'Other')
      assert.deepEqual(await rightsIn(), ['Other/Team'])
      for (const [group, count] of [
        ['Office', 0],
        ['Other', 1],
      ] as const) {
        const theirs = await deskOf(gateway, group)
        assert.equal((await theirs.listNumbers()).length, count, group)
        assert.equal((await theirs.listKeys()).length, count, group)
      }
    })
  })

  test('what goes from one group to another is in the audit log of both, once', async () => {
    await withGateway(async (gateway, desk) => {
      await desk.addAccount({ address: 'bo@example.test', group: 'Office' })
      await desk.moveAccount('bo@example.test', 'Other')
      await desk.addCredit('Office', '10')
      await desk.transferCredit({ from: 'Office', to: 'Other', amount: '10' })
      await desk.moveGroup('Office/Sales', 'Other')
      await desk.addAccount({ address: 'cy@moves.test', group: 'Office' })
      assert.equal(await desk.setDomain({ domain: 'moves.test', group: 'Other' }), 1)
      for (const one of [desk, await deskOf(gateway, 'Office'), await deskOf(gateway, 'Other')]) {
        const actions = (await one.searchAudit({})).entries.map(({ action }) => action)
        assert.deepEqual(
          actions.filter((action) => /move|transfer/.test(action)),
          ['account move', 'group move', 'credit transfer', 'account move'],
        )
      }
    })
  })

  test('a message is sent again only as its account may send now', async () => {
    await withGateway(async (gateway, desk) => {
      const number = '+4520643000'
      await desk.addNumber({ number, account: anna })
      await desk.addAccount({ address: 'bo@example.test', group: 'Office' })
      const id = await send(gateway, `${phone}@sms.test`)
      await gone(desk, id)
      const boss = await deskOf(gateway, 'Office')
      assert.ok((await boss.resendMessage(id)) > id)

      await desk.moveAccount(anna, 'Other')
      await assert.rejects(boss.resendMessage(id), /a group that you do not administer/)
      await desk.moveAccount(anna, 'Office')

      await desk.setAccountActive(anna, false)
      await assert.rejects(boss.resendMessage(id), /anna@example.test is paused/)
      await desk.setAccountActive(anna, true)

      await desk.setSetting({ group: 'Office' }, { name: 'allowed_prefixes', value: '46' })
      await assert.rejects(boss.resendMessage(id), /SMS to \+4520643064 are not allowed here/)
      await desk.unsetSetting({ group: 'Office' }, 'allowed_prefixes')

      await desk.releaseNumber(number)
      await desk.assignNumber(number, 'bo@example.test')
      await assert.rejects(boss.resendMessage(id), /The sender \+4520643000 is not allowed/)
    })
  })

  test('what was refused is sent again as if it were written now: sender, conversation, personal link', async () => {
    await withGateway(async (gateway, desk) => {
      await desk.addNumber({ number: '+4520643001', group: 'Office' })
      await desk.setSetting({ account: anna }, { name: 'reports', value: 'all' })
      await desk.setSetting({ group: 'Office' }, { name: 'limit_group', value: '1' })
      const to = [phone, '+4520643065'].map((one) => `${one}@sms.test`)
      later()
      const { messages } = await handIn(gateway, { from: anna, to, text: '_BLOCKSMSLINK_' })
      const [sent, refused] = messages
      assert.equal(refused?.['state'], 'refused')
      await assert.rejects(desk.resendMessage(Number(refused['id'])), /has used up its SMS/)
      await desk.unsetSetting({ group: 'Office' }, 'limit_group')
      const id = await desk.resendMessage(Number(refused['id']))
      const copy = (await gateway.messages()).find((one) => one['id'] === id)
      assert.ok(copy)
      assert.equal(copy['own'], sent?.['own'])
      assert.equal(copy['own'], '+4520643001')
      assert.equal(copy['notify'], 'SUCCESS,FAILURE,DELAY')
      assert.ok(copy['conversation_id'])
      const [link, other] = [sent, copy].map((one) => String(one?.['text']))
      assert.match(other ?? '', /^https:\/\/sms\.example\.test\/sms\/stop\/[a-z2-7]{12}$/)
      assert.notEqual(other, link)
      assert.doesNotMatch(other ?? '', /xxxxxxxxxxxx/)
      // Of a pool number nobody asked for: their own stands for it as soon as there is one.
      await desk.addNumber({ number: '+4520643002', account: anna })
      await gone(desk, Number(sent?.['id']))
      const again = await desk.resendMessage(Number(sent?.['id']))
      assert.equal((await desk.showMessage(again)).own, '+4520643002')
    })
  })
})
