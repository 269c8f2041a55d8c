// Users as the pages show them: found by address or name, added many at a time.
import { usersOf } from '../../store/accounts.ts'
import { addAccount } from './accounts.ts'
import { moveToGroup } from './account-changes.ts'
import { Complaint, groupPaths, type Desk } from './desk.ts'
import { groupsInView, type GroupChoice } from './scope.ts'

export interface UserSearch extends GroupChoice {
  /** A part of the address or name. */
  readonly filter?: string | undefined
  /** The last address of the page before. */
  readonly after?: string | undefined
}

export interface ListedUser {
  readonly address: string
  readonly name: string
  readonly group: string
  readonly number: string | null
  readonly active: boolean
}

export interface UserPage {
  readonly users: readonly ListedUser[]
  readonly next: string | undefined
}

const pageSize = 100

export async function searchUsers(desk: Desk, search: UserSearch): Promise<UserPage> {
  const { db, dialect } = desk.store
  const groups = await groupsInView(db, desk, search)
  const filter = (search.filter ?? '').trim().toLowerCase()
  const wish = { groups, filter, after: search.after ?? '', most: pageSize + 1 }
  const rows = await usersOf(db, dialect, wish)
  const paths = await groupPaths(db)
  return {
    users: rows.slice(0, pageSize).map((row) => ({
      address: row.address,
      name: row.name,
      group: paths.get(row.group_id) ?? '',
      number: row.number,
      active: row.active === 1,
    })),
    next: rows.length > pageSize ? rows[pageSize - 1]?.address : undefined,
  }
}

export interface AddedUsers {
  readonly added: readonly string[]
  /** They were in another group of the same tree, or in none. */
  readonly moved: readonly string[]
  readonly refused: readonly { readonly line: string; readonly why: Complaint }[]
}

const mostAtOnce = 2_000

/**
 * One address a line. One of nobody becomes an account of the group, one of the actor's own tree moves to
 * it, one of somebody else's is refused.
 */
export async function addUsers(desk: Desk, group: string, pasted: string): Promise<AddedUsers> {
  const lines = pasted.split(/[\s,;]+/).filter((line) => line !== '')
  if (lines.length > mostAtOnce)
    throw new Complaint(
      `These are ${lines.length} addresses: add ${mostAtOnce} at a time at most.`,
      'too_many_addresses',
      { count: lines.length, most: mostAtOnce },
    )
  const done = {
    added: [] as string[],
    moved: [] as string[],
    refused: [] as AddedUsers['refused'][number][],
  }
  for (const address of new Set(lines.map((line) => line.toLowerCase()))) {
    const added = await attempt(() => addAccount(desk, { address, group }))
    if (added === undefined) {
      done.added.push(address)
      continue
    }
    if (added.code !== 'address_taken') {
      done.refused.push({ line: address, why: added })
      continue
    }
    const moved = await attempt(() => moveToGroup(desk, address, group))
    if (moved === undefined) done.moved.push(address)
    else done.refused.push({ line: address, why: moved })
  }
  return done
}

/** Undefined when it was done, else why not. */
async function attempt(work: () => Promise<void>): Promise<Complaint | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof Complaint) return error
    throw error
  }
}
