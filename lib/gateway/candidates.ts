// Whom an SMS from a phone may mean that does not say it itself: one rule for its owner, for the question to
// the phone, and for STOP and START.
//
// Those that wrote to the phone from the number that it answers; where none did, those that left their
// number to the route, since it may have been that one; then all that wrote to the phone. On a number of an
// organisation only its own accounts can be meant.
import { writersTo, type Writer } from '../store/conversations.ts'
import { masterGroup } from '../store/groups.ts'
import type { OwnNumber } from '../store/numbers.ts'
import type { Knex } from '../store/store.ts'
import { organisationWith } from './sending-rules.ts'

export interface Candidate extends Pick<Writer, 'account_id' | 'group_id'> {
  readonly isRemoved: boolean
  /** When it last wrote to the phone as its list says. */
  readonly at: number
}

/** Each list the latest first, with the accounts that were removed. */
export interface Candidates {
  /** Wrote from the number. */
  readonly here: readonly Candidate[]
  /** Wrote from a number that is not known; all where ours is not. */
  readonly perhaps: readonly Candidate[]
  readonly anywhere: readonly Candidate[]
  /** Those that the number stands for, as one of a pool. */
  readonly standing: readonly Candidate[]
}

export async function candidatesFor(
  trx: Knex,
  { phone, to }: { readonly phone: string; readonly to: string },
  number: OwnNumber | undefined,
): Promise<Candidates> {
  const writers = await ofItsOrganisation(trx, await writersTo(trx, phone, to), number)
  const anywhere = latestFirst(writers, ({ last_out_at }) => last_out_at)
  return {
    here: latestFirst(writers, ({ here_at }) => here_at),
    perhaps: to === '' ? anywhere : latestFirst(writers, ({ unknown_at }) => unknown_at),
    anywhere,
    standing: latestFirst(writers, (one) => (one.own === to ? one.last_out_at : null)),
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

function latestFirst(
  writers: readonly Writer[],
  timeOf: (writer: Writer) => number | null,
): Candidate[] {
  return writers
    .flatMap((writer) => {
      const at = timeOf(writer)
      const { account_id, group_id, removed_at } = writer
      return at === null ? [] : [{ account_id, group_id, isRemoved: removed_at !== null, at }]
    })
    .sort((a, b) => b.at - a.at)
}

/**
 * Whose the SMS may be: those that wrote since a time, by the first list that has any; but the only one that
 * the number stands for, whenever it wrote, unless another one has written from it since.
 */
export function likely(
  { here, perhaps, anywhere, standing }: Candidates,
  since: number,
): readonly Candidate[] {
  const recent = (some: readonly Candidate[]): readonly Candidate[] =>
    some.filter(({ at, isRemoved }) => at > since && !isRemoved)
  const [stands, ...others] = standing.filter(({ isRemoved }) => !isRemoved)
  const fromHere = recent(here)
  const isAlone = fromHere.every(({ account_id }) => account_id === stands?.account_id)
  if (stands !== undefined && others.length === 0 && isAlone) return [stands]
  return [fromHere, recent(perhaps), recent(anywhere)].find((some) => some.length > 0) ?? []
}

/**
 * To whom STOP is said: who wrote from the number since a time, or else ever; likewise those that may have;
 * where none did, whoever has written since.
 */
export function stopping({ here, perhaps, anywhere }: Candidates, since: number): Candidate[] {
  const might = here.length > 0 ? here : perhaps
  const recent = (might.length > 0 ? might : anywhere).filter(({ at }) => at > since)
  return recent.length > 0 ? recent : [...might]
}

/** To whom START is said: whenever they wrote, since one on a list is not written to any more. */
export function starting({ here, perhaps, anywhere }: Candidates): readonly Candidate[] {
  return [here, perhaps, anywhere].find((some) => some.length > 0) ?? []
}
