// HTML as lines that a person would read, each knowing what the tree says of it: quoted, hidden,
// introducing a quotation, part of the signature.
// Guarantees: linear; depth, text and links are bounded; never throws. Nothing is fetched or run.
import { Parser } from 'htmlparser2'
import { blocks, genericLinks, skipped, spaced } from './html-elements.ts'
import {
  isForScreens,
  isGmailQuote,
  markOf,
  readSheet,
  shownIn,
  type Displays,
  type Shown,
} from './html-marks.ts'
import { lineOf, maxLines, type Line } from './line.ts'

interface Frame {
  name: string
  /** Nothing in it shows. */
  hidden: boolean
  shown: Shown
  preformatted: boolean
  /** Blockquotes around. */
  depth: number
  quoted: boolean
  /** One of the blockquotes, or a container, is certainly a quotation. */
  firm: boolean
  role: Line['role']
  list: { ordered: boolean; count: number } | undefined
  href: string
  /** Where the text of a link began. */
  linkStart: number
}

const maxDepth = 400
const maxChars = 256 * 1024
const chunkSize = 16 * 1024

export function readableHtml(html: string): Line[] {
  const page = new Page()
  const parser = new Parser(
    {
      onopentag: (name, attributes) => page.open(name, attributes),
      onclosetag: (name) => page.close(name),
      ontext: (text) => page.text(text),
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  let at = 0
  for (; at < html.length && page.mayGoOn && !page.isDeep; at += chunkSize) {
    parser.write(html.slice(at, at + chunkSize))
  }
  // The parser keeps its own stack, whose cost grows with its depth: beyond it text alone is read.
  if (page.isDeep) page.rest(withoutTags(html.slice(unread(html, at))))
  else if (page.mayGoOn) parser.end()
  return page.lines()
}

/** Where to go on behind so many characters: at the beginning of a tag that they end in. */
function unread(html: string, at: number): number {
  const tag = html.lastIndexOf('<', at - 1)
  return tag > html.lastIndexOf('>', at - 1) ? tag : at
}

/** The text of HTML without its elements; its lines stay apart. */
function withoutTags(html: string): string {
  const flat = html
    .replace(/<(?:br|\/p|\/div|\/tr|\/li)\b[^<>]{0,200}>/gi, '\n')
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replaceAll('<', '&lt;')
  let text = ''
  new Parser({ ontext: (piece) => (text += piece) }, { decodeEntities: true }).end(flat)
  return text
}

function listOf(name: string, attributes: Readonly<Record<string, string>>): Frame['list'] {
  if (name === 'ul') return { ordered: false, count: 0 }
  return name === 'ol'
    ? { ordered: true, count: (numberIn(attributes['start']) ?? 1) - 1 }
    : undefined
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,6}$/.test(text.trim()) ? Number(text) : undefined
}

class Page {
  readonly #lines: Line[] = []
  readonly #frames: Frame[] = [
    {
      name: '',
      hidden: false,
      shown: { size: true, visible: true },
      preformatted: false,
      depth: 0,
      quoted: false,
      firm: false,
      role: undefined,
      list: undefined,
      href: '',
      linkStart: 0,
    },
  ]
  readonly #displays: Displays = { hidden: new Set(), shown: new Set() }
  /** The style sheet that is being read, where it counts. */
  #sheet: string | undefined
  #current = ''
  #pending = ''
  #chars = 0
  #space = false
  /** The current line ends with a blank; asking the text itself would copy it each time. */
  #endsBlank = false

  get isDeep(): boolean {
    return this.#frames.length >= maxDepth
  }

  /** Endless text is read as far as it could ever be sent. */
  get mayGoOn(): boolean {
    return (
      this.#lines.length < maxLines &&
      this.#chars + this.#current.length + this.#pending.length < maxChars
    )
  }

  lines(): Line[] {
    this.#takeText()
    this.#break()
    return this.#lines
  }

  open(name: string, attributes: Record<string, string>): void {
    this.#takeText()
    if (name === 'br') {
      this.#breakLine()
      return
    }
    if (name === 'img') {
      this.#image(attributes)
      return
    }
    const parent = this.#top()
    if (name === 'style') this.#startSheet(parent, attributes)
    const mark = parent.hidden ? undefined : markOf(name, attributes, this.#displays)
    if (blocks.has(name)) this.#startBlock(name, attributes)
    if (name === 'td' || name === 'th') this.#space = this.#current !== ''
    if (mark === 'border' || mark === 'ruler') this.#marker(mark)
    const frame: Frame = {
      name,
      hidden: parent.hidden || skipped.has(name) || mark === 'hidden',
      shown: shownIn(parent.shown, name, attributes),
      preformatted:
        parent.preformatted ||
        name === 'pre' ||
        name === 'plaintext' ||
        /white-space:\s*pre/i.test(attributes['style'] ?? ''),
      depth: parent.depth + (name === 'blockquote' && mark !== undefined ? 1 : 0),
      quoted: parent.quoted || (mark === 'quoted' && name !== 'blockquote'),
      firm: parent.firm || mark === 'quoted',
      role: mark === 'attribution' || mark === 'signature' ? mark : parent.role,
      list: listOf(name, attributes),
      href: name === 'a' ? (attributes['href'] ?? '') : '',
      linkStart: this.#current.length,
    }
    this.#frames.push(frame)
    if (name === 'li') this.#bullet(attributes)
    if (isGmailQuote(attributes) && name === 'div') this.#break()
  }

  close(name: string): void {
    if (name === 'br' || name === 'img') return
    this.#takeText()
    const frame = this.#top()
    if (frame.name !== name || this.#frames.length === 1) return
    if (name === 'a') this.#finishLink(frame)
    if (name === 'style') this.#endSheet()
    if (blocks.has(name)) this.#endBlock(name)
    this.#frames.pop()
  }

  text(text: string): void {
    const top = this.#top()
    if (this.#shows(top)) this.#pending += text
    else if (top.name === 'style' && this.#sheet !== undefined) this.#sheet += text
  }

  /** That of a quoted mail says nothing of the person's lines, whose classes may have the same names. */
  #startSheet(parent: Frame, { media }: Record<string, string>): void {
    const counts = !parent.quoted && parent.depth === 0 && isForScreens(media)
    this.#sheet = counts ? '' : undefined
  }

  #endSheet(): void {
    if (this.#sheet !== undefined) readSheet(this.#sheet, this.#displays)
    this.#sheet = undefined
  }

  /** What follows where no element counts any more. */
  rest(text: string): void {
    for (const line of text.slice(0, maxChars).split('\n', maxLines)) {
      this.text(line)
      this.#takeText()
      this.#break()
    }
  }

  /** The parser gives text in pieces as small as a character; what stands together is taken at once. */
  #takeText(): void {
    const text = this.#pending
    if (text === '') return
    this.#pending = ''
    if (this.#top().preformatted) this.#preformatted(text)
    else this.#flowing(text)
  }

  #flowing(text: string): void {
    // The end of a line of the source is no blank behind a delimiter.
    const collapsed = (/^\s*--\s*[\r\n]\s*$/.test(text) ? ' --' : text).replace(
      /[ \t\r\n\f]+/g,
      ' ',
    )
    const starts = collapsed.startsWith(' ')
    const words = starts ? collapsed.slice(1) : collapsed
    if (starts) this.#space = true
    if (words === '') return
    if (this.#space && this.#current !== '' && !this.#endsBlank) this.#current += ' '
    this.#endsBlank = words.endsWith(' ')
    this.#space = false
    this.#current += words
  }

  #shows({ hidden, shown }: Frame): boolean {
    return !hidden && shown.size && shown.visible
  }

  #top(): Frame {
    const frame = this.#frames.at(-1)
    if (frame === undefined) throw new Error('the root frame is never closed')
    return frame
  }

  #preformatted(text: string): void {
    for (const [index, row] of text.replace(/\r\n?/g, '\n').split('\n').entries()) {
      if (index > 0) this.#breakLine()
      this.#current += row
    }
  }

  #startBlock(name: string, attributes: Record<string, string>): void {
    this.#break()
    const tight =
      name === 'p' &&
      (/msonormal|mso(?:list|plain)/i.test(attributes['class'] ?? '') ||
        /margin(?:-top)?:\s*0/i.test(attributes['style'] ?? ''))
    if (spaced.has(name) && !tight) this.#blankLine()
    if (name === 'hr') this.#blankLine()
  }

  #endBlock(name: string): void {
    this.#break()
    if (spaced.has(name) && name !== 'p') this.#blankLine()
  }

  #blankLine(): void {
    const last = this.#lines.at(-1)
    if (last !== undefined && last.plain !== '') this.#push('')
  }

  #bullet(attributes: Record<string, string>): void {
    const list = this.#frames.findLast((frame) => frame.list !== undefined)?.list
    if (!this.#shows(this.#top())) return
    if (list !== undefined) list.count = numberIn(attributes['value']) ?? list.count + 1
    this.#current = list?.ordered === true ? `${list.count}. ` : '- '
  }

  // A picture says nothing in an SMS, except where it stands for a character (emoji).
  #image(attributes: Record<string, string>): void {
    const alt = attributes['alt'] ?? ''
    if (this.#shows(this.#top()) && alt.length <= 12 && /\p{Extended_Pictographic}/u.test(alt))
      this.text(alt)
  }

  #finishLink(frame: Frame): void {
    if (frame.hidden || frame.linkStart > this.#current.length) return
    const shown = this.#current.slice(frame.linkStart).trim()
    const useful = /^https?:\/\//i.test(frame.href) && frame.href.length <= 500
    if (useful && genericLinks.test(shown)) this.#current += ` ${frame.href}`
  }

  #marker(role: 'border' | 'ruler'): void {
    this.#break()
    if (!this.#top().quoted && this.#top().depth === 0)
      this.#lines.push({ ...lineOf('', '', 0), role })
  }

  /** Ends the line even when it is empty. */
  #breakLine(): void {
    if (this.#top().hidden) return
    this.#push(this.#current)
    this.#current = ''
    this.#space = false
  }

  /** Ends the line when there is one. */
  #break(): void {
    if (this.#current.trim() !== '') this.#push(this.#current)
    this.#current = ''
    this.#space = false
  }

  #push(text: string): void {
    const frame = this.#top()
    // The blank behind it makes a delimiter of it (RFC 3676 4.3).
    const shown = /^--[ \u00a0]+$/.test(text) ? '-- ' : text.trimEnd()
    this.#chars += shown.length + 1
    const line = lineOf(
      shown,
      frame.depth > 0 ? `${'>'.repeat(frame.depth)} ${shown}` : shown,
      frame.depth,
    )
    this.#lines.push({
      ...line,
      ...(frame.quoted && { quoted: true }),
      ...(frame.depth > 0 && !frame.firm && { soft: true }),
      ...(frame.role !== undefined && { role: frame.role }),
    })
  }
}
