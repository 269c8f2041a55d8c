// The call that sends a message, filled in from the templates of the settings.
import type { Outgoing } from '../../route.ts'
import { basic, within } from '../calls.ts'
import { withoutPlus } from '../fields.ts'
import type { HttpCall } from '../http.ts'
import type { Provider } from '../provider.ts'
import type { Settings } from './settings.ts'
import {
  formTemplate,
  headerTemplate,
  jsonTemplate,
  pathTemplate,
  plainTemplate,
  xmlTemplate,
  type Filling,
  type Template,
} from './template.ts'

const contentTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'application/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const

const bodyTemplates = {
  json: jsonTemplate,
  form: formTemplate,
  xml: xmlTemplate,
  text: plainTemplate,
} as const

/** The call for each message, as the settings describe it. */
export function caller(settings: Settings): Provider['call'] {
  const [, path = '', query = ''] = /^https?:\/\/[^/?]+([^?]*)\??(.*)$/.exec(settings.url) ?? []
  const pathOf = pathTemplate(path === '' ? '/' : path)
  const queryOf = formTemplate(query)
  const bodyOf = settings.body === '' ? undefined : bodyTemplates[settings.content](settings.body)
  const headersOf = headerTemplates(settings)
  const method = settings.method.toUpperCase() as HttpCall['method']
  return ([message], callback) => {
    const filling = fillingOf(message, callback)
    const tail = queryOf(filling)
    const headers = Object.entries(headersOf).map(([name, of]) => [name, of(filling)])
    const body = bodyOf?.(filling)
    return {
      method,
      path: pathOf(filling) + (tail === '' ? '' : `?${tail}`),
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(body === undefined ? {} : { body }),
    }
  }
}

function headerTemplates(settings: Settings): Record<string, Template> {
  const { user, password, token, headers, body, content } = settings
  const constant = (value: string) => (): string => value
  const own = headers.split('|').flatMap((line): [string, Template][] => {
    const colon = line.indexOf(':')
    if (colon < 0) return []
    return [
      [line.slice(0, colon).trim().toLowerCase(), headerTemplate(line.slice(colon + 1).trim())],
    ]
  })
  return {
    ...(body === '' ? {} : { 'content-type': constant(contentTypes[content]) }),
    ...(user === '' ? {} : { authorization: constant(basic(user, password)) }),
    ...(token === '' ? {} : { authorization: constant(`Bearer ${token}`) }),
    ...Object.fromEntries(own),
  }
}

function fillingOf(message: Outgoing, callback: string | undefined): Filling {
  const inUnitsOf = (unit: number): string =>
    within(message.validity, { unit, least: 1 })?.toString() ?? ''
  return {
    phone: message.phone,
    digits: withoutPlus(message.phone),
    sender: withoutPlus(message.sender ?? ''),
    text: message.text.toWellFormed(),
    id: String(message.id),
    attempt: String(message.attempt),
    flash: message.flash ? '1' : '',
    encoding: message.encoding,
    validity: inUnitsOf(1_000),
    validity_minutes: inUnitsOf(60_000),
    callback: callback ?? '',
  }
}
