// Reads an .ini file the way Haraka's admins write them: [section], key = value, ; or # comments.
//
// Haraka's own reader turns 0045 into 45 and drops a line it does not understand; here every value
// stays the text that was written, and a line that cannot be read is an error with its number. What
// stands in that line is not repeated: it may be the half of a secret.

export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What stands twice: for some files a mistake. */
interface Repeated {
  readonly section: string
  readonly problem: string
}

/** Keys before the first section belong to [main]. Repeated sections are joined, later keys win. `file` is its name in problems. */
export function readIni(
  source: string,
  file = '',
): { ini: Ini; problems: string[]; repeated: readonly Repeated[] } {
  const ini = new Map<string, Map<string, string>>([['main', new Map()]])
  const problems: string[] = []
  const repeated: Repeated[] = []
  let section = 'main'
  for (const [index, line] of source
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const text = line.trim()
    if (text === '' || text.startsWith(';') || text.startsWith('#')) continue
    if (text.startsWith('[') && text.endsWith(']')) {
      section = text.slice(1, -1).trim()
      if (ini.has(section))
        repeated.push({
          section,
          problem: `${file} line ${index + 1}: [${section}] is there twice`,
        })
      else ini.set(section, new Map())
      continue
    }
    const equals = text.indexOf('=')
    if (equals < 1) {
      problems.push(`${file} line ${index + 1} is neither key = value nor a [section]`)
      continue
    }
    const key = text.slice(0, equals).trim()
    if (ini.get(section)?.has(key) === true)
      repeated.push({
        section,
        problem: `${file} line ${index + 1}: [${section}] has ${key} twice`,
      })
    ini.get(section)?.set(key, text.slice(equals + 1).trim())
  }
  return { ini, problems, repeated }
}
