// Excel workbooks as files of contacts: what other programs wrote (openpyxl 3.0.9 and gnumeric 1.12.55, the
// same sheet), and what is meant to harm whoever opens it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import yazl from 'yazl'
import { readContactFile } from '../../../lib/gateway/contacts/import.ts'
import { readWorkbook } from '../../../lib/gateway/contacts/read-workbook.ts'

const here = new URL('../../../../test/gateway/contacts/', import.meta.url)
const written = (name: string): Buffer => readFileSync(new URL(name, here))

for (const program of ['openpyxl', 'gnumeric'])
  test(`a workbook of ${program} is read: phones as numbers, dates, kept zeros, empty lines`, async () => {
    const file = await readContactFile({ content: written(`${program}.xlsx`) })
    assert.ok('contacts' in file)
    assert.deepEqual(file.contacts.slice(0, 3), [
      {
        line: 2,
        name: 'Åse Sørensen',
        phone: '4520643064',
        groups: ['Køkken', 'Nat'],
        fields: [
          ['By', 'Århus'],
          ['Tid', '2026-12-24 18:00'],
        ],
      },
      {
        line: 3,
        name: 'Ole Hansen',
        phone: '+45 20 64 30 65',
        groups: [],
        fields: [
          ['By', 'Rennes & Co'],
          ['Tid', '2026-12-24'],
        ],
      },
      { line: 5, name: 'Lis', phone: '070', groups: [], fields: [] },
    ])
    // Only gnumeric saved what the formula =1+1 comes to.
    const formula = program === 'gnumeric' ? '2 Formel' : 'Formel'
    const last = { line: 7, name: formula, phone: '0701740605', groups: [], fields: [] }
    assert.deepEqual(file.contacts[3], last)
    assert.deepEqual(
      file.columns.map(({ title, role }) => `${title} ${role}`),
      ['Fornavn name', 'Efternavn name', 'Mobil phone', 'Grupper groups', 'By field', 'Tid field'],
    )
  })

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const parts = {
  'xl/workbook.xml': `<workbook xmlns="${main}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
}

type Parts = Readonly<Record<string, string | Readable>>

function workbook(more: Parts): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries({ ...parts, ...more }))
    if (typeof content === 'string') zip.addBuffer(Buffer.from(content), name)
    else zip.addReadStream(content, name)
  zip.end()
  return buffer(zip.outputStream)
}

const sheet = (rows: string): Parts => ({
  'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
})
const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`

function* repeated(piece: string, megabytes: number): Generator<Buffer> {
  const some = Buffer.from(piece.repeat(Math.ceil(1_048_576 / piece.length)))
  for (let count = 0; count < megabytes; count++) yield some
}

test('prefixes of names, runs of text and cells without a place are read', async () => {
  const rows = `<x:row><x:c t="inlineStr"><x:is><x:r><x:t>A</x:t></x:r><x:rPh><x:t>ignored</x:t></x:rPh><x:r><x:t>se</x:t></x:r></x:is></x:c><x:c><x:v>4.520643064E9</x:v></x:c></x:row>`
  const content = await workbook({
    'xl/worksheets/sheet1.xml': `<x:worksheet><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
  })
  assert.deepEqual(await readWorkbook(content), [{ line: 1, cells: ['Ase', '4520643064'] }])
})

describe('of what is meant to harm', () => {
  const large = { fault: 'file_too_large' }
  const broken = { fault: 'file_unreadable' }
  const cases: [string, () => Promise<Buffer>, unknown][] = [
    [
      'a sheet that becomes 48 MB when it is inflated',
      () => workbook({ 'xl/worksheets/sheet1.xml': Readable.from(repeated(' ', 48)) }),
      large,
    ],
    [
      'shared texts that do',
      () =>
        workbook({ ...sheet(''), 'xl/sharedStrings.xml': Readable.from(repeated('<si/>', 40)) }),
      large,
    ],
    [
      'thousands of parts',
      () =>
        workbook(Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`xl/${n}.xml`, '']))),
      large,
    ],
    [
      'elements within elements without end',
      () => workbook({ 'xl/worksheets/sheet1.xml': Readable.from(repeated('<row>', 8)) }),
      large,
    ],
    ['a line too many', () => workbook(sheet(`<row>${cell('a')}</row>`.repeat(50_002))), large],
    [
      'a hundred columns and one',
      () => workbook(sheet(`<row>${cell('a').repeat(101)}</row>`)),
      broken,
    ],
    [
      'a column that is nowhere',
      () => workbook(sheet('<row><c r="XFD1"><v>1</v></c></row>')),
      broken,
    ],
    [
      'a cell that is a book',
      () => workbook(sheet(`<row>${cell('a'.repeat(20_001))}</row>`)),
      broken,
    ],
    [
      'a sheet that is elsewhere',
      () =>
        workbook({
          ...sheet(`<row>${cell('a')}</row>`),
          'xl/_rels/workbook.xml.rels':
            '<Relationships><Relationship Id="r1" Target="../../../etc/passwd"/></Relationships>',
        }),
      broken,
    ],
    [
      'a sheet on the web',
      () =>
        workbook({
          ...sheet(`<row>${cell('a')}</row>`),
          'xl/_rels/workbook.xml.rels':
            '<Relationships><Relationship Id="r1" TargetMode="External" Target="worksheets/sheet1.xml"/></Relationships>',
        }),
      broken,
    ],
    ['no sheet at all', () => workbook({}), broken],
  ]
  for (const [name, make, wanted] of cases)
    test(`${name} is refused`, async () =>
      assert.deepEqual(await readWorkbook(await make()), wanted))

  test('entities that a file declares stay what is written', async () => {
    const laughs =
      '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    const content = await workbook({
      'xl/worksheets/sheet1.xml': `${laughs}<worksheet><sheetData><row>${cell('&b;&f;')}</row></sheetData></worksheet>`,
    })
    assert.deepEqual(await readWorkbook(content), [{ line: 1, cells: ['&b;&f;'] }])
  })

  test('a part that is larger than it says is refused', async () => {
    const content = await workbook(sheet(`<row>${cell('a'.repeat(10_000))}</row>`))
    // The central directory's entry of the sheet: its size stands 22 bytes before the name's end mark.
    const at = content.lastIndexOf('xl/worksheets/sheet1.xml') - 46
    assert.equal(content.readUInt32LE(at), 0x02014b50)
    content.writeUInt32LE(10, at + 24)
    assert.deepEqual(await readWorkbook(content), broken)
  })

  test('whatever is cut off or changed in a file, it is read or refused', async () => {
    const whole = written('openpyxl.xlsx')
    for (let at = 0; at < whole.length; at += 61) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      await readContactFile({ content: changed })
      const cut = await readContactFile({ content: whole.subarray(0, at) })
      assert.ok('fault' in cut, `cut at ${at}`)
    }
  })
})
