// The QR code of a number in the forms that signatures, web pages and print ask for, as one zip file.
import type { Response } from 'express'
import { pipeline } from 'node:stream/promises'
import { codeEps, codePdf, codePng, codeSvg, numberCode } from '../../sms/number-code.ts'

/** Pixels for each module: from a mail signature to a poster. */
const scales = [4, 8, 16, 32]

export async function sendNumberPack(number: string, response: Response): Promise<void> {
  const code = numberCode(number)
  const name = `sms-${number.replace('+', '')}`
  response.type('zip').attachment(`${name}.zip`)
  const { ZipFile } = await import('yazl')
  const zip = new ZipFile()
  for (const scale of scales)
    zip.addBuffer(await codePng(number, scale), `${name}-${scale * code.size}.png`)
  zip.addBuffer(Buffer.from(codeSvg(code)), `${name}.svg`)
  zip.addBuffer(Buffer.from(codePdf(code)), `${name}.pdf`)
  zip.addBuffer(Buffer.from(codeEps(code)), `${name}.eps`)
  zip.end()
  await pipeline(zip.outputStream, response)
}
