// The QR code of a number: whoever scans it writes an SMS to it (RFC 5724). As pixels for screens, and as
// lines for print. Every form is black on white with the four modules of quiet around it that the
// standard asks for, and each module is a whole number of pixels or points.
import QRCode from 'qrcode'

const quiet = 4
const options = { errorCorrectionLevel: 'M', margin: quiet } as const

/** `scale` pixels for each module. */
export function codePng(number: string, scale: number): Promise<Buffer> {
  return QRCode.toBuffer(uriOf(number), { ...options, scale })
}

/** The dark modules, joined along each line; measured in modules from the top left. */
export interface NumberCode {
  readonly size: number
  readonly bars: readonly { readonly x: number; readonly y: number; readonly width: number }[]
}

export function numberCode(number: string): NumberCode {
  return textCode(uriOf(number))
}

/** The code of any text. */
export function textCode(text: string): NumberCode {
  const { modules } = QRCode.create(text, options)
  const bars: { x: number; y: number; width: number }[] = []
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) {
      if (modules.get(y, x) === 0) continue
      const start = x
      while (x < modules.size && modules.get(y, x) !== 0) x++
      bars.push({ x: start + quiet, y: y + quiet, width: x - start })
    }
  return { size: modules.size + 2 * quiet, bars }
}

/** The `d` of an SVG path, one unit for each module. */
export function codePath({ bars }: NumberCode): string {
  return bars.map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`).join('')
}

export function codeSvg(code: NumberCode): string {
  const { size } = code
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * point}" height="${size * point}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${codePath(code)}"/></svg>\n`
}

/** Points for each module in print: about four centimetres for a whole code. */
const point = 4

export function codeEps({ size, bars }: NumberCode): string {
  const side = size * point
  return [
    '%!PS-Adobe-3.0 EPSF-3.0',
    `%%BoundingBox: 0 0 ${side} ${side}`,
    '%%LanguageLevel: 2',
    '%%EndComments',
    'gsave',
    `${point} ${point} scale`,
    `1 setgray 0 0 ${size} ${size} rectfill`,
    '0 setgray',
    // One path, filled at once: no seams between lines.
    '/bar { 3 1 roll moveto dup 0 rlineto 0 1 rlineto neg 0 rlineto closepath } bind def',
    ...bars.map(({ x, y, width }) => `${x} ${size - 1 - y} ${width} bar`),
    'fill',
    'grestore',
    '%%EOF',
    '',
  ].join('\n')
}

/** One page (ISO 32000), as large as the code. */
export function codePdf({ size, bars }: NumberCode): string {
  const side = size * point
  const drawing = [
    `${point} 0 0 ${point} 0 0 cm`,
    `1 g 0 0 ${size} ${size} re f`,
    '0 g',
    ...bars.map(({ x, y, width }) => `${x} ${size - 1 - y} ${width} 1 re`),
    'f',
  ].join('\n')
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${side} ${side}] /Resources << >> /Contents 4 0 R >>`,
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
  ])
}

/** The objects with the table that says where each begins; ASCII only. */
function pdfOf(objects: readonly string[]): string {
  let file = '%PDF-1.4\n'
  const starts = objects.map((object, index) => {
    const start = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(start).padStart(10, '0')} 00000 n \n`
  })
  const count = objects.length + 1
  return `${file}xref\n0 ${count}\n0000000000 65535 f \n${starts.join('')}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
}

function uriOf(number: string): string {
  return `sms:${number}`
}
