// What the administrators' pages share: a desk that reaches as far as a right does, and complaints as
// answers.
import { Complaint, type Administration } from '../../gateway/administration/index.ts'
import { isOperator, reach, type Right } from '../../gateway/people/rights.ts'
import { withoutNul, type Form } from '../form.ts'
import { HttpRefusal } from '../http-refusal.ts'
import type { Page } from '../page.ts'
import type { PersonVisit } from '../visit.ts'
import { complaintInWords } from './complaint.ts'
import { adminWord, type AdminWord } from './words/index.ts'

/** `form`: one that changes only once, however often it is sent. */
export function deskOf(
  { gateway, person }: PersonVisit,
  right: Right,
  form?: Form,
): Administration {
  const isAll = isOperator(person.rights)
  return gateway.administer(
    person.address,
    isAll ? undefined : reach(person.rights, right),
    form?.once,
  )
}

export function wordsOf({ language }: Pick<PersonVisit, 'language'>): (word: AdminWord) => string {
  return (word) => adminWord(language, word)
}

/** What cannot be done is told with its sentence; what is not there, or not theirs, is not found. */
export function complaining(pages: readonly Page[]): Page[] {
  return pages.map((page) => ({
    ...page,
    async handle(visit, form) {
      try {
        await page.handle(visit, form)
      } catch (error) {
        if (!(error instanceof Complaint)) throw error
        const sentence = complaintInWords(visit.language, error)
        throw new HttpRefusal(page.method === 'GET' ? 404 : 422, sentence)
      }
    },
  }))
}

/** A value of the query that is not empty. */
export function asked({ query }: Pick<PersonVisit, 'query'>, name: string): string | undefined {
  const value = query.get(name)?.trim() ?? ''
  return value === '' ? undefined : value
}

export function askedNumber(visit: Pick<PersonVisit, 'query'>, name: string): number | undefined {
  const value = asked(visit, name)
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

/** A search that a form sends on as it stood in the address of its page. */
export function queryOf(text: string): URLSearchParams {
  return withoutNul(new URLSearchParams(text.slice(0, 2_000)))
}
