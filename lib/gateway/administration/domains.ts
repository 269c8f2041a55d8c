// The mail domains that groups own: an address there becomes an account of the group with its first
// trusted mail, and accounts that are there already move to it.
//
// The top domain of an organisation is the operator's to set, since it takes in other people's
// addresses; domains below it are for whoever administers the organisation.
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
  type Desk,
} from './desk.ts'
import { readDomain } from './domain-name.ts'
import { putAccount } from './moving.ts'
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
    const above = await findDomain(trx, domain)
    await mustBeTheirs(trx, desk, { domain, groupId, above })
    await writeDomain(trx, { domain, group_id: groupId, created_at: now })
    const moved = await moveAccounts(trx, domain, groupId)
    const before = above?.domain === domain ? await pathOf(trx, above.group_id) : null
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
    const above = await findDomain(trx, domain.slice(domain.indexOf('.') + 1))
    await mustBeTheirs(trx, desk, { domain, groupId: there.group_id, above })
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

/** Whoever is not the operator may give out only domains below one that their own tree owns. */
async function mustBeTheirs(
  trx: Knex,
  desk: Desk,
  one: { domain: string; groupId: number; above: Domain | undefined },
): Promise<void> {
  if (desk.within === undefined) return
  await mustBeWithin(trx, desk, one.groupId)
  if (one.above === undefined)
    throw new Complaint(
      `The domain ${one.domain} has to be set by the operator of the server.`,
      'domain_operator',
      { domain: one.domain },
    )
  const organisation = (await groupAndAbove(trx, one.groupId)).at(-2)
  const isTop = one.above.domain === one.domain && (await isTopDomain(trx, one.domain))
  if (isTop || (await groupAndAbove(trx, one.above.group_id)).at(-2) !== organisation)
    throw new Complaint(
      `The domain ${one.domain} has to be set by the operator of the server.`,
      'domain_operator',
      { domain: one.domain },
    )
}

async function isTopDomain(trx: Knex, domain: string): Promise<boolean> {
  return (await findDomain(trx, domain.slice(domain.indexOf('.') + 1))) === undefined
}

/** Those for whom this is the nearest domain, and who are in none of its group's own groups. */
async function moveAccounts(trx: Knex, domain: string, groupId: number): Promise<string[]> {
  const moved: string[] = []
  for (const account of await accountsInDomain(trx, domain)) {
    const nearest = await findDomain(
      trx,
      account.address.slice(account.address.lastIndexOf('@') + 1),
    )
    if (nearest?.domain !== domain) continue
    if ((await groupAndAbove(trx, account.group_id)).includes(groupId)) continue
    await putAccount(trx, account, groupId)
    moved.push(account.address)
  }
  return moved
}

async function pathOf(trx: Knex, groupId: number): Promise<string> {
  return (await groupPaths(trx)).get(groupId) ?? ''
}
