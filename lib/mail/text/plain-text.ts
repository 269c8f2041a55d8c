// What only plain text has: PGP armour around a signed text, the names of pictures that a mailer wrote
// in their place, and links that Outlook wrote behind the text that shows them already.
// Guarantees: linear; nothing else is touched.
import type { Cut } from './cut-quotation.ts'
import { repeatsText } from './doubled-link.ts'
import { lineOf, rawOf, type Line } from './line.ts'

export interface BodyLines {
  lines: Line[]
  cuts: Cut[]
}

const picture =
  /\[(?:cid|image|bild|billede|immagine|imagen|imagem|afbeelding|inline image|kuva|obraz)\s?:[^\]\n]{0,200}\]|<(?:image|attachment)\d{1,4}\.(?:png|jpe?g|gif|bmp)>|\[(?:https?:\/\/[^\]\s]{1,400}\.(?:png|jpe?g|gif)[^\]\s]{0,100})\]/gi

/** A picture whose name Outlook or a program made. */
const logo =
  /^\[(?:(?:\p{L}{1,20} )?logo(?: \p{L}{1,20})?|[^\]]{1,300}(?:automatically generated|automatisk genereret|automatiskt genererad|automatisch generiert|généré automatiquement|generado automáticamente|generata automaticamente|automatisch gegenereerd)[^\]]{0,30})\]$/iu

const link = /<((?:mailto:|tel:|https?:\/\/)[^<>\s]{1,400})>/g

export function plainLinesOf(lines: readonly Line[]): BodyLines {
  const signed = withoutArmour(lines)
  const pictures: string[] = []
  const links: string[] = []
  const shown = signed.lines.map((line) => {
    if (!/[[<]/.test(line.text)) return line
    const take = (piece: string, cut: string[]): string => {
      if (line.depth === 0) cut.push(piece)
      return ''
    }
    const text = line.text
      .replace(picture, (name) => take(name, pictures))
      .replace(logo, (name) => take(name, pictures))
      .replace(link, (whole, target: string, at: number, all: string) =>
        repeatsText(target, all.slice(Math.max(0, at - 400), at)) ? take(whole, links) : whole,
      )
    return text === line.text ? line : { ...line, ...lineOf(text.trimEnd(), line.raw, line.depth) }
  })
  const cuts = [...signed.cuts, ...cutOf('picture', pictures), ...cutOf('doubled_link', links)]
  return { lines: shown, cuts }
}

function cutOf(reason: string, pieces: readonly string[]): Cut[] {
  return pieces.length === 0 ? [] : [{ reason, text: pieces.join('\n') }]
}

// RFC 4880 7: the signed text stands between its header and the signature, dashes escaped.
function withoutArmour(lines: readonly Line[]): BodyLines {
  const begin = lines.findIndex((line) => line.text === '-----BEGIN PGP SIGNED MESSAGE-----')
  const untouched = { lines: [...lines], cuts: [] }
  if (begin < 0) return untouched
  const body = lines.findIndex((line, at) => at > begin && line.plain === '')
  const signature = lines.findIndex(
    (line, at) => at > begin && line.text === '-----BEGIN PGP SIGNATURE-----',
  )
  if (body < 0 || signature < body) return untouched
  const end = lines.findIndex(
    (line, at) => at > signature && line.text === '-----END PGP SIGNATURE-----',
  )
  const signed = lines
    .slice(body + 1, signature)
    .map((line) =>
      line.text.startsWith('- ') ? lineOf(line.text.slice(2), line.raw, line.depth) : line,
    )
  const after = end < 0 ? lines.length : end + 1
  return {
    lines: [...lines.slice(0, begin), ...signed, ...lines.slice(after)],
    cuts: [{ reason: 'pgp_signature', text: rawOf(lines.slice(signature, after)) }],
  }
}
