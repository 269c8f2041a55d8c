// What is asked of a SQLite file while its disk is slow, and broken; a process of its own, which ends with 1
// where something is not as it should be.
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Store } from '../../lib/store/store.ts'
import { echo, insert } from './disk-programs.ts'

const directory = process.env['SMS_TEST_DISK'] ?? ''
const programs = new URL('disk-programs.js', import.meta.url).href
const store = new Store(`sqlite:${join(directory, 'sms.db')}`, '/', assert.ifError, programs)
const disk = {
  becomes: (state: 'hold' | 'fail') => writeFileSync(join(directory, state), ''),
  mends: (state: 'hold' | 'fail') => rmSync(join(directory, state)),
}
const ids = (): Promise<number[]> => store.db('one').orderBy('id').pluck('id')

await store.db.schema.createTable('one', (table) => void table.integer('id').primary())
await store.perform(insert, 1)

disk.becomes('hold')
const answered: string[] = []
const writing = [
  store.perform(insert, 2).then(() => answered.push('program')),
  store.transaction((trx) => trx('one').insert({ id: 3 })).then(() => answered.push('work')),
]
assert.equal(await store.assist(echo, 'beside'), 'beside')
await delay(100)
assert.deepEqual(answered, [], 'nobody hears of a commit that is not on the disk')
disk.mends('hold')
await Promise.all(writing)
assert.deepEqual(answered.sort(), ['program', 'work'])

disk.becomes('fail')
await assert.rejects(store.perform(insert, 4), { code: 'EIO' })
await assert.rejects(store.db('one').insert({ id: 5 }), { code: 'EIO' })
disk.mends('fail')
await store.perform(insert, 6)
assert.deepEqual((await ids()).slice(-1), [6])

disk.becomes('hold')
const last = store.perform(insert, 7)
const closed = Promise.all([last, store.close()])
setTimeout(() => disk.mends('hold'), 50)
await closed
