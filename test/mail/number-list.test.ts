import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isProse, readNumberList } from '../../lib/mail/number-list.ts'
import { processorTime } from '../support/processor-time.ts'

/** The spellings with their lines, as `1:30643064`. */
function read(
  content: string | Uint8Array,
  most = 200_000,
): string[] | 'list_unreadable' | 'too_many_at_once' {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const list = readNumberList(bytes, most)
  if (list.kind === 'refused') return list.code
  return list.numbers.map(({ line, spelling }) => `${line}:${spelling}`)
}

const lists: [what: string, content: string, numbers: string[]][] = [
  ['one number on each line', '30643064\n+45 20 60 19 19\n', ['1:30643064', '2:+45 20 60 19 19']],
  [
    'Windows and old Mac line ends',
    '30643064\r\n20601919\r20643064',
    ['1:30643064', '2:20601919', '3:20643064'],
  ],
  ['empty lines', '\n\n30643064\n\n20601919\n\n', ['3:30643064', '5:20601919']],
  ['a header', 'Telefon\n30643064\n20601919', ['2:30643064', '3:20601919']],
  [
    'a wrong line, which is kept to be told',
    '30643064\nanna\n20601919',
    ['1:30643064', '2:anna', '3:20601919'],
  ],
  ['numbers in a row', '30643064, 20601919; 20643064', ['1:30643064', '1:20601919', '1:20643064']],
  ['one line of a name and a number', 'Anna;30643064', ['1:30643064']],
  ['a semicolon list in a row', '30643064;20601919;', ['1:30643064', '1:20601919']],
  ['CSV with a name', 'Anna;30643064\nBo;20601919', ['1:30643064', '2:20601919']],
  [
    'CSV with commas and quotes',
    'Name,Phone\n"Hansen, Anna","30643064"\nBo,20601919',
    ['2:30643064', '3:20601919'],
  ],
  [
    'doubled quotes',
    'Name,Phone\n"Bo ""B"" Li",30643064\nA,20601919',
    ['2:30643064', '3:20601919'],
  ],
  ['a quote that never closes', 'Bo "B;30643064\nA;20601919', ['1:30643064', '2:20601919']],
  ['tabs', 'Anna\t30643064\nBo\t20601919', ['1:30643064', '2:20601919']],
  [
    'a mobile column beside a landline',
    'Kundenr;Telefon;Mobil\n1000001;33123456;30643064\n1000002;33123457;20601919',
    ['2:30643064', '3:20601919'],
  ],
  [
    'a phone column beside a customer number',
    'Kundennummer;Tel.\n1000001;30643064',
    ['2:30643064'],
  ],
  [
    'a phone column beside ids and numbers of other things',
    'SMS-ID;Mobilabo-Nr;Automobil-Nr;Tlf nr\n10000001;30643061;30643062;30643064',
    ['2:30643064'],
  ],
  [
    'a day in each line',
    'Navn;Oprettet;Ring til\nAnna;2026-11-28;\nBo;28.11.2026;20601919',
    ['2:', '3:20601919'],
  ],
  ['the day on which it was made', '2026-11-28\n20643064\n20601919', ['2:20643064', '3:20601919']],
  ['the separator named in front', 'sep=,\nNavn,Mobil\n"A;B",30643064', ['3:30643064']],
  [
    "SMStoB's file",
    'Variable1;Numéro;Variable2\nJean;0660919010;Hédé\nJérôme;0660545465;Rennes',
    ['2:0660919010', '3:0660545465'],
  ],
  ['a row without a number', 'Anna;30643064\nBo;\nCo;20601919', ['1:30643064', '2:', '3:20601919']],
  [
    'rows of separators from a spreadsheet',
    'Anna;30643064\n;;\n;\nBo;20601919',
    ['1:30643064', '4:20601919'],
  ],
  [
    'a zero that a spreadsheet was told to keep',
    '="0701234567"\n\'0701234568',
    ['1:0701234567', '2:0701234568'],
  ],
]

for (const [what, content, numbers] of lists) {
  test(`a list with ${what} is read`, () => assert.deepEqual(read(content), numbers))
}

const encodings: [name: string, encode: (text: string) => Uint8Array][] = [
  ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16 little endian with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 little endian', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16 big endian with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['UTF-16 big endian', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['Latin-1', (text) => Buffer.from(text, 'latin1')],
]

for (const [name, encode] of encodings) {
  test(`a list in ${name} is read`, () => {
    assert.deepEqual(read(encode('Navn;Numéro\nSøren;30643064\nÅse;20601919\n')), [
      '2:30643064',
      '3:20601919',
    ])
  })
}

test('a column is the phones by any title that means them, and by none', () => {
  const meant = [
    'Mobil',
    'Tlf. privat',
    'Tlf1',
    'Téléphone',
    'Telefonnr.',
    'Kundens mobil',
    'Modtager',
  ]
  for (const title of [
    ...meant,
    'Handynummer',
    'Contact no.',
    'Kontaktnummer',
    'Mob. nr.',
    'Tlfnr',
    'Tfn',
    'Móvil',
    'Nr.',
    '',
    'Candidate mobile',
    'Tlfnummer',
    'Mobnummer',
    'Rufnr.',
    'Fon',
    'Numre',
    'Numéros',
    'Modtagernummer',
    'Recipient number',
  ])
    assert.deepEqual(read(`${title};Navn\n30643064;Bo`), ['2:30643064'], title)
  for (const titles of ['Candidate mobile;Office phone', 'Telefon;Telefax'])
    assert.deepEqual(read(`${titles}\n30643064;33123456`), ['2:30643064'], titles)
})

test('numbers that all have their country with them are phones under any title but that of something else', () => {
  for (const list of [
    'Deltagere\n+4530643064\n004520601919',
    'Navn;Hold 3\nBo;+4530643064\nA;004520601919',
  ])
    assert.deepEqual(read(list), ['2:+4530643064', '3:004520601919'], list)
  const beside = 'Pårørende;Medlem\n+4530643064;12345678\n+4520601919;12345679'
  assert.deepEqual(read(beside), ['2:+4530643064', '3:+4520601919'])
  for (const list of [
    'Deltagere\n+4530643064\n20601919',
    'Navn;Fax\nBo;+4533123456',
    'Kundenr;Navn\n+4530643064;Bo',
    'Bo;Anna\n+4530643064;+4520601919',
  ])
    assert.equal(read(list), 'list_unreadable', list)
})

test('a column of digits whose title means no phones is not sent to', () => {
  const others = ['Fødselsdato', 'Dato', 'Kundenr', 'CVR-nr.', 'id', 'Antal', 'Ordre', 'Mvh Bo']
  for (const title of [...others, 'Telefon-dato', 'Kundenr. mobil', 'Kundennummer'])
    for (const cell of ['24122026', '20261224', '30643064']) {
      assert.equal(read(`${title};Navn\n${cell};Bo`), 'list_unreadable', title)
      assert.equal(read(`Vare;${title}\nBord;${cell}\nStol;${cell}`), 'list_unreadable', title)
    }
})

test('a text of words is told from a list', () => {
  const words = ['', ' \n', 'Sendt fra min iPhone', 'Mvh\nBo Li\n+45 30643064', 'Hej; Bo\nses']
  for (const text of words) assert.equal(isProse(Buffer.from(text)), true, text)
  const listed = [
    ...['Anna 20643064\nBo 30 69 12 34', 'Anna: 20643064\nBo: 30691234', '206430\n306912'],
    ...['30643064', 'Telefon\n30643064', 'Bo;30643064\nAnna;', '\ufeff30643064, 20601919'],
  ]
  for (const text of listed) assert.equal(isProse(Buffer.from(text)), false, text)
  assert.equal(isProse(Buffer.from('30643064\r\n20601919', 'utf16le')), false)
})

const refused: [what: string, content: string | Uint8Array][] = [
  ['two numbers in some lines', '20643064, 20601919, 30643064,\n40112233'],
  ['a second number in few lines', '20643064;20601919\n30643064;\n30643065;\n30643066;\n30643067;'],
  ['two columns of mobiles', 'Mobil;Mobil 2\n30643064;20601919\n30643065;20601918'],
  ['an empty file', ''],
  ['only a header', 'Telefon'],
  ['no numbers', 'Anna\nBo\n'],
  ['two columns of which either may be the phones', '10000001;30643064\n10000002;20601919'],
  ['a spreadsheet', Buffer.from('PK\u0003\u0004\u0014\u0000\u0006\u0000', 'latin1')],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13])],
]

for (const [what, content] of refused) {
  test(`a list that is ${what} is refused`, () => assert.equal(read(content), 'list_unreadable'))
}

test('a hundred thousand lines are read in a moment, whatever is in them', () => {
  const bodies = [
    'Anna "A;+4530643064',
    '"Hansen; ""A""";+4530643064',
    '+4530643064',
    '"'.repeat(30),
  ]
  for (const body of bodies) {
    const taken = processorTime(() => {
      const numbers = read(`x;+4530643064\n${`${body}\n`.repeat(100_000)}`)
      assert.ok(typeof numbers === 'string' || numbers.length >= 100_000)
    })
    // About 0.1 s; the bound is wide for slow machines.
    assert.ok(taken < 3_000, `${taken} ms: ${body}`)
  }
})

test('a list of more than are allowed is not read to its end, however it is written', () => {
  const number = '+4530643064'
  assert.equal(read(`Phone\n${`${number}\n\n`.repeat(100)}`, 100).length, 100)
  const long = [
    `${number}\n`.repeat(102),
    `${number},`.repeat(101),
    `${number}\n`.repeat(2_000_000),
  ]
  for (const list of long) {
    const taken = processorTime(() => assert.equal(read(list, 100), 'too_many_at_once'))
    // Some hundredths of a second; to its end it takes seconds.
    assert.ok(taken < 1_000, `${taken} ms`)
  }
})

test('quotes that never close are looked for once in a line', () => {
  const began = performance.now()
  read(`x;+4530643064\n${'""";'.repeat(100_000)}`)
  assert.ok(performance.now() - began < 3000)
})

test('no file makes it throw', () => {
  const text = fc.string({
    unit: fc.constantFrom('"', ';', ',', '\t', '\n', '3', '064', 'a', '=', "'"),
  })
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void readNumberList(bytes, 100)))
  fc.assert(fc.property(text, (chars) => void readNumberList(Buffer.from(chars), 100)))
})
