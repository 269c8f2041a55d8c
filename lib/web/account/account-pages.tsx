// The account of whoever has signed in: number, limits, settings, password, second step, sessions.
//
//   GET /account, /account/codes.zip, GET and POST /account/aliases/TOKEN
//   POST /account/wishes, /mobiles, /aliases, /password, /step, /sessions
import { wishNames, type Wish } from '../../gateway/people/wishes.ts'
import type { Form } from '../form.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { get, post, type Page } from '../page.ts'
import { Notice, sendPage, Token } from '../shell/shell.tsx'
import { shellWords } from '../shell/words.ts'
import { goTo, pathPart, type PersonVisit } from '../visit.ts'
import { LimitsCard, NumberCard } from './number-card.tsx'
import { sendNumberPack } from './number-pack.ts'
import { PasswordForm, SecondStep, Sessions } from './safety-cards.tsx'
import { AliasesCard, MobilesCard } from './sender-cards.tsx'
import { WishForm } from './wish-card.tsx'
import { accountWords, type AccountWord } from './words.ts'

export const accountPages: readonly Page[] = [
  get('user', '/account', (visit) => showAccount(visit)),
  get('user', '/account/codes.zip', sendOwnPack),
  post('user', '/account/wishes', changeWishes),
  post('user', '/account/mobiles', changeMobiles),
  post('user', '/account/aliases', changeAliases),
  get('user', '/account/aliases/:token', showAlias),
  post('user', '/account/aliases/:token', confirmAlias),
  post('user', '/account/password', changePassword),
  post('user', '/account/step', changeStep),
  post('user', '/account/sessions', endSessions),
]

interface Said {
  readonly kind: 'good' | 'bad'
  readonly word: AccountWord
}

async function sendOwnPack({ gateway, person, response }: PersonVisit): Promise<void> {
  const { number } = await gateway.ownAccount.show(person)
  if (number === undefined) throw new HttpRefusal(404, 'not_found')
  await sendNumberPack(number, response)
}

async function changePassword(visit: PersonVisit, form: Form): Promise<void> {
  const outcome = await visit.gateway.people.changePassword(visit.person, {
    old: form.text('old'),
    new: form.text('password'),
    ip: visit.visitor.ip,
  })
  if (outcome === 'done') {
    visit.feed.end(visit.person)
    return showAccount(visit, { kind: 'good', word: 'password_set' })
  }
  visit.response.status(outcome === 'too-many' ? 429 : 422)
  const words = { wrong: 'wrong', 'too-short': 'too_short', 'too-many': 'too_many' } as const
  return showAccount(visit, { kind: 'bad', word: words[outcome] })
}

async function changeMobiles(visit: PersonVisit, form: Form): Promise<void> {
  const said = await mobileChange(visit, form)
  if (said.kind === 'bad') visit.response.status(said.word === 'too_many' ? 429 : 422)
  return showAccount(visit, said)
}

async function mobileChange({ gateway, person, visitor }: PersonVisit, form: Form): Promise<Said> {
  const phone = form.text('phone')
  const { ownAccount } = gateway
  switch (form.text('do')) {
    case 'confirm':
      return (await ownAccount.confirmMobile(person, { phone, code: form.text('code') }))
        ? { kind: 'good', word: 'mobile_on' }
        : { kind: 'bad', word: 'sms_code_wrong' }
    case 'remove':
      await ownAccount.removeMobile(person, phone)
      return { kind: 'good', word: 'removed' }
    default: {
      const outcome = await ownAccount.addMobile(person, phone, visitor.ip)
      if (outcome === 'done') return { kind: 'good', word: 'code_sent' }
      return { kind: 'bad', word: outcome === 'wrong' ? 'mobile_wrong' : 'too_many' }
    }
  }
}

async function changeAliases(visit: PersonVisit, form: Form): Promise<void> {
  const { gateway, person, visitor, response } = visit
  if (form.text('do') !== 'add') {
    await gateway.ownAccount.removeAlias(person, form.text('alias'))
    return showAccount(visit, { kind: 'good', word: 'removed' })
  }
  const outcome = await gateway.ownAccount.requestAlias(person, form.text('alias'), visitor.ip)
  if (outcome === 'done') return showAccount(visit, { kind: 'good', word: 'alias_mailed' })
  response.status(outcome === 'too-many' ? 429 : 422)
  const word = outcome === 'too-many' ? 'too_many' : 'alias_wrong'
  return showAccount(visit, { kind: 'bad', word })
}

/** A GET uses nothing up: programs open links to look at them. */
async function showAlias(visit: PersonVisit): Promise<void> {
  const { gateway, person, language, site } = visit
  const words = accountWords[language]
  const alias = await gateway.ownAccount.findAlias(person, pathPart(visit, 'token'))
  if (alias === undefined) return showAliasGone(visit)
  sendPage(
    visit,
    { title: words.aliases },
    <>
      <h1>{words.aliases}</h1>
      <form method="post" class="card stack">
        <Token visit={visit} />
        <p>
          {words.alias_question
            .replace('{alias}', () => alias)
            .replace('{account}', () => person.address)}
        </p>
        <p class="buttons">
          <button class="button primary">{words.confirm_mobile}</button>
          <a class="button" href={`${site.base}/account`}>
            {shellWords[language].cancel}
          </a>
        </p>
      </form>
    </>,
  )
}

async function confirmAlias(visit: PersonVisit): Promise<void> {
  const isDone = await visit.gateway.ownAccount.confirmAlias(visit.person, pathPart(visit, 'token'))
  if (isDone) return showAccount(visit, { kind: 'good', word: 'alias_added' })
  return showAliasGone(visit)
}

function showAliasGone(visit: PersonVisit): Promise<void> {
  visit.response.status(404)
  return showAccount(visit, { kind: 'bad', word: 'alias_gone' })
}

async function changeWishes(visit: PersonVisit, form: Form): Promise<void> {
  const wishes = wishNames.flatMap((name) =>
    form.has(name) ? [{ name, value: form.text(name) }] : [],
  )
  const refused = await visit.gateway.wishes.change(visit.person, wishes)
  if (refused.length === 0) goTo(visit, '/account')
  else {
    visit.response.status(422)
    await showAccount(visit, { kind: 'bad', word: 'not_possible' }, refused)
  }
}

async function changeStep(visit: PersonVisit, form: Form): Promise<void> {
  const { people } = visit.gateway
  const wish = form.text('do')
  if (wish === 'begin') {
    await people.beginSecondStep(visit.person)
    return showAccount(visit)
  }
  const code = form.text('code')
  const isRight = await (wish === 'end'
    ? people.endSecondStep(visit.person, code)
    : people.confirmSecondStep(visit.person, code))
  if (!isRight) visit.response.status(422)
  const done = wish === 'end' ? 'step_off' : 'step_on'
  return showAccount(
    visit,
    isRight ? { kind: 'good', word: done } : { kind: 'bad', word: 'code_wrong' },
  )
}

async function endSessions(visit: PersonVisit, form: Form): Promise<void> {
  const wish = form.text('session')
  if (wish === 'others' || /^\d{1,15}$/.test(wish))
    await visit.gateway.people.endSession(visit.person, wish === 'others' ? 'others' : Number(wish))
  visit.feed.end(visit.person)
  return showAccount(visit, { kind: 'good', word: 'ended' })
}

/** `refused`: what was wished, and is not possible. */
async function showAccount(
  visit: PersonVisit,
  said?: Said,
  refused: readonly Wish[] = [],
): Promise<void> {
  const { people } = visit.gateway
  const words = accountWords[visit.language]
  const facts = await visit.gateway.ownAccount.show(visit.person)
  const wishes = await visit.gateway.wishes.list(visit.person)
  const proofs = await people.proofs(visit.person)
  const sessions = await people.sessions(visit.person)
  const settings = refused.map(({ name }) => words[name]).join(', ')
  const sentence = (word: AccountWord): string => words[word].replace('{settings}', () => settings)
  sendPage(
    visit,
    { title: words.title, styles: ['account.css'] },
    <>
      <header class="content-head">
        <h1>{words.title}</h1>
        <p class="muted">{visit.person.address}</p>
      </header>
      {said !== undefined && <Notice kind={said.kind}>{sentence(said.word)}</Notice>}
      <div class="cards">
        {facts.number !== undefined && <NumberCard visit={visit} number={facts.number} />}
        <LimitsCard visit={visit} facts={facts} />
        {wishes.length > 0 && (
          <section class="card" aria-labelledby="wishes-title">
            <h2 id="wishes-title">{words.wishes}</h2>
            <WishForm visit={visit} wishes={wishes} refused={refused} />
          </section>
        )}
        <MobilesCard visit={visit} mobiles={facts.mobiles} />
        <AliasesCard visit={visit} aliases={facts.aliases} />
        <section class="card" aria-labelledby="password-title">
          <h2 id="password-title">{words.safety}</h2>
          <PasswordForm visit={visit} proofs={proofs} />
        </section>
        <section class="card" aria-labelledby="step-title">
          <h2 id="step-title">{words.second_step}</h2>
          <SecondStep visit={visit} proofs={proofs} />
        </section>
        <section class="card" aria-labelledby="sessions-title">
          <h2 id="sessions-title">{words.sessions}</h2>
          <Sessions visit={visit} sessions={sessions} />
        </section>
      </div>
    </>,
  )
}
