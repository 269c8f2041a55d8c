// Every code that a provider documents is sorted: none falls through to "unknown", and each is what the
// provider's own list makes of it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Outcome } from '../../../lib/routes/route.ts'
import { routeOf, deafSinks, outgoing } from '../../support/http-routes.ts'
import { WebService, type Answer } from '../../support/web-service.ts'

function file(name: string): unknown {
  const url = new URL(`../../../../test/providers/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8'))
}

let service: WebService
before(async () => {
  service = await WebService.open(() => ({ status: 500 }))
})
after(() => service.close())

/** What a route makes of each answer, in order. */
async function sorted(section: string, answers: readonly Answer[]): Promise<Outcome[]> {
  const route = routeOf(`${section}\nurl = ${service.url}\nwindow = 1`)
  await route.open(deafSinks)
  service.next.push(...answers)
  try {
    return await Promise.all(route.submit(answers.map((_, id) => outgoing({ id, text: `${id}` }))))
  } finally {
    await route.close(true)
  }
}

test('websms, by the class of each code', async () => {
  const { 'x-status-codes': codes } = file('websms_linkmobility.openapi') as {
    'x-status-codes': Record<string, [name: string, sort: string]>
  }
  const refused = Object.entries(codes).filter(([, [, sort]]) => !sort.startsWith('accepted'))
  const answers = refused.map(([code]) => ({ body: { statusCode: Number(code) } }))
  const kinds: Record<string, string> = {
    permanent: 'permanent',
    config: 'configuration',
    // No credit: an hour later there is none either.
    'quota (temporary, long)': 'configuration',
    rate: 'temporary',
    temporary: 'temporary',
    // There is one in a call.
    'split and retry': 'permanent',
  }
  const outcomes = await sorted('type = websms\ntoken = t', answers)
  assert.deepEqual(
    outcomes.map(({ kind }, index) => `${refused[index]?.[0] ?? ''} ${kind}`),
    refused.map(([code, [, sort]]) => `${code} ${kinds[sort] ?? sort}`),
  )
  const waiting = outcomes.filter((one) => 'retryAfter' in one)
  const rates = refused.filter(([, [, sort]]) => sort === 'rate')
  assert.equal(waiting.length, rates.length, 'a rate is waited out')
})

test('Vonage', async () => {
  const { 'x-errors': errors } = file('vonage_sms.openapi') as { 'x-errors': object }
  const codes = Object.keys(errors)
  const answers = codes.map((status) => ({ body: { messages: [{ status }] } }))
  const outcomes = await sorted('type = vonage\nkey = k\nsecret = s\nsender = ACME', answers)
  const of = (kind: Outcome['kind']): string =>
    codes.filter((_, index) => outcomes[index]?.kind === kind).join(' ')
  assert.equal(of('temporary'), '1 5 10')
  assert.equal(of('permanent'), '2 3 6 7 12 33')
  assert.equal(of('configuration'), '4 8 9 11 14 15 22 23 29 32')
})

test('GatewayAPI', async () => {
  const { api } = file('gatewayapi-codes') as { api: { code: string; http: number }[] }
  const answers = api.map(({ code, http }) => ({ status: http, body: { code, message: 'x' } }))
  const outcomes = await sorted('type = gatewayapi\ntoken = t', answers)
  const of = (kind: Outcome['kind']): string =>
    api
      .filter((_, index) => outcomes[index]?.kind === kind)
      .map(({ code }) => code.slice(3))
      .join(' ')
  assert.equal(of('temporary'), '214')
  assert.equal(of('permanent'), '215 217 21F 220 222 310 312')
  assert.equal(
    of('configuration'),
    '210 210 211 212 213 216 218 219 21A 21B 21C 21D 21E 221 223 224 225 226 229 22A 311',
  )
})
