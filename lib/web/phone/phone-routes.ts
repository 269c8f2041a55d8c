// The page /phone: virtual phones and the local mailbox, for trying the whole loop and for tests.
//
//   GET  /phone          the page; what is open stands in its query
//   GET  /phone/events   server-sent events: something has changed
//   GET  /phone.json     { phones, mails } for programs
//   POST /phone/answer   { phone, to, text }            the phone writes an SMS
//   POST /phone/mail     { to, subject, text, reply? }  a mail, handed in over real SMTP
//
// A program posts JSON (`Content-Type: application/json`) and needs no token; it is answered
// `{ ok: true }`, or `{ error: sentence }` with the status. Where no virtual phone is configured none
// of this is there; elsewhere than in the networks of `phone_networks` it is answered 403, since nobody
// signs in to it.
import { Router, type Request, type RequestHandler, type Response } from 'express'
import type { Gateway, LocalMailbox, VirtualPhones } from '../../gateway/gateway.ts'
import { arrivalOf, strangerTo } from '../arrival.ts'
import type { Assets } from '../assets.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { formToken, isJson, readPost } from '../csrf.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { onlyFor } from '../refusals.tsx'
import { readInbox, replyHeaders, type InboxMail } from './inbox.ts'
import type { FailedAnswer, FailedMail, Mailbox, PageModel } from './page-model.ts'
import { renderPhonePage } from './page.tsx'
import { readAnswer, readWrittenMail, type WrittenMail } from './posts.ts'
import { readView, viewQuery, type PhoneView } from './view.ts'

export interface HandedInMail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly inReplyTo?: string
  readonly references?: string[]
}

export type HandInMail = (mail: HandedInMail) => Promise<void>

export interface PhoneRoutesParts {
  readonly gateway: Gateway
  readonly assets: Assets
  readonly feed: ChangeFeed
  readonly smsDomain: string
  /** Who may see it: nobody signs in here. */
  readonly networks: () => readonly string[]
  readonly sendMail: HandInMail
  readonly newToken: () => string
}

const shownPhones = 8
const shownMails = 40
const listed = 500

export function phoneRoutes(parts: PhoneRoutesParts): Router {
  const router = Router()
  router.use(['/phone', '/phone.json'], onlyWhenThere(parts))
  router
    .route('/phone')
    .get((request, response) => showPage(parts, request, response, {}))
    .all(onlyFor('GET', 'HEAD'))
  router.route('/phone/events').get(parts.feed.handler).all(onlyFor('GET'))
  router
    .route('/phone.json')
    .get((_request, response) => showJson(parts.gateway, response))
    .all(onlyFor('GET', 'HEAD'))
  router
    .route('/phone/answer')
    .post(...readPost(), (request, response) => takeAnswer(parts, request, response))
    .all(onlyFor('POST'))
  router
    .route('/phone/mail')
    .post(...readPost(), (request, response) => takeMail(parts, request, response))
    .all(onlyFor('POST'))
  return router
}

function onlyWhenThere({ gateway, networks }: PhoneRoutesParts): RequestHandler {
  return (_request, response, next) => {
    const refusal = strangerTo(networks(), arrivalOf(response))
    if (gateway.phones === undefined) next('router')
    else if (refusal !== undefined) next(refusal)
    else if (gateway.ready) next()
    else next(new HttpRefusal(503, 'not_ready'))
  }
}

function virtualPhones({ phones }: Gateway): VirtualPhones {
  if (phones === undefined) throw new HttpRefusal(404, 'There are no virtual phones here.')
  return phones
}

interface Failures {
  readonly failedAnswer?: FailedAnswer
  readonly failedMail?: FailedMail
}

async function showPage(
  parts: PhoneRoutesParts,
  request: Request,
  response: Response,
  failures: Failures,
): Promise<void> {
  const { gateway, assets, smsDomain, newToken } = parts
  const { base } = arrivalOf(response)
  const page: PageModel = {
    view: viewOf(request),
    phones: (await virtualPhones(gateway).list(listed)).slice(0, shownPhones),
    mailbox: await readMailbox(gateway, shownMails),
    smsDomain,
    csrf: formToken(request, response, newToken),
    href: (action, view) => base + action + viewQuery(view),
    ...failures,
  }
  response.type('html').send(renderPhonePage({ base, assets }, page))
}

async function showJson(gateway: Gateway, response: Response): Promise<void> {
  const phones = await virtualPhones(gateway).list(listed)
  const mailbox = await readMailbox(gateway, listed)
  response.json({ phones, mails: mailbox?.mails ?? [] })
}

async function readMailbox({ mailbox }: Gateway, limit: number): Promise<Mailbox | undefined> {
  if (mailbox === undefined) return undefined
  return { owner: ownerOf(mailbox), mails: await readInbox(await mailbox.list(limit)) }
}

function ownerOf({ domain }: LocalMailbox): string {
  return `demo@${domain}`
}

async function takeAnswer(parts: PhoneRoutesParts, request: Request, response: Response) {
  const phones = virtualPhones(parts.gateway)
  const reading = readAnswer(request.body)
  const fail = async (status: number, sentence: string) => {
    response.status(status)
    if (isJson(request)) response.json({ error: sentence })
    else {
      const { phone, text } = typedFields(request.body)
      await showPage(parts, request, response, { failedAnswer: { phone, text, sentence } })
    }
  }
  if (!reading.ok) return fail(422, reading.problem)
  const known = await phones.list(listed)
  if (!known.some(({ phone }) => phone === reading.value.phone))
    return fail(404, 'Nobody has written to this phone yet.')
  await phones.answer(reading.value)
  succeed(request, response, { ...viewOf(request), sent: false })
}

async function takeMail(parts: PhoneRoutesParts, request: Request, response: Response) {
  const reading = readWrittenMail(request.body)
  const fail = async (status: number, sentence: string) => {
    response.status(status)
    if (isJson(request)) response.json({ error: sentence })
    else {
      const { to, subject, text } = typedFields(request.body)
      await showPage(parts, request, response, { failedMail: { to, subject, text, sentence } })
    }
  }
  if (!reading.ok) return fail(422, reading.problem)
  const mail = await handedInMail(parts.gateway, reading.value)
  const problem = foreignRecipient(parts, reading.value)
  if (problem !== undefined) return fail(422, problem)
  try {
    await parts.sendMail(mail)
  } catch (error) {
    return fail(422, saidBySmtp(error))
  }
  const { chats, mail: open } = viewOf(request)
  succeed(request, response, { chats, sent: true, ...(open === undefined ? {} : { mail: open }) })
}

async function handedInMail(gateway: Gateway, written: WrittenMail): Promise<HandedInMail> {
  const { mailbox } = gateway
  if (mailbox === undefined) throw new HttpRefusal(404, 'There is no local mailbox here.')
  const answered = written.reply === undefined ? undefined : await findMail(mailbox, written.reply)
  return {
    from: answered?.recipient ?? ownerOf(mailbox),
    to: written.to.join(', '),
    subject: written.subject,
    text: written.text,
    ...(answered === undefined ? {} : replyHeaders(answered)),
  }
}

async function findMail(mailbox: LocalMailbox, id: number): Promise<InboxMail> {
  const mails = await mailbox.list(listed)
  const [mail] = await readInbox(mails.filter((candidate) => candidate.id === id))
  if (mail === undefined) throw new HttpRefusal(404, 'The mail that is answered is not there.')
  return mail
}

/** The page is no open relay: it writes to SMS domains and to its own mailbox. */
function foreignRecipient(parts: PhoneRoutesParts, { to }: WrittenMail): string | undefined {
  const { gateway, smsDomain } = parts
  const foreign = to.find((address) => {
    const [user = '', host = ''] = address.toLowerCase().split('@')
    return !gateway.owns({ user, host }) && host !== gateway.mailbox?.domain
  })
  if (foreign === undefined) return undefined
  return `This page writes to numbers at ${smsDomain} only, such as 4520643064@${smsDomain}, not to ${foreign}.`
}

/** What the server answered, as SMTP clients hand it on, or why it could not be asked. */
function saidBySmtp(error: unknown): string {
  if (!(error instanceof Error)) return `The mail was not taken: ${String(error)}`
  const said = 'response' in error && typeof error.response === 'string' ? error.response : ''
  return `The mail server said: ${said === '' ? error.message : said}`
}

function succeed(request: Request, response: Response, view: PhoneView): void {
  if (isJson(request)) response.json({ ok: true })
  else response.redirect(303, `${arrivalOf(response).base}/phone${viewQuery(view)}`)
}

function viewOf(request: Request): PhoneView {
  const at = request.originalUrl.indexOf('?')
  return readView(new URLSearchParams(at < 0 ? '' : request.originalUrl.slice(at + 1)))
}

function typedFields(body: unknown): Record<'phone' | 'to' | 'subject' | 'text', string> {
  const fields: Partial<Record<string, unknown>> =
    typeof body === 'object' && body !== null ? { ...body } : {}
  const typed = (name: string) => {
    const value = fields[name]
    return typeof value === 'string' ? value : ''
  }
  return { phone: typed('phone'), to: typed('to'), subject: typed('subject'), text: typed('text') }
}
