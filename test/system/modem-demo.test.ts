// The whole loop on a real Haraka by a GSM modem.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

test('mail to SMS, answer to mail, and reply to SMS go by a simulated modem too', async () => {
  const command = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [
    command,
    'demo',
    '--modem',
    '--json',
  ])
  const result = JSON.parse(stdout) as Record<
    'firstSms' | 'answerMail' | 'secondSms',
    { text: string }
  >
  assert.equal(result.firstSms.text, 'Lunch\nat twelve?')
  assert.equal(result.answerMail.text.trim(), 'Fine. Where?')
  assert.equal(result.secondSms.text, 'At the harbour.')
})
