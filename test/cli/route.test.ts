// `haraka-sms route list` and `route test`, as a person sees them and as a program does.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ListedRoute } from '../../lib/cli/route-list.ts'
import { harakaDirectory, type HarakaDirectory } from '../support/command.ts'

const routes = `
[names]
type = http
url = https://sms.example.net/?to={phone}&text={text}&from={sender}&flash={flash}
prefixes = 45
groups = Sales
price = 45: 0.03, default: 0.08
currency = EUR

[plain]
type = http
url = https://sms.example.net/?to={phone}&text={text}
senders = number, none
weight = 3

[numbers]
type = http
url = https://sms.example.net/?to={phone}&text={text}&from={sender}
numbers = +4520643000
hours = Mon-Fri 08:00-08:01
valid_until = 2020-01-01
`

interface Explained {
  readonly route: string
  readonly place: number | null
  readonly no: string | null
  readonly away: string | null
  readonly lacks: readonly string[]
}

describe('haraka-sms route', () => {
  let haraka: HarakaDirectory
  before(async () => {
    haraka = await harakaDirectory({ 'sms.ini': '', 'sms.routes.ini': routes })
    for (const path of ['Sales', 'Sales/North', 'School'])
      assert.equal((await haraka.run('group', 'add', path)).code, 0)
  })
  after(() => haraka.remove())

  const explain = async (...args: string[]): Promise<Map<string, Explained>> => {
    const list = (await haraka.json('route', 'test', '+4520643064', ...args)) as Explained[]
    return new Map(list.map((one) => [one.route, one]))
  }

  test('--group opens the routes of that group, and of those above it', async () => {
    assert.match((await explain()).get('names')?.no ?? '', /group/)
    assert.equal((await explain('--group', 'Sales')).get('names')?.place, 1)
    assert.equal((await explain('--group', 'master/Sales/North')).get('names')?.place, 1)
    assert.match((await explain('--group', 'School')).get('names')?.no ?? '', /group/)
    const { code, err } = await haraka.run('route', 'test', '+4520643064', '--group', 'Nobody')
    assert.equal(code, 1)
    assert.match(err, /There is no group Nobody\./)
  })

  test('--sender is a name, a number of ours, or one that lives on a route', async () => {
    const name = await explain('--group', 'Sales', '--sender', 'Bakery')
    assert.equal(name.get('names')?.place, 1)
    assert.match(name.get('plain')?.no ?? '', /name/)
    const number = await explain('--group', 'Sales', '--sender', '+45 20 64 30 00')
    assert.notEqual(number.get('numbers')?.place, null)
    assert.match(number.get('numbers')?.away ?? '', /2020/)
  })

  test('--flash prefers those that can', async () => {
    const flash = await explain('--group', 'Sales', '--flash')
    assert.deepEqual(flash.get('names')?.lacks, ['answers'])
    assert.deepEqual(flash.get('plain')?.lacks, ['answers', 'flash'])
  })

  test('answers are wished for as the group wants them', async () => {
    for (const command of ['group add Silent', 'setting set can_receive no --group Silent'])
      assert.equal((await haraka.run(...command.split(' '))).code, 0, command)
    assert.deepEqual((await explain('--group', 'Silent')).get('plain')?.lacks, [])
  })

  test('a person reads the same, in 80 columns, with the way that is taken', async () => {
    const { out } = await haraka.run('route', 'test', '+4520643064', '--group', 'Sales', '--flash')
    assert.match(
      out,
      /^\+4520643064, sender: none, group: Sales, flash\n {2}1\. names: no process holds it;/,
    )
    assert.match(out, /0\.03 EUR a\s+part/)
    assert.match(out, /\nIt waits for names\.\n$/)
    fitsTerminal(out)
  })

  test('what is no number is said with an example', async () => {
    const { code, err } = await haraka.run('route', 'test', 'nobody')
    assert.notEqual(code, 0)
    assert.match(err, /"nobody" is no number\. Write it with its country, as \+4520643064\./)
  })

  test('the list has a row for each route, and --json all of it', async () => {
    const { out } = await haraka.run('route', 'list')
    assert.match(out, /^ROUTE .*\nnames +http +unheld +0 +0/)
    fitsTerminal(out)
    const listed = (await haraka.json('route', 'list')) as ListedRoute[]
    assert.deepEqual(
      listed.map(({ route, state }) => `${route} ${state}`),
      ['names unheld', 'plain unheld', 'numbers unheld'],
    )
  })
})

describe('a section of sms.routes.ini with a mistake', () => {
  const files = { 'sms.ini': '', 'sms.routes.ini': `[broken]\ntype = pigeon\n${routes}` }
  let haraka: HarakaDirectory
  before(async () => {
    haraka = await harakaDirectory(files)
  })
  after(() => haraka.remove())
  const mistake = /^sms\.routes\.ini \[broken\] type: "pigeon" is none of phone.*\n$/

  test('is named, and the other routes are shown and put to rest', async () => {
    const list = await haraka.run('route', 'list', '--json')
    assert.match(list.err, mistake)
    const listed = JSON.parse(list.out) as ListedRoute[]
    assert.deepEqual(
      listed.map(({ route }) => route),
      ['names', 'plain', 'numbers'],
    )
    for (const named of ['plain', 'broken']) {
      const paused = await haraka.run('route', 'pause', named)
      assert.deepEqual([paused.code, paused.out], [0, `${named}: paused.\n`])
      assert.match(paused.err, mistake)
    }
  })

  test('is nothing to who asks for messages or settings', async () => {
    for (const words of ['message list', 'setting list', 'account list']) {
      const { code, err } = await haraka.run(...words.split(' '))
      assert.deepEqual([words, code, err], [words, 0, ''])
    }
  })

  test('stops a dispatcher before it sends by the others', async () => {
    const { code, err } = await haraka.run('dispatch')
    assert.equal(code, 1)
    assert.match(err, mistake)
  })
})

function fitsTerminal(shown: string): void {
  for (const line of shown.split('\n')) assert.ok(line.length <= 80, line)
}
