// The quoted history of a reply, told from what the person wrote.

export interface Cut {
  /** One word that docs/text.md explains. */
  reason: string
  text: string
}

const attribution =
  /^(?:on|den|am|le|op|el|il|em|w dniu|dne)\b.{6,200}(?:wrote|skrev|schrieb|écrit|schreef|escribió|scritto|escreveu|napisał|napsal)\b.{0,80}:$/i
const divider = /^-{3,}\s*\p{L}[\p{L} ]{4,40}\s*-{3,}$|^_{10,}$/u

export function cutQuotation(text: string, cuts: Cut[]): string {
  const lines = text.split('\n')
  const start = lines.findIndex(
    (line) => divider.test(line.trim()) || attribution.test(line.trim()),
  )
  const own = (start < 0 ? lines : lines.slice(0, start)).filter((line) => !line.startsWith('>'))
  if (own.length < lines.length)
    cuts.push({ reason: 'quoted_history', text: lines.slice(start).join('\n') })
  return own.join('\n')
}
