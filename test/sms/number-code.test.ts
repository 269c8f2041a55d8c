import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PNG } from 'pngjs'
import { codeEps, codePdf, codePng, codeSvg, numberCode } from '../../lib/sms/number-code.ts'
import { readCode } from '../support/read-code.ts'

const number = '+45609910001234'

/** Bars of one module's height, from the top left, drawn and scanned. */
function scanBars(bars: readonly (readonly [x: number, y: number, width: number])[], size: number) {
  const scale = 4
  const side = size * scale
  const grey = new Uint8ClampedArray(side * side).fill(255)
  for (const [x, y, width] of bars)
    for (let line = y * scale; line < (y + 1) * scale; line++)
      grey.fill(0, line * side + x * scale, line * side + (x + width) * scale)
  return readCode(grey, side, side)
}

function barsIn(file: string, pattern: RegExp): [number, number, number][] {
  return [...file.matchAll(pattern)].map(([, x, y, width]) => [Number(x), Number(y), Number(width)])
}

const { size } = numberCode(number)
const fromBelow = (bars: [number, number, number][]) =>
  bars.map(([x, y, width]) => [x, size - 1 - y, width] as const)

test('the picture writes an SMS to the number, whatever its size', async () => {
  for (const scale of [2, 8]) {
    const { width, height, data } = PNG.sync.read(await codePng(number, scale))
    assert.deepEqual([width, height], [size * scale, size * scale])
    const grey = new Uint8ClampedArray(width * height).map((_, at) => data[at * 4] ?? 0)
    assert.equal(readCode(grey, width, width), `sms:${number}`)
  }
})

test('so do SVG, PDF and EPS', () => {
  const code = numberCode(number)
  const read = `sms:${number}`
  assert.equal(scanBars(barsIn(codeSvg(code), /M(\d+) (\d+)h(\d+)v1/g), size), read)
  assert.equal(scanBars(fromBelow(barsIn(codePdf(code), /^(\d+) (\d+) (\d+) 1 re$/gm)), size), read)
  assert.equal(scanBars(fromBelow(barsIn(codeEps(code), /^(\d+) (\d+) (\d+) bar$/gm)), size), read)
})

test('the table of the PDF says where each of its objects begins', () => {
  const file = codePdf(numberCode(number))
  const table = Number(/startxref\n(\d+)/.exec(file)?.[1])
  assert.match(file.slice(table), /^xref\n0 5\n/)
  const starts = [...file.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) =>
    Number(at),
  )
  assert.equal(starts.length, 4)
  starts.forEach((at, index) => assert.ok(file.slice(at).startsWith(`${index + 1} 0 obj\n`)))
  const [, length, stream] = /\/Length (\d+) >>\nstream\n([^]*)\nendstream/.exec(file) ?? []
  assert.equal(stream?.length, Number(length))
})
