// Whoever writes to SQLite is answered when it is on the disk, and not before.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const disk = new URL('../support/held-disk.js', import.meta.url)
const trial = new URL('../support/held-disk-trial.js', import.meta.url)

test('a commit is answered by a disk that has it, read beside while that is slow, and fails with it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sms-disk-'))
  try {
    const args = ['--import', disk.href, fileURLToPath(trial)]
    const env = { ...process.env, SMS_TEST_DISK: directory }
    const { stderr } = await promisify(execFile)(process.execPath, args, { env, timeout: 60_000 })
    assert.equal(stderr, '')
  } finally {
    await rm(directory, { recursive: true })
  }
})
