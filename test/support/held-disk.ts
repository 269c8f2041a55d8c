// Loaded into each thread of a process before anything else: a disk that is as slow, or as broken, as the
// directory SMS_TEST_DISK says. While a file `hold` is in it nothing is made safe; with `fail` it never is.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

const directory = process.env['SMS_TEST_DISK'] ?? ''
const says = (name: string): boolean => fs.existsSync(join(directory, name))
const { fdatasync } = fs
const broken = { code: 'EIO', syscall: 'fdatasync' }

const held = (file: number, callback: fs.NoParamCallback): void => {
  if (says('hold')) setTimeout(() => held(file, callback), 5)
  else if (says('fail')) callback(Object.assign(new Error('EIO: i/o error'), broken))
  else fdatasync(file, callback)
}
fs.fdatasync = Object.assign(held, { __promisify__: fdatasync.__promisify__ })
syncBuiltinESMExports()
