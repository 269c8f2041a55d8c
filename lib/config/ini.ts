// Reads an .ini file the way Haraka's admins write them: [section], key = value, ; or # comments.
//
// Haraka's own reader turns 0045 into 45 and drops a line it does not understand; here every value
// stays the text that was written, and a line that cannot be read is an error with its number.

export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>

export interface IniProblem {
  readonly line: number
  readonly text: string
}

/** Keys before the first section belong to [main]. Repeated sections are joined, later keys win. */
export function readIni(source: string): { ini: Ini; problems: IniProblem[] } {
  const ini = new Map<string, Map<string, string>>([['main', new Map()]])
  const problems: IniProblem[] = []
  let section = 'main'
  for (const [index, line] of source
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const text = line.trim()
    if (text === '' || text.startsWith(';') || text.startsWith('#')) continue
    if (text.startsWith('[') && text.endsWith(']')) {
      section = text.slice(1, -1).trim()
      if (!ini.has(section)) ini.set(section, new Map())
      continue
    }
    const equals = text.indexOf('=')
    if (equals < 1) problems.push({ line: index + 1, text })
    else ini.get(section)?.set(text.slice(0, equals).trim(), text.slice(equals + 1).trim())
  }
  return { ini, problems }
}
