// Every command of haraka-sms, found in its own tree: a new one fails here until it has examples, --json,
// and a place in the story below, in which the examples are typed one after the other, as they stand in
// --help, once for a person and once with --json.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Command } from 'commander'
import { createProgram } from '../../lib/cli/program.ts'
import type { Verb } from '../../lib/cli/verb.ts'
import { harakaDirectory, type HarakaDirectory, type Ran } from '../support/command.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'

/** Those that need no database, or run until they are stopped: each is tried in a test of its own. */
const elsewhere: Record<string, string> = {
  start: 'test/system/stand-alone.test.ts',
  demo: 'test/system/stand-alone.test.ts',
  dispatch: 'test/system/stand-alone.test.ts',
  doctor: 'test/cli/doctor.test.ts',
  'modem probe': 'test/cli/modem.test.ts',
  'modem at': 'test/cli/modem.test.ts',
  'modem send': 'test/cli/modem.test.ts',
  'modem ussd': 'test/cli/modem.test.ts',
  'pdu decode': 'test/cli/pdu.test.ts',
  'pdu encode': 'test/cli/pdu.test.ts',
  parts: 'test/cli/pdu.test.ts',
  preview: 'test/cli/preview.test.ts',
}

const story = [
  ...['group add', 'group list'],
  ...['account add', 'account list', 'account pause', 'account resume', 'account automatic'],
  ...['account move', 'account alias', 'account unalias'],
  ...['domain set', 'domain list', 'domain remove'],
  ...['key add', 'key list', 'key set', 'key pause', 'key resume', 'key revoke'],
  ...['admin grant', 'admin list', 'admin revoke', 'admin link', 'admin step-off'],
  ...['setting set', 'setting list', 'setting unset'],
  ...['number add', 'number list', 'number assign', 'number release', 'number remove'],
  ...['sender add', 'sender list', 'sender remove'],
  ...['contact group add', 'contact add', 'contact group join', 'contact list'],
  ...['contact group list', 'contact import', 'contact export', 'contact group leave'],
  ...['contact remove', 'contact group remove'],
  ...['keyword add', 'keyword list', 'keyword remove'],
  ...['phrase set', 'phrase list', 'phrase remove'],
  ...['credit add', 'credit transfer', 'credit alert', 'credit show', 'credit remove'],
  ...['price set', 'price list', 'price remove'],
  ...['block add', 'block list', 'block remove'],
  ...['mobile add', 'mobile list', 'mobile confirm', 'mobile remove'],
  ...['message list', 'message show', 'message hold', 'message release', 'message cancel'],
  ...['message resend', 'message give'],
  ...['route list', 'route test', 'route pause', 'route drain', 'route resume'],
  'route unread',
  ...['usage', 'audit list'],
  ...['group remove'],
  ...['account rename', 'account remove', 'group move', 'group rename'],
]

/** What these print is for the eye of a person alone. */
const tables = / (list|show)$|^usage$/

const program = createProgram()
const verbs = new Map(leavesOf(program).map((one) => [wordsOf(one), one]))

function leavesOf(one: Verb): Verb[] {
  return one.verbs.length === 0 ? [one] : one.verbs.flatMap(leavesOf)
}

function wordsOf(one: Verb): string {
  const words: string[] = []
  for (let at: Command = one; at.parent; at = at.parent) words.unshift(at.name())
  return words.join(' ')
}

/** As a shell takes a line apart, without what it would redirect or pipe. */
function argumentsOf(line: string): string[] {
  const [command = ''] = line.split(/ [<|] ?/, 1)
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|([^\s"'=]+=)"([^"]*)"|(\S+)/g)]
    .map(([, double, single, name, value, bare]) =>
      name === undefined ? (double ?? single ?? bare ?? '') : `${name}${value ?? ''}`,
    )
    .slice(1)
}

test('every command is told about: in the story, or in a test of its own', () => {
  assert.deepEqual([...verbs.keys()].sort(), [...story, ...Object.keys(elsewhere)].sort())
  for (const file of new Set(Object.values(elsewhere)))
    assert.ok(existsSync(new URL(`../../../${file}`, import.meta.url)), file)
})

for (const [words, one] of verbs) {
  test(`haraka-sms ${words} takes --json, and its help has examples within 80 columns`, () => {
    assert.ok(one.options.some(({ long }) => long === '--json'))
    let help = ''
    one.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => 80 })
    one.outputHelp()
    assert.ok(one.examples.length > 0)
    for (const example of one.examples) {
      assert.ok(example.startsWith(`haraka-sms ${words}`), example)
      assert.ok(help.includes(`\n  ${example}\n`), example)
    }
    for (const line of help.split('\n')) assert.ok(line.length <= 80, line)
  })

  test(`the examples of haraka-sms ${words} are understood`, async () => {
    for (const example of one.examples) {
      const fresh = createProgram()
      const leaf = leavesOf(fresh).find((other) => wordsOf(other) === words)
      let understood = false
      leaf?.action(() => {
        understood = true
      })
      await fresh.parseAsync(argumentsOf(example), { from: 'user' })
      assert.ok(understood, example)
    }
  })
}

test('the help of a group of commands shows an example of each', () => {
  const group = program.verbs.find((one) => one.name() === 'group')
  assert.deepEqual(
    group?.examples.map((one) => one.split(' ')[2]),
    [...['add', 'move', 'rename', 'remove', 'list']],
  )
})

const ini = (database: string): string =>
  `[main]\ndatabase = ${database}\npublic_url = https://sms.example.org\n[domains]\nsms.test =\n[trust]\ntrust = ip\n`

forEachDatabase((name, openDatabaseUrl) => {
  describe('the examples, typed one after the other', () => {
    const asJson = name === 'PostgreSQL'
    let haraka: HarakaDirectory
    const route = new FakeRoute()
    let gateway: TestGateway
    /** What stands in examples for what only this database has. */
    const real = new Map<string, string>()

    before(async () => {
      const database = await openDatabaseUrl()
      haraka = await harakaDirectory({
        'sms.ini': ini(database),
        'sms.routes.ini': '[modem-1]\ntype = phone\n',
      })
      await writeFile(
        join(haraka.path, 'people.csv'),
        'First,Last,Phone\nBo,Berg,+4520643065\nÅse,Ærø,+4520643066\n',
      )
      gateway = await openGateway({ database, routes: [route] })
      await eventually('the route to be open', () => route.sinks)
    })
    after(async () => {
      await gateway.close()
      await haraka.remove()
    })

    const type = (line: string): Promise<Ran> => {
      const args = argumentsOf(line).map((one) => real.get(one) ?? one)
      return haraka.run(...args, ...(asJson ? ['--json'] : []))
    }

    const typeAll = async (words: string): Promise<void> => {
      for (const example of verbs.get(words)?.examples ?? []) {
        const { code, out, err } = await type(example)
        assert.deepEqual([code, err], [0, ''], example)
        if (asJson) assert.doesNotThrow(() => JSON.parse(out) as unknown, `${example}: ${out}`)
        else
          for (const line of out.split('\n'))
            assert.ok(line.length <= 80 || !tables.test(words), `${example}: ${line}`)
        if (words === 'key add') {
          const [key = ''] = /[a-z2-7]{26}/.exec(out) ?? []
          real.set('k3xq7a', key.slice(0, 6))
        }
      }
    }

    /** What must be there before, and comes about by no command. */
    const prepared: Record<string, () => Promise<unknown>> = {
      'admin grant': () =>
        gateway.gateway.administer('test').addAccount({ address: 'bo@example.org' }),
      'group remove': () => gateway.gateway.administer('test').addGroup('Archive'),
      'account remove': () =>
        gateway.gateway.administer('test').addAccount({ address: 'anna@example.org' }),
      'mobile confirm': async () => {
        const text = await eventually('the code', async () => {
          const sent = await gateway.store
            .db<{ secret: string | null }>('messages')
            .select('secret')
          return sent.find(({ secret }) => secret !== null)?.secret ?? undefined
        })
        real.set('482913', text)
      },
      'message list': async () => {
        await addDemoAccount(gateway.gateway, 'a.person.with.quite.a.long.address@example.test')
        const from = 'a.person.with.quite.a.long.address@example.test'
        const to = ['+4520643067+at=180024122099@sms.test', '+4520643068+at=180024122099@sms.test']
        await gateway.send({ from, to })
        const ids = await gateway.store
          .db<{ id: number; state: string }>('messages')
          .where({ state: 'scheduled' })
          .orderBy('id')
          .pluck('id')
        assert.equal(ids.length, 2)
        real.set('4711', String(ids[0])).set('4712', String(ids[1]))
      },
      'message give': async () => {
        await route.sinks?.incoming({
          ...{
            reference: 'in-1',
            phone: '+4520643070',
            to: '+4599999999',
            text: 'Whose?',
            at: Date.now(),
          },
        })
        const id = await eventually('the message', async () => {
          const unowned = gateway.store.db('messages').where({ direction: 'in', account_id: null })
          return (await unowned.pluck<number[]>('id'))[0]
        })
        real.set('4711', String(id))
      },
    }

    for (const words of story)
      test(words, async () => {
        await prepared[words]?.()
        await typeAll(words)
      })

    test('one message that cannot be sent again keeps none of the others from it', async () => {
      const { code, out, err } = await type('haraka-sms message resend 999999 4711')
      assert.equal(code, 1)
      assert.match(err, /There is no message 999999/)
      assert.match(out, new RegExp(`\\b${real.get('4711')}\\b`))
    })
  })
})
