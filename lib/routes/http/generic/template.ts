// What an admin writes once and each message fills in: a URL, a form, JSON, XML or plain text with
// placeholders such as {text}. A field of a form and a member of JSON that is nothing but a placeholder
// without a value is left out; what is filled in is escaped as its place asks for.
import { jsonScalar } from '../fields.ts'

export const placeholders = [
  'phone',
  'digits',
  'sender',
  'text',
  'id',
  'attempt',
  'flash',
  'encoding',
  'validity',
  'validity_minutes',
  'callback',
] as const

/** '' is a placeholder without a value. */
export type Filling = Readonly<Record<(typeof placeholders)[number], string>>

export type Template = (filling: Filling) => string

const mark = /\{(\w+)\}/g

/** The first placeholder that is none, for a sentence. */
export function unknownPlaceholder(source: string): string | undefined {
  const names = [...source.matchAll(mark)].map(([, name = '']) => name)
  return names.find((name) => !placeholders.some((known) => known === name))
}

function fill(source: string, filling: Filling, escape: (value: string) => string): string {
  return source.replace(mark, (_, name: string) => escape(filling[name as keyof Filling]))
}

function isLeftOut(source: string, filling: Filling): boolean {
  return source.includes('{') && fill(source, filling, (value) => value) === ''
}

export function plainTemplate(source: string): Template {
  return (filling) => fill(source, filling, (value) => value)
}

/** A header's value holds bytes, and no control characters. */
export function headerTemplate(source: string): Template {
  return (filling) => {
    const line = fill(source, filling, (value) => value).replace(/[\u0000-\u001f\u007f]+/g, ' ')
    return Buffer.from(line, 'utf8').toString('latin1')
  }
}

/** The path of a URL: what is filled in stays within its step. Escapes that stand there are kept. */
export function pathTemplate(source: string): Template {
  const parts = source.split(mark)
  const written = (text: string): string => encodeURI(text).replace(/%25([0-9a-f]{2})/gi, '%$1')
  return (filling) =>
    parts
      .map((part, index) =>
        index % 2 === 0 ? written(part) : encodeURIComponent(filling[part as keyof Filling]),
      )
      .join('')
}

/** `a=b&c={text}`: what stands there is written as it is read, without escapes. */
export function formTemplate(source: string): Template {
  const fields = source
    .split('&')
    .filter((field) => field !== '')
    .map((field) => {
      const equals = field.indexOf('=')
      return equals < 0
        ? ([field, ''] as const)
        : ([field.slice(0, equals), field.slice(equals + 1)] as const)
    })
  return (filling) =>
    fields
      .filter(([, value]) => !isLeftOut(value, filling))
      .map(([name, value]) => {
        const filled = fill(value, filling, (one) => one)
        return `${encodeURIComponent(name)}=${encodeURIComponent(filled)}`
      })
      .join('&')
}

export function xmlTemplate(source: string): Template {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  }
  const escape = (value: string): string =>
    value.replace(/[&<>"']/g, (character) => entities[character] ?? '')
  return (filling) => fill(source, filling, escape)
}

/** Throws what JSON.parse says of a source that is none. Numbers go out with the digits that stand there. */
export function jsonTemplate(source: string): Template {
  JSON.parse(source)
  const numbers: Record<string, string> = {}
  const named = source.replace(jsonScalar, (token, place: number) => {
    if (token.startsWith('"')) return token
    numbers[place] = token
    return `"#{${place}}"`
  })
  const model: unknown = JSON.parse(named)
  return (filling) => writeJson(model, { ...filling, ...numbers }) ?? 'null'
}

/** "{flash}" becomes a truth value, "#{validity}" a number. Undefined: it is left out. */
function writeJson(model: unknown, filling: Filling): string | undefined {
  if (model === '{flash}') return String(filling.flash !== '')
  if (typeof model === 'string') return writeText(model, filling)
  if (Array.isArray(model))
    return `[${model.map((one: unknown) => writeJson(one, filling) ?? 'null').join()}]`
  if (typeof model !== 'object' || model === null) return JSON.stringify(model)
  const members = Object.entries(model).flatMap(([name, value]) => {
    const written = writeJson(value, filling)
    return written === undefined ? [] : [`${JSON.stringify(name)}:${written}`]
  })
  return `{${members.join()}}`
}

/** RFC 8259 6. */
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i

function writeText(model: string, filling: Filling): string | undefined {
  const isNumber = /^#\{\w+\}$/.test(model)
  const source = isNumber ? model.slice(1) : model
  if (isLeftOut(source, filling)) return undefined
  const filled = fill(source, filling, (value) => value)
  const number = filled.replace(/^\+/, '')
  return isNumber && jsonNumber.test(number) ? number : JSON.stringify(filled)
}
