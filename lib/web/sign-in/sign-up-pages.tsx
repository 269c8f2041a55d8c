// Making one's own account, where a group allows it: the address, a mail with a link, and a password there.
//
//   GET, POST /sign-in/new        GET, POST /sign-in/new/TOKEN
//
// No answer, and no time that one takes, tells whether an address has an account or could have one.
import { isMailAddress } from '../../mail/address/mail-address.ts'
import type { Form } from '../form.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { get, post, type Page } from '../page.ts'
import { NewPassword } from '../shell/new-password.tsx'
import { sendSmallPage, Token } from '../shell/shell.tsx'
import { pathPart, type Visit } from '../visit.ts'
import { askForAddress, letIn, Said, showGone } from './sign-in-pages.tsx'
import { signInWords, type SignInWord } from './words.ts'

export const signUpPages: readonly Page[] = [
  get('anyone', '/sign-in/new', (visit) => showAsk(visit, undefined)),
  post('anyone', '/sign-in/new', ask),
  get('anyone', '/sign-in/new/:token', (visit) => showFinish(visit, undefined)),
  post('anyone', '/sign-in/new/:token', finish),
]

async function ask(visit: Visit, form: Form): Promise<void> {
  const address = form.text('address').trim().toLowerCase()
  const isAddress = isMailAddress(address)
  const { gateway, language, visitor, response } = visit
  if (isAddress) gateway.people.signUp.request({ address, language, visitor })
  else response.status(422)
  await showAsk(visit, isAddress ? 'new_mailed' : 'no_address')
}

async function finish(visit: Visit, form: Form): Promise<void> {
  const { gateway, visitor, response } = visit
  const outcome = await gateway.people.signUp.finish({
    token: pathPart(visit, 'token'),
    name: form.text('name').replace(/\s+/g, ' ').trim().slice(0, 100),
    password: form.text('password'),
    visitor,
  })
  switch (outcome.kind) {
    case 'signed-in':
      await keepLanguage(visit, outcome.session.token)
      letIn(visit, outcome, null)
      return
    case 'too-short':
      response.status(422)
      return showFinish(visit, 'too_short', form.text('name'))
    case 'used-up':
      response.status(429)
      return showFinish(visit, 'used_up', form.text('name'))
    default:
      showGone(visit)
  }
}

/** The new account speaks the language in which it was made, as far as its group leaves that to it. */
async function keepLanguage({ gateway, language }: Visit, token: string): Promise<void> {
  const session = await gateway.people.session(token)
  if (session.kind !== 'person' || session.person.language === language) return
  await gateway.wishes.change(session.person, [{ name: 'language', value: language }])
}

async function showAsk(visit: Visit, word: SignInWord | undefined): Promise<void> {
  if (!(await visit.gateway.people.signUp.isOpen())) throw new HttpRefusal(404, 'not_found')
  const words = signInWords[visit.language]
  askForAddress(visit, '/sign-in/new', { title: words.new_account, text: words.new_text }, word)
}

async function showFinish(visit: Visit, word: SignInWord | undefined, name = ''): Promise<void> {
  const address = await visit.gateway.people.signUp.find(pathPart(visit, 'token'))
  if (address === undefined) {
    showGone(visit)
    return
  }
  const words = signInWords[visit.language]
  sendSmallPage(
    visit,
    words.new_account,
    <form method="post" class="stack">
      <h1>{words.new_account}</h1>
      <Said word={word} words={words} />
      <p class="muted">{address}</p>
      <Token visit={visit} />
      <input type="hidden" name="username" value={address} autocomplete="username" />
      <label class="input">
        <span>{words.name}</span>
        <input name="name" value={name} maxLength={100} autocomplete="name" />
      </label>
      <NewPassword words={words} />
      <button class="button primary wide">{words.new_account}</button>
    </form>,
  )
}
