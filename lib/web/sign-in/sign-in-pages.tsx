// Signing in: by password, by a link that is mailed, with the code of a second step; and signing out.
//
//   GET, POST /sign-in                    POST /sign-in/mail, GET and POST /sign-in/forgotten
//   GET, POST /sign-in/link/TOKEN         a GET uses nothing up: programs open links to look at them
//   GET, POST /sign-in/password/TOKEN     GET, POST /sign-in/code         POST /sign-out
//
// No answer, and no time that one takes, tells whether an address has an account.
import type { SignInOutcome } from '../../gateway/people/person.ts'
import { isMailAddress } from '../../mail/address/mail-address.ts'
import { dropCookie, setCookie } from '../cookies.ts'
import type { Form } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { NewPassword } from '../shell/new-password.tsx'
import { Notice, sendSmallPage, Token } from '../shell/shell.tsx'
import { goTo, pathPart, sessionCookie, type Visit } from '../visit.ts'
import { signInWords, type SignInWord } from './words.ts'

export const signInPages: readonly Page[] = [
  get('anyone', '/sign-in', async (visit) => {
    if (visit.person === undefined) return showSignIn(visit, {})
    goTo(visit, nextPage(visit.query.get('next')))
  }),
  post('anyone', '/sign-in', signIn),
  post('anyone', '/sign-in/mail', (visit, form) => mailLink(visit, form, 'sign-in')),
  get('anyone', '/sign-in/forgotten', (visit) => showForgotten(visit, undefined)),
  post('anyone', '/sign-in/forgotten', (visit, form) => mailLink(visit, form, 'password')),
  get('anyone', '/sign-in/link/:token', showLink),
  post('anyone', '/sign-in/link/:token', followLink),
  get('anyone', '/sign-in/password/:token', (visit) => showPassword(visit, undefined)),
  post('anyone', '/sign-in/password/:token', setPassword),
  get('anyone', '/sign-in/code', (visit) => showCode(visit, undefined)),
  post('anyone', '/sign-in/code', enterCode),
  post('anyone', '/sign-out', async (visit) => {
    await visit.gateway.people.signOut(visit.token)
    if (visit.person !== undefined) visit.feed.end(visit.person)
    dropCookie(visit.response, sessionCookie)
    goTo(visit, '/sign-in')
  }),
]

/** Only a path of ours: nothing that a browser could take for another site. */
export function nextPage(wished: string | null): string {
  const isPath = wished !== null && /^\/(?![/\\])[\w\-./~%?=&+:@,*]*$/.test(wished)
  return isPath && new URL(wished, 'http://here').host === 'here' ? wished : '/'
}

async function signIn(visit: Visit, form: Form): Promise<void> {
  const address = form.text('address').trim()
  const outcome = await visit.gateway.people.signIn({
    address,
    password: form.text('password'),
    stays: form.has('stay'),
    visitor: visit.visitor,
  })
  if (outcome.kind === 'signed-in') letIn(visit, outcome, form.text('next'))
  else {
    visit.response.status(outcome.kind === 'wrong' ? 401 : 429)
    const word = outcome.kind === 'wrong' ? 'wrong' : 'too_many'
    await showSignIn(visit, { address, word, next: form.text('next') })
  }
}

/** A new session has a new token: one that somebody else put into the browser is worth nothing. */
export function letIn(
  visit: Visit,
  { session }: Extract<SignInOutcome, { kind: 'signed-in' }>,
  next: string | null,
): void {
  const { token, stays, needsCode } = session
  setCookie(visit.response, sessionCookie, token, stays)
  const path = nextPage(next)
  if (!needsCode) goTo(visit, path)
  else
    goTo(visit, path === '/' ? '/sign-in/code' : `/sign-in/code?next=${encodeURIComponent(path)}`)
}

async function mailLink(visit: Visit, form: Form, purpose: 'sign-in' | 'password'): Promise<void> {
  const address = form.text('address').trim()
  const isAddress = isMailAddress(address.toLowerCase())
  if (isAddress) visit.gateway.people.mailLink({ address, purpose, visitor: visit.visitor })
  else visit.response.status(422)
  const word = isAddress ? 'mailed' : 'no_address'
  if (purpose === 'sign-in') await showSignIn(visit, { address, word, next: form.text('next') })
  else showForgotten(visit, word)
}

async function followLink(visit: Visit, form: Form): Promise<void> {
  const outcome = await visit.gateway.people.followLink({
    token: pathPart(visit, 'token'),
    stays: form.has('stay'),
    visitor: visit.visitor,
  })
  if (outcome.kind === 'signed-in') letIn(visit, outcome, null)
  else showGone(visit)
}

async function setPassword(visit: Visit, form: Form): Promise<void> {
  const outcome = await visit.gateway.people.setPassword({
    token: pathPart(visit, 'token'),
    password: form.text('password'),
    visitor: visit.visitor,
  })
  if (outcome.kind === 'signed-in') letIn(visit, outcome, null)
  else if (outcome.kind === 'too-short') {
    visit.response.status(422)
    await showPassword(visit, 'too_short')
  } else showGone(visit)
}

async function enterCode(visit: Visit, form: Form): Promise<void> {
  const { gateway, token, visitor, response } = visit
  const outcome = await gateway.people.enterCode({ token, code: form.text('code'), visitor })
  if (outcome.kind === 'signed-in') {
    letIn(visit, outcome, form.text('next'))
    return
  }
  response.status(outcome.kind === 'wrong' ? 401 : 429)
  showCode(visit, outcome.kind === 'wrong' ? 'code_wrong' : 'too_many', form.text('next'))
}

interface Shown {
  readonly address?: string
  readonly word?: SignInWord
  readonly next?: string
}

async function showSignIn(visit: Visit, { address = '', word, next }: Shown): Promise<void> {
  const words = signInWords[visit.language]
  const { site, gateway } = visit
  const maySignUp = await gateway.people.signUp.isOpen()
  sendSmallPage(
    visit,
    words.title,
    <form method="post" action={`${site.base}/sign-in`} class="stack">
      <h1>{words.title}</h1>
      <Said word={word} words={words} />
      <Token visit={visit} />
      <input type="hidden" name="next" value={nextPage(next ?? visit.query.get('next'))} />
      <AddressField words={words} address={address} />
      <label class="input">
        <span>{words.password}</span>
        <input type="password" name="password" autocomplete="current-password" />
      </label>
      <Stay words={words} />
      <button class="button primary wide">{words.sign_in}</button>
      {gateway.people.canMail && (
        <>
          <button class="button wide" formAction={`${site.base}/sign-in/mail`}>
            {words.link_instead}
          </button>
          <p class="aside">
            <a href={`${site.base}/sign-in/forgotten`}>{words.forgotten}</a>
          </p>
          {maySignUp && (
            <p class="aside">
              <a href={`${site.base}/sign-in/new`}>{words.new_account}</a>
            </p>
          )}
        </>
      )}
    </form>,
  )
}

function showForgotten(visit: Visit, word: SignInWord | undefined): void {
  const words = signInWords[visit.language]
  const says = { title: words.forgotten, text: words.forgotten_text }
  askForAddress(visit, '/sign-in/forgotten', says, word)
}

/** A page that mails a link to whatever address is written there. */
export function askForAddress(
  visit: Visit,
  path: string,
  { title, text }: { title: string; text: string },
  word: SignInWord | undefined,
): void {
  const words = signInWords[visit.language]
  const { base } = visit.site
  sendSmallPage(
    visit,
    title,
    <form method="post" action={`${base}${path}`} class="stack">
      <h1>{title}</h1>
      <Said word={word} words={words} />
      <p class="muted">{text}</p>
      <Token visit={visit} />
      <AddressField words={words} address="" />
      <button class="button primary wide">{words.send_link}</button>
      <p class="aside">
        <a href={`${base}/sign-in`}>{words.back}</a>
      </p>
    </form>,
  )
}

async function showLink(visit: Visit): Promise<void> {
  const token = pathPart(visit, 'token')
  if (!(await visit.gateway.people.isLink(token, 'sign-in'))) {
    showGone(visit)
    return
  }
  const words = signInWords[visit.language]
  sendSmallPage(
    visit,
    words.title,
    <form method="post" class="stack">
      <h1>{words.title}</h1>
      <p class="muted">{words.link_text}</p>
      <Token visit={visit} />
      <Stay words={words} />
      <button class="button primary wide">{words.sign_in}</button>
    </form>,
  )
}

export function showGone(visit: Visit): void {
  const words = signInWords[visit.language]
  visit.response.status(404)
  sendSmallPage(
    visit,
    words.title,
    <div class="stack">
      <h1>{words.title}</h1>
      <Notice kind="bad">{words.link_gone}</Notice>
      <a class="button primary wide" href={`${visit.site.base}/sign-in`}>
        {words.back}
      </a>
    </div>,
  )
}

async function showPassword(visit: Visit, word: SignInWord | undefined): Promise<void> {
  if (!(await visit.gateway.people.isLink(pathPart(visit, 'token'), 'password'))) {
    showGone(visit)
    return
  }
  const words = signInWords[visit.language]
  sendSmallPage(
    visit,
    words.choose,
    <form method="post" class="stack">
      <h1>{words.choose}</h1>
      <Said word={word} words={words} />
      <Token visit={visit} />
      <NewPassword words={words} />
      <button class="button primary wide">{words.go_on}</button>
    </form>,
  )
}

function showCode(visit: Visit, word: SignInWord | undefined, next?: string): void {
  const words = signInWords[visit.language]
  const { base } = visit.site
  sendSmallPage(
    visit,
    words.code,
    <form method="post" action={`${base}/sign-in/code`} class="stack">
      <h1>{words.code}</h1>
      <Said word={word} words={words} />
      <p class="muted">{words.code_text}</p>
      <Token visit={visit} />
      <input type="hidden" name="next" value={nextPage(next ?? visit.query.get('next'))} />
      <label class="input">
        <span>{words.code}</span>
        <input name="code" inputMode="numeric" autocomplete="one-time-code" required autofocus />
      </label>
      <button class="button primary wide">{words.go_on}</button>
    </form>,
  )
}

type Words = Record<SignInWord, string>

export function Said({ word, words }: { word: SignInWord | undefined; words: Words }) {
  if (word === undefined) return null
  return <Notice kind={word === 'mailed' ? 'good' : 'bad'}>{words[word]}</Notice>
}

function AddressField({ words, address }: { words: Words; address: string }) {
  return (
    <label class="input">
      <span>{words.address}</span>
      <input type="email" name="address" autocomplete="username" value={address} required />
    </label>
  )
}

function Stay({ words }: { words: Words }) {
  return (
    <label class="check">
      <input type="checkbox" name="stay" /> <span>{words.stay}</span>
    </label>
  )
}
