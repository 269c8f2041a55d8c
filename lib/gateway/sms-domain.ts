// The SMS domains that accounts may write to, and that mails to them come from, so that they can answer. A
// domain that is bound to a group is for accounts of that group and below it.
import type { Settings } from '../config/settings.ts'
import { groupAndAbove, groupAtPath } from '../store/groups.ts'
import type { Knex } from '../store/store.ts'

/** Asked only where a domain is bound. */
export interface GroupTree {
  /** The group at a path below Master. */
  groupAt(path: string): Promise<number | undefined>
  /** The group and those above it. */
  groups(groupId: number): Promise<readonly number[]>
}

type Domains = Pick<Settings, 'domains'>

export function groupTree(db: Knex): GroupTree {
  return { groupAt: (path) => groupAtPath(db, path), groups: (id) => groupAndAbove(db, id) }
}

export async function mayUseDomain(
  groupId: number,
  domain: string,
  { domains }: Domains,
  tree: GroupTree,
): Promise<boolean> {
  const path = domains.get(domain)
  if (path === undefined || path === '') return path === ''
  const group = await tree.groupAt(path)
  return group !== undefined && (await tree.groups(groupId)).includes(group)
}

/** `usual` while that is open to the group, else the first one that is; the very first where none is. */
export async function domainFor(
  groupId: number,
  { domains }: Domains,
  tree: GroupTree,
  usual = '',
): Promise<string> {
  for (const domain of [usual, ...domains.keys()])
    if (await mayUseDomain(groupId, domain, { domains }, tree)) return domain
  return domains.keys().next().value ?? 'localhost'
}
