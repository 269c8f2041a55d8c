// `haraka-sms demo`: the whole loop on a real Haraka, over real SMTP, in a scratch directory and on
// free ports, told as a transcript.
//
// A mail becomes an SMS, the phone answers, the answer is a mail in the sender's inbox, and a reply to
// that is an SMS again. Nothing is left running or lying about, whatever happens; any failure is one
// sentence and a code that is not zero.
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { freePorts } from './free-ports.ts'
import { phoneBehindModem, virtualPhone, type DemoPhone, type Sms } from './demo-phone.ts'
import { PhonePage, type PageMail } from './phone-page.ts'
import type { Endpoint } from './profile.ts'
import { Sentence } from './sentence.ts'
import { demoNumber, loadProfile, shippedProfile, startServer, stopServer } from './server.ts'
import { SmtpClient } from './smtp-client.ts'
import { demoPhone } from './start.ts'

const patience = 10_000
const me = 'demo@example.test'

interface WrittenMail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly messageId: string
  readonly inReplyTo?: string
  readonly references?: readonly string[]
  readonly text: string
}

export interface DemoResult {
  readonly firstMail: WrittenMail
  readonly firstSms: Sms
  readonly answerMail: {
    readonly from: string
    readonly replyTo: string
    readonly subject: string
    readonly messageId: string | undefined
    readonly inReplyTo: string | undefined
    readonly references: readonly string[]
    readonly text: string
  }
  readonly secondMail: WrittenMail
  readonly secondSms: Sms
  readonly milliseconds: { mailToSms: number; smsToMail: number; replyToSms: number }
}

export interface DemoFlags {
  readonly json?: boolean
  readonly modem?: boolean
}

export async function runDemo({ json = false, modem = false }: DemoFlags): Promise<void> {
  const tell = json ? () => undefined : console.log
  const result = await demo(tell, modem)
  if (json) console.log(JSON.stringify(result, undefined, 2))
}

async function demo(tell: (line: string) => void, byModem: boolean): Promise<DemoResult> {
  const directory = await mkdtemp(join(tmpdir(), 'haraka-sms-demo-'))
  const records: string[] = []
  let haraka: ChildProcess | undefined
  let phone: DemoPhone | undefined
  try {
    const [smtp = 0, pages = 0] = await freePorts(2)
    const listeners = `[server]\nsmtp = 127.0.0.1:${smtp}\npages = 127.0.0.1:${pages}\nlog_level = warn\n`
    const page = new PhonePage(`http://127.0.0.1:${pages}`)
    phone = byModem ? await phoneBehindModem(demoPhone, demoNumber) : virtualPhone(demoPhone, page)
    const profile = await loadProfile(shippedProfile, `${listeners}${phone.settings}`)
    const began = performance.now()
    haraka = await startServer(directory, profile, (record) => records.push(record))
    tell(`Haraka serves on port ${smtp} after ${seconds(performance.now() - began)}.\n`)
    return await play({ listener: profile.smtp, page, phone, tell })
  } catch (error) {
    if (error instanceof Sentence) throw error
    const said = error instanceof Error ? error.message : String(error)
    throw new Sentence([`The demo failed: ${said}`, ...records].join('\n'))
  } finally {
    if (haraka !== undefined) await stopServer(haraka)
    await phone?.close()
    await rm(directory, { recursive: true, force: true })
  }
}

interface Stage {
  readonly listener: Endpoint
  readonly page: PhonePage
  readonly phone: DemoPhone
  readonly tell: (line: string) => void
}

async function play(stage: Stage): Promise<DemoResult> {
  const { phone, tell } = stage
  const firstMail: WrittenMail = {
    from: me,
    to: `${demoPhone.slice(1)}@sms.test`,
    subject: 'Lunch',
    messageId: `<lunch.${Date.now()}@example.test>`,
    text: 'at twelve?\n',
  }
  const [firstSms, mailToSms] = await mailToPhone(stage, firstMail, 1)
  const asked = performance.now()
  await phone.answer(firstSms.from, 'Fine. Where?')
  const mail = await inTime('the answer in the inbox', (signal) =>
    stage.page.until(({ mails }) => mails[0], signal),
  )
  const smsToMail = performance.now() - asked
  const answerMail = describeAnswer(mail)
  tell(`The phone answers "Fine. Where?", and ${seconds(smsToMail)} later there is a mail:`)
  tell(quote([`From: ${answerMail.from}`, `Subject: ${mail.subject}`, '', mail.text]))
  const secondMail = replyTo(mail)
  const [secondSms, replyToSms] = await mailToPhone(stage, secondMail, 2)
  tell('The quoted history stayed at home. npm start runs this server for you to try.')
  return {
    firstMail,
    firstSms,
    answerMail,
    secondMail,
    secondSms,
    milliseconds: {
      mailToSms: Math.round(mailToSms),
      smsToMail: Math.round(smsToMail),
      replyToSms: Math.round(replyToSms),
    },
  }
}

/** Hands the mail in and waits for the SMS; answers it with the time from the end of data. */
async function mailToPhone(stage: Stage, mail: WrittenMail, nth: number): Promise<[Sms, number]> {
  const source = writeMail(mail)
  stage.tell(`A mail goes in by SMTP:`)
  stage.tell(
    quote([`From: ${mail.from}`, `To: ${mail.to}`, `Subject: ${mail.subject}`, '', mail.text]),
  )
  const client = await SmtpClient.connect(stage.listener)
  await client.command('EHLO demo.example.test')
  const began = performance.now()
  const reply = await client.sendMail({ from: mail.from, to: [mail.to], data: source })
  if (reply.code !== 250)
    throw new Error(`the mail was answered ${reply.code} ${reply.lines.join(' ')}`)
  const sms = await inTime('the SMS on the phone', (signal) => stage.phone.sms(nth, signal))
  const took = performance.now() - began
  await client.quit()
  stage.tell(`The server said ${reply.code} ${reply.lines.join(' ')}`)
  stage.tell(`${seconds(took)} after MAIL FROM the phone ${demoPhone} shows:`)
  stage.tell(quote([`From: ${sms.from}`, '', sms.text]))
  return [sms, took]
}

async function inTime<T>(what: string, wait: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(patience)
  try {
    return await wait(signal)
  } catch (error) {
    if (signal.aborted) throw new Error(`waited ${seconds(patience)} for ${what}`, { cause: error })
    throw error
  }
}

/** What a mail client makes of Reply: the history stays below, and the Subject is changed on the way. */
function replyTo(mail: PageMail): WrittenMail {
  const quoted = mail.text.split('\n').map((line) => `> ${line}`)
  return {
    from: me,
    to: mail.replyTo,
    subject: `Re: ${mail.subject}`,
    messageId: `<reply.${Date.now()}@example.test>`,
    ...(mail.messageId === undefined
      ? {}
      : { inReplyTo: mail.messageId, references: [...mail.references, mail.messageId] }),
    text: ['At the harbour.', '', `On Monday ${mail.from.name} wrote:`, ...quoted, ''].join('\n'),
  }
}

function writeMail(mail: WrittenMail): string {
  const { inReplyTo, references = [] } = mail
  return [
    `From: Demo <${mail.from}>`,
    `To: ${mail.to}`,
    `Subject: ${mail.subject}`,
    `Message-ID: ${mail.messageId}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    ...(inReplyTo === undefined ? [] : [`In-Reply-To: ${inReplyTo}`]),
    ...(references.length === 0 ? [] : [`References: ${references.join(' ')}`]),
    'Content-Type: text/plain; charset=utf-8',
    '',
    mail.text,
  ].join('\n')
}

function describeAnswer(mail: PageMail): DemoResult['answerMail'] {
  const { from, replyTo: answerTo, subject, messageId, inReplyTo, references, text } = mail
  return {
    from: `"${from.name}" <${from.address}>`,
    replyTo: answerTo,
    subject,
    messageId,
    inReplyTo,
    references,
    text,
  }
}

function quote(lines: readonly string[]): string {
  return `\n${lines.join('\n').trimEnd().replace(/^/gm, '    ')}\n`
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`
}
