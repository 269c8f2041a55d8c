// What a change of sms.ini does while Haraka runs, and what the log says of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plugin } from '../../plugins/haraka.ts'
import { watchSettings } from '../../plugins/settings.ts'

test('another database is told to count from the next start on', () => {
  let ini = 'language = da'
  let reload = (): void => undefined
  const log: string[] = []
  const say = (line: string): void => void log.push(line)
  const config = {
    get: (_name: string, _type: string, changed: () => void) => {
      reload = changed
      return ini.split('\n')
    },
  }
  const plugin = { config, loginfo: say, logwarn: say, logerror: say } as unknown as Plugin
  const settings = watchSettings(plugin)
  ini = 'language = sv'
  reload()
  assert.equal(settings().main.language, 'sv')
  ini = 'database = sqlite:other.db'
  reload()
  const taken = 'sms.ini is taken over'
  assert.deepEqual(log, [taken, 'database in sms.ini counts from the next start on', taken])
})
