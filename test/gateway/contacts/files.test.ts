// Files of contacts: charsets, separators and columns; what is wrong in which line; nothing stored by a
// try; formulas; files that are too large, and files that are none.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import iconv from 'iconv-lite'
import { readContactFile, type ContactFile } from '../../../lib/gateway/contacts/import.ts'
import { forEachDatabase } from '../../support/databases.ts'
import { openGateway, type TestGateway } from '../../support/gateway.ts'

async function readAs(text: string, charset = 'utf8', more: Partial<ContactFile> = {}) {
  return readContactFile({
    content: iconv.encode(text, charset, { addBOM: charset.startsWith('utf16') }),
    ...more,
  })
}

const one = { line: 2, name: 'Åse Sørensen', phone: '+4520643064', groups: ['Køkken', 'Nat'] }

describe('is read', () => {
  const files: [string, string, string?, Partial<ContactFile>?][] = [
    ['semicolons', 'Navn;Mobil;Grupper\r\nÅse Sørensen;+4520643064;"Køkken, Nat"\r\n'],
    ['tabs in UTF-16', 'Name\tMobile\tGroups\nÅse Sørensen\t+4520643064\tKøkken|Nat\n', 'utf16le'],
    [
      'commas in windows-1252',
      'Namn,Telefon,Grupp\nÅse Sørensen,+4520643064,Køkken|Nat',
      'windows-1252',
    ],
    [
      'first and last names',
      'Phone 2,First Name,Last Name,Mobile Phone,Categories\n33112233,Åse,Sørensen,+4520643064,Køkken;Nat',
    ],
    [
      'columns that are said, in a charset that is said',
      'a;b;c\nKøkken|Nat;+4520643064;Åse Sørensen',
      'cp850',
      { charset: 'cp850', columns: { name: ['3'], phone: 'b', groups: 'A' } },
    ],
  ]
  for (const [name, text, charset, more] of files)
    test(name, async () => assert.deepEqual(await readAs(text, charset, more), { contacts: [one] }))
  test('without a header', async () =>
    assert.deepEqual(await readAs('Ole;="0701234567"\n"Lis\nBo";\'0701234568'), {
      contacts: [
        { line: 1, name: 'Ole', phone: '0701234567', groups: [] },
        { line: 3, name: 'Lis\nBo', phone: '0701234568', groups: [] },
      ],
    }))
})

test('what is no list of contacts is refused, and what is too large', async () => {
  assert.deepEqual(await readAs(''), { fault: 'file_unreadable' })
  assert.deepEqual(await readAs('PK\u0003\u0004\u0000\u0000'), { fault: 'file_unreadable' })
  assert.deepEqual(await readAs('"never closed;1'), { fault: 'file_unreadable' })
  assert.deepEqual(await readAs(`${'x;'.repeat(5_000)}\n`), { fault: 'file_unreadable' })
  assert.deepEqual(await readAs('Colour;Size\nred;big\n'), { fault: 'columns_unknown' })
  assert.deepEqual(await readAs('a;+4520643064\n'.repeat(60_000)), { fault: 'file_too_large' })
  const content = Buffer.alloc(5 * 1_048_576 + 1, 'a')
  assert.deepEqual(await readContactFile({ content }), { fault: 'file_too_large' })
})

forEachDatabase((_name, openDatabaseUrl) => {
  let gateway: TestGateway
  const demo = 'demo@example.test'
  const desk = () => gateway.gateway.administer('test')
  before(async () => {
    gateway = await openGateway({ database: await openDatabaseUrl(), routes: [] })
    await desk().addAccount({ address: demo })
  })
  after(() => gateway.close())

  const file = [
    'Name;Mobile;Groups',
    'Ole;+4520643064;Kitchen',
    'Lis;+46812345678;',
    'sms;+4520643065;',
    'OLE;+4520643066;',
    '"<img src=x onerror=alert(1)>";+4520643067;',
    'Kitchen;+4520643068;',
    'Bo;+4520643069;Kitchen',
  ].join('\n')

  test('stores the good lines and names the others, a try nothing', async () => {
    const wrongLines = [3, 4, 5, 6, 7]
    const content = Buffer.from(file)
    const tried = await desk().importContacts(demo, { content }, true)
    assert.deepEqual([tried.stored, tried.wrong.map(({ line }) => line)], [2, wrongLines])
    assert.deepEqual(await desk().listContacts(demo), [])
    assert.deepEqual(
      await desk().importContacts(demo, { content, group: 'Imported' }, false),
      tried,
    )
    assert.deepEqual(await desk().listContacts(demo), [
      { name: 'Bo', phone: '+4520643069', groups: ['Imported', 'Kitchen'] },
      { name: 'Ole', phone: '+4520643064', groups: ['Imported', 'Kitchen'] },
    ])
  })

  test('writes what it reads back, and no formula', async () => {
    await desk().addContact(demo, { name: '-Åse', phone: '+4520643070' })
    const text = await desk().exportContacts(demo)
    for (const line of text.trim().split(/\r?\n/))
      for (const cell of line.replace('\ufeff', '').split(';'))
        assert.doesNotMatch(cell, /^"?[=+@-]/)
    const before = await desk().listContacts(demo)
    for (const { name } of before) await desk().removeContact(demo, name)
    const content = Buffer.from(text)
    assert.deepEqual(await desk().importContacts(demo, { content }, false), {
      stored: before.length,
      wrong: [],
    })
    assert.deepEqual(await desk().listContacts(demo), before)
  })

  test('takes ten thousand lines in one import', async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, n) => `N ${n};+45206${String(n).padStart(5, '0')};All`,
    )
    const content = Buffer.from(lines.join('\n'))
    const { stored, wrong } = await desk().importContacts(demo, { content }, false)
    assert.deepEqual([stored, wrong.slice(0, 3)], [10_000, []])
  })
})
