// What a form sent, read after it was seen that it comes from one of our own pages.
//
// A form with a file is multipart/form-data: it is held in memory, so what it may weigh is bounded, and
// that is checked before it is read.
import type { Request, RequestHandler } from 'express'
import { bodyReader, type Bodies } from './bodies.ts'
import { isHeldToken, refuseForeign } from './csrf.ts'
import { HttpRefusal } from './http-refusal.ts'

export class Form {
  readonly #fields: URLSearchParams
  readonly #files: ReadonlyMap<string, Buffer>

  constructor(fields: URLSearchParams, files: ReadonlyMap<string, Buffer>) {
    this.#fields = withoutNul(fields)
    this.#files = files
  }

  /** '' where it was not sent. Line breaks are \n. */
  text(name: string): string {
    return (this.#fields.get(name) ?? '').replaceAll('\r\n', '\n')
  }

  /** The token of one that changes only once, however often it is sent. */
  get once(): string | undefined {
    return this.text('once').slice(0, 100) || undefined
  }

  all(name: string): readonly string[] {
    return this.#fields.getAll(name)
  }

  has(name: string): boolean {
    return this.#fields.has(name)
  }

  file(name: string): Buffer | undefined {
    return this.#files.get(name)
  }
}

/** Without the letter NUL, which nobody writes and PostgreSQL cannot hold. */
export function withoutNul(fields: URLSearchParams): URLSearchParams {
  const clean = (text: string): string => text.replaceAll('\u0000', '')
  return new URLSearchParams([...fields].map(([name, value]) => [clean(name), clean(value)]))
}

/** What stands in front of the handler of a form. */
export function formReaders(bodies: Bodies): RequestHandler[] {
  return [refuseForeign, bodyReader(bodies)]
}

/** Throws a refusal when the form does not hold the browser's token. */
export async function readForm(request: Request): Promise<Form> {
  const body: unknown = request.body
  const content = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
  const form =
    request.is('multipart/form-data') === false
      ? new Form(new URLSearchParams(content.toString('utf8')), new Map())
      : await readParts(request, content)
  if (!isHeldToken(request, form.text('csrf'))) throw new HttpRefusal(403, 'token')
  return form
}

async function readParts(request: Request, content: Buffer): Promise<Form> {
  const type = request.get('content-type') ?? ''
  const fields = new URLSearchParams()
  const files = new Map<string, Buffer>()
  for (const [name, value] of await parse(type, content)) {
    if (typeof value === 'string') fields.append(name, value)
    else files.set(name, Buffer.from(await value.arrayBuffer()))
  }
  return new Form(fields, files)
}

/** Node's own reader of such bodies. */
async function parse(type: string, content: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(content), {
      headers: { 'content-type': type },
    }).formData()
  } catch {
    throw new HttpRefusal(400, 'unreadable')
  }
}
