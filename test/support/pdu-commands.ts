// What the commands for PDUs print, and tests of rows out of the suites of other projects.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeToJson } from '../../lib/cli/pdu-decode.ts'
import type { DecodeOptions } from '../../lib/sms/tpdu/pdu.ts'

export type Answer = Record<string, unknown>

export function printed(value: object): Answer {
  return JSON.parse(JSON.stringify(value)) as Answer
}

/** `null`: the field is left out. */
export type DecodedRow = [from: string, hex: string, says: Answer, options?: DecodeOptions]

export function testDecoded(rows: readonly DecodedRow[]): void {
  for (const [from, hex, says, options = {}] of rows)
    test(`pdu decode: ${from}`, () => {
      const answer = printed(decodeToJson(hex, options))
      assert.equal(answer['error'], undefined)
      for (const [key, value] of Object.entries(says))
        assert.deepEqual(answer[key] ?? null, value, key)
    })
}

export function assertBroken(hex: string, path: string, at: number, options: DecodeOptions): void {
  const answer = printed(decodeToJson(hex, options))
  assert.equal(answer['at'], at)
  assert.match(String(answer['error']), new RegExp(`^${path} at octet ${at}: `))
}
