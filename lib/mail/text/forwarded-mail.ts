// The mail inside a forward: all of the quotation but what the forwarding program set above it.
// Guarantees: below its first header block nothing is left out, whatever it looks like.
import { nextBlock, type Quotation } from './cut-quotation.ts'
import { fieldLines, headerBlockLength } from './header-block.ts'
import { isBlank, type Line } from './line.ts'
import { dividerOf } from './words/dividers.ts'

interface Forwarded {
  /** What introduced it, and its header block. */
  head: readonly Line[]
  lines: readonly Line[]
}

/** The mail that was forwarded, without its header block. */
export function forwardedMail({ lines, head, isBare }: Quotation): Forwarded {
  const rest = lines.slice(head)
  const length = isBare ? headLength(rest) : 0
  return { head: lines.slice(0, head + length), lines: rest.slice(length) }
}

/** Where the header block ends that the lines begin with, and the divider above it. */
function headLength(lines: readonly Line[]): number {
  const first = lines.findIndex((line) => !isBlank(line))
  if (first < 0) return 0
  const beginning = fieldLines(lines.slice(0, first + 24))
  const isDivider = dividerOf(lines[first]?.plain ?? '') !== undefined
  if (isDivider) return nextBlock({ ...beginning, attributions: new Map() }, first + 1) ?? first + 1
  return first + headerBlockLength(beginning, first)
}
