// winmail.dat (MS-OXTNEF): the text and the files that Outlook packed into one attachment.
// Guarantees: never throws, answers undefined for what is not TNEF, and reads damaged data as far
// as it goes. The text is taken as plain text, HTML or compressed RTF, in that order, within the budget.
import type { MailAttachment } from '../read-mail.ts'
import { decodeCharset } from './charset.ts'
import { decompressRtf, rtfText } from './rtf.ts'
import { maxHtmlBytes, maxTextBytes, takeText, type TextBudget } from './text-budget.ts'

export interface TnefMessage {
  text?: string
  html?: string
  attachments: MailAttachment[]
}

interface Attribute {
  id: number
  data: Buffer
}

const signature = 0x223e9f78
// MS-OXTNEF 2.1.3.2
const attBody = 0x0002800c
const attMessageProps = 0x00069003
const attAttachStart = 0x00069002
const attAttachTitle = 0x00018010
const attAttachData = 0x0006800f
const attAttachProps = 0x00069005
const attOemCodepage = 0x00069007
// MS-OXPROPS
const pidBody = 0x1000
const pidRtfCompressed = 0x1009
const pidHtml = 0x1013
const pidLongFilename = 0x3707

export function readTnef(bytes: Buffer, budget: TextBudget): TnefMessage | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return undefined
  const attributes = readAttributes(bytes)
  const codepage = codepageLabel(attributes.find(({ id }) => id === attOemCodepage)?.data)
  const message: TnefMessage = { attachments: readAttachments(attributes, codepage) }
  const props = attributes.find(({ id }) => id === attMessageProps)
  const properties = props === undefined ? new Map<number, Buffer>() : readProperties(props.data)
  const body = attributes.find(({ id }) => id === attBody)?.data
  const plain = properties.get(pidBody) ?? body
  const html = properties.get(pidHtml)
  const rtf = properties.get(pidRtfCompressed)
  if (plain !== undefined) message.text = textOf(takeText(plain, maxTextBytes, budget), codepage)
  else if (html !== undefined) message.html = textOf(takeText(html, maxHtmlBytes, budget), codepage)
  else if (rtf !== undefined) Object.assign(message, rtfText(decompressRtf(rtf, budget)))
  return message
}

function codepageLabel(data: Buffer | undefined): string {
  return data === undefined || data.length < 4 ? 'windows-1252' : `windows-${data.readUInt32LE(0)}`
}

// Property strings are UTF-16 where every second byte of Latin text is zero.
function textOf(bytes: Buffer, codepage: string): string {
  const wide = bytes.length > 1 && bytes[1] === 0 && bytes[0] !== 0
  return decodeCharset(bytes, wide ? 'utf-16le' : codepage)
    .replace(/\0+/g, '')
    .replace(/\r\n?/g, '\n')
}

const maxNameBytes = 1024

function nameOf(bytes: Buffer, codepage: string): string {
  return textOf(bytes.subarray(0, maxNameBytes), codepage)
}

function readAttributes(bytes: Buffer): Attribute[] {
  const attributes: Attribute[] = []
  let at = 6
  while (at + 9 <= bytes.length && attributes.length < 1000) {
    const id = bytes.readUInt32LE(at + 1)
    const length = bytes.readUInt32LE(at + 5)
    attributes.push({ id, data: bytes.subarray(at + 9, at + 9 + length) })
    at += 9 + length + 2
  }
  return attributes
}

function readAttachments(attributes: readonly Attribute[], codepage: string): MailAttachment[] {
  const attachments: MailAttachment[] = []
  let filename = ''
  for (const { id, data } of attributes) {
    if (id === attAttachStart) filename = ''
    else if (id === attAttachTitle) filename ||= nameOf(data, codepage)
    else if (id === attAttachData) {
      attachments.push({ filename, contentType: 'application/octet-stream', content: data })
    } else if (id === attAttachProps) {
      const long = readProperties(data).get(pidLongFilename)
      const last = attachments.at(-1)
      if (long !== undefined && last !== undefined) last.filename = nameOf(long, codepage)
    }
  }
  return attachments
}

const fixedSizes: Readonly<Record<number, number>> = {
  0x02: 4,
  0x03: 4,
  0x04: 4,
  0x05: 8,
  0x06: 8,
  0x07: 8,
  0x0a: 4,
  0x0b: 4,
  0x14: 8,
  0x40: 8,
  0x48: 16,
}

/** The values of variable size, by property id (MS-OXTNEF 2.1.3.4). */
function readProperties(bytes: Buffer): Map<number, Buffer> {
  const values = new Map<number, Buffer>()
  if (bytes.length < 4) return values
  const count = Math.min(bytes.readUInt32LE(0), 2000)
  let at = 4
  for (let index = 0; index < count && at + 4 <= bytes.length; index++) {
    const type = bytes.readUInt16LE(at)
    const id = bytes.readUInt16LE(at + 2)
    at = id >= 0x8000 ? afterName(bytes, at + 4) : at + 4
    const fixed = fixedSizes[type & 0xfff]
    const many = (type & 0x1000) !== 0 || fixed === undefined
    if (!many) {
      at += fixed
      continue
    }
    const found = readValues(bytes, at, fixed)
    if (found.first !== undefined) values.set(id, found.first)
    at = found.end
  }
  return values
}

function afterName(bytes: Buffer, at: number): number {
  if (at + 24 > bytes.length) return bytes.length
  const named = bytes.readUInt32LE(at + 16) === 1
  return named ? at + 24 + padded(bytes.readUInt32LE(at + 20)) : at + 24
}

function readValues(
  bytes: Buffer,
  start: number,
  fixed: number | undefined,
): { first?: Buffer; end: number } {
  if (start + 4 > bytes.length) return { end: bytes.length }
  const count = bytes.readUInt32LE(start)
  let at = start + 4
  if (fixed !== undefined) return { end: at + count * fixed }
  let first: Buffer | undefined
  for (let index = 0; index < count && at + 4 <= bytes.length; index++) {
    const length = bytes.readUInt32LE(at)
    first ??= bytes.subarray(at + 4, at + 4 + length)
    at += 4 + padded(length)
  }
  return first === undefined ? { end: at } : { first, end: at }
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4
}
