// websms's own client as a second opinion: the same messages by it and by ours are the same calls, and the
// same answers mean the same.
//
// It is of 2016 and works as far as Node 22 (util.isArray is gone in 23).
import assert from 'node:assert/strict'
import { request as requestInClear, type RequestOptions } from 'node:http'
import https from 'node:https'
import { after, before, describe, mock, test } from 'node:test'
import util from 'node:util'
import websmscom from 'websmscom'
import type { Outgoing } from '../../../lib/routes/route.ts'
import { secret, sendBy } from '../../support/http-routes.ts'
import { WebService, type Answer } from '../../support/web-service.ts'

const noIsArray =
  'isArray' in util
    ? false
    : 'WEBSMSCOM DOES NOT RUN ON THIS NODE (util.isArray is gone): ours is not held against it'
if (noIsArray !== false) console.error(noIsArray)

const taken = { body: { statusCode: 2000, statusMessage: 'OK', transferId: 't1', smsCount: 1 } }

interface TheirAnswer {
  readonly statusCode?: number
  readonly transferId?: string
  /** Where it failed: api, authorization, connection. */
  readonly cause?: string
}

describe('beside the client of websms', { skip: noIsArray }, () => {
  let service: WebService
  before(async () => {
    service = await WebService.open(() => taken)
    // It knows only TLS.
    mock.method(https, 'request', (options: RequestOptions, answered: () => void) =>
      requestInClear({ ...options, host: '127.0.0.1', port: new URL(service.url).port }, answered),
    )
  })
  after(async () => {
    mock.restoreAll()
    await service.close()
  })

  const section = (): string =>
    `type = websms\nurl = ${service.url}/json\nuser = anna\npassword = päß:w\nwebhook_secret = ${secret}`

  function sendTheirs(
    text: string,
    say: (message: websmscom.TextMessage) => void = () => undefined,
  ): Promise<TheirAnswer> {
    const message = new websmscom.TextMessage(['4520643064'], text)
    message.setClientMessageId('7')
    message.setPriority(5)
    message.setNotificationCallbackUrl(`https://sms.example.org/sms/hook/way/${secret}`)
    say(message)
    const client = new websmscom.Client('https://api.websms.com', 'anna', 'päß:w')
    return new Promise((resolve) =>
      client.send(message, undefined, undefined, (error, answer) => resolve(error ?? answer)),
    )
  }

  const messages: [
    what: string,
    ours: Partial<Outgoing>,
    theirs: (message: websmscom.TextMessage) => void,
  ][] = [
    ['a plain text', { text: 'Hello "you"\n& \\ æøå €' }, () => undefined],
    ['Unicode', { text: 'Żółw 😀', encoding: 'ucs2' }, () => undefined],
    [
      'a name as its sender, flash',
      { sender: 'ACME & Co', flash: true },
      (message) => {
        message.setSenderAddress('ACME & Co')
        message.setSenderAddressType('alphanumeric')
        message.setSendAsFlashSms(true)
      },
    ],
    [
      'a number as its sender',
      { sender: '+4560991000' },
      (message) => {
        message.setSenderAddress('4560991000')
        message.setSenderAddressType('international')
      },
    ],
    [
      'a short code as its sender',
      { sender: '72323' },
      (message) => {
        message.setSenderAddress('72323')
        message.setSenderAddressType('shortcode')
      },
    ],
  ]
  for (const [what, ours, say] of messages) {
    test(`${what} is the same call`, async () => {
      const { text = 'Hello' } = ours
      assert.equal((await sendBy(section(), { text, ...ours })).kind, 'accepted')
      assert.equal((await sendTheirs(text, say)).statusCode, 2000)
      const [own, their] = service.asked.splice(0)
      assert.ok(own && their)
      assert.equal(own.method + own.path, their.method + their.path)
      assert.equal(own.headers['authorization'], their.headers['authorization'])
      // Settings of ours that it is too old to know.
      const { contentCategory, maxSmsPerMessage, ...sent } = fieldsOf(own.body)
      assert.deepEqual([contentCategory, maxSmsPerMessage], ['informational', 0])
      assert.deepEqual(sent, fieldsOf(their.body))
    })
  }

  const answers: [what: string, answer: Answer, ours: RegExp, theirs: RegExp][] = [
    ['accepted', taken, /^accepted$/, /^2000$/],
    ['queued', { body: { ...taken.body, statusCode: 2001 } }, /^accepted$/, /^2001$/],
    ['a bad recipient', refusal(4002), /^permanent$/, /^api$/],
    ['no credit', refusal(4013), /^configuration$/, /^api$/],
    ['wrong credentials', { status: 401 }, /^configuration$/, /^authorization$/],
  ]
  for (const [what, answer, ours, theirs] of answers) {
    test(`${what} means the same`, async () => {
      service.next.push(answer, answer)
      assert.match((await sendBy(section())).kind, ours)
      const { cause, statusCode } = await sendTheirs('Hello')
      assert.match(cause ?? String(statusCode), theirs)
      service.asked.length = 0
    })
  }
})

function refusal(statusCode: number): Answer {
  return { body: { statusCode, statusMessage: 'NO' } }
}

function fieldsOf(body: string): Record<string, unknown> {
  return JSON.parse(body) as Record<string, unknown>
}
