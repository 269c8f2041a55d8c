// Reads the lines of answers: `+CSQ: 17,99`, `+CPMS: ("SM","ME"),("SM")`. Never throws.
import type { Answer } from './at-channel.ts'
import { describeError } from './errors.ts'

/** What stands behind `+NAME:` in the first line that has it. */
export function valueOf(answer: Answer, name: string): string | undefined {
  return valuesOf(answer, name)[0]
}

export function valuesOf(answer: Answer, name: string): string[] {
  if (answer.kind !== 'ok') return []
  return answer.lines.flatMap((line) =>
    line.startsWith(`${name}:`) ? [line.slice(name.length + 1).trim()] : [],
  )
}

/** The plain text of an answer such as that of ATI, without the name some modems put in front. */
export function textOf(answer: Answer): string | undefined {
  if (answer.kind !== 'ok') return undefined
  const [line] = answer.lines
  return line?.replace(/^\+?[A-Z]+:\s*/, '').replace(/^"(.*)"$/, '$1')
}

/** `1,"abc",,(2,3)` as 1, abc, nothing, (2,3). */
export function fieldsOf(value: string): string[] {
  const fields = value.match(/(?:"[^"]*"|\([^)]*\)|[^,"(])+|(?<=^|,)(?=,|$)/g) ?? []
  return fields.map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
}

export function numberAt(fields: readonly string[], index: number): number | undefined {
  const field = fields[index]
  return field !== undefined && /^\d+$/.test(field) ? Number(field) : undefined
}

/** For people. */
export function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'ok':
      return 'OK'
    case 'error':
      return describeError(answer.error)
    case 'timeout':
      return 'the modem did not answer in time'
    case 'closed':
      return 'the port was closed'
  }
}
