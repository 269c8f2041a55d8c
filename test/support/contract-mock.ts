// A provider that is served from its OpenAPI file: a call that the file does not allow, down to a field
// that it does not name, is noted as a violation and answered 400.
import { readFileSync } from 'node:fs'
import { OpenAPIBackend, type Document } from 'openapi-backend'
import { WebService, type Answer, type Asked } from './web-service.ts'

export interface ContractMock {
  readonly service: WebService
  readonly violations: string[]
  /** The fields of the last body. */
  sent(): Record<string, unknown>
}

/** `answers` has one for each operation that is called; the paths of the file are seen from `root`. */
export async function contractMock(
  file: string,
  root: string,
  answers: Readonly<Record<string, (sent: Record<string, unknown>, asked: Asked) => Answer>>,
): Promise<ContractMock> {
  const source = new URL(`../../../test/providers/${file}.openapi.json`, import.meta.url)
  const definition = strict(JSON.parse(readFileSync(source, 'utf8')) as Document)
  const api = new OpenAPIBackend({
    definition,
    apiRoot: root,
    quick: true,
    ajvOpts: { strict: false, coerceTypes: true, validateFormats: false },
  })
  const violations: string[] = []
  const bodies: Record<string, unknown>[] = []
  api.register({
    notFound: (context) => violation(`no such path: ${context.request.path}`),
    validationFail: (context) => violation(JSON.stringify(context.validation.errors)),
    notImplemented: (context) =>
      violation(`not expected: ${String(context.operation.operationId)}`),
    unauthorizedHandler: () => violation('no credentials'),
  })
  for (const [name, answer] of Object.entries(answers))
    api.register(name, (_context, asked: Asked) => answer(bodies.at(-1) ?? {}, asked))
  for (const scheme of Object.keys(
    (definition.components as { securitySchemes?: object } | undefined)?.securitySchemes ?? {},
  ))
    api.registerSecurityHandler(
      scheme,
      (context) => 'authorization' in (context.request.headers as object),
    )
  await api.init()

  function violation(what: string): Answer {
    violations.push(what)
    return { status: 400, body: what }
  }

  const service = await WebService.open(async (asked) => {
    const isForm = /urlencoded/.test(asked.headers['content-type'] ?? '')
    const body = isForm ? Object.fromEntries(new URLSearchParams(asked.body)) : parsed(asked.body)
    bodies.push(body)
    const { method, path, query } = asked
    const headers = { ...asked.headers, 'content-type': 'application/json' }
    const request = { method, path, query, headers, ...(asked.body === '' ? {} : { body }) }
    return (await api.handleRequest(request, asked)) as Answer
  })
  return { service, violations, sent: () => bodies.at(-1) ?? {} }
}

function parsed(body: string): Record<string, unknown> {
  return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)
}

/** Objects have no fields but those that are named; forms are checked as JSON is. */
function strict(definition: Document): Document {
  const close = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const value of Object.values(node)) close(value)
    const schema = node as { type?: string; properties?: object; additionalProperties?: boolean }
    if (schema.type === 'object' && schema.properties !== undefined)
      schema.additionalProperties ??= false
    const content = node as Record<string, unknown>
    const form = 'application/x-www-form-urlencoded'
    if (form in content) {
      content['application/json'] = content[form]
      Reflect.deleteProperty(content, form)
    }
  }
  close(definition)
  return definition
}
