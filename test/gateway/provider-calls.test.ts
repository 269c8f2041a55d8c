// Calls of providers in a real gateway: too early, twice, in any order, forged, for a message whose
// acceptance was lost, and while the database is away.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { ProviderCall, ProviderCallAnswer } from '../../lib/gateway/gateway.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'
import { routeOf, secret } from '../support/http-routes.ts'
import { WebService, type Behaviour } from '../support/web-service.ts'

forEachDatabase((_name, openDatabaseUrl) => {
  async function withProvider(
    answer: (id: string) => Behaviour | Promise<Behaviour>,
    work: (
      gateway: TestGateway,
      call: (body: object, more?: Partial<ProviderCall>) => Promise<number>,
      ask: (body: object, more?: Partial<ProviderCall>) => Promise<ProviderCallAnswer>,
    ) => Promise<void>,
  ): Promise<void> {
    const service = await WebService.open(({ body }) =>
      answer((JSON.parse(body) as { ref: string }).ref),
    )
    const route = routeOf(`type = http
url = ${service.url}/
body = {"to": "{phone}", "text": "{text}", "ref": "{id}"}
id = id
report_id = id
report_own_id = ref
report_status = status
receive_id = id
receive_from = from
receive_to = to
receive_text = text
webhook_secret = ${secret}`)
    const gateway = await openGateway({ database: await openDatabaseUrl(), routes: [route] })
    const ask = (body: object, more: Partial<ProviderCall> = {}): Promise<ProviderCallAnswer> =>
      gateway.gateway.takeProviderCall({
        route: 'way',
        secret,
        method: 'POST',
        target: '/sms/hook/way',
        query: new URLSearchParams(),
        headers: {},
        body: () => Promise.resolve({ kind: 'read', body: Buffer.from(JSON.stringify(body)) }),
        ip: '192.0.2.1',
        ...more,
      })
    const call = async (...asked: Parameters<typeof ask>): Promise<number> =>
      (await ask(...asked)).status
    try {
      await addDemoAccount(gateway.gateway)
      await work(gateway, call, ask)
    } finally {
      await gateway.close()
      await service.close()
    }
  }

  const inState = (gateway: TestGateway, state: string): Promise<Record<string, unknown>> =>
    eventually(`a message in the state ${state}`, async () =>
      (await gateway.messages()).find((message) => message['state'] === state),
    )

  test('reports twice and in any order leave the message where it ended', async () => {
    await withProvider(
      () => ({ body: { id: 'x1' } }),
      async (gateway, call) => {
        await gateway.send()
        await inState(gateway, 'sent')
        for (const status of ['buffered', 'delivered', 'buffered', 'failed', 'delivered'])
          assert.equal(await call({ id: 'x1', status }), 200)
        const [message] = await gateway.messages()
        assert.equal(message?.['state'], 'delivered')
      },
    )
  })

  test('a report before the answer is kept until the answer is there', async () => {
    let report = (): Promise<number> => Promise.resolve(0)
    await withProvider(
      async () => {
        assert.equal(await report(), 200)
        return { body: { id: 'x2' } }
      },
      async (gateway, call) => {
        report = () => call({ id: 'x2', status: 'delivered' })
        await gateway.send()
        await inState(gateway, 'delivered')
      },
    )
  })

  test('a report with our id tells of a message whose acceptance was lost', async () => {
    let ours = ''
    await withProvider(
      (id) => {
        ours = id
        return 'drop'
      },
      async (gateway, call) => {
        await gateway.send()
        await inState(gateway, 'uncertain')
        assert.equal(await call({ id: 'other', ref: '999', status: 'delivered' }), 200)
        await inState(gateway, 'uncertain')
        assert.equal(await call({ id: 'x3', ref: ours, status: 'delivered' }), 200)
        await inState(gateway, 'delivered')
      },
    )
  })

  test('a report with our id is of all parts of a message whose acceptance was lost', async () => {
    let ours = ''
    await withProvider(
      (id) => {
        ours = id
        return 'drop'
      },
      async (gateway, call) => {
        await gateway.send({ text: 'a long text '.repeat(30) })
        const { parts } = await inState(gateway, 'uncertain')
        assert.ok(Number(parts) > 1)
        assert.equal(await call({ id: 'x5', ref: ours, status: 'buffered' }), 200)
        await inState(gateway, 'buffered')
        assert.equal(await call({ id: 'x5', ref: ours, status: 'delivered' }), 200)
        await inState(gateway, 'delivered')
      },
    )
  })

  test('a message from a phone that comes again is stored once', async () => {
    await withProvider(
      () => ({ body: {} }),
      async (gateway, call) => {
        const message = { id: 'm1', from: '4520643064', to: '4560991000', text: 'hej' }
        const statuses = await Promise.all([call(message), call(message), call(message)])
        assert.deepEqual(statuses, [200, 200, 200])
        assert.equal((await gateway.messages()).length, 1)
      },
    )
  })

  test('calls with ids of any length are stored, once', async () => {
    await withProvider(
      () => ({ body: {} }),
      async (gateway, call) => {
        const id = randomBytes(9_000).toString('base64')
        const message = { id, from: '4520643064', to: '4560991000', text: 'hej' }
        const statuses = await Promise.all([call(message), call(message)])
        assert.deepEqual(statuses, [200, 200])
        assert.equal((await gateway.messages()).length, 1)
        assert.equal(await call({ id, status: 'delivered' }), 200)
      },
    )
  })

  test('what is forged, nonsense, or for no route changes nothing', async () => {
    await withProvider(
      () => ({ body: { id: 'x4' } }),
      async (gateway, call, ask) => {
        await gateway.send()
        await inState(gateway, 'sent')
        const report = { id: 'x4', status: 'delivered' }
        const guess = await ask(report, { secret: 'wrong' })
        assert.equal(guess.status, 404)
        assert.deepEqual(await ask(report, { route: 'none' }), guess)
        assert.equal(await call({ hello: 1 }), 400)
        const [message] = await gateway.messages()
        assert.equal(message?.['state'], 'sent')
        assert.ok(!gateway.log.some((line) => line.includes(secret)), 'no secret stands in the log')
      },
    )
  })

  test('what cannot be stored is answered so that it comes again', async () => {
    await withProvider(
      () => ({ body: {} }),
      async (gateway, call) => {
        await gateway.gateway.close()
        const message = { id: 'm2', from: '4520643064', to: '4560991000', text: 'hej' }
        assert.equal(await call(message), 503)
      },
    )
  })
})
