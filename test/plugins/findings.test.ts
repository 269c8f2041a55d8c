import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DkimKeys } from '../../plugins/dkim-keys.ts'
import { findingsOn } from '../../plugins/findings.ts'
import type { Connection, PluginResult } from '../../plugins/haraka.ts'
import { makeConnection } from '../support/connection.ts'

/** What is found of a client's mail when the SPF plugin says so. */
function found(spf: PluginResult, relaying: boolean): ReturnType<typeof findingsOn> {
  const mail = makeConnection('anna@example.test', ['4670@sms.test'])
  const { transaction } = mail
  assert.ok(transaction)
  const results = transaction.results as unknown as {
    add(plugin: { name: string }, result: PluginResult): void
  }
  results.add({ name: 'spf' }, spf)
  const connection: Connection = { ...mail, transaction, remote: mail.remote, relaying }
  return findingsOn(connection, transaction, new DkimKeys(() => Promise.resolve([]), Date.now))
}

test('SPF that passes or could not be asked counts, of the envelope sender alone', async () => {
  const passed = await found({ scope: 'mfrom', result: 'Pass' }, false)
  assert.equal(passed.spf, 'example.test')
  const unchecked = await found({ scope: 'mfrom', result: 'TempError' }, false)
  assert.deepEqual([unchecked.spf, unchecked.unchecked.spf], [undefined, 'example.test'])
  assert.equal((await found({ scope: 'helo', result: 'Pass' }, false)).spf, undefined)
})

test('SPF says nothing of a client that relays: the plugin may have checked this server', async () => {
  for (const result of ['Pass', 'TempError']) {
    const { spf, unchecked } = await found({ scope: 'mfrom', result }, true)
    assert.deepEqual([spf, unchecked.spf], [undefined, undefined])
  }
})
