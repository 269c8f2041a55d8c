// RFC 3676 format=flowed: lines that a mailer broke are one line again, quote marks are kept.
// Guarantees: linear; the signature separator `-- ` is never joined to anything (4.3).

export function unflow(text: string, delsp: boolean): string {
  const joined: string[] = []
  let open = false
  let openDepth = 0
  for (const line of text.split('\n')) {
    const { depth, content } = readLine(line)
    const separator = content === '-- '
    const continues = open && !separator && depth === openDepth
    if (continues) joined[joined.length - 1] = (joined[joined.length - 1] ?? '') + content
    else joined.push(depth === 0 ? content : `${'>'.repeat(depth)} ${content}`)
    open = content.endsWith(' ') && !separator
    openDepth = depth
    if (open && delsp) joined[joined.length - 1] = (joined[joined.length - 1] ?? '').slice(0, -1)
  }
  return joined.join('\n')
}

function readLine(line: string): { depth: number; content: string } {
  let depth = 0
  while (line[depth] === '>') depth++
  const rest = line.slice(depth)
  return { depth, content: rest.startsWith(' ') ? rest.slice(1) : rest }
}
