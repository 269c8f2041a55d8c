// Marks that a person sets to say where the SMS ends: ##text## around it, $$ or ### behind it.
// Off unless the group switches them on. Guarantees: what a mark leaves out is told.
import type { Cut } from './cut-quotation.ts'

export type EndMark = '##' | '$$' | '###'

export interface Marked {
  text: string
  cuts: Cut[]
}

/** The text within the marks, or undefined when no mark that is switched on is there. */
export function withinEndMarks(text: string, marks: readonly EndMark[]): Marked | undefined {
  const between = marks.includes('##') ? /##(?!#)([^]+?)##(?!#)/.exec(text.slice(0, 100_000)) : null
  if (between?.[1] !== undefined) {
    const rest = text.slice(0, between.index) + text.slice(between.index + between[0].length)
    return { text: between[1], cuts: [{ reason: 'outside_marks', text: rest.trim() }] }
  }
  const ends = marks
    .filter((mark) => mark !== '##')
    .map((mark) => ({ mark, at: text.indexOf(mark) }))
  const first = ends.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)[0]
  if (first === undefined) return undefined
  const rest = text.slice(first.at + first.mark.length).trim()
  return {
    text: text.slice(0, first.at),
    cuts: rest === '' ? [] : [{ reason: 'end_mark', text: rest }],
  }
}
