// The secrets that stand in templates themselves: the values of fields and headers whose names say so. What is
// filled in is none, for answers are read by our ids.
import type { Settings } from './settings.ts'

const name = String.raw`[\w.-]*(?:auth|key|token|secret|pass|pwd|credential)[\w.-]*`
/** name=value of a query or form, "name": "value" of JSON, <name>value of XML. */
const field = new RegExp(`${name}["']?\\s*[:=>]\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'&<,}]+))`, 'gi')
/** Name: value | Name: value. */
const header = new RegExp(`${name}:([^|]*)`, 'gi')

export function writtenSecrets({ url, body, headers }: Settings): string[] {
  const values = [url, body].flatMap((template) => valuesIn(template, field))
  const lines = valuesIn(headers, header).map((line) => line.trim())
  // Behind a scheme, as in Token abc.
  const words = lines.flatMap((line) => line.split(/\s+/))
  return [...values, ...lines, ...words].filter((value) => !value.includes('{'))
}

function valuesIn(template: string, pattern: RegExp): string[] {
  return [...template.matchAll(pattern)].map(([, ...values]) => values.find(Boolean) ?? '')
}
