// RFC 3676 format=flowed: lines that a mailer broke are one line again, quote marks are kept.
// Guarantees: linear; the signature separator `-- ` is never joined to anything (4.3).

export function unflow(text: string, delsp: boolean): string {
  let unflowed = ''
  let open = false
  let openDepth = 0
  for (const [index, line] of text.split('\n').entries()) {
    const { depth, content } = readLine(line)
    const separator = content === '-- '
    const continues = open && !separator && depth === openDepth
    if (!continues)
      unflowed += `${index === 0 ? '' : '\n'}${depth === 0 ? '' : `${'>'.repeat(depth)} `}`
    open = content.endsWith(' ') && !separator
    openDepth = depth
    unflowed += open && delsp ? content.slice(0, -1) : content
  }
  return unflowed
}

function readLine(line: string): { depth: number; content: string } {
  let depth = 0
  while (line[depth] === '>') depth++
  const rest = line.slice(depth)
  return { depth, content: rest.startsWith(' ') ? rest.slice(1) : rest }
}
