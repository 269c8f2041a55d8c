import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/examples.mobile.json'
import {
  formatPhone,
  readOwnNumber,
  readPhone,
  type BareNumbers,
  type NumberRules,
} from '../../lib/sms/phone-number.ts'

const rules = (country: string, change: Partial<NumberRules> = {}): NumberRules => ({
  country,
  bareNumbers: 'ask',
  allowedPrefixes: [],
  ...change,
})

const phones: [spelling: string, country: string, phone: string][] = [
  ['+4520643064', 'DK', '+4520643064'],
  ['004520643064', 'SE', '+4520643064'],
  ['p4520643064', 'SE', '+4520643064'],
  ['P4520643064', 'SE', '+4520643064'],
  ['4520643064', 'DK', '+4520643064'],
  ['20643064', 'DK', '+4520643064'],
  ['0701234567', 'SE', '+46701234567'],
  ['701234567', 'SE', '+46701234567'],
  ['46701234567', 'SE', '+46701234567'],
  ['4790123456', 'DK', '+4790123456'],
  ['0660919010', 'FR', '+33660919010'],
  ['3331234567', 'IT', '+393331234567'],
  ['2024561111', 'US', '+12024561111'],
  ['12024561111', 'US', '+12024561111'],
  [' +45 30 64 30 64 ', 'SE', '+4530643064'],
  ['+46 (0)70-123 45 67', 'DK', '+46701234567'],
  ['0046(0)701234567', 'DK', '+46701234567'],
  ['(070) 123.45.67', 'SE', '+46701234567'],
  ['+45\u00a030\u201164\u201330\u202f64', 'SE', '+4530643064'],
  ['tel:+46-70-123-45-67', 'DK', '+46701234567'],
  ['sms:+4530643064', 'DK', '+4530643064'],
  ['＋４５３０６４３０６４', 'DK', '+4530643064'],
]

for (const [spelling, country, phone] of phones) {
  test(`"${spelling}" from ${country} is ${phone}`, () => {
    assert.deepEqual(readPhone(spelling, rules(country)), { kind: 'phone', phone })
  })
}

const refusals: [what: string, spelling: string, country: string, code: string, detail: string][] =
  [
    ['a landline', '08-123 456 78', 'SE', 'number_landline', '+46812345678'],
    ['a premium number', '0939123456', 'SE', 'number_premium', '+46939123456'],
    [
      'a personal number charged as premium',
      '+447012345678',
      'DK',
      'number_premium',
      '+447012345678',
    ],
    ['a satellite phone', '+870773111632', 'SE', 'number_satellite', '+870773111632'],
    ['a Thuraya phone', '+8821655501234', 'SE', 'number_satellite', '+8821655501234'],
    ['a toll-free number', '+18002345678', 'US', 'number_not_mobile', '+18002345678'],
    ['a number that no plan has', '+4512345678', 'DK', 'number_invalid', '+4512345678'],
    ['a number that is too short', '+45306430', 'DK', 'number_invalid', '+45306430'],
    ['an emergency number', '112', 'DK', 'number_invalid', '112'],
    ['a national number that is none', '0701740605', 'DK', 'number_invalid', '0701740605'],
    ['a bare landline', '812345678', 'SE', 'number_landline', '+46812345678'],
    ['twenty digits', '99999999999999999999', 'NO', 'number_invalid', '99999999999999999999'],
    ['a national number of no country', '0701234567', 'XX', 'number_invalid', '0701234567'],
  ]

for (const [what, spelling, country, code, detail] of refusals) {
  test(`${what} is refused as ${code}`, () => {
    assert.deepEqual(readPhone(spelling, rules(country)), { kind: 'refused', code, detail })
  })
}

test('what is not written as a number is left to the other forms', () => {
  for (const spelling of [
    '',
    '+',
    'p',
    'anna',
    '+45abc',
    '30643064 ext 5',
    '12a',
    '--',
    '1+2',
    '9'.repeat(65),
  ]) {
    assert.deepEqual(readPhone(spelling, rules('DK')), { kind: 'not-a-number' }, spelling)
  }
})

test('bare digits that are a mobile number in two readings follow the rule', () => {
  const read = (bareNumbers: BareNumbers) => readPhone('24739385', rules('DK', { bareNumbers }))
  assert.deepEqual(read('ask'), {
    kind: 'refused',
    code: 'number_ambiguous',
    detail: '+24739385 / +4524739385',
  })
  assert.deepEqual(read('international'), { kind: 'phone', phone: '+24739385' })
  assert.deepEqual(read('national'), { kind: 'phone', phone: '+4524739385' })
})

const clocks: [spelling: string, country: string, both: string][] = [
  ['30691234 1800', 'DK', '+306912341800 / +4530691234'],
  ['30691234 18 00', 'DK', '+306912341800 / +4530691234'],
  ['3069-1234 18-00', 'DK', '+306912341800 / +4530691234'],
  ['30 69 12 34 18 00', 'DK', '+306912341800 / +4530691234'],
  ['30691234 24/12', 'DK', '+306912342412 / +4530691234'],
  ['52551234 1800', 'DK', '+525512341800 / +4552551234'],
  ['40712345 123', 'DK', '+40712345123 / +4540712345'],
  ['791234567 12', 'SE', '+79123456712 / +46791234567'],
  ['(201) 234-5678 18', 'US', '+201234567818 / +12012345678'],
]

for (const [spelling, country, detail] of clocks) {
  test(`"${spelling}" from ${country}, a number with more behind it, is nobody's abroad`, () => {
    for (const bareNumbers of ['ask', 'international', 'national'] as const) {
      assert.deepEqual(readPhone(spelling, rules(country, { bareNumbers })), {
        kind: 'refused',
        code: 'number_ambiguous',
        detail,
      })
    }
  })
}

test('what stands behind a number of the country makes it nobody of another country', () => {
  for (const country of getCountries()) {
    const mobile = getExampleNumber(country, examples)
    if (mobile === undefined) continue
    const { nationalNumber, countryCallingCode } = mobile
    for (const behind of [' 9', ' 12', ' 123', ' 1800', ' 24/12', ' 24-12-26', ' 18 00']) {
      const reading = readPhone(`${nationalNumber}${behind}`, rules(country))
      const isOwn = reading.kind !== 'phone' || reading.phone.startsWith(`+${countryCallingCode}`)
      assert.ok(isOwn, `${country} ${nationalNumber}${behind}`)
    }
  }
})

test('a mobile number is read however its country groups it', () => {
  for (const country of getCountries()) {
    const mobile = getExampleNumber(country, examples)
    if (mobile === undefined || readPhone(mobile.number, rules(country)).kind !== 'phone') continue
    const phone = { kind: 'phone', phone: mobile.number }
    const abroad = mobile.formatInternational().slice(1)
    for (const spelling of [mobile.formatNational(), `00${abroad}`, abroad]) {
      const reading = readPhone(spelling, rules(country, { bareNumbers: 'national' }))
      assert.deepEqual(reading, phone, `${country} ${spelling}`)
    }
  }
})

test('a number abroad without its plus is read where its country is set apart', () => {
  for (const [spelling, phone] of [
    ['49 151 12345678', '+4915112345678'],
    ['46 70 123 45 67', '+46701234567'],
    ['39 333 123 4567', '+393331234567'],
    ['48 501 234 567', '+48501234567'],
    ['47 901 23 456', '+4790123456'],
    ['47 90 12 34 56', '+4790123456'],
    ['4790 12 34 56', '+4790123456'],
  ] as const)
    assert.deepEqual(readPhone(spelling, rules('DK')), { kind: 'phone', phone })
  for (const spelling of ['45 20 64 30 64', '4520 64 30 64'])
    assert.equal(readPhone(spelling, rules('NO')).kind, 'phone', spelling)
})

test('numbers of our neighbours are read in the grouping of their country', () => {
  const near = [
    'DK',
    'NO',
    'SE',
    'FI',
    'DE',
    'FR',
    'GB',
    'NL',
    'BE',
    'PL',
    'ES',
    'IT',
    'CH',
    'AT',
    'PT',
  ] as const
  for (const country of near)
    for (const other of near) {
      const mobile = getExampleNumber(other, examples)
      const spelling = mobile?.formatInternational().slice(1) ?? ''
      const reading = readPhone(spelling, rules(country, { bareNumbers: 'international' }))
      assert.deepEqual(
        reading,
        { kind: 'phone', phone: mobile?.number },
        `${spelling} in ${country}`,
      )
    }
})

test('the rule for bare digits does not touch digits with only one mobile reading', () => {
  for (const bareNumbers of ['ask', 'international', 'national'] as const) {
    assert.deepEqual(readPhone('20643064', rules('DK', { bareNumbers })), {
      kind: 'phone',
      phone: '+4520643064',
    })
  }
})

test('only the allowed prefixes can be reached', () => {
  const nordic = rules('DK', { allowedPrefixes: ['45', '4670'] })
  assert.equal(readPhone('+4530643064', nordic).kind, 'phone')
  assert.equal(readPhone('+46701234567', nordic).kind, 'phone')
  for (const phone of ['+46731234567', '+4790123456']) {
    assert.deepEqual(readPhone(phone, nordic), {
      kind: 'refused',
      code: 'prefix_not_allowed',
      detail: phone,
    })
  }
})

test('a mobile number written with a plus is read as itself everywhere', () => {
  const phone = fc.integer({ min: 701_000_000, max: 709_999_999 }).map((n) => `+46${n}`)
  fc.assert(
    fc.property(phone, fc.constantFrom('DK', 'SE', 'US', 'IT'), (written, country) => {
      assert.deepEqual(readPhone(written, rules(country)), { kind: 'phone', phone: written })
      assert.deepEqual(readPhone(formatPhone(written), rules(country)), {
        kind: 'phone',
        phone: written,
      })
    }),
  )
})

test('no input makes it throw', () => {
  const digitish = fc.string({ unit: fc.constantFrom(...'+00p0123456789 ()-/.tel:;'.split('')) })
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), digitish), (text) => {
      const reading = readPhone(text, rules('SE'))
      if (reading.kind === 'phone') assert.match(reading.phone, /^\+[1-9]\d{3,14}$/)
      formatPhone(text)
    }),
  )
})

test('one of our own numbers needs only digits, 15 at most; a short code has no plus', () => {
  assert.equal(readOwnNumber('467301214062818'), '+467301214062818')
  assert.equal(readOwnNumber('+45 609946547482'), '+45609946547482')
  assert.equal(readOwnNumber('1919'), '1919')
  assert.equal(readOwnNumber('+1919'), undefined)
  assert.equal(readOwnNumber('4673012140628189'), undefined)
  assert.equal(readOwnNumber('0701234567'), undefined)
  assert.equal(readOwnNumber('Messa'), undefined)
})

const shown: [phone: string, text: string][] = [
  ['+4530643064', '+45 30643064'],
  ['+3584512345', '+358 4512345'],
  ['+12024561111', '+1 2024561111'],
  ['+870773111632', '+870 773111632'],
  ['+456099465474825', '+45 6099465474825'],
  ['+21012345', '+21012345'],
  ['Messa', 'Messa'],
  ['1919', '1919'],
]

test('a number is shown as its country code, a space and the rest', () => {
  for (const [phone, text] of shown) assert.equal(formatPhone(phone), text)
})
