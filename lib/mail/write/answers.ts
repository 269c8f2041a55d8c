// Answers to commands by mail.
//
// Guarantees: the null sender and Auto-Submitted, so that nothing ever answers them (RFC 3834); what others
// wrote reaches a header only as text. A confirmation holds the QR code of the number.
import { codePng } from '../../sms/number-code.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { commandPhrases } from '../language/commands/index.ts'
import { phrases } from '../language/index.ts'
import type { Language } from '../language/phrases.ts'
import { fill, type Reason } from '../language/reasons.ts'
import { build, mailbox, rootNode, tidyText } from './mime.ts'
import { moment } from './moment.ts'
import type { WrittenMail } from './written-mail.ts'

export type Answer =
  | { readonly kind: 'subscribed'; readonly number: string | null }
  | { readonly kind: 'unsubscribed'; readonly numbers: readonly string[] }
  | {
      readonly kind: 'confirm'
      readonly command: 'subscribe' | 'unsubscribe'
      readonly address: string
      readonly link: string
    }
  | {
      readonly kind: 'status'
      readonly address: string
      readonly group: string
      readonly number: string | null
      /** `limit` as in refusals: Personal:GROUP or Group:GROUP. */
      readonly limits: readonly {
        readonly limit: string
        readonly allowed: string
        readonly used: number
      }[]
      readonly credit: { readonly group: string; readonly balance: string } | null
      /** The latest first. */
      readonly messages: readonly {
        readonly at: number
        readonly phone: string
        readonly state: string
      }[]
      readonly timeZone: string
    }
  | { readonly kind: 'help' }
  | {
      readonly kind: 'preview'
      /** Where the same mail is sent. */
      readonly sendTo: string
      /** Some of its phones may stand in an attached list. */
      readonly hasList: boolean
      readonly text: string
      readonly parts: number
      readonly encoding: 'gsm7' | 'ucs2'
      readonly price: string | null
      /** `at`: when it would go out, null for at once. */
      readonly phones: readonly { readonly phone: string; readonly at: number | null }[]
      /** No way to one of them works, and nobody knows for how long. */
      readonly waits: boolean
      readonly timeZone: string
      readonly refused: readonly { readonly shown: string; readonly reason: Reason | string }[]
      readonly cuts: readonly string[]
    }

export interface WrittenAnswer {
  readonly to: string
  readonly language: Language
  /** The SMS domain. */
  readonly domain: string
  readonly subjectTag: string
  readonly messageId: string
  readonly date: number
  /** The Message-ID of the mail that is answered. */
  readonly about?: string
  readonly answer: Answer
}

export async function writeAnswer(one: WrittenAnswer): Promise<WrittenMail> {
  const { subject, paragraphs } = contentOf(one)
  const code =
    one.answer.kind === 'subscribed' && one.answer.number !== null
      ? await codePng(one.answer.number, 6)
      : undefined
  const root = rootNode(
    code === undefined ? 'text/plain; charset=utf-8' : 'multipart/alternative',
    {
      from: mailbox(one.subjectTag, `postmaster@${one.domain}`),
      to: mailbox('', one.to),
      subject: one.subjectTag === '' ? subject : `[${one.subjectTag}] ${subject}`,
      messageId: one.messageId,
      ...(one.about !== undefined && { inReplyTo: one.about, references: [one.about] }),
      date: one.date,
      autoSubmitted: 'auto-replied',
    },
  )
  const text = tidyText(paragraphs.join('\n\n'))
  if (code === undefined) root.setContent(text)
  else {
    root.createChild('text/plain; charset=utf-8').setContent(text)
    const related = root.createChild('multipart/related')
    related.createChild('text/html; charset=utf-8').setContent(htmlOf(paragraphs))
    related
      .createChild('image/png', { filename: 'sms.png' })
      .setHeader('Content-Disposition', 'inline; filename=sms.png')
      .setHeader('Content-ID', '<sms-code>')
      .setContent(code)
  }
  return { from: '', to: one.to, contents: await build(root) }
}

function htmlOf(paragraphs: readonly string[]): string {
  const escaped = paragraphs.map((paragraph) =>
    paragraph.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
  )
  const [first = '', ...rest] = escaped.map((paragraph) => `<p>${paragraph}</p>`)
  return `<!doctype html>\n<html><body>\n${first}\n<p><img src="cid:sms-code" alt="QR"></p>\n${rest.join('\n')}\n</body></html>\n`
}

interface Content {
  readonly subject: string
  readonly paragraphs: readonly string[]
}

function contentOf({ answer, language, domain }: WrittenAnswer): Content {
  const say = commandPhrases[language]
  switch (answer.kind) {
    case 'subscribed': {
      const { subject, number, none, qr, end } = say.subscribed
      const how = fill(phrases[language].welcome.text, { domain })
      const own =
        answer.number === null ? [none] : [fill(number, { number: formatPhone(answer.number) }), qr]
      return { subject, paragraphs: [...own, how, fill(end, { domain })] }
    }
    case 'unsubscribed': {
      const { subject, number, none, another } = say.unsubscribed
      const how = fill(another, { domain })
      const given = answer.numbers.map((one) => fill(number, { number: formatPhone(one) }))
      return given.length === 0
        ? { subject: say.subscribed.subject, paragraphs: [none, how] }
        : { subject, paragraphs: [...given, how] }
    }
    case 'confirm': {
      const { subject, text, unasked } = say.confirm
      const { command, address, link } = answer
      return {
        subject: subject[command],
        paragraphs: [fill(text[command], { address }), link, unasked],
      }
    }
    case 'status':
      return statusContent(answer, language, domain)
    case 'help':
      return {
        subject: say.help.subject,
        paragraphs: [say.help.text.replaceAll('{domain}', domain)],
      }
    case 'preview':
      return previewContent(answer, language)
  }
}

function statusContent(
  answer: Extract<Answer, { kind: 'status' }>,
  language: Language,
  domain: string,
): Content {
  const { status: say, states } = commandPhrases[language]
  const { address, group, number, limits, credit, messages, timeZone } = answer
  const account = [
    fill(say.account, { address, group }),
    number === null
      ? fill(say.noNumber, { domain })
      : fill(say.number, { number: formatPhone(number) }),
    ...limits.map((limit) => limitLine(limit, language)),
    ...(limits.length === 0 ? [say.unlimited] : []),
    ...(credit === null ? [] : [fill(say.credit, credit)]),
  ]
  const lines = messages.map(
    ({ at, phone, state }) =>
      `  ${moment(at, timeZone)}  ${phone}  ${states[state as keyof typeof states]}`,
  )
  const latest = lines.length === 0 ? say.nothing : [say.latest, ...lines].join('\n')
  return { subject: say.subject, paragraphs: [account.join('\n'), latest] }
}

function limitLine(
  { limit, allowed, used }: Extract<Answer, { kind: 'status' }>['limits'][number],
  language: Language,
): string {
  const { status: say } = commandPhrases[language]
  const isPersonal = limit.startsWith('Personal:')
  const group = limit.slice(limit.indexOf(':') + 1)
  if (allowed === 'none') {
    const { limit_personal_none: personal, limit_group_none: ofGroup } = phrases[language].reasons
    return fill(isPersonal ? personal : ofGroup, { group })
  }
  const [parts = '', days] = allowed.split('/')
  const values = {
    group,
    used: String(used),
    allowed:
      days === undefined
        ? parts
        : fill(say.within, { allowed: parts, days: inDays(parseInt(days), language) }),
  }
  return fill(isPersonal ? say.personal : say.group, values)
}

function inDays(days: number, language: Language): string {
  const form = { style: 'unit', unit: 'day', unitDisplay: 'long' } as const
  return new Intl.NumberFormat(language, form).format(days)
}

function previewContent(answer: Extract<Answer, { kind: 'preview' }>, language: Language): Content {
  const say = commandPhrases[language].preview
  const { text, parts, encoding, price, phones, waits, refused, cuts } = answer
  const alphabet = encoding === 'gsm7' ? 'GSM' : 'UCS-2'
  const size = fill(say.size, { characters: String(text.length), parts: String(parts), alphabet })
  const list = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [[heading, ...lines.map((line) => `  ${line}`)].join('\n')]
  const reasons = phrases[language].reasons
  const { timeZone } = answer
  const [at, ...others] = new Set(phones.map((one) => one.at))
  const isOne = others.length === 0
  const time = [
    ...(at === undefined || !isOne
      ? []
      : [at === null ? say.now : fill(say.at, { time: moment(at, timeZone) })]),
    ...(waits ? [say.waits] : []),
  ]
  const to = phones.map(({ phone, at }) =>
    isOne || at === null ? phone : `${phone}  ${moment(at, timeZone)}`,
  )
  return {
    subject: say.subject,
    paragraphs: [
      fill(answer.hasList ? say.nothingSentOfList : say.nothingSent, { address: answer.sendTo }),
      [size, ...(price === null ? [] : [fill(say.price, { price })]), ...time].join('\n'),
      ...list(say.to, to),
      ...list(
        say.refused,
        refused.map(({ shown, reason }) =>
          typeof reason === 'string'
            ? `${shown}: ${reason}`
            : `${shown}: ${fill(reasons[reason.code], reason.params)}`,
        ),
      ),
      `${say.text}\n${text}`,
      ...(cuts.length === 0 ? [] : [`${say.cut}\n${cuts.join('\n')}`]),
    ],
  }
}
