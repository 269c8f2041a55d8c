// Files of contacts: charsets, separators and columns; what is wrong in which line; nothing stored by a
// try; formulas; files that are too large, and files that are none.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import iconv from 'iconv-lite'
import {
  readContactFile,
  type ContactFile,
  type ReadFile,
} from '../../../lib/gateway/contacts/import.ts'
import { forEachDatabase } from '../../support/databases.ts'
import { openGateway, type TestGateway } from '../../support/gateway.ts'

async function readAs(text: string, charset = 'utf8', more: Partial<ContactFile> = {}) {
  return readContactFile({
    content: iconv.encode(text, charset, { addBOM: charset.startsWith('utf16') }),
    ...more,
  })
}

type FaultyFile = Extract<ReadFile, { fault: unknown }>

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
      'contacts of Google',
      [
        'First Name,Last Name,Phonetic First Name,Labels,Phone 1 - Label,Phone 1 - Value',
        'Åse,Sørensen,,* myContacts ::: Køkken ::: Nat,Mobile,+4520643064 ::: +4520643065',
        'Ole,,,* myContacts,Home,+45 20 64 30 66',
      ].join('\n'),
    ],
    [
      'contacts of Google as they were before',
      [
        'Name,Given Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - Value',
        'Åse Sørensen,Åse,Sørensen,Køkken ::: Nat ::: * myContacts,Mobile,+4520643064',
      ].join('\n'),
    ],
    [
      'a column for mobiles that is empty',
      'Navn;Mobil;Telefon;Grupper\nÅse Sørensen;;+4520643064;Køkken,Nat',
    ],
    [
      'a first name beside the name',
      'Nom;Prénom;Téléphone;Groupe\nSørensen;Åse;+4520643064;Køkken,Nat',
    ],
    [
      'a last name beside the name',
      'Navn;Efternavn;Mobil;Grupper\nÅse;Sørensen;+4520643064;"Køkken,Nat"',
    ],
    [
      'a first name beside the whole',
      'Name;Vorname;Handy;Gruppe\nÅse Sørensen;Åse;+4520643064;Køkken|Nat',
    ],
    [
      'columns that are said, in a charset that is said',
      'a;b;c\nKøkken|Nat;+4520643064;Åse Sørensen',
      'cp850',
      { charset: 'cp850', columns: { name: ['3'], phone: 'b', groups: 'A' } },
    ],
  ]
  for (const [name, text, charset, more] of files)
    test(name, async () => {
      const [contact] = await contactsOf(readAs(text, charset, more))
      assert.deepEqual({ ...contact, fields: undefined }, { ...one, fields: undefined })
    })
  test('a first line that says the separator, for Excel', async () => {
    const [contact] = await contactsOf(
      readAs('sep=|\r\nName|Mobile\r\nOle, Lis; Bo|+4520643064\r\n'),
    )
    assert.deepEqual(contact, { line: 3, name: 'Ole, Lis; Bo', phone: '+4520643064', groups: [] })
  })
  test('without a header', async () =>
    assert.deepEqual(await contactsOf(readAs('Ole;="0701234567"\n"Lis\nBo";\'0701234568')), [
      { line: 1, name: 'Ole', phone: '0701234567', groups: [] },
      { line: 3, name: 'Lis\nBo', phone: '0701234568', groups: [] },
    ]))
  test('own columns, those that are said or all that have a title', async () => {
    const text = 'Navn;Mobil;By;Ret {1};BY;\nOle;+4520643064;Rennes;Pizza;;x\nLis;+4520643065;;;;'
    const all = await contactsOf(readAs(text))
    assert.deepEqual(all[0]?.fields, [
      ['By', 'Rennes'],
      ['Ret 1', 'Pizza'],
    ])
    assert.deepEqual(all[1]?.fields, [])
    const said = await contactsOf(readAs(text, 'utf8', { columns: { fields: ['Ret {1}', 6] } }))
    assert.deepEqual(said[0]?.fields, [
      ['Ret 1', 'Pizza'],
      ['v6', 'x'],
    ])
    const none = await contactsOf(readAs(text, 'utf8', { columns: { fields: [] } }))
    assert.equal(none[0]?.fields, undefined)
  })
  test('of an address book with dozens of columns none is kept', async () => {
    const titles = Array.from({ length: 30 }, (_, n) => `C${n}`)
    const text = `Name;Mobile;${titles.join(';')}\nOle;+4520643064;${titles.join(';')}`
    assert.equal((await contactsOf(readAs(text)))[0]?.fields, undefined)
  })
})

async function contactsOf(reading: ReturnType<typeof readAs>) {
  const file = await reading
  assert.ok('contacts' in file, JSON.stringify(file))
  return file.contacts
}

test('others have their turn while a large file is read', async () => {
  let turns = 0
  let isOver = false
  const turn = (): void => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  turn()
  const read = await readAs(`Name;Phone\n${'Anna;+4520643064\n'.repeat(5_000)}`)
  isOver = true
  assert.ok(!('fault' in read) && read.contacts.length === 5_000)
  assert.ok(turns > 40, `${turns} turns`)
})

test('what is no list of contacts is refused, and what is too large', async () => {
  assert.deepEqual(await readAs(''), { fault: 'file_unreadable' })
  assert.deepEqual(await readAs('PK\u0003\u0004\u0000\u0000'), { fault: 'file_unreadable' })
  assert.deepEqual(await readAs('"never closed;1'), { fault: 'file_unreadable' })
  const vcard = 'BEGIN:VCARD\r\nN:Berg;Åsa;;;\r\nTEL;TYPE=CELL:+4520643064\r\nEND:VCARD\r\n'
  assert.deepEqual(await readAs(vcard), { fault: 'file_unreadable' })
  assert.deepEqual(await readAs(`${'x;'.repeat(5_000)}\n`), { fault: 'file_unreadable' })
  const { columns, ...unknown } = (await readAs('Colour;Size\nred;big\n')) as FaultyFile
  assert.deepEqual(unknown, { fault: 'columns_unknown' })
  assert.deepEqual(columns, [
    { number: 1, title: 'Colour', example: 'red', role: 'none' },
    { number: 2, title: 'Size', example: 'big', role: 'none' },
  ])
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
    const done = await desk().importContacts(demo, { content, group: 'Imported' }, false)
    assert.deepEqual([done.stored, done.wrong], [tried.stored, tried.wrong])
    assert.deepEqual(await desk().listContacts(demo), [
      { name: 'Bo', phone: '+4520643069', groups: ['Imported', 'Kitchen'], fields: [] },
      { name: 'Ole', phone: '+4520643064', groups: ['Imported', 'Kitchen'], fields: [] },
    ])
  })

  test('writes what it reads back, and no formula', async () => {
    const fields = [
      ['=Town', '@SUM(A1)'],
      ['Dish', '"Pizza"; big'],
    ] as const
    await desk().addContact(demo, { name: '-Åse', phone: '+4520643070', fields })
    const text = await desk().exportContacts(demo)
    for (const line of text.trim().split(/\r?\n/))
      for (const cell of line.replace('\ufeff', '').split(';'))
        assert.doesNotMatch(cell, /^"?[=+@-]/)
    const before = await desk().listContacts(demo)
    for (const { name } of before) await desk().removeContact(demo, name)
    const content = Buffer.from(text)
    const { stored, wrong } = await desk().importContacts(demo, { content }, false)
    assert.deepEqual([stored, wrong], [before.length, []])
    const { length } = fields
    assert.equal(before.find(({ name }) => name === '-Åse')?.fields.length, length)
    assert.deepEqual(await desk().listContacts(demo), before)
  })

  test('a file without own columns leaves those that are there, one with them has its own', async () => {
    const fieldsOf = async () =>
      (await desk().listContacts(demo)).find(({ name }) => name === 'Eva')?.fields
    const take = (text: string) =>
      desk().importContacts(demo, { content: Buffer.from(text) }, false)
    await take('Name;Mobile;Town\nEva;+4520643071;Lund')
    await take('Name;Mobile\nEva;+4520643072')
    assert.deepEqual(await fieldsOf(), [['Town', 'Lund']])
    await take(`Name;Mobile;Dish\nEva;+4520643072;Fish\nLong;+4520643073;${'x'.repeat(1001)}`)
    assert.deepEqual(await fieldsOf(), [['Dish', 'Fish']])
    assert.ok(!(await desk().listContacts(demo)).some(({ name }) => name === 'Long'))
  })

  test('takes ten thousand lines in one import, between whose slices others have their turn', async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, n) => `N ${n};+45206${String(n).padStart(5, '0')};All`,
    )
    const content = Buffer.from(lines.join('\n'))
    const before = (await desk().listContacts(demo)).length
    const seen: number[] = []
    const over = new AbortController()
    const importing = desk()
      .importContacts(demo, { content }, false)
      .finally(() => over.abort())
    // On SQLite a reading waits, as mails do, for the transaction that is under way.
    while (!over.signal.aborted) seen.push((await desk().listContacts(demo)).length - before)
    const { stored, wrong } = await importing
    assert.deepEqual([stored, wrong.slice(0, 3)], [10_000, []])
    assert.ok(
      seen.some((count) => count > 0 && count < stored),
      `seen: ${seen.join(' ')}`,
    )
  })
})
