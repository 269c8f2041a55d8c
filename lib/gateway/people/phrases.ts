// Stock phrases for whoever writes: their own, and those of their group and the groups above it, which
// whoever has the right `texts` there keeps. What is changed of a group's is written down.
import { groupAndAbove, groupAtPath, namedGroupsAbove } from '../../store/groups.ts'
import { writeAudit } from '../../store/group-settings.ts'
import {
  countPhrases,
  deletePhrase,
  phrasesFor,
  writePhrase,
  type PhraseOwner,
} from '../../store/phrases.ts'
import type { Knex, Store } from '../../store/store.ts'
import type { Directory } from '../directory.ts'
import type { Person } from './person.ts'
import { reach } from './rights.ts'

export interface ListedPhrase {
  readonly id: number
  readonly name: string
  readonly text: string
  /** The group that it is of, by its path; undefined for one's own. */
  readonly group: string | undefined
  readonly mayChange: boolean
}

export interface PhraseWish {
  /** The path of a group; undefined for one's own. */
  readonly group: string | undefined
  readonly name: string
}

export type PhraseOutcome =
  'done' | 'name_wrong' | 'text_wrong' | 'too_many' | 'not_yours' | 'unknown'

export interface Phrases {
  /** One's own first. */
  list(person: Person): Promise<readonly ListedPhrase[]>
  find(person: Person, id: number): Promise<ListedPhrase | undefined>
  /** The groups whose phrases the person may change, of those that they see, by path. */
  groups(person: Person): Promise<readonly string[]>
  /** A phrase of that name gets the new text. */
  save(person: Person, wish: PhraseWish & { readonly text: string }): Promise<PhraseOutcome>
  remove(person: Person, wish: PhraseWish): Promise<PhraseOutcome>
}

export interface PhraseOptions {
  readonly store: Store
  readonly directory: Directory
  readonly clock: () => number
}

export function createPhrases({ store, directory, clock }: PhraseOptions): Phrases {
  async function list(person: Person): Promise<ListedPhrase[]> {
    const paths = await pathsFor(store.db, person.groupId)
    const rows = await phrasesFor(store.db, person.accountId, [...paths.keys()])
    const mine = await changeable(person, [...paths.keys()])
    return rows
      .map(({ id, name, text, group_id }) => ({
        ...{ id, name, text },
        group: group_id === null ? undefined : (paths.get(group_id) ?? ''),
        mayChange: group_id === null || mine.has(group_id),
      }))
      .sort((a, b) => Number(a.group !== undefined) - Number(b.group !== undefined))
  }

  /** The groups, of some, within which the person has the right. */
  async function changeable(person: Person, groups: readonly number[]): Promise<Set<number>> {
    const reached = reach(person.rights, 'texts')
    const mine = new Set<number>()
    if (reached.length === 0) return mine
    for (const id of groups)
      if ((await directory.groups(id)).some((above) => reached.includes(above))) mine.add(id)
    return mine
  }

  async function ownerOf(
    trx: Knex,
    person: Person,
    group: string | undefined,
  ): Promise<PhraseOwner | undefined> {
    if (group === undefined) return { account_id: person.accountId, group_id: null }
    const id = await groupAtPath(trx, group)
    const reached = reach(person.rights, 'texts')
    if (id === undefined || reached.length === 0) return undefined
    const isWithin = (await groupAndAbove(trx, id)).some((above) => reached.includes(above))
    return isWithin ? { account_id: null, group_id: id } : undefined
  }

  /** What groups share is written down. */
  async function note(
    trx: Knex,
    { address }: Person,
    { group_id }: PhraseOwner,
    change: { group: string; action: string; before: string | null; after: string | null },
  ): Promise<void> {
    if (group_id === null) return
    const { group, ...rest } = change
    const record = { at: clock(), actor: address, subject: `group ${group || 'Master'}`, group_id }
    await writeAudit(trx, { ...record, ...rest })
  }

  return {
    list,
    find: async (person, id) => (await list(person)).find((one) => one.id === id),
    async groups(person) {
      const paths = await pathsFor(store.db, person.groupId)
      const mine = await changeable(person, [...paths.keys()])
      return [...paths].flatMap(([id, path]) => (mine.has(id) ? [path] : []))
    },
    save: (person, wish) =>
      store.transaction(async (trx): Promise<PhraseOutcome> => {
        const owner = await ownerOf(trx, person, wish.group)
        if (owner === undefined) return 'not_yours'
        const saved = await savePhrase(trx, owner, wish, clock())
        if (typeof saved === 'string') return saved
        const group = wish.group ?? ''
        const after = shownPhrase(saved)
        await note(trx, person, owner, { group, action: 'phrase save', before: null, after })
        return 'done'
      }),
    remove: (person, wish) =>
      store.transaction(async (trx): Promise<PhraseOutcome> => {
        const owner = await ownerOf(trx, person, wish.group)
        if (owner === undefined) return 'not_yours'
        const gone = await dropPhrase(trx, owner, wish.name)
        if (gone === undefined) return 'unknown'
        const before = shownPhrase(gone)
        const group = wish.group ?? ''
        await note(trx, person, owner, { group, action: 'phrase remove', before, after: null })
        return 'done'
      }),
  }
}

const longestName = 40
const longestText = 1_000
const mostPhrases = 100

interface NewPhrase {
  readonly name: string
  readonly text: string
}

/** As it is stored, or what is wrong with it. One of that name gets the new text. */
export async function savePhrase(
  trx: Knex,
  owner: PhraseOwner,
  wish: NewPhrase,
  now: number,
): Promise<NewPhrase | 'name_wrong' | 'text_wrong' | 'too_many'> {
  const name = wish.name.replace(/\s+/g, ' ').trim()
  const text = wish.text.trim()
  if (name === '' || name.length > longestName) return 'name_wrong'
  if (text === '' || text.length > longestText) return 'text_wrong'
  if ((await countPhrases(trx, owner, keyOf(name))) >= mostPhrases) return 'too_many'
  await writePhrase(trx, owner, { key: keyOf(name), name, text, created_at: now })
  return { name, text }
}

/** What is gone; undefined where there was none of that name. */
export function dropPhrase(
  trx: Knex,
  owner: PhraseOwner,
  name: string,
): Promise<NewPhrase | undefined> {
  return deletePhrase(trx, owner, keyOf(name))
}

/** As it stands in the audit log. */
export function shownPhrase({ name, text }: NewPhrase): string {
  return `${name}: ${text}`
}

function keyOf(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
}

/** The paths of a group and those above it, the nearest first; Master's is ''. */
async function pathsFor(db: Knex, groupId: number): Promise<Map<number, string>> {
  const groups = await namedGroupsAbove(db, groupId)
  const names = groups.map(({ name }) => name).slice(0, -1)
  return new Map(groups.map(({ id }, index) => [id, names.slice(index).reverse().join('/')]))
}
