// What only plain text has: PGP armour around a signed text, and the names of pictures that a
// mailer wrote in their place. Guarantees: linear; nothing else is touched.
import { lineOf, type Line } from './line.ts'

const picture =
  /\[(?:cid|image|bild|billede|immagine|imagen|imagem|afbeelding|inline image|kuva|obraz)\s?:[^\]\n]{0,200}\]|<(?:image|attachment)\d{1,4}\.(?:png|jpe?g|gif|bmp)>|\[(?:https?:\/\/[^\]\s]{1,400}\.(?:png|jpe?g|gif)[^\]\s]{0,100})\]/gi

export function plainLinesOf(lines: readonly Line[]): Line[] {
  return withoutArmour(lines).map((line) => {
    if (!/[[<]/.test(line.text)) return line
    const shown = line.text.replace(picture, '')
    return shown === line.text
      ? line
      : { ...line, ...lineOf(shown.trimEnd(), line.raw, line.depth) }
  })
}

// RFC 4880 7: the signed text stands between its header and the signature, dashes escaped.
function withoutArmour(lines: readonly Line[]): Line[] {
  const begin = lines.findIndex((line) => line.text === '-----BEGIN PGP SIGNED MESSAGE-----')
  if (begin < 0) return [...lines]
  const body = lines.findIndex((line, at) => at > begin && line.plain === '')
  const signature = lines.findIndex(
    (line, at) => at > begin && line.text === '-----BEGIN PGP SIGNATURE-----',
  )
  if (body < 0 || signature < body) return [...lines]
  const end = lines.findIndex(
    (line, at) => at > signature && line.text === '-----END PGP SIGNATURE-----',
  )
  const signed = lines
    .slice(body + 1, signature)
    .map((line) =>
      line.text.startsWith('- ') ? lineOf(line.text.slice(2), line.raw, line.depth) : line,
    )
  return [...lines.slice(0, begin), ...signed, ...lines.slice(end < 0 ? lines.length : end + 1)]
}
