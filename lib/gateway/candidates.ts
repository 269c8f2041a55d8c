// Whom an SMS from a phone may mean that does not say it itself: one rule for its owner, for the question to
// the phone, and for STOP and START.
//
// Those that last wrote to the phone from the number that it answers, or left that to the route, since it may
// have been that one; where none did, all that wrote to the phone. On a number of an organisation only its
// own accounts can be meant.
import { writersTo, type Writer } from '../store/conversations.ts'
import { masterGroup } from '../store/groups.ts'
import type { OwnNumber } from '../store/numbers.ts'
import type { Knex } from '../store/store.ts'
import { organisationWith } from './sending-rules.ts'

export interface Candidate extends Pick<Writer, 'account_id' | 'group_id'> {
  readonly isRemoved: boolean
  /** When it last wrote to the phone. */
  readonly at: number
}

/** Each list the latest first, with the accounts that were removed. */
export interface Candidates {
  /** Wrote from the number, or from one that is not known; all where ours is not. */
  readonly here: readonly Candidate[]
  readonly anywhere: readonly Candidate[]
  /** Those that the number stands for, as one of a pool. */
  readonly standing: readonly Candidate[]
}

export async function candidatesFor(
  trx: Knex,
  { phone, to }: { readonly phone: string; readonly to: string },
  number: OwnNumber | undefined,
): Promise<Candidates> {
  const writers = await ofItsOrganisation(trx, await writersTo(trx, phone), number)
  const isHere = (own: string | null): boolean => to === '' || own === null || own === to
  return {
    here: candidatesOf(writers.filter(({ last_out_own }) => isHere(last_out_own))),
    anywhere: candidatesOf(writers),
    standing: candidatesOf(writers.filter(({ own }) => own === to)),
  }
}

async function ofItsOrganisation(
  trx: Knex,
  writers: readonly Writer[],
  number: OwnNumber | undefined,
): Promise<readonly Writer[]> {
  if (number === undefined || writers.length === 0) return writers
  const organisation = await organisationWith(trx, number.group_id)
  if (organisation === masterGroup) return writers
  const isOfIt = new Map<number, boolean>()
  for (const { group_id } of writers)
    if (!isOfIt.has(group_id))
      isOfIt.set(group_id, (await organisationWith(trx, group_id)) === organisation)
  return writers.filter(({ group_id }) => isOfIt.get(group_id))
}

function candidatesOf(writers: readonly Writer[]): Candidate[] {
  return writers.map(({ account_id, group_id, removed_at, last_out_at: at }) => ({
    ...{ account_id, group_id, at },
    isRemoved: removed_at !== null,
  }))
}

/**
 * Whose the SMS may be: those that wrote since a time, by the first list that has any; but the only one that
 * the number stands for, whenever it wrote, unless another one may have written from it since.
 */
export function likely(
  { here, anywhere, standing }: Candidates,
  since: number,
): readonly Candidate[] {
  const recent = (some: readonly Candidate[]): readonly Candidate[] =>
    some.filter(({ at, isRemoved }) => at > since && !isRemoved)
  const [stands, ...others] = standing.filter(({ isRemoved }) => !isRemoved)
  const fromHere = recent(here)
  const isAlone = fromHere.every(({ account_id }) => account_id === stands?.account_id)
  if (stands !== undefined && others.length === 0 && isAlone) return [stands]
  return fromHere.length > 0 ? fromHere : recent(anywhere)
}

/**
 * To whom STOP is said: whose the SMS may be, and who may have written from the number since a time, or else
 * ever; where none did, whoever has written since.
 */
export function stopping(candidates: Candidates, since: number): Candidate[] {
  const { here, anywhere } = candidates
  const recent = (here.length > 0 ? here : anywhere).filter(({ at }) => at > since)
  return together(likely(candidates, since), recent.length > 0 ? recent : here)
}

/**
 * To whom START is said: whose the SMS may be, and who may have written from the number, whenever that was,
 * since one on a list is not written to any more; where none did, whoever has written.
 */
export function starting(candidates: Candidates, since: number): Candidate[] {
  const { here, anywhere } = candidates
  return together(likely(candidates, since), here.length > 0 ? here : anywhere)
}

/** Each account once. */
function together(some: readonly Candidate[], more: readonly Candidate[]): Candidate[] {
  const known = new Set(some.map(({ account_id }) => account_id))
  return [...some, ...more.filter(({ account_id }) => !known.has(account_id))]
}
