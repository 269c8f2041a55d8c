// An hour's load in five minutes on each database: memory, open files and timers stay what they were
// after the first minute, every mail is one SMS, and every answer is a mail.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { MailSink } from '../support/mail-sink.ts'
import { WitnessedHaraka } from '../support/witnessed-haraka.ts'
import type { Holdings } from '../support/witness.ts'

const minutes = 5
const samplesAMinute = 4

forEachDatabase((name, openDatabaseUrl) => {
  test(`${name}: ${minutes} minutes of load leave nothing behind`, async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'sms-soak-'))
    const sink = await MailSink.open()
    const witnessed = await WitnessedHaraka.start({
      smarthost: sink.port,
      database: await openDatabaseUrl(),
      nodes: 0,
      journal: join(directory, 'journal'),
      pause: 40,
    })
    t.after(async () => {
      await witnessed.close()
      await sink.close()
      await rm(directory, { recursive: true })
    })
    const { haraka, sender } = witnessed
    let answers = 0
    for (let sample = 0; sample < minutes * samplesAMinute; sample++) {
      answers += await live(witnessed, 60_000 / samplesAMinute)
      process.kill(haraka.pid, 'SIGUSR2')
    }
    await sender.end()
    await witnessed.settled(120_000)
    assert.equal(await witnessed.reckon(), 0)
    await eventually('a mail for each answer', () =>
      Promise.resolve(sink.mails.length >= answers ? true : undefined),
    )
    assert.equal(sink.mails.length, answers)
    assert.deepEqual([...sender.setbacks], [])
    const samples = (await readFile(`${witnessed.journal}.holdings`, 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Holdings)
      .slice(samplesAMinute)
    const third = Math.floor(samples.length / 3)
    const [early, late] = [samples.slice(0, third), samples.slice(-third)]
    const compare = (what: Exclude<keyof Holdings, 'pid'>, allowed: number): void => {
      const [before, after] = [mean(early, what), mean(late, what)]
      t.diagnostic(`${what}: ${before} at first, ${after} at last`)
      assert.ok(after <= before + allowed, `${what} grew from ${before} to ${after}`)
    }
    compare('heap', 4_000_000)
    // SQLite's page cache fills meanwhile; with one of 2 MB resident memory stays as it is.
    compare('resident', 30_000_000 + (name === 'SQLite' ? 64 * 2 ** 20 : 0))
    compare('files', 4)
    compare('timers', 6)
  })
})

/**
 * What goes on beside the mails: a phone that answers, a page that is opened and closed, a wrong mail.
 * Says how many answers were taken.
 */
async function live(witnessed: WitnessedHaraka, duration: number): Promise<number> {
  const { haraka } = witnessed
  const end = performance.now() + duration
  let answers = 0
  for (let n = 0; performance.now() < end; n++) {
    const taken = await witnessed.answer(`answer ${n}`)
    assert.ok(taken || n === 0)
    if (taken) answers++
    await haraka.page.until(() => true, AbortSignal.timeout(5_000))
    await haraka.send({
      from: 'nobody@example.test',
      to: ['46701740605@sms.test'],
      data: 'From: nobody@example.test\n\nfrom nobody\n',
    })
    await delay(300)
  }
  return answers
}

function mean(samples: readonly Holdings[], what: keyof Holdings): number {
  return Math.round(samples.reduce((sum, one) => sum + one[what], 0) / samples.length)
}
