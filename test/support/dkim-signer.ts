// Signs mails as mail servers do (RFC 6376, rsa-sha256, relaxed/relaxed), and badly where a test says so.
import { createHash, createSign, generateKeyPairSync } from 'node:crypto'

export interface SignOptions {
  /** The headers in h=, in order; a name may stand several times. */
  readonly signs?: readonly string[]
  /** t=, in seconds; null leaves it out. */
  readonly time?: number | null
  readonly domain?: string
}

const usual = ['from', 'to', 'cc', 'subject', 'date', 'message-id']

export class DkimSigner {
  readonly domain: string
  readonly #selector: string
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 1024 })

  constructor(domain: string, selector = 'test') {
    this.domain = domain
    this.#selector = selector
  }

  /** The record that publishes its key: name and text. */
  get record(): [name: string, text: string] {
    const key = this.#keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    return [`${this.#selector}._domainkey.${this.domain}`, `v=DKIM1; k=rsa; p=${key}`]
  }

  /** The mail with its signature on top. */
  sign(mail: string, { signs = usual, time, domain = this.domain }: SignOptions = {}): string {
    const text = mail.replace(/\r?\n/g, '\r\n')
    const split = text.indexOf('\r\n\r\n')
    const header = text.slice(0, split + 2)
    const at = time === undefined ? Math.floor(Date.now() / 1000) - 1 : time
    const tags = [
      'v=1',
      'a=rsa-sha256',
      'c=relaxed/relaxed',
      `d=${domain}`,
      `s=${this.#selector}`,
      ...(at === null ? [] : [`t=${at}`]),
      `h=${signs.join(':')}`,
      `bh=${createHash('sha256')
        .update(relaxedBody(text.slice(split + 4)))
        .digest('base64')}`,
      'b=',
    ]
    const unsigned = `DKIM-Signature: ${tags.join('; ')}`
    const signature = createSign('RSA-SHA256')
      .update(signedLines(header, signs) + relaxedHeader(unsigned))
      .sign(this.#keys.privateKey, 'base64')
    return `${unsigned}${signature}\r\n${text}`
  }
}

/** RFC 6376 5.4.2: each name in h= takes the next field of that name from the bottom. */
function signedLines(header: string, signs: readonly string[]): string {
  const fields = header.split(/\r\n(?![ \t])/).filter((field) => field !== '')
  return signs
    .map((name) => {
      const index = fields.findLastIndex((field) => field.toLowerCase().startsWith(`${name}:`))
      const [field] = index < 0 ? [] : fields.splice(index, 1)
      return field === undefined ? '' : `${relaxedHeader(field)}\r\n`
    })
    .join('')
}

/** RFC 6376 3.4.2. */
function relaxedHeader(field: string): string {
  const colon = field.indexOf(':')
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()
  return `${field.slice(0, colon).toLowerCase()}:${value}`
}

/** RFC 6376 3.4.4. */
function relaxedBody(body: string): string {
  const lines = body
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(?:\r\n)+$/, '')
  return lines === '' ? '' : `${lines}\r\n`
}
