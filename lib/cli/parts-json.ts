// What `parts` reads and prints: a text, and how it is cut.
import { z } from 'zod'
import { maxParts, segment } from '../sms/parts.ts'
import { answer, parseLine, Unfit } from './json-answer.ts'

const partsInput = z.object({
  text: z.string(),
  encoding: z.enum(['auto', 'gsm7', 'ucs2']).nullish(),
  refBits: z.literal([8, 16]).nullish(),
  languages: z.array(z.number()).nullish(),
})

export function partsToJson(line: string): object {
  return answer(() => {
    const input = parseLine(line, partsInput)
    const { encoding, parts, units } = segment(input.text, {
      encoding: input.encoding ?? 'auto',
      refBits: input.refBits ?? 8,
      languages: input.languages ?? [],
    })
    if (parts.length > maxParts) throw new Unfit(`${parts.length} parts, more than ${maxParts}`)
    return { encoding, parts, units }
  })
}
