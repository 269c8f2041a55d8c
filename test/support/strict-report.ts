// Reads a delivery status notification as strictly as RFC 3464, RFC 6522 and RFC 5322 are written, with
// no code of ours: what is not as they say is an error. The mail as a whole is read by mailparser.
import assert from 'node:assert/strict'
import { simpleParser } from 'mailparser'

export interface StrictReport {
  readonly to: string
  readonly subject: string
  /** What a person reads. */
  readonly text: string
  readonly message: Readonly<Record<string, string>>
  readonly recipients: readonly Readonly<Record<string, string>>[]
  /** The type of the last part, and its content. */
  readonly returned: { readonly type: string; readonly content: string }
}

// RFC 3464 2.2 and 2.3: the fields that there are, and what each may hold.
const typed = /^[A-Za-z0-9-]+ ?; ?[\x21-\x7e][\x20-\x7e]*$/
const date = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/
const messageFields: Readonly<Record<string, RegExp>> = {
  'Original-Envelope-Id': /^[\x20-\x7e]+$/,
  'Reporting-MTA': typed,
  'Arrival-Date': date,
}
const recipientFields: Readonly<Record<string, RegExp>> = {
  'Original-Recipient': typed,
  // A mailbox of RFC 5321 4.1.2, a masked key leaves dots; or a utf-8-addr-xtext of RFC 6533 3.
  'Final-Recipient':
    /^(?:rfc822; (?:[^\s"@]+|"(?:[^"\\]|\\.)+")|utf-8; (?:[!-*,-<>-?A-[\]-~]|\\x\{[0-9A-F]{2,6}\})+)@[\w.-]+$/,
  Action: /^(?:failed|delayed|delivered|relayed|expanded)$/,
  Status: /^[245]\.\d{1,3}\.\d{1,3}$/,
  'Diagnostic-Code': typed,
  'Last-Attempt-Date': date,
  'Will-Retry-Until': date,
}
const classes: Readonly<Record<string, string>> = {
  failed: '5',
  delayed: '4',
  delivered: '2',
  relayed: '2',
}

export async function readStrictly(contents: string): Promise<StrictReport> {
  assert.doesNotMatch(contents, /[^\r]\n|\r[^\n]/, 'lines end in CRLF')
  assert.ok(contents.split('\r\n').every((line) => line.length <= 998))
  const head = contents.slice(0, contents.indexOf('\r\n\r\n'))
  const type =
    /^Content-Type: multipart\/report;[ \r\n\t]+report-type=delivery-status;[ \r\n\t]+boundary="([^"]+)"/m
  const [, boundary] = type.exec(head) ?? []
  assert.ok(boundary, 'a multipart/report of delivery-status')
  const [, ...parts] = contents.split(`\r\n--${boundary}`)
  assert.equal(parts.pop()?.slice(0, 2), '--')
  assert.equal(parts.length, 3, 'RFC 6522 3: text, status, what is returned')
  const [, status, returned] = parts.map((part) => {
    const end = part.indexOf('\r\n\r\n')
    const [, name = ''] = /^Content-Type: ([^;\r]+)/im.exec(part.slice(0, end)) ?? []
    return { type: name, content: part.slice(end + 4) }
  })
  assert.equal(status?.type, 'message/delivery-status')
  assert.match(returned?.type ?? '', /^(?:text\/rfc822-headers|message\/rfc822)$/)
  const groups = (status.content.endsWith('\r\n') ? status.content : `${status.content}\r\n`)
    .replace(/\r\n$/, '')
    .split('\r\n\r\n')
    .filter((group) => group !== '')
  const [message = {}, ...recipients] = groups.map((group, index) =>
    fieldsOf(group, index === 0 ? messageFields : recipientFields),
  )
  assert.ok(message['Reporting-MTA'], 'RFC 3464 2.2.2')
  assert.ok(recipients.length > 0, 'RFC 3464 2.1: at least one recipient')
  for (const recipient of recipients) {
    assert.ok(recipient['Final-Recipient'] && recipient['Status'], 'RFC 3464 2.3')
    assert.equal(recipient['Status'][0], classes[recipient['Action'] ?? ''], 'RFC 3464 2.3.4')
  }
  const mail = await simpleParser(contents, { keepDeliveryStatus: true })
  assert.equal(mail.headers.get('auto-submitted'), 'auto-replied')
  const to = Array.isArray(mail.to) ? mail.to : [mail.to]
  return {
    to: to.map((one) => one?.text).join(),
    subject: mail.subject ?? '',
    text: mail.text?.trim() ?? '',
    message,
    recipients,
    returned: returned!,
  }
}

function fieldsOf(group: string, known: Readonly<Record<string, RegExp>>): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const line of group.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name = '', value = ''] = /^([\x21-\x39\x3b-\x7e]+): (.*)$/.exec(line) ?? []
    assert.ok(known[name], `no field of RFC 3464 here: ${line}`)
    assert.match(value, known[name], line)
    assert.equal(fields[name], undefined, `twice: ${name}`)
    fields[name] = value
  }
  return fields
}
