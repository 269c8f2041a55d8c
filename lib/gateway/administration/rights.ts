// Who may do what on the pages: rights given to accounts, each in a group and all below it.
import { findAccount } from '../../store/accounts.ts'
import { groupAndAbove, masterGroup } from '../../store/groups.ts'
import { deleteRights, insertRights, listRights } from '../../store/rights.ts'
import { isRight, rights } from '../people/rights.ts'
import { makeSignInLink } from '../people/sign-in-link.ts'
import { accountOf } from './accounts.ts'
import {
  change,
  changeAnswering,
  Complaint,
  groupOf,
  groupPaths,
  mustBeWithin,
  type Desk,
} from './desk.ts'
import { groupsInView } from './scope.ts'

export interface RightsChange {
  readonly address: string
  /** The path of the group, '' for Master. */
  readonly group: string
  /** Names of rights; `operator` is everything, everywhere. */
  readonly rights: readonly string[]
}

export interface ListedRights {
  readonly address: string
  readonly group: string
  readonly rights: readonly string[]
}

export function grantRights(desk: Desk, wish: RightsChange): Promise<void> {
  return changeRights(desk, wish, 'rights grant')
}

export function revokeRights(desk: Desk, wish: RightsChange): Promise<void> {
  return changeRights(desk, wish, 'rights revoke')
}

function changeRights(
  desk: Desk,
  wish: RightsChange,
  action: 'rights grant' | 'rights revoke',
): Promise<void> {
  const wrong = wish.rights.find((name) => !isRight(name))
  if (wrong !== undefined)
    throw new Complaint(
      `There is no right "${wrong}"; there are ${[...rights, 'operator'].join(', ')}.`,
    )
  return change(desk, async (trx) => {
    const account = await accountOf(trx, wish.address)
    const groupId = await groupOf(trx, wish.group)
    await mustBeWithin(trx, desk, groupId)
    if (wish.rights.includes('operator') && (groupId !== masterGroup || desk.within !== undefined))
      throw new Complaint(
        'An operator is one for everything: leave the group out.',
        'operator_master',
      )
    const place = { account_id: account.id, group_id: groupId }
    if (action === 'rights revoke') await deleteRights(trx, place, wish.rights)
    else
      await insertRights(
        trx,
        wish.rights.map((name) => ({ ...place, name })),
      )
    const subject = `account ${account.address} in ${wish.group || 'Master'}`
    return { action, subject, group: groupId, after: wish.rights.join(', ') }
  })
}

/** A Complaint unless both the account and the group are in the actor's part of the tree. */
export async function mustAdminister(desk: Desk, address: string, group: string): Promise<void> {
  const { db } = desk.store
  const account = await findAccount(db, address)
  // An account of others is answered as one that is not there.
  const above = account === undefined ? [] : await groupAndAbove(db, account.group_id)
  if (account === undefined || desk.within?.some((id) => above.includes(id)) === false)
    throw new Complaint(
      `There is no user ${address} in the part that you administer.`,
      'account_unknown',
      { address },
    )
  await mustBeWithin(db, desk, await groupOf(db, group))
}

export async function listAllRights(desk: Desk): Promise<ListedRights[]> {
  const { store } = desk
  const inView = await groupsInView(store.db, desk, {})
  const paths = await groupPaths(store.db)
  const found = new Map<string, { address: string; group: string; rights: string[] }>()
  for (const { address, group_id, name } of await listRights(store.db)) {
    if (inView?.includes(group_id) === false) continue
    const key = `${address} ${group_id}`
    const one = found.get(key) ?? { address, group: paths.get(group_id) ?? '', rights: [] }
    one.rights.push(name)
    found.set(key, one)
  }
  return [...found.values()]
}

/** A link by which an account signs in once, for whoever runs the server. */
export function makeLink(desk: Desk, address: string, publicUrl: string): Promise<string> {
  return changeAnswering(desk, async (trx, now) => {
    const account = await accountOf(trx, address)
    const wish = { accountId: account.id, purpose: 'sign-in', minutes: 20 } as const
    const result = await makeSignInLink(trx, wish, publicUrl, now)
    const subject = `account ${account.address}`
    return { change: { action: 'sign-in link', subject, group: account.group_id }, result }
  })
}
