// What the network answers to a USSD code.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, AtChannel } from '../../../lib/routes/modem/at-channel.ts'
import { Joined } from '../../../lib/routes/modem/joined.ts'
import { askUssd, readUssd } from '../../../lib/routes/modem/ussd.ts'

const answers: readonly (readonly [value: string, text: string | undefined, isPacked?: boolean])[] =
  [
    ['0,"Your balance is 42.00",15', 'Your balance is 42.00'],
    [
      '0,"Balance: 12,50 kr\nValid until\n1. Top up",15',
      'Balance: 12,50 kr\nValid until\n1. Top up',
    ],
    ['1,"Say "yes", or "no"",15', 'Say "yes", or "no"'],
    ['0,"text"', 'text'],
    ['0,text,15', 'text'],
    // Hexadecimal in UCS-2, and where the modem wants and gives packed septets.
    ['0,"1250",15', '1250'],
    ['0,"00480069",72', 'Hi'],
    ['0,"041A04",72', '\u041a'],
    ['0,"04",72', ''],
    ['0,"C834",15', 'Hi', true],
    ['0,"12,50 kr",15', '12,50 kr', true],
    ['0,"",15', undefined],
    ['2', undefined],
  ]

test('the text is what stands between the quotes, and read as hexadecimal only where it is', () => {
  for (const [value, text, isPacked] of answers) {
    const read = readUssd(value, isPacked)
    assert.deepEqual(read.ok ? read.text : undefined, text, value)
  }
})

test('a modem that wants packed septets answers in them', async () => {
  const asked: string[] = []
  const channel = {
    command(text: string): Promise<Answer> {
      asked.push(text)
      return Promise.resolve(
        asked.length === 1
          ? { kind: 'error', lines: [], error: { family: 'plain', code: undefined, text: 'ERROR' } }
          : { kind: 'ok', lines: [] },
      )
    },
  } as never as AtChannel
  const answer = await askUssd(channel, '*100#', () => Promise.resolve('0,"C834",15'))
  assert.deepEqual(answer, { ok: true, text: 'Hi' })
  assert.equal(asked[1], 'AT+CUSD=1,"AA180C3602",15')
})

function joined(...lines: string[]): string[] {
  const heard: string[] = []
  const whole = new Joined((line) => heard.push(line))
  for (const line of lines) whole.push(line)
  return heard
}

test('what answers a command is never held back by a text that does not end', () => {
  const heard = joined('+CUSD: 0,"Saldo 10 kr', '+CMGS: 7', 'OK')
  assert.deepEqual(heard, ['+CUSD: 0,"Saldo 10 kr', '+CMGS: 7', 'OK'])
})

test('lines are one until the quote closes, and what has no quote is a line', () => {
  assert.deepEqual(joined('OK', '+CUSD: 2', '+CUSD: 0,text,15', '+CUSD: 0,"a",15', 'OK').length, 5)
  assert.deepEqual(joined('+CUSD: 0,"', 'OK', 'b "c" d', '",15', 'OK'), [
    '+CUSD: 0,"\nOK\nb "c" d\n",15',
    'OK',
  ])
})

test('an answer that does not end holds back a few lines, and no more, and nothing of the next command', () => {
  const begun: string[] = []
  const lines = new Joined((line) => begun.push(line))
  lines.push('+CUSD: 0,"a')
  lines.end()
  lines.push('OK')
  assert.deepEqual(begun, ['+CUSD: 0,"a', 'OK'])
  const heard = joined('+CUSD: 0,"', ...Array.from({ length: 20 }, () => 'x'.repeat(100)), 'OK')
  assert.equal(heard.at(-1), 'OK')
  assert.ok(heard.every((line) => line.length < 1_000))
})
