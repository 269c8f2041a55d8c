// The mails of the load: as a mail client writes them, each with a Message-ID and a phone of its own.
//
// A text mail is 800 bytes in all, headers included; an HTML mail is 30 kB of what Outlook writes
// around four short paragraphs, without a text part. Nothing in here is random: mail n is always the same.

export type MailKind = 'text' | 'html'

export interface LoadMail {
  readonly from: string
  readonly to: string
  /** With CRLF, dots doubled where needed, and the line that ends it. */
  readonly data: string
}

export const loadDomain = 'sms.test'

/** Senders of the load: each connection writes as one of them. */
export function senderAddress(index: number): string {
  return `sender${index}@example.test`
}

export function senderNumber(index: number): string {
  return `+4570000${String(index).padStart(3, '0')}`
}

/** Swedish mobile numbers: 20 million of them, all valid. */
export function phoneOf(n: number): string {
  const block = ['70', '72', '73', '76'][Math.floor(n / 5_000_000) % 4] ?? '70'
  return `46${block}${String(n % 5_000_000).padStart(7, '0')}`
}

/** `run` keeps the Message-IDs of one run of the program apart from those of another. */
export function loadMail(kind: MailKind, run: string, n: number, sender: string): LoadMail {
  const phone = phoneOf(n)
  const to = `${phone}@${loadDomain}`
  const head = [
    `Date: Thu, 14 Nov 2024 09:26:53 +0100`,
    `From: Anna Lund <${sender}>`,
    `To: ${to}`,
    'Subject: Your appointment',
    `Message-ID: <${run}.${n}@example.test>`,
    'User-Agent: Mozilla Thunderbird',
    'MIME-Version: 1.0',
  ]
  const data =
    kind === 'text'
      ? `${[...head, 'Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: 7bit'].join('\r\n')}\r\n\r\n`
      : `${[...head, 'Content-Type: text/html; charset=UTF-8', 'Content-Transfer-Encoding: quoted-printable'].join('\r\n')}\r\n\r\n`
  return { from: sender, to, data: `${data}${body(kind, n, data.length)}\r\n.\r\n` }
}

/** To the phones of an attached list, `count` of them from number `first` on. */
export function listMail(sender: string, first: number, count: number): LoadMail {
  const numbers = Array.from({ length: count }, (_, index) => `+${phoneOf(first + index)}`)
  const lines = [
    'Date: Thu, 14 Nov 2024 09:26:53 +0100',
    `From: Anna Lund <${sender}>`,
    `To: sms@${loadDomain}`,
    'Subject: ',
    `Message-ID: <list.${first}.${Date.now()}@example.test>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain; charset=UTF-8',
    '',
    'The office is closed on Friday. We are back on Monday at eight.',
    '--part',
    'Content-Type: text/csv; charset=UTF-8',
    'Content-Disposition: attachment; filename=phones.csv',
    '',
    ...numbers,
    '--part--',
  ]
  return { from: sender, to: `sms@${loadDomain}`, data: `${lines.join('\r\n')}\r\n.\r\n` }
}

function body(kind: MailKind, n: number, used: number): string {
  if (kind === 'html') return outlookHtml.replace('%NUMBER%', String(n))
  // The line end and the dot that follow are not part of the mail, but for the first line end.
  return `Number ${n}\r\n${sentences}`.slice(0, 800 - used - 2)
}

const sentences = [
  'We look forward to seeing you on Tuesday at a quarter past ten. Please',
  'bring the papers that we sent you last week, and a card to pay with.',
  'You find us on the second floor; the lift is to the left of the door.',
  'If you cannot come, answer this message not later than Monday noon, so',
  'that somebody else can have the time. Parking behind the house is free',
  'for an hour; the entrance is from the street by the river. Greetings',
  'from all of us, and have a safe journey. The office is open until five',
].join('\r\n')

const paragraphs = [
  'Number %NUMBER%',
  'We look forward to seeing you on Tuesday at a quarter past ten.',
  'Please bring the papers that we sent you last week, and a card to pay with.',
  'If you cannot come, answer this message not later than Monday noon.',
]

const outlookHtml = quotedPrintable(
  [
    '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">',
    '<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style><!--',
    ...Array.from(
      { length: 90 },
      (_, index) =>
        `p.MsoNormal${index}, li.MsoNormal${index}, div.MsoNormal${index} {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif; mso-fareast-language:EN-US;}`,
    ),
    '--></style></head><body lang="EN" link="#0563C1" vlink="#954F72"><div class="WordSection1">',
    ...paragraphs.map(
      (text) =>
        `<p class="MsoNormal"><span style="mso-fareast-language:EN-US">${text
          .split(' ')
          .map(
            (word) =>
              `<span style="font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif;color:#1F497D">${word}</span>`,
          )
          .join(' ')}<o:p></o:p></span></p>`,
    ),
    '<table class="MsoTableGrid" border="0" cellspacing="0" cellpadding="0"><tbody>',
    ...Array.from(
      { length: 62 },
      () =>
        '<tr style="height:1.0pt"><td width="301" valign="top" style="width:225.7pt;padding:0cm 5.4pt 0cm 5.4pt"><p class="MsoNormal"><o:p>&nbsp;</o:p></p></td></tr>',
    ),
    '</tbody></table></div></body></html>',
  ].join('\n'),
)

/** RFC 2045 6.7, for text that is ASCII. */
function quotedPrintable(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      (line.replaceAll('=', '=3D').match(/.{1,70}(?:(?<==)3D|(?<==3)D)?/g) ?? []).join('=\r\n'),
    )
    .join('\r\n')
}
