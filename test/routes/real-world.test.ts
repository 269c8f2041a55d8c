// What routes touch, as it really is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realWorld } from '../../lib/routes/real-world.ts'

async function whyNot(command: string): Promise<string> {
  const failing = realWorld().runCommand(command)
  return failing.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
}

test('a command that fails is told by how it ended, and its words are never shown', async () => {
  assert.equal(await whyNot('true'), 'nothing')
  assert.equal(await whyNot('exit 7 # admin:hunter22secret'), 'it ended with 7')
  assert.equal(await whyNot('kill -9 $$ # hunter22secret'), 'it was ended by SIGKILL')
  for (const command of [
    'LC_ALL=C ls -l /nowhere/hunter22secret',
    'no-such-program -u hunter22secret',
    `echo 'hunter22secret`,
  ])
    assert.match(await whyNot(command), /^it ended with \d+$/)
})
