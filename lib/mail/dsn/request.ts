// What a mail client asks for in MAIL and RCPT about reports: RFC 3461 4.
//
// Guarantees: a parameter that is not written as the RFC says is told by name; what is answered is
// printable, decoded, and ASCII but for an address of type utf-8 (RFC 6533).

/** Of MAIL: what of the mail comes back, and the client's name for it. */
export interface MailRequest {
  readonly ret: 'FULL' | 'HDRS' | undefined
  readonly envelopeId: string | undefined
}

/** Of RCPT: what is to be told, and the address that the mail was first sent to. */
export interface RecipientRequest {
  /** NEVER, or some of SUCCESS, FAILURE, DELAY with commas between. */
  readonly notify: string | undefined
  /** `rfc822;anna@example.com`, `utf-8;jörg@example.com` */
  readonly originalRecipient: string | undefined
}

export interface BadParameter {
  readonly bad: 'RET' | 'ENVID' | 'NOTIFY' | 'ORCPT'
}

/** Parameters by their names in upper case; null for one without a value. */
export type Parameters = Readonly<Record<string, string | null | undefined>>

export function readMailRequest(params: Parameters): MailRequest | BadParameter {
  const ret = params['RET']?.toUpperCase()
  if (params['RET'] !== undefined && ret !== 'FULL' && ret !== 'HDRS') return { bad: 'RET' }
  const envelopeId = params['ENVID'] === undefined ? undefined : readXtext(params['ENVID'], 100)
  if (envelopeId === null) return { bad: 'ENVID' }
  return { ret: ret === 'FULL' || ret === 'HDRS' ? ret : undefined, envelopeId }
}

export function readRecipientRequest(params: Parameters): RecipientRequest | BadParameter {
  const notify = params['NOTIFY'] === undefined ? undefined : readNotify(params['NOTIFY'])
  if (notify === null) return { bad: 'NOTIFY' }
  const written = params['ORCPT']
  if (written === undefined) return { notify, originalRecipient: undefined }
  const [, type = '', address = ''] = /^([A-Za-z0-9-]+);(.+)$/.exec(written ?? '') ?? []
  const addressType = type.toLowerCase()
  const decoded = addressType === 'utf-8' ? readUnicode(address, 500) : readXtext(address, 500)
  if (decoded === null) return { bad: 'ORCPT' }
  return { notify, originalRecipient: `${addressType};${decoded}` }
}

// RFC 3461 4.1
function readNotify(value: string | null): string | null {
  const words = (value ?? '').toUpperCase().split(',')
  const isNever = words.length === 1 && words[0] === 'NEVER'
  const known = ['SUCCESS', 'FAILURE', 'DELAY']
  const isList = new Set(words).size === words.length && words.every((word) => known.includes(word))
  return isNever || isList ? words.join(',') : null
}

/** RFC 3461 4: xtext; null when it is none, empty, too long, or hides what is not printable. */
function readXtext(value: string | null, most: number): string | null {
  if (value === null || value.length > most || !/^(?:[!-*,-<>-~]|\+[0-9A-F]{2})+$/.test(value))
    return null
  const decoded = value.replace(/\+([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return /^[ -~]+$/.test(decoded) ? decoded : null
}

/** RFC 6533 3: UTF-8 as it is, or `\x{F6}` for a character; xtext too, as RFC 3461 has it of any type. */
function readUnicode(value: string, most: number): string | null {
  const form =
    /^(?:[!-*,-<>-[\]-~\u0080-\u{10ffff}]|\\x\{(?:[0-9A-F]{2,5}|10[0-9A-F]{4})\}|\+[0-9A-F]{2})+$/u
  if (value.length > most || !form.test(value)) return null
  const decoded = value
    .replace(/(?:\+[0-9A-F]{2})+/g, (bytes) =>
      Buffer.from(bytes.replaceAll('+', ''), 'hex').toString(),
    )
    .replace(/\\x\{([0-9A-F]+)\}/g, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
  return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]/u.test(decoded) ? null : decoded
}
