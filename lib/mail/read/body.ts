// Which parts of a mail are its text, and which are attachments.
// Guarantees: an attached mail is never text; a part that is offered in several forms counts once;
// where some of the text exists as HTML alone, `html` holds the whole text and `text` is left out.
// Each body is read up to `maxTextBytes` or `maxHtmlBytes`, and all together within the mail's budget, so
// that no mail costs more than that.
import { calendarText } from './calendar.ts'
import { decodeCharset } from './charset.ts'
import { unflow } from './format-flowed.ts'
import { readMimeTree, type MimePart } from './mime-tree.ts'
import { rtfText } from './rtf.ts'
import { signedContent } from './smime.ts'
import { maxHtmlBytes, maxTextBytes, takeText, textBudget, type TextBudget } from './text-budget.ts'
import { readTnef } from './tnef.ts'
import { decodeTransfer, uuencodedFiles } from './transfer.ts'
import type { MailAttachment } from '../read-mail.ts'

export interface MailBody {
  text?: string
  html?: string
  attachments: MailAttachment[]
}

/** One piece of the text, in the forms that the mail offers it in. */
interface Segment {
  text?: string
  html?: string
}

/** What a mail holds besides its text, gathered on the way; an invitation is text only for want of other. */
interface Found {
  attachments: MailAttachment[]
  calendars: string[]
  /** Texts that have a file's name but stand in the mail itself, and RTF: text for want of other. */
  named: MimePart[]
  budget: TextBudget
}

/** 255 parts of an SMS hold 39,015 characters; quoted history may stand in front of them. */
const maxTextChars = 256 * 1024
/** HTML carries its pictures and styles with it. */
const maxHtmlChars = 2 * 1024 * 1024

export function readBody(root: MimePart): MailBody {
  const found: Found = { attachments: [], calendars: [], named: [], budget: textBudget() }
  const segments = collect(root, found, true).filter((segment) => !isBlank(segment))
  if (segments.length === 0) segments.push(...found.named.map((part) => readSegment(part, found)))
  const invitation = found.calendars.find((text) => text !== '')
  if (segments.length === 0 && invitation !== undefined) segments.push({ text: invitation })
  return { attachments: found.attachments, ...joinSegments(segments) }
}

function collect(part: MimePart, found: Found, isRoot: boolean): Segment[] {
  if (part.children.length > 0) return collectMultipart(part, found)
  if (isTnef(part)) return collectTnef(part, found)
  if (isRoot && /^application\/(?:x-)?pkcs7-mime$/.test(part.type)) {
    const signed = signedContent(decodeTransfer(part.body, part.encoding))
    if (signed !== undefined) return collect(readMimeTree(signed), found, false)
  }
  if (!isBodyPart(part, isRoot)) {
    if (isNamedText(part)) found.named.push(part)
    found.attachments.push(new PartAttachment(part))
    return []
  }
  return [readSegment(part, found)]
}

function collectMultipart(part: MimePart, found: Found): Segment[] {
  switch (part.type) {
    case 'multipart/alternative':
      return [mergeAlternatives(part.children.map((child) => collect(child, found, false)))]
    case 'multipart/related':
      return collectRelated(part, found)
    case 'multipart/appledouble':
      for (const child of part.children) found.attachments.push(new PartAttachment(child))
      return []
    default:
      return part.children.flatMap((child) => collect(child, found, false))
  }
}

// RFC 2387: the first part (or the one that `start` names) is the text, the others belong to it.
// Some mailers write plain text and HTML into one related part as if it were an alternative.
function collectRelated(part: MimePart, found: Found): Segment[] {
  const start = part.contentType.parameters.get('start')
  const named = part.children.findIndex(
    (child) => start !== undefined && child.fields.get('content-id')?.[0] === start,
  )
  const root = part.children[Math.max(named, 0)]
  const segments: Segment[][] = []
  for (const child of part.children) {
    const isBody =
      child === root ||
      child.children.length > 0 ||
      child.type === 'text/html' ||
      child.type === 'text/plain'
    if (isBody) segments.push(collect(child, found, false))
    else found.attachments.push(new PartAttachment(child))
  }
  return segments.length > 1 ? [mergeAlternatives(segments)] : segments.flat()
}

function mergeAlternatives(forms: Segment[][]): Segment {
  const merged: Segment = {}
  for (const form of forms) {
    const { text, html } = joinSegments(form.filter((segment) => !isBlank(segment)))
    if (text !== undefined && merged.text === undefined) merged.text = text
    if (html !== undefined) merged.html = html
  }
  return merged
}

function joinSegments(segments: Segment[]): Segment {
  const joined: Segment = {}
  if (segments.some((segment) => segment.html !== undefined)) {
    joined.html = segments.map((segment) => segment.html ?? asHtml(segment.text ?? '')).join('\n')
  }
  if (segments.length > 0 && segments.every((segment) => segment.text !== undefined)) {
    joined.text = segments.map((segment) => segment.text ?? '').join('\n')
  }
  return joined
}

function isBlank(segment: Segment): boolean {
  return (segment.text ?? '').trim() === '' && (segment.html ?? '').trim() === ''
}

const readableTypes = new Set([
  'text/plain',
  'text/html',
  'text/enriched',
  'text/richtext',
  'text/markdown',
  'text/x-markdown',
  'text/calendar',
  'application/xhtml+xml',
])

function isBodyPart(part: MimePart, isRoot: boolean): boolean {
  if (part.disposition === 'attachment' && !isRoot) return false
  const readable = readableTypes.has(part.type) || (isRoot && /^text\/(?!rfc822)/.test(part.type))
  if (!readable) return false
  return isRoot || part.filename === undefined || part.type === 'text/calendar'
}

function isNamedText(part: MimePart): boolean {
  const shown = part.disposition !== 'attachment' || part.filename === undefined
  return shown && ['text/plain', 'text/html', 'text/rtf'].includes(part.type)
}

function readSegment(part: MimePart, found: Found): Segment {
  const bytes = decodeTransfer(
    takeText(part.body, isHtml(part) ? maxHtmlBytes : maxTextBytes, found.budget),
    part.encoding,
  )
  if (part.type === 'text/rtf') return rtfText(bytes.toString('latin1'))
  const text = decodeText(bytes, part)
  switch (part.type) {
    case 'text/html':
    case 'application/xhtml+xml':
      return { html: text }
    case 'text/enriched':
    case 'text/richtext':
      return { text: enrichedText(text, part.type === 'text/enriched') }
    case 'text/calendar':
      found.attachments.push(new PartAttachment(part))
      found.calendars.push(calendarText(text))
      return {}
    default:
      return { text: takeUuencoded(flowed(text, part), found.attachments) }
  }
}

function isHtml({ type }: MimePart): boolean {
  return type === 'text/html' || type === 'application/xhtml+xml'
}

function decodeText(bytes: Buffer, part: MimePart): string {
  const label =
    part.contentType.parameters.get('charset') ??
    (part.type === 'text/html' ? metaCharset(bytes) : '')
  const text = withLineFeeds(decodeCharset(bytes, label)).replaceAll('\0', '').normalize('NFC')
  return text.slice(0, isHtml(part) ? maxHtmlChars : maxTextChars)
}

/** A text is searched for much faster than a pattern is. */
function withLineFeeds(text: string): string {
  const mended = text.replaceAll('\r\n', '\n')
  return mended.includes('\r') ? mended.replaceAll('\r', '\n') : mended
}

function metaCharset(bytes: Buffer): string {
  return (
    /<meta[^>]{0,200}charset=["']?([\w:.-]{2,40})/i.exec(bytes.toString('latin1', 0, 4096))?.[1] ??
    ''
  )
}

function flowed(text: string, part: MimePart): string {
  if (part.contentType.parameters.get('format')?.toLowerCase() !== 'flowed') return text
  return unflow(text, part.contentType.parameters.get('delsp')?.toLowerCase() === 'yes')
}

function takeUuencoded(text: string, attachments: MailAttachment[]): string {
  if (!text.startsWith('begin') && !text.includes('\nbegin')) return text
  let kept = ''
  let after = 0
  for (const file of uuencodedFiles(text)) {
    attachments.push({
      filename: file.filename,
      contentType: 'application/octet-stream',
      content: file.content,
    })
    kept += text.slice(after, file.start)
    after = file.end
  }
  return kept + text.slice(after)
}

// RFC 1896: single line breaks are blanks, `<<` is a less-than sign; RFC 1341 richtext has <nl>.
function enrichedText(text: string, breaksCollapse: boolean): string {
  const lines = breaksCollapse
    ? text.replace(/\n+/g, (run) => (run.length === 1 ? ' ' : run.slice(1)))
    : text.replaceAll('\n', ' ')
  return lines
    .replace(/<param>[^<]{0,1000}<\/param>/gi, '')
    .replace(/<nl>/gi, '\n')
    .replace(/<lt>/gi, '<<')
    .replace(/<(?!<)[^<>\n]{1,60}>/g, '')
    .replaceAll('<<', '<')
}

function asHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<div>${escaped.replaceAll('\n', '<br>')}</div>`
}

function isTnef(part: MimePart): boolean {
  return (
    part.type === 'application/ms-tnef' ||
    part.type === 'application/vnd.ms-tnef' ||
    part.filename?.toLowerCase() === 'winmail.dat'
  )
}

function collectTnef(part: MimePart, found: Found): Segment[] {
  const message = readTnef(decodeTransfer(part.body, part.encoding), found.budget)
  if (message === undefined) {
    found.attachments.push(new PartAttachment(part))
    return []
  }
  found.attachments.push(...message.attachments)
  const segment: Segment = {}
  if (message.text !== undefined) segment.text = message.text
  if (message.html !== undefined) segment.html = message.html
  return [segment]
}

/** Decoded when somebody asks for it: most attachments are never looked at. */
class PartAttachment implements MailAttachment {
  readonly filename?: string
  readonly contentType: string
  readonly #body: Buffer
  readonly #encoding: string

  constructor(part: MimePart) {
    if (part.filename !== undefined) this.filename = part.filename
    this.contentType = part.type
    this.#body = part.body
    this.#encoding = part.encoding
  }

  get content(): Buffer {
    return decodeTransfer(this.#body, this.#encoding)
  }
}
