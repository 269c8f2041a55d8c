// Reads the header in which a mail server says what it found out about a mail (RFC 8601).
//
// Anybody can write such a header. Whose it is, and that it is the topmost one, is for the caller to
// see to; here it is read, and a header that is not of the form says nothing.

export interface AuthenticationResults {
  /** Who says so, in lower case. */
  readonly server: string
  /** Domains of signatures that are right (dkim=pass header.d=, or header.i=), in lower case. */
  readonly dkim: readonly string[]
  /** Domains of the envelope sender that its SPF record lets pass (spf=pass smtp.mailfrom=). */
  readonly spf: readonly string[]
}

/** `value` is the header's, unfolded or not. */
export function readAuthenticationResults(value: string): AuthenticationResults | undefined {
  const parts = split(withoutComments(value.slice(0, 16_384)))
  const server = /^\s*([^\s;="]+)(?:\s+\d+)?\s*$/.exec(parts[0] ?? '')?.[1]
  if (server === undefined) return undefined
  const results = parts.slice(1).map(readResult)
  const passed = (method: string, ...properties: string[]): string[] =>
    results.flatMap((one) => {
      if (one?.method !== method || one.result !== 'pass') return []
      const said = properties.find((property) => one.properties.has(property))
      return domain(one.properties.get(said ?? ''))
    })
  return {
    server: server.toLowerCase(),
    // RFC 8601 2.7.1: either is enough; the domain of i= is that of d=, or one below it.
    dkim: passed('dkim', 'header.d', 'header.i'),
    spf: passed('spf', 'smtp.mailfrom'),
  }
}

interface Result {
  readonly method: string
  readonly result: string
  readonly properties: ReadonlyMap<string, string>
}

function readResult(part: string): Result | undefined {
  const [, method, result, rest = ''] =
    /^\s*([a-z0-9-]+)\s*(?:\/\s*\d+\s*)?=\s*([a-z]+)(?:\s(.*))?$/is.exec(part) ?? []
  if (method === undefined || result === undefined) return undefined
  const properties = new Map<string, string>()
  for (const [, name = '', quoted, plain] of rest.matchAll(
    /(?<![a-z0-9.-])([a-z0-9.-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"(?=\s|$)|((?:"(?:[^"\\]|\\.)*"|[^\s"])+))/gis,
  )) {
    // Said twice, it is not known which is meant.
    const key = name.toLowerCase()
    properties.set(key, properties.has(key) ? '' : (quoted ?? plain ?? ''))
  }
  return { method: method.toLowerCase(), result: result.toLowerCase(), properties }
}

/** The domain of `user@example.org` or `example.org`. */
function domain(value: string | undefined): string[] {
  const name = (value ?? '').slice((value ?? '').lastIndexOf('@') + 1).toLowerCase()
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(name) ? [name] : []
}

/** Cuts at semicolons that no quotes enclose. */
function split(text: string): string[] {
  const parts = ['']
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[^";]+|;/gs)) {
    if (token === ';') parts.push('')
    else parts.push(`${parts.pop() ?? ''}${token}`)
  }
  return parts
}

/** RFC 5322 3.2.2: comments nest, and stand anywhere but in quotes. */
function withoutComments(text: string): string {
  let depth = 0
  let out = ''
  for (const [token] of text.matchAll(/\\.|"(?:[^"\\]|\\.)*"?|[()]|[^\\"()]+|\\/gs)) {
    if (token === '(') depth++
    else if (token === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) out += token
    if (token === ')' && depth === 0) out += ' '
  }
  return out
}
