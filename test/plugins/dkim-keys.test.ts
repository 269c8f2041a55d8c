import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DkimKeys } from '../../plugins/dkim-keys.ts'

const records: [record: string[], isForTests: boolean][] = [
  [['v=DKIM1; t=y; p=abc'], true],
  [['v=DKIM1; p=abc; t = s : y'], true],
  [['v=DKIM1; t=', 'y; p=abc'], true],
  [['v=DKIM1; t=s; p=abc'], false],
  [['v=DKIM1; p=abc; n=t=y'], false],
  [['v=DKIM1; p=abc'], false],
]
for (const [record, isForTests] of records) {
  test(`${record.join('')} is ${isForTests ? '' : 'not '}for tests`, async () => {
    const keys = new DkimKeys(() => Promise.resolve([record]), Date.now)
    assert.equal(await keys.isForTests('one', 'example.test'), isForTests)
  })
}

test('a record is asked for once in five minutes, and again at once when nobody answered', async () => {
  let now = 0
  const asked: string[] = []
  const answers = [Promise.reject(new Error('SERVFAIL')), Promise.resolve([['t=y']])]
  const keys = new DkimKeys(
    (name) => {
      asked.push(name)
      return answers.shift() ?? Promise.resolve([[]])
    },
    () => now,
  )
  const ask = (): Promise<boolean | undefined> => keys.isForTests('One', 'Example.test')
  assert.deepEqual([await ask(), await ask(), await ask()], [undefined, true, true])
  now = 300_000
  assert.equal(await ask(), false)
  assert.deepEqual(asked, Array(3).fill('one._domainkey.example.test'))
})

test('a name server that never answers is not waited for', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const keys = new DkimKeys(() => new Promise(() => undefined), Date.now)
  const answer = keys.isForTests('one', 'example.test')
  mock.timers.tick(5_000)
  assert.equal(await answer, undefined)
})
