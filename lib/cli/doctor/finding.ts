// What the doctor found: that something is right, could be better, or does not work, and what to do.
// Guarantees: whatever is not right says what to do; texts are wrapped to 80 columns.

export type Area =
  'settings' | 'haraka' | 'ports' | 'dns' | 'database' | 'clock' | 'trust' | 'routes'

export interface Finding {
  readonly area: Area
  readonly level: 'good' | 'advice' | 'fault'
  readonly says: string
  readonly todo?: string
}

export interface Voice {
  readonly good: (says: string) => Finding
  readonly advice: (says: string, todo: string) => Finding
  readonly fault: (says: string, todo: string) => Finding
}

export function voiceOf(area: Area): Voice {
  return {
    good: (says) => ({ area, level: 'good', says }),
    advice: (says, todo) => ({ area, level: 'advice', says, todo }),
    fault: (says, todo) => ({ area, level: 'fault', says, todo }),
  }
}

/** What to do about a file that cannot be read. */
export const unreadable = 'Mend that; Haraka does not start with it.'

const marks = { good: 'ok', advice: 'advice', fault: 'FAULT' } as const
const width = 80
const indent = 10

export function formatFindings(findings: readonly Finding[]): string {
  const areas = [...new Set(findings.map(({ area }) => area))]
  const blocks = areas.map((area) => {
    const lines = findings.filter((finding) => finding.area === area).flatMap(linesOf)
    return [area, ...lines, ''].join('\n')
  })
  return `${blocks.join('\n')}\n${summary(findings)}\n`
}

function linesOf({ level, says, todo }: Finding): string[] {
  const head = `  ${marks[level]}`.padEnd(indent)
  const lines = wrap(says).map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + line)
  const help = todo === undefined ? [] : wrap(`-> ${todo}`)
  return [...lines, ...help.map((line) => ' '.repeat(indent) + line)]
}

function wrap(text: string): string[] {
  const lines = ['']
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? ''
    if (last === '') lines[lines.length - 1] = word
    else if (indent + last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']): number =>
    findings.filter((finding) => finding.level === level).length
  const [faults, advice] = [count('fault'), count('advice')]
  if (faults + advice === 0) return 'All is well.'
  const named = (number: number, one: string, many: string): string =>
    `${number} ${number === 1 ? one : many}`
  return `${named(faults, 'fault', 'faults')}, ${named(advice, 'piece', 'pieces')} of advice.`
}
