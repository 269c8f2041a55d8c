// HTML as readable text.
import { convert } from 'html-to-text'

export function readableHtml(html: string): string {
  return convert(html, { wordwrap: false })
}
