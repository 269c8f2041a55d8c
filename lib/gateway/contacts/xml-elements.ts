// XML read as it comes, for files of strangers: names without their prefix, a bounded depth.
import { StringDecoder } from 'node:string_decoder'
import { Parser } from 'htmlparser2'

export interface ElementHandler {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/** More than is read of a file. */
export class Overflow extends Error {}

/** Deeper than any part of a workbook is. */
const mostDepth = 64

export async function eachElement(
  chunks: AsyncIterable<Buffer>,
  { open, text, close }: ElementHandler,
): Promise<void> {
  let depth = 0
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (++depth > mostDepth) throw new Overflow()
        open?.(localName(name), attributes)
      },
      ontext: (piece) => text?.(piece),
      onclosetag(name) {
        depth--
        close?.(localName(name))
      },
    },
    { xmlMode: true },
  )
  const decoder = new StringDecoder('utf8')
  for await (const chunk of chunks) parser.write(decoder.write(chunk))
  parser.end(decoder.end())
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
