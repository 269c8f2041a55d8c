import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { HelperThread } from '../../lib/threads/helper-thread.ts'
import { eventually } from '../support/eventually.ts'

/** A thread that works as `work` says, the body of a function of `job`. */
async function helper(
  t: TestContext,
  work: string,
  rush = 0,
  onDeath: (error: Error) => void = () => undefined,
): Promise<HelperThread<unknown, unknown>> {
  const directory = await mkdtemp(join(tmpdir(), 'sms-helper-'))
  const help = new URL('../../lib/threads/helper-work.js', import.meta.url).href
  const file = join(directory, 'work.mjs')
  await writeFile(file, `import { help } from '${help}'\nhelp((job) => { ${work} })\n`)
  const thread = new HelperThread<unknown, unknown>(pathToFileURL(file), { rush, onDeath })
  t.after(async () => {
    await thread.close()
    await rm(directory, { recursive: true })
  })
  return thread
}

test('every job has its own answer, whoever is first', async (t) => {
  const thread = await helper(
    t,
    'return job === 0 ? new Promise((resolve) => setTimeout(resolve, 20, "late")) : job * 2',
  )
  const answers = await Promise.all([0, 1, 2].map((job) => thread.ask(job)))
  assert.deepEqual(answers, ['late', 2, 4])
})

test('a job that fails is rejected alone, with what its error is told from others by', async (t) => {
  const thread = await helper(
    t,
    'if (job === 1) throw Object.assign(new TypeError("no"), { code: "57P01" }); if (job === 2) return Promise.reject(Object.assign(new Error("away"), { syscall: "connect" })); return job',
  )
  const [one, two, three] = await Promise.allSettled([1, 2, 3].map((job) => thread.ask(job)))
  assert.ok(one?.status === 'rejected' && two?.status === 'rejected')
  const [first, second] = [one.reason as Error, two.reason as Error]
  assert.deepEqual(
    [first.name, first.message, Reflect.get(first, 'code')],
    ['TypeError', 'no', '57P01'],
  )
  assert.equal(Reflect.get(second, 'syscall'), 'connect')
  assert.deepEqual(three, { status: 'fulfilled', value: 3 })
})

test('what cannot be carried back is an error of its job', async (t) => {
  const thread = await helper(t, 'return job === 1 ? () => 1 : job')
  await assert.rejects(thread.ask(1), /could not be cloned/)
  assert.equal(await thread.ask(2), 2)
})

test('when the thread dies, those who wait hear it and the next job starts another', async (t) => {
  const thread = await helper(t, 'if (job === "die") process.exit(1); return job')
  await assert.rejects(thread.ask('die'), /has ended/)
  assert.equal(await thread.ask('again'), 'again')
})

test('one that died is told of, and rests while others can do its work', async (t) => {
  const deaths: string[] = []
  const thread = await helper(t, 'process.exit(1)', 0, ({ message }) => deaths.push(message))
  assert.equal(thread.askInRush('early'), undefined)
  await assert.rejects(thread.ask('something'), /has ended/)
  assert.deepEqual(deaths, ['a helping thread has ended'])
  await delay(300)
  assert.equal(thread.askInRush('something'), undefined)
  assert.deepEqual(deaths.length, 1)
})

test('it is worth the way only in a rush, and only when it is there', async (t) => {
  const thread = await helper(t, 'return job', 5)
  const rush = (): Promise<unknown[]> =>
    Promise.all(Array.from({ length: 6 }, async (_, job) => await thread.askInRush(job)))
  assert.deepEqual(await rush(), Array(6).fill(undefined))
  const last = await eventually('the thread to be ready', async () => (await rush()).at(-1))
  assert.equal(last, 5)
  await delay(250)
  assert.equal(thread.askInRush(0), undefined)
})
