// The virtual phone: it takes everything at once and tells that the handset has it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Report, Sinks } from '../../lib/routes/route.ts'
import { PhoneRoute } from '../../lib/routes/phone/phone-route.ts'
import { routeConformance } from './conformance.ts'

routeConformance('the virtual phone', () => ({
  route: new PhoneRoute({ name: 'phone', window: 16, clock: () => 1_000 }),
}))

test('every message is accepted, and its delivery is reported before the route has closed', async () => {
  const route = new PhoneRoute({ name: 'phone', window: 16, clock: () => 1_000 })
  const reports: Report[] = []
  const sinks: Sinks = {
    report: (report) => Promise.resolve(void reports.push(report)),
    incoming: () => Promise.resolve(),
    down: () => undefined,
    status: () => undefined,
    recall: () => Promise.resolve(undefined),
    remember: () => Promise.resolve(),
    log: () => undefined,
  }
  await route.open(sinks)
  const message = {
    id: 5,
    createdAt: 0,
    phone: '+4520643064',
    sender: undefined,
    text: 'Hi',
    encoding: 'gsm7',
    flash: false,
    validity: undefined,
    attempt: 2,
    done: [],
  } as const
  const [outcome] = await Promise.all(route.submit([message]))
  assert.deepEqual(outcome, { kind: 'accepted', references: ['5.2'] })
  assert.deepEqual(reports, [], 'the report comes after the outcome')
  await route.close()
  assert.deepEqual(reports, [{ reference: '5.2', fate: 'delivered', at: 1_000 }])
})
