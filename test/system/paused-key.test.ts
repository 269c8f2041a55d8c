// A key that is paused stops within two seconds in every worker.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TestHaraka } from '../support/test-haraka.ts'

const address = 'anna@example.test'

test('a paused key is refused within two seconds by every worker', async (t) => {
  const haraka = await TestHaraka.start({ nodes: 2 })
  t.after(() => haraka.close())
  const key = await haraka.administer(async (administration) => {
    await administration.addAccount({ address })
    return administration.addKey({})
  })
  const isTaken = async (): Promise<boolean> => {
    const client = await haraka.client()
    await client.command(`MAIL FROM:<${address}>`)
    const { code } = await client.command(`RCPT TO:<${key}.46701740611@sms.test>`)
    await client.quit()
    assert.ok(code === 250 || code === 550, String(code))
    return code === 250
  }
  // Every worker knows the key.
  for (let n = 0; n < 8; n++) assert.equal(await isTaken(), true)
  await haraka.administer((administration) => administration.setKeyActive(key, false))
  const paused = performance.now()
  let lastTaken = paused
  for (let refused = 0; refused < 4; refused++) {
    const asked = performance.now()
    if (await isTaken()) [lastTaken, refused] = [asked, -1]
    assert.ok(asked - paused < 10_000, 'it is never refused')
  }
  assert.ok(lastTaken - paused < 2_000, `taken after ${Math.round(lastTaken - paused)} ms`)
})
