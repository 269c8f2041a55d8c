// A web service for tests: every answer it can give, on demand, and all that it was asked.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: Record<string, string>
  readonly headers: Record<string, string>
  readonly body: string
}

export interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: string | object
}

/** `hang`: never an answer. `cut`: an answer that breaks off. `drop`: the connection ends without one. */
export type Behaviour = Answer | 'hang' | 'cut' | 'drop'

export class WebService {
  readonly url: string
  readonly asked: Asked[] = []
  /** What it does with a call; what is in `next` comes first, once each. */
  answer: (asked: Asked) => Behaviour | Promise<Behaviour>
  readonly next: Behaviour[] = []
  readonly #server: Server

  private constructor(server: Server, answer: WebService['answer']) {
    this.#server = server
    this.answer = answer
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async open(answer: WebService['answer']): Promise<WebService> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const service = new WebService(server, answer)
    server.on('request', (request, response) => void service.#take(request, response))
    return service
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '/', this.url)
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString('utf8'),
    }
    this.asked.push(asked)
    const behaviour = this.next.shift() ?? (await this.answer(asked))
    if (behaviour === 'drop') request.socket.destroy()
    else if (behaviour === 'cut') {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"id": "', () => request.socket.destroy())
    } else if (behaviour !== 'hang') reply(response, behaviour)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }
}

function reply(response: ServerResponse, { status = 200, headers = {}, body = '' }: Answer): void {
  const isText = typeof body === 'string'
  response.writeHead(status, {
    'content-type': isText ? 'text/plain' : 'application/json',
    ...headers,
  })
  response.end(isText ? body : JSON.stringify(body))
}
