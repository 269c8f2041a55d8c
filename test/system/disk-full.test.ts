// A disk that is full: mails for phones are to come again, nothing is lost or half stored, and the
// server goes on when there is room.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestHaraka } from '../support/test-haraka.ts'

const anna = 'anna@example.test'

/** A disk of two megabytes; only root may make one. */
async function smallDisk(): Promise<string | undefined> {
  const disk = await mkdtemp(join(tmpdir(), 'sms-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'ignore' })
    return disk
  } catch {
    await rm(disk, { recursive: true })
    return undefined
  }
}

test('a full disk holds mails back and loses none', async (t) => {
  const disk = await smallDisk()
  if (disk === undefined) {
    t.skip('only root can make a small disk')
    return
  }
  t.after(async () => {
    execFileSync('umount', ['-l', disk])
    await rm(disk, { recursive: true })
  })
  const haraka = await TestHaraka.start({
    say: `[main]\ndatabase = sqlite:${disk}/sms.db\n[domains]\nsms.test =\n[demo]\nmailbox = example.test\n[route virtual]\ntype = phone\n`,
  })
  t.after(() => haraka.close())
  await haraka.administer((administration) =>
    administration.addAccount({ address: anna, networks: ['127.0.0.1'] }),
  )
  const send = (text: string, to = '46701740611@sms.test') =>
    haraka.send({
      from: anna,
      to: [to],
      data: `From: ${anna}\nMessage-ID: <${text.slice(0, 20).replace(/\W/g, '')}@client.test>\n\n${text}\n`,
    })
  assert.equal((await send('while there is room')).code, 250)
  await haraka.texts('+46701740611')
  await writeFile(join(disk, 'filler'), Buffer.alloc(4 * 1_048_576)).catch(() => undefined)
  const sent: string[] = ['while there is room']
  let full: Awaited<ReturnType<typeof send>> | undefined
  for (let n = 0; full === undefined && n < 200; n++) {
    const text = `number ${n} ${'x'.repeat(900)}`
    const reply = await send(text)
    if (reply.code === 250) sent.push(text)
    else full = reply
  }
  assert.deepEqual([full?.code, full?.lines[0]?.slice(0, 5)], [451, '4.3.0'])
  assert.ok(haraka.running)
  await rm(join(disk, 'filler'))
  assert.equal((await send('room again')).code, 250)
  const texts = await haraka.texts('+46701740611', sent.length + 1)
  assert.deepEqual(texts.toSorted(), [...sent, 'room again'].toSorted())
})
