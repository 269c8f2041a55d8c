// An SMS that may be for several accounts: the phone is asked once, by SMS, and its answer settles it.
// What it writes until then is kept and given on when it is settled.
//
// Where no answer comes for a day, what waited goes on as what is nobody's; a late answer still counts,
// within the reply window and until an account writes to the phone from that number: from then on "1" may
// be meant for that SMS, and the phone is asked anew.
// The number of a choice is an answer, its name as it was shown, or both; so is any SMS with its address or
// keyword in front.
//
// A conflict that was settled stays so until another of the accounts writes to the phone again. A phone
// that answers anything else than a choice is not asked again: machines cannot make us talk.
import { phrases } from '../mail/language/index.ts'
import { plainValue } from '../mail/language/reasons.ts'
import { isAnswer, waitsForAnswer } from '../policy/message-reason.ts'
import { readOptOut } from '../policy/opt-out.ts'
import { accountById, type Account } from '../store/accounts.ts'
import { findNumber } from '../store/numbers.ts'
import {
  giveUpQuestions,
  holdQuestion,
  insertQuestion,
  latestQuestion,
  moveWaiting,
  noteQuestion,
  settleQuestion,
  waitingForAnswer,
  type Question,
} from '../store/questions.ts'
import { insertMessage } from '../store/submissions.ts'
import type { Knex } from '../store/store.ts'
import { accountValuesIn } from './account-values.ts'
import { candidatesFor, likely, type Candidate } from './candidates.ts'
import { notBlocked, type FromPhone, type OptOutWorld } from './opt-out.ts'
import { answerWish, ourSms } from './our-sms.ts'

const mostChoices = 9
/** Of those that wrote to the phone, as many are looked at for choices. */
const mostAsked = 50
const patience = 86_400_000

export interface WaitingSms {
  readonly id: number
  readonly text: string
}

/** What is known after asking: whose it is, or that it waits. */
export type ConflictOutcome =
  | { readonly kind: 'owner'; readonly account: Account }
  /** The SMS itself is only the answer; these have waited for it. */
  | { readonly kind: 'settled'; readonly account: Account; readonly waited: readonly WaitingSms[] }
  | { readonly kind: 'waits' }
  | { readonly kind: 'cannot-ask' }

/** Whether the SMS answers what its phone was asked, `window` ago at most. */
export async function takeAnswer(
  trx: Knex,
  id: number,
  message: FromPhone,
  window: number,
  now: number,
): Promise<Extract<ConflictOutcome, { kind: 'settled' }> | undefined> {
  if (message.text.length > longestAnswer) return undefined
  const question = await latestQuestion(trx, message.phone, message.to)
  const since = now - window
  if (question === undefined || !isOpen(question, since)) return undefined
  const account = await chosenIn(trx, question, message.text)
  if (account === undefined) return undefined
  const number = await findNumber(trx, message.to)
  // Given to an account, or given back.
  if (number !== undefined && (number.account_id !== null || number.rests_until !== null))
    return undefined
  const talks = likely(await candidatesFor(trx, message, number), since)
  if (!canBeAnswered(question, talks, since)) return undefined
  if (!(await settleQuestion(trx, question.id, account.id, now))) return undefined
  await noteQuestion(trx, id, question.id, isAnswer)
  return { kind: 'settled', account, waited: await waitingForAnswer(trx, question.id) }
}

/** An SMS that names one of the choices settles the question, too. Answers what has waited for it. */
export async function settleByName(
  trx: Knex,
  message: FromPhone,
  account: Account,
  window: number,
  now: number,
): Promise<readonly WaitingSms[]> {
  const question = await latestQuestion(trx, message.phone, message.to)
  if (question === undefined || !isOpen(question, now - window)) return []
  if (!choicesOf(question).includes(account.id)) return []
  if (!(await settleQuestion(trx, question.id, account.id, now))) return []
  return waitingForAnswer(trx, question.id)
}

const longestAnswer = 100

/** As `2`, `#2.`, `2 Bo`, or `Bo` alone. */
const answer = /^\s*#?\s*(?:([1-9])(?![\p{L}\p{N}])[\s.!):,-]*)?(.*?)[\s.!),;]*$/su

async function chosenIn(trx: Knex, question: Question, text: string): Promise<Account | undefined> {
  const [, digit, said = ''] = answer.exec(text) ?? []
  const accounts: (Account | undefined)[] = []
  for (const id of choicesOf(question)) accounts.push(await accountById(trx, id))
  if (digit === undefined) {
    if (said === '' || readOptOut(text) !== undefined) return undefined
    const known = accounts.filter((one) => one !== undefined)
    return calledSo(known, said)
  }
  const account = accounts[Number(digit) - 1]
  return said === '' || isCalled(account, said) ? account : undefined
}

/** Its name or address as the phone was shown it, if not more of it: `Tak` alone is thanks. */
function calledSo(accounts: readonly Account[], said: string): Account | undefined {
  const shown = shownNames(accounts).map(withoutEnd)
  const [account, ...others] = accounts.filter(
    (one, index) => isCalled(one, said) && folded(said).startsWith(shown[index] ?? ''),
  )
  return others.length === 0 ? account : undefined
}

/** By its name or address, or their beginning. */
function isCalled(account: Account | undefined, said: string): boolean {
  return [account?.name ?? '', account?.address ?? ''].some((label) =>
    folded(plainValue(label)).startsWith(folded(said)),
  )
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** As the answer is read. */
function withoutEnd(label: string): string {
  return folded(label).replace(/[\s.!),;]+$/u, '')
}

export interface GivenUp {
  /** The phone, and the number of ours that it wrote to. */
  readonly phone: string
  readonly to: string
  readonly waited: readonly WaitingSms[]
}

/** What has waited for an answer too long. */
export async function giveUpWaiting(
  trx: Knex,
  now: number,
  skipLocked: string,
): Promise<GivenUp[]> {
  const given: GivenUp[] = []
  for (const { id, phone, own } of await giveUpQuestions(trx, now - patience, now, skipLocked))
    given.push({ phone, to: own, waited: await waitingForAnswer(trx, id) })
  return given
}

function choicesOf({ choices }: Question): readonly number[] {
  return JSON.parse(choices) as number[]
}

export async function takeConflict(
  trx: Knex,
  world: OptOutWorld,
  { id, message, talks }: { id: number; message: FromPhone; talks: readonly Candidate[] },
  now: number,
): Promise<ConflictOutcome> {
  const question = await latestQuestion(trx, message.phone, message.to)
  const settled = question && (await stillSettled(trx, question, talks))
  if (settled !== undefined) return { kind: 'owner', account: settled }
  const since = now - world.settings().delivery.reply_window
  const isAsked = question && canBeAnswered(question, talks, since)
  if (isAsked === true) {
    await noteQuestion(trx, id, question.id, waitsForAnswer)
    return { kind: (await holdQuestion(trx, question.id)) ? 'waits' : 'cannot-ask' }
  }
  const route = world.routes.choose(answerWish(message))
  if (!message.phone.startsWith('+') || route === undefined) return { kind: 'cannot-ask' }
  const accounts = await choicesAmong(trx, world, message.phone, talks)
  const [first] = accounts
  if (first === undefined) return { kind: 'cannot-ask' }
  if (accounts.length === 1) return { kind: 'owner', account: first }
  const { phone, to: own } = message
  const choices = JSON.stringify(accounts.map((account) => account.id))
  const questionId = await insertQuestion(trx, { phone, own, choices, asked_at: now })
  if (question !== undefined && (await holdQuestion(trx, question.id)))
    await moveWaiting(trx, question.id, questionId)
  await noteQuestion(trx, id, questionId, waitsForAnswer)
  const { language } = await accountValuesIn(trx, first, world.settings())
  const text = phrases[language].whoIsMeant.replace('{choices}', () => shownChoices(accounts))
  const sms = ourSms({ account: first, phone, own, text, route: route.name, now })
  await insertMessage(trx, world.dialect, sms)
  return { kind: 'waits' }
}

/** Without those whose organisations the phone wants no more of: none of them may ask it. */
async function choicesAmong(
  trx: Knex,
  { dialect }: OptOutWorld,
  phone: string,
  talks: readonly Candidate[],
): Promise<Account[]> {
  const accounts: Account[] = []
  for (const { account_id } of talks.slice(0, mostAsked)) {
    const account = await accountById(trx, account_id)
    if (account !== undefined) accounts.push(account)
  }
  return (await notBlocked(trx, dialect, phone, accounts)).slice(0, mostChoices)
}

/** Neither answered nor old. */
function isOpen({ account_id, asked_at }: Question, since: number): boolean {
  return account_id === null && asked_at > since
}

/** Not when one that the phone may mean has written since. */
function canBeAnswered(question: Question, talks: readonly Candidate[], since: number): boolean {
  return isOpen(question, since) && !talks.some(({ at }) => at > question.asked_at)
}

/** The account that the phone chose, unless another one of them has written to it since. */
async function stillSettled(
  trx: Knex,
  question: Question,
  talks: readonly Candidate[],
): Promise<Account | undefined> {
  const { settled_at, account_id } = question
  if (settled_at === null || account_id === null) return undefined
  const isNew = ({ account_id: other, at }: Candidate): boolean =>
    other !== account_id && at > settled_at
  return talks.some(isNew) ? undefined : accountById(trx, account_id)
}

const usualLength = 20

type Named = Pick<Account, 'name' | 'address'>

/** As `1 Anna Hansen, 2 bo@example.org`. */
export function shownChoices(accounts: readonly Named[]): string {
  return shownNames(accounts)
    .map((name, index) => `${index + 1} ${name}`)
    .join(', ')
}

/** Cut, but not so far that two look alike. */
function shownNames(accounts: readonly Named[]): string[] {
  const names = accounts.map(({ name, address }) => {
    const isOnly = accounts.filter((one) => one.name === name).length === 1
    return Array.from(plainValue(name !== '' && isOnly ? name : address))
  })
  const cut = (name: readonly string[], length: number): string =>
    name.slice(0, length).join('').trimEnd()
  return names.map((name) => {
    const others = names.filter((one) => one !== name)
    let length = usualLength
    while (length < name.length && others.some((one) => cut(one, length) === cut(name, length)))
      length++
    return cut(name, length)
  })
}
