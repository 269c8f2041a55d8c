// What the doctor looks at: the config directory of a Haraka as its files stand, and the settings that
// could be read from them. Nothing in it is changed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readIni } from '../../config/ini.ts'
import type { Settings } from '../../config/settings.ts'
import type { RouteTableReading } from '../../gateway/route-table.ts'
import { headline } from '../haraka-directory.ts'
import { readText } from '../read-text.ts'

export interface House {
  readonly directory: string
  readonly files: HarakaFiles
  readonly settings: Settings
  readonly routes: RouteTableReading
}

export class HarakaFiles {
  readonly #directory: string
  readonly #problems = new Map<string, string>()

  constructor(directory: string) {
    this.#directory = join(directory, 'config')
  }

  path(name: string): string {
    return join(this.#directory, name)
  }

  has(name: string): boolean {
    return existsSync(this.path(name))
  }

  /** '' where there is none, or none that can be read. */
  text(name: string): string {
    if (!this.has(name)) return ''
    const file = readText(this.path(name))
    if (file.ok) return file.text
    this.#problems.set(name, file.problem)
    return ''
  }

  /** Whether it could not be read when it was asked for. */
  isClosed(name: string): boolean {
    return this.#problems.has(name)
  }

  /** Why files that were asked for could not be read. */
  get problems(): string[] {
    return [...this.#problems.values()]
  }

  /** The lines that are no comments. */
  lines(name: string): string[] {
    const lines = this.text(name).split(/\r?\n/)
    return lines.map((line) => line.trim()).filter((line) => line !== '' && !/^[#;]/.test(line))
  }

  value(name: string, section: string, key: string): string | undefined {
    return readIni(this.text(name)).ini.get(section)?.get(key)
  }

  /** A switch as Haraka reads it. */
  isOn(name: string, section: string, key: string): boolean {
    return /^(true|yes|ok|enabled|on|1)$/i.test(this.value(name, section, key) ?? '')
  }

  get plugins(): string[] {
    return this.lines('plugins').map((line) => line.replace(/^haraka-plugin-/, ''))
  }

  /** Whether `haraka-sms start` makes them all anew from haraka.ini. */
  get areMade(): boolean {
    return this.text('plugins').startsWith(headline('#'))
  }

  hasPlugin(...names: string[]): boolean {
    return this.plugins.some((plugin) => names.includes(plugin))
  }
}
