// `haraka-sms dispatch` while sms.routes.ini is edited: what is under way ends as it began, what waits takes
// the new ways, and nothing is sent twice. Web services and a virtual phone, in real processes.
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { plainEntry, RouteTable } from '../../lib/gateway/route-table.ts'
import { addDemoAccount, openGateway } from '../support/gateway.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { WebService, type Answer } from '../support/web-service.ts'

const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))

/** A service that answers when it is told to. */
class SlowService {
  readonly #waiting: ((answer: Answer) => void)[] = []
  readonly #service: WebService

  private constructor(service: WebService) {
    this.#service = service
  }

  static async open(t: TestContext): Promise<SlowService> {
    const service = await WebService.open(() => ({}))
    const slow = new SlowService(service)
    service.answer = () => new Promise((answer) => slow.#waiting.push(answer))
    t.after(() => service.close())
    return slow
  }

  get texts(): string[] {
    return this.#service.asked.map(({ query }) => query['text'] ?? '')
  }

  section(name: string, more = ''): string {
    const url = `${this.#service.url}/?to={phone}&text={text}`
    return `[${name}]\ntype = http\nmethod = get\nurl = ${url}\n${more}\n`
  }

  /** Once it has been asked that often. */
  async asked(count: number): Promise<void> {
    await eventually(`${count} calls`, () => (this.texts.length >= count ? true : undefined))
  }

  answerAll(): void {
    for (const answer of this.#waiting.splice(0)) answer({ status: 200 })
  }
}

class DispatchProcess {
  readonly #child: ChildProcess
  #log = ''

  constructor(directory: string) {
    this.#child = spawn(process.execPath, [main, 'dispatch', '--config', directory], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#log += chunk.toString()))
  }

  get log(): string {
    return this.#log
  }

  async says(pattern: RegExp): Promise<void> {
    await eventually(
      String(pattern),
      () => {
        if (this.#child.exitCode !== null) throw new Error(this.#log)
        return pattern.test(this.#log) ? true : undefined
      },
      20_000,
    )
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return
    this.#child.kill('SIGTERM')
    await once(this.#child, 'exit')
  }
}

test('an edited file takes effect in haraka-sms dispatch, and loses nothing under way', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'sms-dispatch-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  await mkdir(join(directory, 'config'))
  const edit = (text: string): Promise<void> =>
    writeFile(join(directory, 'config', 'sms.routes.ini'), text)
  const database = `sqlite:${join(directory, 'sms.db')}`
  await writeFile(join(directory, 'config', 'smtp.ini'), '')
  const set = (more: string): Promise<void> =>
    writeFile(
      join(directory, 'config', 'sms.ini'),
      `[main]\ndatabase = ${database}\n${more}\n[domains]\nsms.test =\n`,
    )
  await set('')
  const [old, kept, added] = await Promise.all([1, 2, 3].map(() => SlowService.open(t)))
  assert.ok(old && kept && added)
  const phone = '[phone]\ntype = phone\nprefixes = 46\n'
  await edit(
    `${old.section('way', 'prefixes = 45')}${kept.section('kept', 'prefixes = 47')}${phone}`,
  )

  // Takes mails in and sends nothing: its own routes only say that there are ways.
  const prefixes = { way: '45', kept: '47', phone: '46' }
  const entries = Object.entries(prefixes).map(([name, prefix], place) => {
    const entry = plainEntry(Object.assign(new FakeRoute(name), { elsewhere: true }), place)
    return { ...entry, rules: { ...entry.rules, prefixes: [prefix] } }
  })
  const intake = await openGateway({ database, routes: [], table: new RouteTable(entries) })
  t.after(() => intake.close())
  await addDemoAccount(intake.gateway)
  const put = async (number: string, text: string): Promise<void> => {
    await intake.send({ to: [`+${number}@sms.test`], text })
  }
  const inState = (text: string, state: string): Promise<true> =>
    eventually(
      `${text} to be ${state}`,
      async () => {
        const [message] = (await intake.messages()).filter((one) => one['text'] === text)
        return message?.['state'] === state ? true : undefined
      },
      15_000,
    )

  const dispatcher = new DispatchProcess(directory)
  t.after(() => dispatcher.end())
  await dispatcher.says(/dispatching by way, kept, phone/)
  await put('4520643064', 'under way')
  await put('4740643064', 'stays')
  await put('46701740611', 'to the phone')
  await Promise.all([old.asked(1), kept.asked(1), inState('to the phone', 'delivered')])

  await set('public_url = nowhere')
  await dispatcher.says(/sms\.ini is not taken over: sms\.ini \[main\] public_url/)
  await set('public_url = https://sms.example.org')
  await dispatcher.says(/sms\.ini is taken over/)
  await edit('[way]\ntype = pigeon\n')
  await dispatcher.says(/sms\.routes\.ini is not taken over.*pigeon/)
  await edit(
    `${added.section('way', 'prefixes = 45')}${kept.section('kept', 'prefixes = 47\npriority = 9')}`,
  )
  await dispatcher.says(/sms\.routes\.ini is taken over/)
  await dispatcher.says(/route way is taken out of service/)
  await put('4520643065', 'new')
  old.answerAll()
  await inState('under way', 'sent')
  await added.asked(1)
  added.answerAll()
  kept.answerAll()
  await Promise.all([inState('new', 'sent'), inState('stays', 'sent')])

  await put('4740643065', 'kept open')
  await kept.asked(2)
  kept.answerAll()
  await inState('kept open', 'sent')
  assert.deepEqual(
    [old.texts, kept.texts, added.texts],
    [['under way'], ['stays', 'kept open'], ['new']],
  )
})

test('files that are away or cannot be read for a moment change nothing in haraka-sms dispatch', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'sms-dispatch-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  await mkdir(join(directory, 'config'))
  const texts = { 'smtp.ini': '', 'sms.ini': '[main]\n', 'sms.routes.ini': '[way]\ntype = phone\n' }
  for (const [name, text] of Object.entries(texts))
    await writeFile(join(directory, 'config', name), text)
  const dispatcher = new DispatchProcess(directory)
  t.after(() => dispatcher.end())
  await dispatcher.says(/dispatching by way/)
  for (const [name, text] of Object.entries(texts).slice(1)) {
    const path = join(directory, 'config', name)
    const said = (words: string): RegExp => new RegExp(`^${name} is ${words}$`, 'm')
    await rm(path)
    await dispatcher.says(said(`not taken over: ${path} cannot be read: it is not there`))
    await mkdir(path)
    await dispatcher.says(said(`not taken over: ${path} cannot be read: it is a directory`))
    await rm(path, { recursive: true })
    await writeFile(path, text)
    await dispatcher.says(said('taken over'))
  }
  assert.doesNotMatch(dispatcher.log, /taken out of service/)
})
