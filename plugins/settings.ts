// sms.ini and sms.routes.ini as Haraka's config directory holds them, read again when they change.
//
// A wrong value stops the start with sentences that name file, section, key and bound. On reload it
// is logged and the settings stay as they were.
import { readSettings, type Settings } from '../lib/config/settings.ts'
import { readRoutes, type RouteTable } from '../lib/gateway/route-table.ts'
import { realWorld } from '../lib/routes/real-world.ts'
import type { Plugin } from './haraka.ts'

/** Throws what is wrong with the file; the answer always gives the settings that are in force. */
export function watchSettings(plugin: Plugin): () => Settings {
  const read = (): ReturnType<typeof readSettings> =>
    readSettings(plugin.config.get('sms.ini', 'data', reload).join('\n'))
  let settings: Settings
  const first = read()
  if (!first.ok) throw sentencesOnly(first.problems)
  settings = first.settings
  return () => settings

  function reload(): void {
    const again = read()
    if (again.ok) {
      if (again.settings.main.database !== settings.main.database)
        plugin.logwarn('database in sms.ini counts from the next start on')
      settings = again.settings
      plugin.loginfo('sms.ini is taken over')
    } else plugin.logerror(`sms.ini is not taken over: ${again.problems.join('; ')}`)
  }
}

/** Throws what is wrong with the file; the table follows what changes in it. */
export function readRouteTable(plugin: Plugin, settings: () => Settings): RouteTable {
  const world = realWorld(() => settings().main.public_url)
  const read = (): ReturnType<typeof readRoutes> =>
    readRoutes(plugin.config.get('sms.routes.ini', 'data', reload).join('\n'), world)
  const reading = read()
  if (!reading.ok) throw sentencesOnly(reading.problems)
  const { table } = reading
  return table

  function reload(): void {
    const again = read()
    if (again.ok) {
      table.replace(again.table.entries)
      plugin.loginfo('sms.routes.ini is taken over')
    } else plugin.logerror(`sms.routes.ini is not taken over: ${again.problems.join('; ')}`)
  }
}

/** Haraka logs what stopped its start with the stack, in which nobody would look for the sentence. */
function sentencesOnly(problems: readonly string[]): Error {
  const error = new Error(problems.join('\n'))
  error.stack = problems.join('\n')
  return error
}
