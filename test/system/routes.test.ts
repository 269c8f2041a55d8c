// Two web providers through a real Haraka: one refuses and the other sends; sms.routes.ini is edited and a
// route paused while it runs.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { runCommand } from '../support/command.ts'
import { TestHaraka } from '../support/test-haraka.ts'
import { patient } from '../support/patience.ts'

const anna = 'anna@example.test'

class Provider {
  readonly texts: string[] = []
  status = 200
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    server.on('request', (request, response) => {
      const text = new URL(request.url ?? '/', 'http://x').searchParams.get('text') ?? ''
      if (this.status === 200) this.texts.push(text)
      response.writeHead(this.status).end()
      server.emit('asked')
    })
  }

  static async open(t: TestContext): Promise<Provider> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.after(() => {
      server.closeAllConnections()
      server.close()
    })
    return new Provider(server)
  }

  async has(text: string): Promise<void> {
    const signal = patient()
    while (!this.texts.includes(text)) await once(this.#server, 'asked', { signal })
  }

  section(name: string, more = ''): string {
    const { port } = this.#server.address() as AddressInfo
    return `[${name}]\ntype = http\nmethod = get\ntemporary = 503\nurl = http://127.0.0.1:${port}/?to={phone}&text={text}\n${more}\n`
  }
}

test('failover, an edited file and a paused route, while mail goes on', async (t) => {
  const [a, b, c] = await Promise.all([Provider.open(t), Provider.open(t), Provider.open(t)])
  const haraka = await TestHaraka.start({
    files: { 'sms.routes.ini': a.section('a') + b.section('b') },
  })
  t.after(() => haraka.close())
  await haraka.administer((administration) =>
    administration.addAccount({ address: anna, networks: ['127.0.0.1'] }),
  )
  const send = async (text: string): Promise<void> => {
    const data = `From: ${anna}\nMessage-ID: <${text}@client.test>\n\n${text}\n`
    const reply = await haraka.send({ from: anna, to: ['4520643064@sms.test'], data })
    assert.equal(reply.code, 250, reply.lines.join(' '))
  }
  const run = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await runCommand(
      ['route', ...args, '--config', haraka.directory],
      haraka.directory,
    )
    assert.equal(code, 0, err)
    return out
  }
  const edit = (text: string): Promise<void> =>
    writeFile(join(haraka.directory, 'config', 'sms.routes.ini'), text)

  a.status = 503
  await send('refused')
  await b.has('refused')
  a.status = 200
  await send('works')
  await a.has('works')

  await edit('[a]\ntype = pigeon\n')
  await haraka.logged(/sms\.routes\.ini is not taken over.*pigeon/)
  await send('unbroken')
  await a.has('unbroken')

  await edit(c.section('c', 'price = default: 0.5\ncurrency = EUR') + a.section('a'))
  await haraka.logged(/sms\.routes\.ini is taken over/)
  await send('edited')
  await c.has('edited')

  await run('pause', 'c')
  await haraka.logged(/route c is paused/)
  assert.match(
    await run('test', '+4520643064'),
    /1\. a: works; does without answers; priority 2\n.*c: it is paused.*\nIt goes by a\./,
  )
  await send('paused')
  await a.has('paused')
  await run('resume', 'c')
  const listed = await run('list')
  assert.match(
    listed,
    /^ROUTE +TYPE +STATE +QUEUE +PER MIN +COST TODAY +SIGNAL\nc +http +works +0 +\d+ +0\.5 EUR\n/,
  )
  assert.match(listed, /\na: last error [-\d]+ [:\d]+: .*503/)
})
