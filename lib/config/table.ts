// A table of settings: it parses, bounds and documents the keys of one section of an .ini file.
import type { SettingType } from './types.ts'

export interface Setting<T> {
  readonly type: SettingType<T>
  /** As it would stand in the file. */
  readonly default: string
  /** One sentence for the reference. */
  readonly about: string
}

export type Table = Readonly<Record<string, Setting<unknown>>>

export type Values<T extends Table> = {
  readonly [K in keyof T]: T[K] extends Setting<infer V> ? V : never
}

export function setting<T>(type: SettingType<T>, byDefault: string, about: string): Setting<T> {
  return { type, default: byDefault, about }
}

/**
 * Reads a section. What it does not name has its default; every key that is wrong or unknown is
 * told to `complain`, and then there are no values.
 */
export function readTable<T extends Table>(
  table: T,
  section: ReadonlyMap<string, string> | undefined,
  complain: (key: string, problem: string) => void,
): Values<T> | undefined {
  const values: Record<string, unknown> = {}
  const problems: [key: string, problem: string][] = []
  for (const key of section?.keys() ?? []) {
    if (!Object.hasOwn(table, key))
      problems.push([key, `no such setting; there are ${Object.keys(table).join(', ')}`])
  }
  for (const [key, { type, default: byDefault }] of Object.entries(table)) {
    const reading = type.read(section?.get(key) ?? byDefault)
    if (reading.ok) values[key] = reading.value
    else problems.push([key, reading.problem])
  }
  for (const [key, problem] of problems) complain(key, problem)
  // The loop fills exactly what the table names, with the types that the table gives.
  return problems.length === 0 ? (values as Values<T>) : undefined
}
