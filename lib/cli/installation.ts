// Which Haraka the command line works on: its directory, and the settings that stand there.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readSettings, type Settings, type SettingsReading } from '../config/settings.ts'
import { readText } from './read-text.ts'
import { Sentence } from './sentence.ts'

export interface Installation {
  /** The directory that Haraka is started with, `haraka -c`. */
  readonly directory: string
  /** As they were read last. */
  readonly settings: Settings
  /** Reads them again; answers what is wrong with them, and then they stay as they were. */
  reload(): readonly string[]
}

/** The directory that was named, or the first of the usual places that has a config/sms.ini. */
export function openInstallation(named: string | undefined): Installation {
  const directory = findDirectory(named)
  const read = (): SettingsReading => {
    const file = readText(iniOf(directory))
    return file.ok ? readSettings(file.text) : { ok: false, problems: [file.problem] }
  }
  const first = read()
  if (!first.ok) throw new Sentence(first.problems.join('\n'))
  let { settings } = first
  return {
    directory,
    get settings() {
      return settings
    },
    reload() {
      const again = read()
      if (!again.ok) return again.problems
      settings = again.settings
      return []
    },
  }
}

function findDirectory(named: string | undefined): string {
  const places =
    named === undefined ? [...new Set([process.env['HARAKA'] ?? '.', '.', 'var'])] : [named]
  // A directory that nobody named must be one that Haraka runs in, not the sources of this package.
  const files = named === undefined ? ['sms.ini', 'smtp.ini'] : ['sms.ini']
  const missing = places.map((place) =>
    files.find((file) => !existsSync(join(place, 'config', file))),
  )
  const found = places[missing.indexOf(undefined)]
  if (found !== undefined) return resolve(found)
  const gaps = places.map((place, index) => `no config/${missing[index]} in ${resolve(place)}`)
  throw new Sentence(
    `There is ${gaps.join(' and ')}. Name the directory of your Haraka with --config DIR.`,
  )
}

export function iniOf(directory: string): string {
  return join(directory, 'config', 'sms.ini')
}
