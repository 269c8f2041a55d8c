// sms.ini in a running Haraka: a wrong value stops the start with its sentence, and on reload it
// changes nothing.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TestHaraka } from '../support/test-haraka.ts'

const anna = 'anna@example.test'
const working = '[domains]\nsms.test =\n[trust]\ntrust = ip\n'

test('a wrong value stops the start: file, section, key and bound', async (t) => {
  const haraka = await TestHaraka.prepare({
    files: { 'sms.ini': '[domains]\nsms.test =\n[text]\nmax_parts = 0\n[trust]\ntrust = luck\n' },
  })
  t.after(() => haraka.close())
  await assert.rejects(haraka.run(), /Haraka stopped/)
  const log = haraka.log.join('\n')
  assert.match(log, /sms\.ini \[text\] max_parts: 0 is below 1/)
  assert.match(log, /sms\.ini \[trust\] trust: "luck" is none of auth/)
})

test('a wrong route stops the start as well', async (t) => {
  const haraka = await TestHaraka.prepare({ files: { 'sms.routes.ini': '[x]\ntype = pigeon\n' } })
  t.after(() => haraka.close())
  await assert.rejects(haraka.run(), /Haraka stopped/)
  assert.match(haraka.log.join('\n'), /sms\.routes\.ini \[x\] type: "pigeon" is none of phone/)
})

test('on reload a right value is taken over and a wrong one is not', async (t) => {
  const haraka = await TestHaraka.start()
  t.after(() => haraka.close())
  await haraka.administer((administration) =>
    administration.addAccount({ address: anna, networks: ['127.0.0.1'] }),
  )
  const sms = join(haraka.directory, 'config', 'sms.ini')
  const long = {
    from: anna,
    to: ['46701740611@sms.test'],
    data: `From: ${anna}\n\n${'a'.repeat(200)}\n`,
  }

  await writeFile(sms, `${working}[text]\nmax_parts = 1\n`)
  await haraka.logged(/sms\.ini is taken over/)
  const refused = await haraka.send(long)
  assert.deepEqual([refused.code, refused.lines[0]?.slice(0, 5)], [554, '5.6.0'])

  await writeFile(sms, `${working}[text]\nmax_parts = none\n`)
  await haraka.logged(/\[ERROR\].*sms\.ini \[text\] max_parts: "none" is not a whole number/)
  const still = await haraka.send(long)
  assert.deepEqual([still.code, still.lines[0]?.slice(0, 5)], [554, '5.6.0'])
})
