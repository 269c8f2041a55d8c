// What the doctor looks at: the config directory of a Haraka as its files stand, and the settings that
// could be read from them. Nothing in it is changed.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readIni } from '../../config/ini.ts'
import type { Settings } from '../../config/settings.ts'
import type { RouteTableReading } from '../../gateway/route-table.ts'

export interface House {
  readonly directory: string
  readonly files: HarakaFiles
  readonly settings: Settings
  readonly routes: RouteTableReading
}

export class HarakaFiles {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = join(directory, 'config')
  }

  path(name: string): string {
    return join(this.#directory, name)
  }

  has(name: string): boolean {
    return existsSync(this.path(name))
  }

  /** '' where there is none. */
  text(name: string): string {
    return this.has(name) ? readFileSync(this.path(name), 'utf8') : ''
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

  hasPlugin(...names: string[]): boolean {
    return this.plugins.some((plugin) => names.includes(plugin))
  }
}
