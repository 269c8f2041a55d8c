// The mail domains that groups own: an address there becomes an account of the group with its first
// trusted mail, and accounts that are there already move to it.
//
// The top domain of an organisation is the operator's to set, since it takes in other people's
// addresses; domains below it are for whoever administers the group that owns them.
import { groupAndAbove } from '../../store/groups.ts'
import {
  accountsInDomain,
  deleteDomain,
  findDomain,
  listDomains,
  writeDomain,
  type Domain,
} from '../../store/domains.ts'
import type { Knex } from '../../store/store.ts'
import {
  change,
  changeAnswering,
  Complaint,
  groupOf,
  groupPaths,
  mustBeWithin,
  record,
  type Desk,
} from './desk.ts'
import { readDomain } from './domain-name.ts'
import { putAccount } from './moving.ts'
import { mayTake } from './rank.ts'
import { groupsInView } from './scope.ts'

export interface ListedDomain {
  readonly domain: string
  readonly group: string
}

/** Answers how many accounts moved. `group`: the path, '' for Master. */
export function setDomain(
  desk: Desk,
  { domain: written, group }: { domain: string; group: string },
): Promise<number> {
  const domain = readDomain(written)
  return changeAnswering(desk, async (trx, now) => {
    const groupId = await groupOf(trx, group)
    const owner = await findDomain(trx, domain)
    await mustBeTheirs(trx, desk, { domain, groupId, owner })
    await writeDomain(trx, { domain, group_id: groupId, created_at: now })
    const moved = await moveAccounts(trx, desk, { domain, groupId, now })
    const before = owner?.domain === domain ? await pathOf(trx, owner.group_id) : null
    const after = JSON.stringify({ group, moved })
    return {
      change: { action: 'domain set', subject: `domain ${domain}`, group: groupId, before, after },
      result: moved.length,
    }
  })
}

/** The accounts of the domain stay where they are. */
export async function removeDomain(desk: Desk, written: string): Promise<void> {
  const domain = readDomain(written)
  await change(desk, async (trx) => {
    const there = await findDomain(trx, domain)
    if (there?.domain !== domain)
      throw new Complaint(
        `No group owns ${domain}. See the domains with: haraka-sms domain list`,
        'domain_unknown',
        { domain },
      )
    await mustBeTheirs(trx, desk, { domain, groupId: there.group_id, owner: there })
    await deleteDomain(trx, domain)
    const before = await pathOf(trx, there.group_id)
    return {
      action: 'domain remove',
      subject: `domain ${domain}`,
      group: there.group_id,
      before,
    }
  })
}

export async function listAllDomains(desk: Desk): Promise<ListedDomain[]> {
  const { store } = desk
  const inView = await groupsInView(store.db, desk, {})
  const paths = await groupPaths(store.db)
  return (await listDomains(store.db))
    .filter(({ group_id }) => inView?.includes(group_id) !== false)
    .map(({ domain, group_id }) => ({ domain, group: paths.get(group_id) ?? '' }))
}

/**
 * Whoever is not the operator may give out, within their own tree, only what that owns: the domain, or the
 * one above it.
 */
async function mustBeTheirs(
  trx: Knex,
  desk: Desk,
  one: { domain: string; groupId: number; owner: Domain | undefined },
): Promise<void> {
  if (desk.within === undefined) return
  await mustBeWithin(trx, desk, one.groupId)
  const isTop = one.owner?.domain === one.domain && (await isTopDomain(trx, one.domain))
  if (one.owner === undefined || isTop)
    throw new Complaint(
      `The domain ${one.domain} has to be set by the operator of the server.`,
      'domain_operator',
      { domain: one.domain },
    )
  await mustBeWithin(trx, desk, one.owner.group_id)
}

async function isTopDomain(trx: Knex, domain: string): Promise<boolean> {
  return (await findDomain(trx, domain.slice(domain.indexOf('.') + 1))) === undefined
}

/**
 * Those for whom this is the nearest domain, who are in none of its group's own groups, and whom the actor
 * may move.
 */
async function moveAccounts(
  trx: Knex,
  desk: Desk,
  { domain, groupId, now }: { domain: string; groupId: number; now: number },
): Promise<string[]> {
  const paths = await groupPaths(trx)
  const moved: string[] = []
  for (const account of await accountsInDomain(trx, domain)) {
    const nearest = await findDomain(
      trx,
      account.address.slice(account.address.lastIndexOf('@') + 1),
    )
    if (nearest?.domain !== domain) continue
    if ((await groupAndAbove(trx, account.group_id)).includes(groupId)) continue
    if (!(await mayTake(trx, desk, account))) continue
    await record(trx, desk.actor, await putAccount(trx, account, groupId, paths), now)
    moved.push(account.address)
  }
  return moved
}

async function pathOf(trx: Knex, groupId: number): Promise<string> {
  return (await groupPaths(trx)).get(groupId) ?? ''
}
